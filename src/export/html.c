/* SPDX-License-Identifier: BSD-2-Clause */
#include "export/html.h"
#include "base/clock.h"
#include "base/text.h"
#include "config.h"
#include "export/html-parts.h"
#include "export/html-style.h"
#include "view/connection-line.h"
#include "view/heading.h"
#include "view/rest.h"
#include "view/told.h"

/* Two lives and the messages between them. */
#define MARK                                                                               \
	"<svg class=mark viewBox=\"0 0 34 34\" aria-hidden=true><rect width=\"34\" "       \
	"height=\"34\" rx=\"9\" fill=\"#3b5bdb\"/><path d=\"M9 7v20M25 7v20M9 12h13M25 "   \
	"17.500H12M9 23h13\" fill=\"none\" stroke=\"#fff\" stroke-width=\"2.2\" "          \
	"stroke-linecap=\"round\"/><path d=\"M19.500 9l4 3-4 3zM14.500 14.500l-4 3 4 "     \
	"3zM19.500 20l4 3-4 3z\" fill=\"#fff\"/></svg>"

#define FACE                                                                               \
	"<svg viewBox=\"0 0 36 36\" aria-hidden=true><rect width=\"36\" height=\"36\" "    \
	"rx=\"10\" fill=\"currentColor\" opacity=\".14\"/><path d=\"M9.500 11.500h17v11h-" \
	"17zM6.500 26h23\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" "      \
	"stroke-linejoin=\"round\" stroke-linecap=\"round\"/></svg>"

static void
add_head(struct html *html, struct story_captures captures)
{
	struct buffer *out = html->out;

	buffer_printf(out,
	    "<!DOCTYPE html>\n<html lang=en><head><meta charset=utf-8>\n"
	    "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; "
	    "style-src '%s'; base-uri 'none'; form-action 'none'\">\n"
	    "<meta name=viewport content=\"width=device-width, initial-scale=1\">\n"
	    "<meta name=color-scheme content=\"light dark\">\n"
	    "<meta name=generator content=\"webflow %s\">\n"
	    "<meta name=referrer content=no-referrer>\n<title>",
	    html_style_hash, PACKAGE_VERSION);
	if (captures.count > 0)
		html_add_cut(out, bytes_of_string(captures.items[0].file), 80);
	buffer_add_string(out, " – webflow</title>\n<style>");
	for (size_t i = 0; html_style[i] != NULL; i++)
		buffer_add_string(out, html_style[i]);
	buffer_add_string(out,
	    "</style></head>\n<body><svg class=defs aria-hidden=true><defs><pattern "
	    "id=hatch width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
	    "patternTransform=\"rotate(45)\"><rect class=hatch-a width=\"6\" "
	    "height=\"6\"/><line class=hatch-b y2=\"6\"/></pattern></defs></svg>\n"
	    "<div class=wrap>\n");
}

static void
add_count(struct buffer *out, const char *before, uint64_t count, const char *what)
{
	buffer_printf(out, "%s%llu %s%s", before, (unsigned long long)count, what,
	    count == 1 ? "" : "s");
}

static void
add_top(struct html *html)
{
	struct story_counts counts = story_counts(html->story);
	struct buffer *out = html->out;

	buffer_add_string(out, "<header class=top>" MARK "<div><h1>webflow</h1><p>");
	add_count(out, "", counts.clients, "client");
	add_count(out, ", ", counts.pages, "page");
	add_count(out, ", ", counts.connections, "connection");
	add_count(out, ", ", counts.lookups, "look-up");
	buffer_add_string(out,
	    "</p></div><div class=legend><span><span class=\"sure seen\">seen</span>in "
	    "frames, not marked further</span><span><span class=\"sure "
	    "inferred\">inferred</span>from frames</span><span><span class=\"sure "
	    "hidden\">hidden</span>no frame shows it</span></div></header>\n");
}

static void
add_fact(struct buffer *out, const char *what, struct bytes text)
{
	buffer_printf(out, "<div><dt>%s</dt><dd>", what);
	html_add_text(out, text);
	buffer_add_string(out, "</dd></div>");
}

static void
add_capture(struct buffer *out, const struct story_capture *capture)
{
	char duration[CLOCK_TEXT_SIZE];
	struct buffer text = { 0 };

	buffer_add_string(out, "<dl class=\"facts card\">");
	add_fact(out, "capture", bytes_of_string(capture->file));
	heading_add_date(&text, capture->first_ns);
	add_fact(out, "first frame", buffer_bytes(&text));
	add_fact(out, "duration",
	    bytes_of_string(clock_duration(
		clock_between(capture->first_ns, capture->last_ns), duration)));
	text.len = 0;
	buffer_printf(&text, "%llu, ", (unsigned long long)capture->frames);
	text_add_size(&text, capture->bytes);
	add_fact(out, "frames", buffer_bytes(&text));
	if (capture->link != NULL)
		add_fact(out, "link", bytes_of_string(capture->link));
	buffer_clear(&text);
	buffer_add_string(out, "</dl>\n");
	if (capture->damaged)
		buffer_add_string(out, "<p class=note>This capture ended early or is "
				       "damaged: what came before "
				       "the damage is told.</p>\n");
}

