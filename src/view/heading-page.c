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

const char *
heading_how(const struct page *page)
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
			return hows[i].words;
	return NULL;
}

static void
add_how(struct buffer *out, const struct page *page)
{
	const char *how = heading_how(page);

	if (how != NULL)
		buffer_printf(out, ", %s", how);
	step_line_add_certainty(out, &page->is);
	buffer_add_char(out, '\n');
}

static void
add_redirects(struct buffer *out, const struct page *page)
{
	for (uint32_t i = 0; i < page->redirect_count; i++) {
		const struct redirect *redirect = &page->redirects[i];

		buffer_add_string(out, strcmp(redirect->why, "hsts") == 0
					   ? "  changed by the browser to "
					   : "  redirected to ");
		line_add_text(out, redirect->to);
		if (redirect->status != 0)
			buffer_printf(out, " (%llu)", (unsigned long long)redirect->status);
		step_line_add_certainty(out, &redirect->is);
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

	buffer_printf(out, "failed: %s", words[page->failure]);
	if (page->failure_detail.len > 0) {
		buffer_add_string(out, " – ");
		line_add_text(out, page->failure_detail);
	}
	step_line_add_certainty(out, &page->failure_is);
}

static void
add_count(struct buffer *out, size_t line, uint64_t count, const char *what)
{
	if (count > 0)
		buffer_printf(out, "%s%llu %s%s", out->len == line ? "  " : ", ",
		    (unsigned long long)count, what, count == 1 ? "" : "s");
}

bool
heading_end_is_hidden(const struct page *page)
{
	for (uint32_t i = 0; i < page->step_count; i++)
		if (page->steps[i].kind == STEP_REQUEST &&
		    page->steps[i].is.certainty == CERTAINTY_HIDDEN)
			return true;
	return false;
}

/* How long it took, and what is to blame. */
static void
add_load(struct buffer *out, const struct page *page)
{
	char text[CLOCK_TEXT_SIZE];

	buffer_add_string(
	    out, page->seen_from == SIDE_SERVER ? "answered in " : "loaded in ");
	if (page->path.verdict.text.len > 0)
		line_add_text(out, page->path.verdict.text);
	else
		buffer_add_string(out,
		    clock_duration(clock_between(page->start_ns, page->loaded_ns), text));
}

void
heading_add_outcome(struct buffer *out, const struct page *page)
{
	if (page->failure != FAILURE_NONE)
		add_failure(out, page);
	else if (page->loaded_ns != 0)
		add_load(out, page);
	else if (heading_end_is_hidden(page))
		buffer_add_string(out, "when it was loaded is hidden inside TLS");
	else
		buffer_add_string(
		    out, page->is_over ? "not seen to load" : "still loading");
}

/* What there was of it, in one line. */
static void
add_counts(struct buffer *out, const struct page *page)
{
	size_t before = out->len;

	if (page->status != 0)
		buffer_printf(out, "  status %llu", (unsigned long long)page->status);
	add_count(out, before, page->request_count, "request");
	if (page->bytes > 0) {
		buffer_add_string(out, ", ");
		text_add_size(out, page->bytes);
	}
	add_count(out, before, page->connection_count, "connection");
	add_count(out, before, page->host_count, "host");
	if (out->len > before)
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
	buffer_add_string(out, "  ");
	heading_add_outcome(out, page);
	buffer_add_char(out, '\n');
	if (page->failure != FAILURE_NONE && page->path.verdict.text.len > 0) {
		buffer_add_string(out, "  ");
		line_add_text(out, page->path.verdict.text);
		buffer_add_char(out, '\n');
	}
	add_counts(out, page);
}
