/* SPDX-License-Identifier: BSD-2-Clause */
/* The first run of a replay: what was told of the last frame, and who read which bytes. */
#ifndef REPLAY_RECORD_H
#define REPLAY_RECORD_H

#include "replay-play.h"
#include "view/detail.h"

#define UNIT_NONE UINT32_MAX

/* Bytes that a dissector was given or has opened, in the order in which that happened. */
struct unit {
	uint32_t source; /* of the detail */
	uint32_t start, len;
	bool is_sealed; /* what was inside has been opened: a unit of its own */
	bool has_lines; /* an event came out of it */
};

struct record {
	struct detail *detail;
	struct unit *units;
	uint32_t unit_count, unit_size;
	uint32_t *line_units; /* by line of the detail; UNIT_NONE: of no unit */
	uint32_t line_unit_size;
	uint32_t first_line; /* of the events */
};

/* Is this kind told of a frame?  What an application is called is no matter of bytes. */
static inline bool
record_wants(enum event_kind kind)
{
	return kind != EVENT_FLOW_APP;
}

/* The detail holds the last frame as its source 0, and the lines of its headers. */
void record_run(struct record *, const struct play *);
void record_clear(struct record *);

#endif