/* Where it was lost in the whole: one line of the table, which leads to the page. */
static void
add_page_line(struct html *html, const struct page *page, uint64_t longest_ns)
{
	struct buffer *out = html->out;
	struct buffer who = { 0 };
	char text[CLOCK_TEXT_SIZE];

	buffer_printf(out,
	    "<li><a href=\"#page-%u\"><span class=n>%u</span><span class=where><span "
	    "class=url>",
	    (unsigned)page->id, (unsigned)page->id);
	html_add_cut(out, page->url, 120);
	buffer_printf(out, "%s</span><small>", page->path_hidden ? "…" : "");
	heading_add_who(&who, page->client);
	html_add_safe(out, buffer_bytes(&who));
	buffer_add_string(out, ", ");
	heading_add_date(out, page->start_ns);
	buffer_add_string(out, "</small></span><span class=status>");
	html_add_badges(html, page);
	buffer_add_string(out, "</span><span class=figure>");
	if (page->request_count > 0)
		add_count(out, "", page->request_count, "request");
	buffer_add_string(out, "</span><span class=figure>");
	if (page->bytes > 0)
		text_add_size(out, page->bytes);
	buffer_printf(out, "</span><span class=\"figure keep\"><b>%s</b>",
	    page->loaded_ns == 0 || page->failure != FAILURE_NONE
		? "–"
		: clock_duration(clock_between(page->start_ns, page->loaded_ns), text));
	html_add_path_small(html, page, longest_ns);
	buffer_add_string(out, "</span></a></li>\n");
	buffer_clear(&who);
}

static uint64_t
longest_path_ns(const struct story *story, const struct selection *selection)
{
	const struct page *page;
	uint64_t longest_ns = 0;

	TAILQ_FOREACH (page, story_pages(story), entry) {
		if (selection_has_page(selection, page))
			longest_ns = MAX(
			    longest_ns, clock_between(page->start_ns, page->path.end_ns));
	}
	return longest_ns;
}

static void
add_page_table(struct html *html, const struct selection *selection, uint32_t count)
{
	uint64_t longest_ns = longest_path_ns(html->story, selection);
	const struct page *page;
	uint32_t lines = 0;

	buffer_add_string(html->out, "<nav class=\"pages card\"><h2>Pages</h2><ol>\n");
	TAILQ_FOREACH (page, story_pages(html->story), entry) {
		if (selection_has_page(selection, page) && lines++ < HTML_PAGES_MAX)
			add_page_line(html, page, longest_ns);
	}
	buffer_add_string(html->out, "</ol></nav>\n");
	html_add_left_out(
	    html->out, count > HTML_PAGES_MAX ? count - HTML_PAGES_MAX : 0, "page");
}

/* In force when its first page began; without a page, the last. */
static const struct lease *
lease_to_show(const struct story *story, const struct client *client)
{
	const struct page *page;

	TAILQ_FOREACH (page, story_pages(story), entry) {
		if (page->client == client)
			return client_lease_at(client, page->start_ns);
	}
	return client_lease_at(client, UINT64_MAX);
}

static void
add_client_head(struct html *html, const struct client *client)
{
	struct buffer *out = html->out;
	struct buffer lines = { 0 };
	struct bytes text;
	size_t end;

	heading_add_client(&lines, client);
	heading_add_network(&lines, client, lease_to_show(html->story, client));
	text = buffer_bytes(&lines);
	end = bytes_index(text, '\n');
	buffer_add_string(out, "<section class=client><header>" FACE "<div><h2>");
	html_add_safe(out, bytes_first(text, end));
	buffer_add_string(out, "</h2><p>");
	text = bytes_trim(bytes_from(text, end + 1));
	html_add_safe(out, bytes_first(text, bytes_index(text, '\n')));
	buffer_add_string(out, "</p></div></header>\n");
	buffer_clear(&lines);
}

static void
add_pages(struct html *html, const struct selection *selection, const struct client *client,
    bool are_open)
{
	const struct page *page;

	TAILQ_FOREACH (page, story_pages(html->story), entry) {
		if (page->client != client || !selection_has_page(selection, page) ||
		    html->pages == 0)
			continue;
		html->pages--;
		html_add_page(html, page, are_open);
	}
}

