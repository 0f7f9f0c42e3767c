/* SPDX-License-Identifier: BSD-2-Clause */
/* What was already told of each client, so that nothing is told twice.
 * Bounded: where there are more clients than places, the older one's place is taken, and
 * of one client the newest things are kept in mind. */
#ifndef VIEW_TOLD_H
#define VIEW_TOLD_H

#include "base/bytes.h"

enum { TOLD_THINGS_MAX = 12 };

struct told {
	uint32_t client; /* id; 0: a free place */
	bool has_heading;
	bool is_at_end;      /* what was found about it was told */
	uint64_t heading_ns; /* of the newest lease that a heading named; 0: none */
	uint64_t things[TOLD_THINGS_MAX]; /* by the time at which they began */
	uint32_t next;
};

/* All-zero is valid and empty. */
struct told_list {
	struct told *items;
	uint32_t count;
};

/* Good until the next call. */
struct told *told_get(struct told_list *list, uint32_t client);
void told_add(struct told *told, uint64_t at_ns);
bool told_has(const struct told *told, uint64_t at_ns);
void told_clear(struct told_list *list);

#endif
