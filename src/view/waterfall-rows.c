/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "base/clock.h"
#include "base/die.h"
#include "story/url.h"
#include "view/waterfall-rows.h"

/* What follows so soon did not have to wait. */
#define STALL_NS (NS_PER_MS / 2)

const char *
bar_words(enum bar_kind kind)
{
	static const char *const words[BAR_COUNT] = {
		[BAR_STALLED] = "Stalled",
		[BAR_DNS] = "DNS Lookup",
		[BAR_CONNECT] = "Initial connection",
		[BAR_TLS] = "SSL",
		[BAR_SEND] = "Request sent",
		[BAR_WAIT] = "Waiting for server response",
		[BAR_RECEIVE] = "Content Download",
		[BAR_HIDDEN] = "Inside TLS",
	};

	return words[kind];
}

struct bytes
waterfall_row_host(const struct waterfall_row *row)
{
	if (row->request != NULL)
		return row->request->host;
	return row->connection != NULL ? connection_host(row->connection)
				       : row->lookup->name;
}

static struct waterfall_row *
row_add(struct waterfall_rows *rows)
{
	struct waterfall_row *row;

	rows->items = alloc_grown(rows->items, rows->count, sizeof(*rows->items));
	row = &rows->items[rows->count++];
	*row = (struct waterfall_row){ 0 };
	return row;
}

/* Where there is no room for more bars the last one grows. */
static void
bar_put(struct waterfall_row *row, enum bar_kind kind, uint64_t start_ns, uint64_t end_ns)
{
	if (end_ns <= start_ns)
		return;
	if (row->bar_count < WATERFALL_BARS_MAX)
		row->bars[row->bar_count++] =
		    (struct waterfall_bar){ kind, { start_ns, end_ns } };
	row->end_ns = MAX(row->end_ns, end_ns);
	row->bars[row->bar_count - 1].span.end_ns = row->end_ns;
}

/* A hole before it is time that nothing went on in. */
static void
bar_add(struct waterfall_row *row, enum bar_kind kind, struct span span)
{
	uint64_t before_ns = row->bar_count == 0 ? 0 : row->end_ns;

	if (span.start_ns == 0)
		return;
	if (row->bar_count == 0)
		row->start_ns = row->end_ns = span.start_ns;
	else if (before_ns + STALL_NS < span.start_ns)
		bar_put(row, BAR_STALLED, before_ns, span.start_ns);
	bar_put(row, kind, MAX(span.start_ns, before_ns), span.end_ns);
}

/* Connecting ends where TLS begins. */
static void
add_opening(struct waterfall_row *row, const struct timing *timing)
{
	struct span connect = timing->connect;

	bar_add(row, BAR_DNS, timing->dns);
	if (timing->tls.start_ns != 0)
		connect.end_ns = MIN(connect.end_ns, timing->tls.start_ns);
	bar_add(row, BAR_CONNECT, connect);
	bar_add(row, BAR_TLS, timing->tls);
}

static void
add_request(struct waterfall_rows *rows, const struct request *request)
{
	struct waterfall_row *row = row_add(rows);

	row->request = request;
	row->connection = request->connection;
	row->start_ns = row->end_ns = request->start_ns;
}

static int
by_connection(const void *a, const void *b)
{
	const struct waterfall_row *left = a, *right = b;
	uint32_t left_id = left->connection == NULL ? 0 : left->connection->id;
	uint32_t right_id = right->connection == NULL ? 0 : right->connection->id;

	if (left_id != right_id)
		return left_id < right_id ? -1 : 1;
	if (left->request->start_ns != right->request->start_ns)
		return left->request->start_ns < right->request->start_ns ? -1 : 1;
	return left->request->id < right->request->id ? -1 : 1;
}

