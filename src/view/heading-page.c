/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/clock.h"
#include "base/text.h"
#include "view/heading.h"
#include "view/step-line.h"

static void
add_url(struct buffer *out, const struct page *page, struct bytes url)
{
	line_add_text(out, url);
	if (page->path_hidden)
		buffer_add_string(out, "…");
}

static void
add_how(struct buffer *out, const struct page *page)
{
	static const struct {
		const char *how, *words;
	} hows[] = {
		{ "typed", "typed" },
		{ "link", "a link followed" },
		{ "form", "a form sent" },
		{ "redirect", "redirected" },
		{ "reload", "reloaded" },
		{ "back", "gone back to" },
		{ "script", "opened by a script" },
		{ "tool", "fetched by a program" },
	};

	for (size_t i = 0; page->how != NULL && i < COUNT_OF(hows); i++)
		if (strcmp(page->how, hows[i].how) == 0)
			buffer_printf(out, ", %s", hows[i].words);
	step_line_add_certainty(out, &page->is);
	buffer_add_char(out, '\n');
}

static void
add_redirects(struct buffer *out, const struct page *page)
{
	for (uint32_t i = 0; i < page->redirect_count; i++) {
		const struct redirect *redirect = &page->redirects[i];

		buffer_add_string(out, "  redirected to ");
		line_add_text(out, redirect->to);
		if (redirect->status != 0)
			buffer_printf(out, " (%llu)", (unsigned long long)redirect->status);
		buffer_add_char(out, '\n');
	}
}

static void
add_failure(struct buffer *out, const struct page *page)
{
	static const char *const words[FAILURE_COUNT] = {
		[FAILURE_NO_SUCH_NAME] = "there is no such name",
		[FAILURE_NAME_SERVER_FAILED] = "the name server failed",
		[FAILURE_NO_ANSWER] = "no name server answered",
		[FAILURE_REFUSED] = "the connection was refused",
		[FAILURE_UNREACHABLE] = "the server cannot be reached",
		[FAILURE_TIMEOUT] = "the server did not answer",
		[FAILURE_TLS_ALERT] = "TLS could not be agreed on",
		[FAILURE_CERTIFICATE] = "the certificate was not accepted",
		[FAILURE_RESET] = "the connection was reset",
		[FAILURE_CUT] = "the answer was cut off",
		[FAILURE_STOPPED] = "loading was stopped",
	};

	buffer_printf(out, "  failed: %s", words[page->failure]);
	if (page->failure_detail.len > 0) {
		buffer_add_string(out, " – ");
		line_add_text(out, page->failure_detail);
	}
	step_line_add_certainty(out, &page->failure_is);
}

static void
add_count(struct buffer *out, uint64_t count, const char *one, const char *many)
{
	if (count > 0)
		buffer_printf(
		    out, ", %llu %s", (unsigned long long)count, count == 1 ? one : many);
}

/* How long it took, as far as the capture tells. */
static void
add_loaded(struct buffer *out, const struct page *page)
{
	char text[CLOCK_TEXT_SIZE];

	if (page->loaded_ns != 0)
		buffer_printf(out, "  loaded in %s",
		    clock_duration(clock_between(page->start_ns, page->loaded_ns), text));
	else
		buffer_printf(out, "  %s from its first frame to its last",
		    clock_duration(clock_between(page->start_ns, page->over_ns), text));
}

static void
add_outcome(struct buffer *out, const struct page *page)
{
	if (page->failure != FAILURE_NONE)
		add_failure(out, page);
	else
		add_loaded(out, page);
	if (page->status != 0)
		buffer_printf(out, ", status %llu", (unsigned long long)page->status);
	add_count(out, page->request_count, "request", "requests");
	if (page->bytes > 0) {
		buffer_add_string(out, ", ");
		text_add_size(out, page->bytes);
	}
	add_count(out, page->connection_count, "connection", "connections");
	add_count(out, page->host_count, "host", "hosts");
	buffer_add_char(out, '\n');
}

void
heading_add_page(struct buffer *out, const struct page *page)
{
	bool is_served = page->seen_from == SIDE_SERVER;

	buffer_printf(out, "Page %u%s: ", (unsigned)page->id,
	    is_served ? ", captured at the server" : "");
	add_url(out, page, page->url);
	buffer_add_string(out, "\n  ");
	heading_add_date(out, page->start_ns);
	add_how(out, page);
	add_redirects(out, page);
	add_outcome(out, page);
}
