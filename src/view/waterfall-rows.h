/* SPDX-License-Identifier: BSD-2-Clause */
/* The rows that a waterfall has, and their bars. */
#ifndef VIEW_WATERFALL_ROWS_H
#define VIEW_WATERFALL_ROWS_H

#include "view/timing.h"

enum bar_kind {
	BAR_STALLED,
	BAR_DNS,
	BAR_CONNECT,
	BAR_TLS,
	BAR_SEND,
	BAR_WAIT,
	BAR_RECEIVE,
	BAR_HIDDEN, /* inside TLS: asking and answering cannot be told apart */
	BAR_COUNT
};

/* In DevTools' words: "DNS Lookup", "Waiting for server response", ... */
const char *bar_words(enum bar_kind);

struct waterfall_bar {
	enum bar_kind kind;
	struct span span;
};

enum { WATERFALL_BARS_MAX = BAR_COUNT + 3 };

struct waterfall_row {
	const struct request *request; /* NULL: inside TLS, or never sent */
	const struct connection *connection;
	const struct lookup *lookup; /* of a row that has nothing else */
	struct bytes name;           /* of the resource, or the host */
	struct bytes host;
	struct waterfall_bar bars[WATERFALL_BARS_MAX]; /* as they followed each other */
	uint32_t bar_count;
	uint64_t start_ns, end_ns;
};

struct waterfall_rows {
	struct waterfall_row *items;
	uint32_t count;
};

/* All of a page, by start, without their texts. */
struct waterfall_rows waterfall_rows_of(const struct page *);
void waterfall_rows_clear(struct waterfall_rows *);
/* Whom a row is about, as it came off the wire. */
struct bytes waterfall_row_host(const struct waterfall_row *);

#endif