/* The first request on a connection that was opened for the page waited for it. */
static void
set_request_bars(struct waterfall_rows *rows, const struct page *page)
{
	const struct connection *before = NULL;

	for (uint32_t i = 0; i < rows->count; i++) {
		struct waterfall_row *row = &rows->items[i];
		const struct connection *connection = row->connection;
		struct timing timing = timing_of_exchange(row->request);
		bool is_first = connection != NULL && connection != before &&
				connection->opened_for == page->id;

		before = connection;
		if (is_first && timing_add_connection(&timing, connection, row->request)) {
			timing.dns = timing_lookup(connection);
			add_opening(row, &timing);
		}
		bar_add(row, BAR_SEND, timing.send);
		bar_add(row, BAR_WAIT, timing.wait);
		bar_add(row, BAR_RECEIVE, timing.receive);
	}
}

static uint64_t
connect_end_ns(const struct connection *connection)
{
	if (connection->established_ns != 0)
		return connection->established_ns;
	if (connection->outcome == CONNECTION_OPEN && connection->tls != NULL)
		return connection->tls->start_ns;
	return connection->refused_ns != 0 ? connection->refused_ns : connection->closed_ns;
}

/* A connection that was opened for the page, and on which no request can be read. */
static void
add_connection(struct waterfall_rows *rows, const struct connection *connection)
{
	const struct connection_tls *tls = connection->tls;
	struct waterfall_row *row = row_add(rows);
	struct timing timing = {
		.dns = timing_lookup(connection),
		.connect = { connection->start_ns, connect_end_ns(connection) },
	};

	row->connection = connection;
	row->start_ns = row->end_ns = connection->start_ns;
	if (tls != NULL)
		timing.tls = (struct span){ tls->start_ns,
			tls->duration.known ? tls->start_ns + tls->duration.value
					    : tls->end_ns };
	add_opening(row, &timing);
}

/* The row of this connection among those from `first` on, which are sorted. */
static struct waterfall_row *
row_of_connection(
    struct waterfall_rows *rows, uint32_t first, const struct connection *connection)
{
	uint32_t low = first, high = rows->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (rows->items[middle].connection->id < connection->id)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == rows->count || rows->items[low].connection != connection)
		return NULL;
	return &rows->items[low];
}

/* What is inside TLS: steps of the page that name no request. */
static void
add_hidden(struct waterfall_rows *rows, const struct page *page, uint32_t first)
{
	for (uint32_t i = 0; i < page->step_count; i++) {
		const struct step *step = &page->steps[i];
		uint64_t end_ns = step->end_ns != 0 ? step->end_ns : page->over_ns;
		struct waterfall_row *row;

		if ((step->kind != STEP_REQUEST && step->kind != STEP_RESPONSE) ||
		    step->request != NULL || step->connection == NULL)
			continue;
		row = row_of_connection(rows, first, step->connection);
		if (row != NULL)
			bar_add(row, BAR_HIDDEN,
			    (struct span){ step->start_ns, MIN(end_ns, page->over_ns) });
	}
}

/* What is hidden began on a connection that was there before the page. */
static void
add_kept(struct waterfall_rows *rows, const struct page *page)
{
	struct connection *connection = page->connections[0];
	struct waterfall_row *row;

	if (page->burst.first_ns == 0 || connection->opened_for == page->id ||
	    connection->request_count > 0)
		return;
	row = row_add(rows);
	row->connection = connection;
	row->start_ns = row->end_ns = page->burst.first_ns;
}

static int
by_id(const void *a, const void *b)
{
	const struct waterfall_row *left = a, *right = b;

	return left->connection->id < right->connection->id ? -1 : 1;
}

static void
add_connections(struct waterfall_rows *rows, const struct page *page)
{
	uint32_t first = rows->count;

	if (page->connection_count > 0)
		add_kept(rows, page);
	for (uint32_t i = 0; i < page->connection_count; i++) {
		const struct connection *connection = page->connections[i];

		if (connection->opened_for == page->id && connection->request_count == 0)
			add_connection(rows, connection);
	}
	if (rows->count == first)
		return;
	qsort(&rows->items[first], rows->count - first, sizeof(*rows->items), by_id);
	add_hidden(rows, page, first);
}

