/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include "base/clock.h"
#include "base/text.h"
#include "export/html-parts.h"
#include "story/url.h"
#include "view/heading.h"

/* Its host stands out. */
static void
add_url(struct buffer *out, const struct page *page)
{
	struct bytes authority = url_authority(page->url);
	size_t before;

	if (authority.len == 0) {
		buffer_add_string(out, "<b>");
		html_add_text(out, page->url);
		buffer_add_string(out, "</b>");
		return;
	}
	before = (size_t)(authority.at - page->url.at);
	html_add_text(out, bytes_first(page->url, before));
	buffer_add_string(out, "<b>");
	html_add_text(out, authority);
	buffer_add_string(out, "</b><i>");
	html_add_text(out, bytes_from(page->url, before + authority.len));
	buffer_add_string(out, page->path_hidden ? "…</i>" : "</i>");
}

static void
add_how(struct html *html, const struct page *page)
{
	const char *how = heading_how(page);

	buffer_add_string(html->out, "<p class=how>");
	heading_add_date(html->out, page->start_ns);
	if (how != NULL)
		buffer_printf(html->out, ", %s", how);
	html_add_certainty(html->out, &page->is);
	buffer_add_string(html->out, "</p>");
}

void
html_add_badges(struct html *html, const struct page *page)
{
	const char *class = page->status >= 400 ? "bad" : "good";

	if (page->failure != FAILURE_NONE)
		buffer_add_string(html->out, "<span class=\"badge bad\">failed</span>");
	else if (page->status != 0)
		buffer_printf(html->out, "<span class=\"badge %s\">%llu</span>", class,
		    (unsigned long long)page->status);
	else if (heading_end_is_hidden(page))
		buffer_add_string(html->out, "<span class=badge>inside TLS</span>");
}

static void
add_metric(struct buffer *out, const char *what, struct bytes figure)
{
	buffer_add_string(out, "<div class=metric><b>");
	html_add_safe(out, figure);
	buffer_printf(out, "</b>%s</div>", what);
}

static void
add_time(struct buffer *out, const char *what, uint64_t start_ns, uint64_t end_ns)
{
	char text[CLOCK_TEXT_SIZE];

	if (end_ns != 0)
		add_metric(out, what,
		    bytes_of_string(clock_duration(clock_between(start_ns, end_ns), text)));
}

static void
add_count(struct buffer *out, uint64_t count, const char *one, const char *many)
{
	char text[24];

	snprintf(text, sizeof(text), "%llu", (unsigned long long)count);
	if (count > 0)
		add_metric(out, count == 1 ? one : many, bytes_of_string(text));
}

static void
add_metrics(struct html *html, const struct page *page)
{
	bool is_served = page->seen_from == SIDE_SERVER;
	struct buffer size = { 0 };

	buffer_add_string(html->out, "<div class=metrics>");
	if (page->failure == FAILURE_NONE)
		add_time(html->out, is_served ? "until answered" : "until loaded",
		    page->start_ns, page->loaded_ns);
	add_time(html->out, "until the first byte", page->start_ns, page->first_byte_ns);
	add_count(html->out, page->request_count, "request", "requests");
	text_add_size(&size, page->bytes);
	if (page->bytes > 0)
		add_metric(html->out, "transferred", buffer_bytes(&size));
	buffer_clear(&size);
	add_count(html->out, page->connection_count, "connection", "connections");
	add_count(html->out, page->host_count, "host", "hosts");
	buffer_add_string(html->out, "</div>\n");
}

/* How it ended, in a sentence. */
static void
add_outcome(struct html *html, const struct page *page)
{
	const struct verdict *verdict = &page->path.verdict;
	bool is_bad = page->failure != FAILURE_NONE;
	struct buffer safe = { 0 };

	buffer_printf(html->out, "<div class=\"verdict%s\"><p>", is_bad ? " bad" : "");
	heading_add_outcome(&safe, page);
	html_add_safe(html->out, buffer_bytes(&safe));
	buffer_clear(&safe);
	if (is_bad && verdict->text.len > 0) {
		buffer_add_string(html->out, "</p><p>");
		html_add_text(html->out, verdict->text);
	}
	html_add_frames(html->out, &verdict->frames, html->inputs);
	buffer_add_string(html->out, "</p></div>\n");
}

static void
add_redirects(struct html *html, const struct page *page)
{
	struct buffer *out = html->out;

	if (page->redirect_count == 0)
		return;
	buffer_add_string(out, "<ol class=hops>");
	for (uint32_t i = 0; i < page->redirect_count; i++) {
		const struct redirect *redirect = &page->redirects[i];

		buffer_add_string(out, "<li>redirected to ");
		html_add_text(out, redirect->to);
		if (redirect->status != 0)
			buffer_printf(out, " (%llu)", (unsigned long long)redirect->status);
		html_add_certainty(out, &redirect->is);
		html_add_frames(out, &redirect->is.frames, html->inputs);
		buffer_add_string(out, "</li>");
	}
	buffer_add_string(out, "</ol>\n");
}

void
html_add_page(struct html *html, const struct page *page, bool is_open)
{
	struct buffer *out = html->out;
	char text[CLOCK_TEXT_SIZE];

	buffer_printf(out,
	    "<details class=\"page card\"%s><summary><span class=n>%u</span><div><h3>",
	    is_open ? " open" : "", (unsigned)page->id);
	add_url(out, page);
	buffer_add_string(out, "</h3>");
	add_how(html, page);
	buffer_add_string(out, "</div><div class=badges>");
	html_add_badges(html, page);
	if (page->failure == FAILURE_NONE && page->loaded_ns != 0)
		buffer_printf(out, "<span class=badge>%s</span>",
		    clock_duration(clock_between(page->start_ns, page->loaded_ns), text));
	/* A link to what lies within unfolds it. */
	buffer_printf(
	    out, "</div></summary>\n<div class=in id=page-%u>", (unsigned)page->id);
	add_outcome(html, page);
	html_add_path(html, page);
	add_metrics(html, page);
	add_redirects(html, page);
	html_add_page_findings(html, page);
	html_add_waterfall(html, page);
	html_add_steps(html, page);
	html_add_ladder(html, page);
	buffer_add_string(out, "</div></details>\n");
}
