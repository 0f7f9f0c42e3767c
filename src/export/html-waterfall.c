/* SPDX-License-Identifier: BSD-2-Clause */
/* The waterfall as a table with a drawing in its last column.  Places are percentages of
 * that column, so that it is as wide as there is room. */
#include "base/clock.h"
#include "base/text.h"
#include "export/html-parts.h"
#include "view/waterfall.h"

enum { SCALE = 10000 /* hundredths of a per cent */, BAR_LEAST = 20 };

static const struct {
	const char *class;
	int top, height;
} shapes[BAR_COUNT] = {
	[BAR_STALLED] = { "stalled", 13, 2 },
	[BAR_DNS] = { "dns", 8, 12 },
	[BAR_CONNECT] = { "connect", 8, 12 },
	[BAR_TLS] = { "tls", 8, 12 },
	[BAR_SEND] = { "send", 8, 12 },
	[BAR_WAIT] = { "wait", 8, 12 },
	[BAR_RECEIVE] = { "receive", 6, 16 },
	[BAR_HIDDEN] = { "hidden", 8, 12 },
};

static void
add_percent(struct buffer *out, uint32_t place)
{
	buffer_printf(out, "%u.%02u%%", (unsigned)(place / 100), (unsigned)(place % 100));
}

static void
add_line(struct buffer *out, const char *class, uint32_t place)
{
	buffer_printf(out, "<line class=%s x1=\"", class);
	add_percent(out, place);
	buffer_add_string(out, "\" x2=\"");
	add_percent(out, place);
	buffer_add_string(out, "\" y2=\"100%\"/>");
}

/* What stands behind the bars of every row, drawn once. */
static void
add_grid(struct buffer *out, const struct waterfall *waterfall, uint32_t page)
{
	buffer_printf(
	    out, "<svg class=defs aria-hidden=true><defs><g id=grid-%u>", (unsigned)page);
	for (uint32_t i = 0; i < waterfall->scale.tick_count; i++)
		add_line(out, "tick",
		    scale_place(&waterfall->scale, waterfall->scale.ticks[i].at_ns, SCALE));
	if (waterfall->first_byte_ns != 0)
		add_line(out, "mark-first",
		    scale_place(&waterfall->scale, waterfall->first_byte_ns, SCALE));
	if (waterfall->loaded_ns != 0)
		add_line(out, "mark-loaded",
		    scale_place(&waterfall->scale, waterfall->loaded_ns, SCALE));
	buffer_add_string(out, "</g></defs></svg>\n");
}

static void
add_scale(struct buffer *out, const struct waterfall *waterfall)
{
	buffer_add_string(out, "<svg>");
	for (uint32_t i = 0; i < waterfall->scale.tick_count; i++) {
		const struct scale_tick *tick = &waterfall->scale.ticks[i];

		buffer_add_string(out, "<text y=\"15\" x=\"");
		add_percent(out, scale_place(&waterfall->scale, tick->at_ns, SCALE));
		buffer_add_string(out, "\">");
		buffer_add_string(out, tick->label);
		buffer_add_string(out, "</text>");
	}
	buffer_add_string(out, "</svg>");
}

/* What a pointer that rests on the row is told. */
static void
add_title(struct buffer *out, const struct waterfall_row *row)
{
	char text[CLOCK_TEXT_SIZE];

	buffer_add_string(out, "<title>");
	if (row->request != NULL)
		html_add_cut(out, row->request->url, LINE_WORD_MAX);
	else
		html_add_safe(out, row->host);
	for (uint32_t i = 0; i < row->bar_count; i++)
		buffer_printf(out, "\n%s: %s", bar_words(row->bars[i].kind),
		    clock_duration(span_ns(row->bars[i].span), text));
	buffer_add_string(out, "</title>");
}

static void
add_bars(struct buffer *out, const struct waterfall *waterfall,
    const struct waterfall_row *row, uint32_t page)
{
	buffer_printf(out, "<td class=bars><svg><use href=\"#grid-%u\"/><g class=drop>",
	    (unsigned)page);
	for (uint32_t i = 0; i < row->bar_count; i++) {
		const struct waterfall_bar *bar = &row->bars[i];
		uint32_t from = scale_place(&waterfall->scale, bar->span.start_ns, SCALE);
		uint32_t to = scale_place(&waterfall->scale, bar->span.end_ns, SCALE);

		from = MIN(from, (uint32_t)(SCALE - BAR_LEAST));
		buffer_printf(out, "<rect class=f-%s y=\"%d\" height=\"%d\" x=\"",
		    shapes[bar->kind].class, shapes[bar->kind].top,
		    shapes[bar->kind].height);
		add_percent(out, from);
		buffer_add_string(out, "\" width=\"");
		add_percent(out, MAX(to - from, (uint32_t)BAR_LEAST));
		buffer_add_string(out, "\"/>");
	}
	buffer_add_string(out, "</g>");
	add_title(out, row);
	buffer_add_string(out, "</svg></td></tr>\n");
}

