/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/die.h"
#include "base/text.h"
#include "view/application-count.h"
#include "view/connection-line.h"
#include "view/heading.h"
#include "view/line.h"
#include "view/summary.h"

struct summary {
	struct application_counts applications;
	struct buffer cell;
};

/* A column: what stands above it, how wide it is, and what fills it. */
struct column {
	const char *name;
	int columns;
	enum align align;
	void (*add)(struct buffer *cell, const struct page *page);
};

struct summary *
summary_new(void)
{
	return alloc_zeroed(1, sizeof(struct summary));
}

void
summary_free(struct summary *summary)
{
	if (summary == NULL)
		return;
	application_counts_clear(&summary->applications);
	buffer_clear(&summary->cell);
	free(summary);
}

/* Without the zone, which the column's name has. */
static void
add_time(struct buffer *cell, const struct page *page)
{
	heading_add_date(cell, page->start_ns);
	cell->len -= strlen(" UTC");
}

static void
add_client(struct buffer *cell, const struct page *page)
{
	heading_add_who(cell, page->client);
}

static void
add_status(struct buffer *cell, const struct page *page)
{
	if (page->failure != FAILURE_NONE)
		buffer_add_string(cell, failure_word(page->failure));
	else if (page->status != 0)
		buffer_printf(cell, "%llu", (unsigned long long)page->status);
	else
		buffer_add_string(cell,
		    page->path_hidden || heading_end_is_hidden(page) ? "hidden" : "-");
}

static void
add_requests(struct buffer *cell, const struct page *page)
{
	if (page->request_count > 0)
		buffer_printf(cell, "%u", (unsigned)page->request_count);
	else
		buffer_add_char(cell, '-');
}

static void
add_bytes(struct buffer *cell, const struct page *page)
{
	if (page->request_count > 0)
		text_add_size(cell, page->bytes);
	else
		buffer_add_char(cell, '-');
}

static void
add_load_time(struct buffer *cell, const struct page *page)
{
	char text[CLOCK_TEXT_SIZE];

	if (page->loaded_ns == 0)
		buffer_add_char(cell, '-');
	else
		buffer_add_string(cell,
		    clock_duration(clock_between(page->start_ns, page->loaded_ns), text));
}

/* The phase that most of its time went into. */
static void
add_slowest(struct buffer *cell, const struct page *page)
{
	const struct path *path = &page->path;
	enum phase slowest = 0;
	char text[CLOCK_TEXT_SIZE];

	for (enum phase phase = 0; phase < PHASE_COUNT; phase++)
		if (path->phases_ns[phase] > path->phases_ns[slowest])
			slowest = phase;
	if (path->phases_ns[slowest] == 0) {
		buffer_add_char(cell, '-');
		return;
	}
	buffer_printf(cell, "%s %s", phase_word(slowest),
	    clock_duration(path->phases_ns[slowest], text));
}

/* What the page's own connection carried. */
static void
add_application(struct buffer *cell, const struct page *page)
{
	const struct connection *connection = NULL;

	for (uint32_t i = 0; connection == NULL && i < page->connection_count; i++)
		if (page->connections[i]->application.len > 0)
			connection = page->connections[i];
	if (connection == NULL) {
		buffer_add_char(cell, '-');
		return;
	}
	connection_add_application(cell, connection);
}

static void
add_url(struct buffer *cell, const struct page *page)
{
	line_add_text(cell, page->url);
	if (page->path_hidden)
		buffer_add_string(cell, "…");
}

static const struct column columns[] = {
	{ "TIME (UTC)", 23, ALIGN_LEFT, add_time },
	{ "CLIENT", 24, ALIGN_LEFT, add_client },
	{ "STATUS", 12, ALIGN_LEFT, add_status },
	{ "REQUESTS", 8, ALIGN_RIGHT, add_requests },
	{ "BYTES", 8, ALIGN_RIGHT, add_bytes },
	{ "LOADED IN", 11, ALIGN_RIGHT, add_load_time },
	{ "SLOWEST PHASE", 18, ALIGN_LEFT, add_slowest },
	{ "APPLICATION", 22, ALIGN_LEFT, add_application },
	{ "URL", 0, ALIGN_LEFT, add_url },
};

/* A cell is never wider than its column, but for the last. */
static void
add_cell(struct buffer *out, const struct column *column, struct bytes text)
{
	if (column->columns == 0)
		line_add_text(out, text);
	else if (column->align == ALIGN_RIGHT)
		line_add_column(out, text, column->columns, ALIGN_RIGHT);
	else
		line_add_cut_column(out, text, column->columns);
	buffer_add_string(out, column->columns == 0 ? "\n" : "  ");
}

void
summary_begin(struct summary *summary, struct buffer *out)
{
	(void)summary;
	for (size_t i = 0; i < COUNT_OF(columns); i++)
		add_cell(out, &columns[i], bytes_of_string(columns[i].name));
}

static void
count_connection(struct summary *summary, const struct connection *connection)
{
	struct application_count *count =
	    application_count_get(&summary->applications, connection);

	if (count != NULL)
		count->connections++;
}

/* A connection that several pages used counts once, for the first. */
static void
count_connections(struct summary *summary, const struct page *page)
{
	for (uint32_t i = 0; i < page->connection_count; i++) {
		const struct connection *connection = page->connections[i];

		if (connection->page_count > 0 && connection->pages[0] == page->id)
			count_connection(summary, connection);
	}
}

void
summary_page(struct summary *summary, struct buffer *out, const struct page *page)
{
	for (size_t i = 0; i < COUNT_OF(columns); i++) {
		summary->cell.len = 0;
		columns[i].add(&summary->cell, page);
		add_cell(out, &columns[i], buffer_bytes(&summary->cell));
	}
	count_connections(summary, page);
}

void
summary_connection(struct summary *summary, const struct connection *connection)
{
	if (connection->page_count == 0)
		count_connection(summary, connection);
}

static void
add_count_line(struct summary *summary, struct buffer *out, const char *before,
    struct bytes application, struct bytes category)
{
	struct buffer *cell = &summary->cell;

	line_add_column(out, bytes_of_string(before), 11, ALIGN_RIGHT);
	buffer_add_string(out, "  ");
	cell->len = 0;
	line_add_text(cell, application);
	line_add_cut_column(out, buffer_bytes(cell), 22);
	buffer_add_string(out, "  ");
	line_add_text(out, category);
	buffer_add_char(out, '\n');
}

void
summary_end(struct summary *summary, struct buffer *out)
{
	struct application_counts *counts = &summary->applications;
	char text[24];

	if (counts->count == 0)
		return;
	application_counts_sort(counts);
	buffer_add_char(out, '\n');
	add_count_line(
	    summary, out, "CONNECTIONS", BYTES("APPLICATION"), BYTES("CATEGORY"));
	for (size_t i = 0; i < counts->count; i++) {
		const struct application_count *count = &counts->items[i];

		snprintf(
		    text, sizeof(text), "%llu", (unsigned long long)count->connections);
		add_count_line(summary, out, text, count->application, count->category);
	}
	snprintf(text, sizeof(text), "%llu", (unsigned long long)counts->others);
	if (counts->others > 0)
		add_count_line(summary, out, text, BYTES("others"), (struct bytes){ 0 });
}