/* What a client did besides its pages, and was not told with them. */
static void
add_rest(struct html *html, const struct selection *selection, struct client *client)
{
	struct page none = { .client = client };
	struct told told = { 0 };
	const struct page *page;
	struct rest rest;
	uint32_t count;

	TAILQ_FOREACH (page, story_pages(html->story), entry) {
		for (uint32_t i = 0; page->client == client && i < page->step_count; i++)
			told_add(&told, rest_step_key(client, &page->steps[i]));
	}
	rest = rest_of(client, &told);
	count = selection->page != 0 ? 0 : MIN(rest.count, html->lines);
	html->lines -= count;
	if (count > 0) {
		buffer_printf(html->out,
		    "<details class=\"page card\"%s><summary><div><h3>Besides the "
		    "pages</h3></div></summary><div class=in><ol class=steps>\n",
		    client->page_count == 0 ? " open" : "");
		for (uint32_t i = 0; i < count; i++)
			html_add_step(html, &none, &rest.steps[i], rest.steps[0].start_ns);
		buffer_add_string(html->out, "</ol>");
		html_add_left_out(html->out, rest.count - count, "step");
		buffer_add_string(html->out, "</div></details>\n");
	}
	rest_clear(&rest);
}

/* Connections that no page has: programs of other kinds. */
static void
add_connections(struct html *html, const struct selection *selection)
{
	const struct connection *connection;
	struct buffer line = { 0 };
	uint32_t left_out = 0;
	bool has_begun = false;

	TAILQ_FOREACH (connection, story_connections(html->story), entry) {
		if (connection->page_count > 0 || !connection_is_worth_a_line(connection) ||
		    !selection_has_connection(selection, connection))
			continue;
		if (html->lines == 0) {
			left_out++;
			continue;
		}
		html->lines--;
		if (!has_begun)
			buffer_add_string(html->out,
			    "<section class=client><details class=\"page card\"><summary>"
			    "<div><h3>Connections of no page</h3></div></summary><div "
			    "class=in><ul class=plain>\n");
		has_begun = true;
		line.len = 0;
		connection_line_add(&line, connection, html->inputs);
		buffer_add_string(html->out, "<li>");
		html_add_safe(html->out, bytes_trim(buffer_bytes(&line)));
		buffer_add_string(html->out, "</li>\n");
	}
	buffer_clear(&line);
	if (!has_begun)
		return;
	buffer_add_string(html->out, "</ul>");
	html_add_left_out(html->out, left_out, "connection");
	buffer_add_string(html->out, "</div></details></section>\n");
}

static uint32_t
count_pages(const struct story *story, const struct selection *selection,
    const struct client *client)
{
	const struct page *page;
	uint32_t count = 0;

	TAILQ_FOREACH (page, story_pages(story), entry) {
		if ((client == NULL || page->client == client) &&
		    selection_has_page(selection, page))
			count++;
	}
	return count;
}

static bool
client_is_told(const struct story *story, const struct selection *selection,
    const struct client *client)
{
	if (selection->page == 0)
		return selection_has_client(selection, client);
	return count_pages(story, selection, client) > 0;
}

static void
add_client(struct html *html, const struct selection *selection, struct client *client,
    bool are_open)
{
	if (html->clients == 0 || !client_is_told(html->story, selection, client))
		return;
	html->clients--;
	add_client_head(html, client);
	add_pages(html, selection, client, are_open);
	add_rest(html, selection, client);
	buffer_add_string(html->out, "</section>\n");
}

void
story_to_html(struct buffer *buffer, const struct story *story,
    struct story_captures captures, const struct selection *selection)
{
	struct html html = {
		.out = buffer,
		.story = story,
		.inputs = captures.count > 1 ? INPUTS_SEVERAL : INPUTS_ONE,
		.clients = HTML_CLIENTS_MAX,
		.pages = HTML_PAGES_MAX,
		.steps = HTML_STEPS_MAX,
		.rows = HTML_ROWS_MAX,
		.arrows = HTML_ARROWS_MAX,
		.lines = HTML_LINES_MAX,
	};
	uint32_t page_count = count_pages(story, selection, NULL);
	struct client *client;

	add_head(&html, captures);
	add_top(&html);
	for (size_t i = 0; i < captures.count; i++)
		add_capture(buffer, &captures.items[i]);
	if (selection_is_all(selection))
		html_add_other_findings(&html);
	if (page_count > 0)
		add_page_table(&html, selection, page_count);
	if (TAILQ_EMPTY(story_clients(story)))
		buffer_add_string(buffer,
		    "<p class=note>No client was heard: there is no story to tell.</p>\n");
	TAILQ_FOREACH (client, story_clients(story), entry) {
		add_client(&html, selection, client, page_count <= HTML_PAGES_OPEN);
	}
	add_connections(&html, selection);
	buffer_printf(buffer,
	    "<footer>Told by webflow %s. This file needs no network and runs no "
	    "script.</footer>\n</div></body></html>\n",
	    PACKAGE_VERSION);
}