static void
add_name(struct buffer *out, const struct waterfall_row *row)
{
	buffer_add_string(out, "<tr><td class=w-name>");
	html_add_safe(out, row->name.len > 0 ? row->name : BYTES("(no name)"));
	if (row->request != NULL && !bytes_equal(row->host, row->name)) {
		buffer_add_string(out, "<small>");
		html_add_safe(out, row->host);
		buffer_add_string(out, "</small>");
	}
	buffer_add_string(out, "</td>");
}

static void
add_request_cells(struct buffer *out, const struct request *request)
{
	bool is_bad = request->status == 0 || request->status >= 400;

	buffer_printf(out, "<td class=\"w-status%s\">", is_bad ? " bad" : "");
	if (request->status != 0)
		buffer_printf(out, "%llu", (unsigned long long)request->status);
	else
		buffer_add_string(out, "none");
	buffer_printf(out, "</td><td class=w-type>%s</td><td class=w-size>",
	    request->role == NULL ? "" : request->role);
	if (request->status != 0)
		text_add_size(out, request->bytes);
	buffer_add_string(out, "</td>");
}

static void
add_row(struct buffer *out, const struct waterfall *waterfall,
    const struct waterfall_row *row, uint32_t page)
{
	char text[CLOCK_TEXT_SIZE];

	add_name(out, row);
	if (row->request != NULL)
		add_request_cells(out, row->request);
	else
		buffer_printf(out,
		    "<td class=w-status></td><td class=w-type>%s</td><td "
		    "class=w-size></td>",
		    row->connection != NULL ? "connection" : "look-up");
	buffer_printf(out, "<td class=w-time>%s</td>",
	    clock_duration(clock_between(row->start_ns, row->end_ns), text));
	add_bars(out, waterfall, row, page);
}

/* Which colour is which phase, as far as they occur. */
static void
add_key(struct buffer *out, const struct waterfall *waterfall)
{
	bool occurs[BAR_COUNT] = { false };

	for (uint32_t i = 0; i < waterfall->rows.count; i++)
		for (uint32_t j = 0; j < waterfall->rows.items[i].bar_count; j++)
			occurs[waterfall->rows.items[i].bars[j].kind] = true;
	buffer_add_string(out, "<ul class=keys>");
	for (int kind = 0; kind < BAR_COUNT; kind++)
		if (occurs[kind])
			buffer_printf(out,
			    "<li><svg><rect class=f-%s width=\"10\" height=\"10\"/></svg>"
			    "%s</li>",
			    shapes[kind].class, bar_words((enum bar_kind)kind));
	if (waterfall->first_byte_ns != 0)
		buffer_add_string(out,
		    "<li><svg><line class=mark-first x1=\"5\" x2=\"5\" y2=\"10\"/></svg>"
		    "first byte</li>");
	if (waterfall->loaded_ns != 0)
		buffer_add_string(out,
		    "<li><svg><line class=mark-loaded x1=\"5\" x2=\"5\" y2=\"10\"/></svg>"
		    "loaded</li>");
	buffer_add_string(out, "</ul>");
}

void
html_add_waterfall(struct html *html, const struct page *page)
{
	struct waterfall waterfall =
	    waterfall_of(page, MIN(html->rows, (uint32_t)HTML_PAGE_ROWS_MAX));
	uint32_t count = waterfall.rows.count;
	struct buffer *out = html->out;

	html->rows -= count;
	if (count > 0) {
		buffer_printf(out,
		    "<details class=part open><summary>Waterfall<small>%u row%s</small>"
		    "</summary><div class=body>",
		    (unsigned)(count + waterfall.left_out),
		    count + waterfall.left_out == 1 ? "" : "s");
		add_grid(out, &waterfall, page->id);
		buffer_add_string(out,
		    "<table class=wf><thead><tr><th class=w-name>Name</th><th "
		    "class=w-status>Status</th><th class=w-type>Type</th><th "
		    "class=w-size>Size</th><th class=w-time>Time</th><th class=bars>");
		add_scale(out, &waterfall);
		buffer_add_string(out, "</th></tr></thead><tbody>\n");
		for (uint32_t i = 0; i < count; i++)
			add_row(out, &waterfall, &waterfall.rows.items[i], page->id);
		buffer_add_string(out, "</tbody></table>");
		add_key(out, &waterfall);
		html_add_left_out(html->out, waterfall.left_out, "row");
		buffer_add_string(out, "</div></details>\n");
	}
	waterfall_clear(&waterfall);
}
