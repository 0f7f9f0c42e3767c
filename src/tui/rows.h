/* SPDX-License-Identifier: BSD-2-Clause */
/* The table of pages: a row for each, small enough to keep long after the page was let go.
 * Pages are whole while there are not too many; then the oldest are let go, but never the
 * one that is held.  What is shown is filtered and sorted when somebody asks for it; rows
 * that come later stand below, so that nothing jumps. */
#ifndef TUI_ROWS_H
#define TUI_ROWS_H

#include "story/page.h"

enum { ROWS_MAX = 150000, ROWS_WHOLE_MAX = 10000, ROW_URL_MAX = 250, ROW_WHO_MAX = 60 };

struct row {
	uint32_t id; /* of the page */
	uint32_t client;
	const struct page *page; /* NULL: no longer whole */
	uint64_t start_ns;
	uint64_t load_ns; /* how long it took; 0: not known */
	uint64_t bytes;
	uint32_t phases_us[PHASE_COUNT];
	uint32_t requests;
	uint16_t status; /* 0: not known */
	uint8_t failure;
	uint8_t warnings, problems;
	bool is_over, is_gone, is_hidden;
	bool is_settled; /* after the story's end */
	uint8_t url_len, who_len;
	char *text; /* safe: the URL, and behind it who asked */
};

enum row_sort {
	SORT_TIME,
	SORT_CLIENT,
	SORT_STATUS,
	SORT_REQUESTS,
	SORT_BYTES,
	SORT_LOAD,
	SORT_WARNINGS,
	SORT_URL,
	SORT_COUNT
};

struct rows {
	struct row *items; /* by id */
	uint32_t count, size;
	uint32_t *shown; /* ids, in the order in which they are shown */
	uint32_t shown_count, shown_size;
	enum row_sort sort;
	struct buffer filter; /* as typed; empty: all */
	uint32_t client;      /* 0: all */
	uint32_t held;        /* page that is not let go; 0: none */
	uint32_t first_whole; /* every page before this item was let go */
	uint32_t whole_count, live_count;
	bool is_letting_go, is_paused;
	uint64_t dropped; /* rows there was no room for */
	void *keeper;
	/* Gives a whole page up; it calls rows_page_gone. */
	void (*let_go)(void *keeper, const struct page *);
};

void rows_clear(struct rows *);

void rows_page_begun(struct rows *, const struct page *);
void rows_page_over(struct rows *, const struct page *);
void rows_page_gone(struct rows *, const struct page *);
/* Looks again at the pages that are not over. */
void rows_look_again(struct rows *);
/* After the story's end: is this page to be made anew?  Once. */
bool rows_settle(struct rows *, uint32_t id);

/* NULL: there is none. */
const struct row *rows_first(const struct rows *);
const struct row *rows_find(const struct rows *, uint32_t id);
struct bytes row_url(const struct row *);
struct bytes row_who(const struct row *);
/* "200", "refused", "loading", "hidden", "-" */
const char *row_status(const struct row *, char text[8]);

void rows_filter(struct rows *, struct bytes filter);
void rows_choose_client(struct rows *, uint32_t client);
/* The client after this one, in order of number; 0 behind the last. */
uint32_t rows_next_client(const struct rows *, uint32_t client);
void rows_sort(struct rows *, enum row_sort);
/* While it is paused new rows are kept and not shown. */
void rows_pause(struct rows *, bool is_paused);
/* Where it is shown; -1: it is not. */
int rows_place(const struct rows *, uint32_t id);

#endif
