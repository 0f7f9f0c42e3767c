/* SPDX-License-Identifier: BSD-2-Clause */
/* What both sides of a connection said, in order: as it came, or as it was inside of what
 * was encrypted.  All-zero is valid and empty. */
#ifndef VIEW_FOLLOW_H
#define VIEW_FOLLOW_H

#include "event/event.h"
#include "view/grid.h"

enum { FOLLOW_BYTES_MAX = 1024 * 1024 /* kept, of both sides */ };

/* What one side said until the other one spoke. */
struct follow_piece {
	enum side side;
	uint32_t frame; /* that brought the first of it */
	uint64_t gap;   /* so many bytes were not captured: then it is nothing else */
	size_t start, len;
};

struct follow {
	struct buffer bytes;
	struct follow_piece *pieces;
	uint32_t piece_count, piece_size;
	uint64_t said[2]; /* bytes by side, those not kept too */
	bool is_opened;   /* they were encrypted */
	bool is_cut;      /* the connection goes on behind them */
};

void follow_clear(struct follow *);
void follow_reset(struct follow *);
void follow_add(struct follow *, enum side, uint32_t frame, struct bytes);
void follow_add_gap(struct follow *, enum side, uint32_t frame, uint64_t size);
bool follow_is_full(const struct follow *);

/* Its rows on a screen: parts of pieces. */
struct follow_row {
	uint32_t piece;
	size_t start, len; /* of the follow's bytes */
};

struct follow_rows {
	struct follow_row *items;
	uint32_t count, size;
	int columns;
};

/* Breaks lines where they end, and where the screen does. */
void follow_rows_make(struct follow_rows *, const struct follow *, int columns);
void follow_rows_clear(struct follow_rows *);
/* A heading, and the rows from `top` on. */
void follow_draw(
    const struct follow *, const struct follow_rows *, struct grid *, uint32_t top);

#endif
