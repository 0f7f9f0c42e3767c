/* SPDX-License-Identifier: BSD-2-Clause */
/* The waterfall of a page: a row for each request, for each connection without requests
 * that can be read, and for each name that led to neither; in each the phases as bars.
 * Laid out in time, not in columns or pixels: whoever draws it asks where a time lies.
 * Texts in it are safe.  It borrows the page. */
#ifndef VIEW_WATERFALL_H
#define VIEW_WATERFALL_H

#include "view/waterfall-rows.h"

enum { WATERFALL_TICKS_MAX = 12 };

struct waterfall_tick {
	uint64_t at_ns;
	struct bytes label; /* since the page's start: "200 ms" */
};

struct waterfall {
	struct waterfall_rows rows; /* by start */
	uint32_t left_out;          /* rows that there was no room for */
	struct waterfall_tick ticks[WATERFALL_TICKS_MAX];
	uint32_t tick_count;
	uint64_t start_ns, end_ns;         /* of the scale */
	uint64_t first_byte_ns, loaded_ns; /* markers; 0: not known */
	struct arena arena;
};

/* At most `rows_max` rows, the first ones. */
struct waterfall waterfall_of(const struct page *, uint32_t rows_max);
void waterfall_clear(struct waterfall *);

/* Where a time lies on a scale of `units`, within it. */
uint32_t waterfall_place(const struct waterfall *, uint64_t at_ns, uint32_t units);

#endif
