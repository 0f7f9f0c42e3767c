/* SPDX-License-Identifier: BSD-2-Clause */
/* The waterfall of a page: a row for each request, for each connection without requests
 * that can be read, and for each name that led to neither; in each the phases as bars.
 * Laid out in time, not in columns or pixels: whoever draws it asks where a time lies.
 * Texts in it are safe.  It borrows the page. */
#ifndef VIEW_WATERFALL_H
#define VIEW_WATERFALL_H

#include "view/scale.h"
#include "view/waterfall-rows.h"

struct waterfall {
	struct waterfall_rows rows; /* by start */
	uint32_t left_out;          /* rows that there was no room for */
	unsigned kinds;             /* of bars that occur; bits: 1 << enum bar_kind */
	struct scale scale;         /* of all */
	uint64_t page_start_ns;     /* what it counts from */
	uint64_t first_byte_ns, loaded_ns; /* markers; 0: not known */
	struct arena arena;
};

/* At most `rows_max` rows, the first ones. */
struct waterfall waterfall_of(const struct page *, uint32_t rows_max);
void waterfall_clear(struct waterfall *);

/* The phases of a row in numbers: "DNS Lookup 20.1 ms · Initial connection 41.6 ms". */
void waterfall_add_phases(struct buffer *out, const struct waterfall_row *);
/* Is what is searched for in the name, the host or the URL of a row? */
bool waterfall_row_finds(const struct waterfall_row *, struct bytes search);

#endif
