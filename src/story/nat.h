/* SPDX-License-Identifier: BSD-2-Clause */
/* What a translator (RFC 3022) did, as far as inputs from both of its sides show: a mapping
 * for each flow whose ends differ from one capture on its way to the next. */
#ifndef STORY_NAT_H
#define STORY_NAT_H

#include "story/sighting.h"

enum mapping_kind {
	MAPPING_SNAT, /* a client inside, whose address or port was changed */
	MAPPING_DNAT, /* a server inside: its port is forwarded */
};

struct mapping {
	const struct sighting *inside, *outside;
	enum mapping_kind kind;
	const char *rule;
};

/* "snat", "dnat" */
const char *mapping_kind_word(enum mapping_kind);

/* How sure it is, and why. */
struct statement mapping_statement(const struct mapping *);

/* All mappings, in the order in which their flows began:
 *
 *	struct nat_walk walk = nat_walk(story_trails(story));
 *
 *	while (nat_next(&walk, &mapping))
 *		...
 */
struct nat_walk {
	const struct trail *trail;
	const struct sighting *at;
};

struct nat_walk nat_walk(const struct trail_list *);
bool nat_next(struct nat_walk *, struct mapping *);

/* How much the clock outside is ahead of the one inside, in ns: half of what the way there
 * seems to take longer than the way back, where each was shortest. */
struct clock_pair {
	uint32_t near_input, far_input;
	int64_t there_ns, back_ns;
	bool has_back;
};

enum { CLOCK_PAIRS_MAX = 64 };

struct clock_pairs {
	struct clock_pair items[CLOCK_PAIRS_MAX];
	size_t count;
};

struct clock_pairs nat_clocks(const struct trail_list *);
int64_t nat_clock_offset(const struct clock_pairs *, const struct mapping *);

#endif
