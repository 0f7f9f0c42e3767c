/* SPDX-License-Identifier: BSD-2-Clause */
/* A window of time with round ticks. */
#ifndef VIEW_SCALE_H
#define VIEW_SCALE_H

#include "base/bytes.h"

enum { SCALE_TICKS_MAX = 12, SCALE_LABEL_SIZE = 32 };

struct scale_tick {
	uint64_t at_ns;
	char label[SCALE_LABEL_SIZE]; /* "200 ms" */
};

struct scale {
	uint64_t from_ns, to_ns;
	struct scale_tick ticks[SCALE_TICKS_MAX];
	uint32_t tick_count;
};

/* Ticks are counted from zero_ns, and are no more than ticks_max. */
struct scale scale_of(uint64_t zero_ns, uint64_t from_ns, uint64_t to_ns, int ticks_max);
/* Where a time lies on a scale of `units`, within it. */
uint32_t scale_place(const struct scale *, uint64_t at_ns, uint32_t units);

#endif