static bool
lookup_is_told(
    const struct waterfall_rows *rows, const struct lookup *lookup, uint32_t row_count)
{
	for (uint32_t i = 0; i < row_count; i++) {
		const struct waterfall_row *row = &rows->items[i];
		struct bytes host = waterfall_row_host(row);

		if (bytes_equal_nocase(host_of_authority(host), lookup->name))
			return true;
	}
	return false;
}

/* Names that were asked and led nowhere. */
static void
add_lookups(struct waterfall_rows *rows, const struct page *page)
{
	for (uint32_t i = 0; i < page->lookup_count; i++) {
		const struct lookup *lookup = page->lookups[i];
		struct waterfall_row *row;

		if (lookup->is.certainty != CERTAINTY_SEEN ||
		    lookup_is_told(rows, lookup, rows->count))
			continue;
		row = row_add(rows);
		row->lookup = lookup;
		row->start_ns = row->end_ns = lookup->start_ns;
		bar_add(row, BAR_DNS,
		    (struct span){ lookup->start_ns,
			lookup->end_ns != 0 ? lookup->end_ns : page->over_ns });
	}
}

static bool
row_has_lookup(const struct waterfall_row *row)
{
	return row->bar_count > 0 && row->bars[0].kind == BAR_DNS &&
	       row->connection != NULL && row->connection->lookup != NULL;
}

/* By look-up, and of one look-up by connection; those without one first. */
static int
by_lookup(const void *a, const void *b)
{
	const struct waterfall_row *left = a, *right = b;
	uint32_t left_id = row_has_lookup(left) ? left->connection->lookup->id : 0;
	uint32_t right_id = row_has_lookup(right) ? right->connection->lookup->id : 0;

	if (left_id != right_id)
		return left_id < right_id ? -1 : 1;
	if (left_id == 0)
		return 0;
	return left->connection->id < right->connection->id ? -1 : 1;
}

/* The connection opened first waited for the look-up; the others found the name known. */
static void
drop_repeated_lookups(struct waterfall_rows *rows)
{
	const struct lookup *before = NULL;

	qsort(rows->items, rows->count, sizeof(*rows->items), by_lookup);
	for (uint32_t i = 0; i < rows->count; i++) {
		struct waterfall_row *row = &rows->items[i];
		uint32_t drop = 1;

		if (!row_has_lookup(row))
			continue;
		if (row->connection->lookup != before) {
			before = row->connection->lookup;
			continue;
		}
		while (drop < row->bar_count && row->bars[drop].kind == BAR_STALLED)
			drop++;
		row->bar_count -= drop;
		memmove(row->bars, &row->bars[drop], row->bar_count * sizeof(*row->bars));
		row->start_ns = row->connection->start_ns;
	}
}

static int
by_start(const void *a, const void *b)
{
	const struct waterfall_row *left = a, *right = b;

	if (left->start_ns != right->start_ns)
		return left->start_ns < right->start_ns ? -1 : 1;
	return left->end_ns < right->end_ns ? -1 : left->end_ns > right->end_ns;
}

struct waterfall_rows
waterfall_rows_of(const struct page *page)
{
	struct waterfall_rows rows = { 0 };
	const struct request *request;

	TAILQ_FOREACH (request, &page->requests, entry) {
		add_request(&rows, request);
	}
	if (rows.count > 0)
		qsort(rows.items, rows.count, sizeof(*rows.items), by_connection);
	set_request_bars(&rows, page);
	add_connections(&rows, page);
	add_lookups(&rows, page);
	if (rows.count == 0)
		return rows;
	drop_repeated_lookups(&rows);
	qsort(rows.items, rows.count, sizeof(*rows.items), by_start);
	return rows;
}

void
waterfall_rows_clear(struct waterfall_rows *rows)
{
	free(rows->items);
	*rows = (struct waterfall_rows){ 0 };
}
