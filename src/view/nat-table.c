/* SPDX-License-Identifier: BSD-2-Clause */
#include <netinet/in.h>

#include "base/clock.h"
#include "story/nat.h"
#include "view/nat-table.h"

enum { ROWS_MAX = 200 }; /* of the table; the rest is counted */

/* Whether it went over the pair of captures that a section is about. */
static bool
mapping_is_of(
    const struct mapping *mapping, const struct clock_pair *pair, enum mapping_kind kind)
{
	bool is_snat = mapping->kind == MAPPING_SNAT;
	const struct sighting *near = is_snat ? mapping->inside : mapping->outside;
	const struct sighting *far = is_snat ? mapping->outside : mapping->inside;

	return mapping->kind == kind && near->frame.input == pair->near_input &&
	       far->frame.input == pair->far_input;
}

static void
add_clock(struct buffer *out, int64_t ahead_ns)
{
	uint64_t size_ns = ahead_ns < 0 ? (uint64_t)-ahead_ns : (uint64_t)ahead_ns;
	char text[CLOCK_TEXT_SIZE];

	if (size_ns < NS_PER_MS)
		buffer_add_string(out, "; their clocks agree");
	else
		buffer_printf(out, "; the clock outside is %s %s",
		    clock_duration(size_ns, text), ahead_ns < 0 ? "behind" : "ahead");
}

static void
add_heading(struct buffer *out, const struct mapping *mapping, int64_t ahead_ns)
{
	buffer_printf(out, "  %s, file %u inside and file %u outside",
	    mapping->kind == MAPPING_SNAT ? "Clients behind it" : "Forwarded ports",
	    (unsigned)mapping->inside->frame.input,
	    (unsigned)mapping->outside->frame.input);
	add_clock(out, ahead_ns);
	buffer_add_string(out, " (inferred: sequence numbers, time stamps and payloads "
			       "are the same on both sides)\n");
}

static void
add_row(struct buffer *out, const struct mapping *mapping)
{
	bool is_snat = mapping->kind == MAPPING_SNAT;
	bool is_tcp = mapping->inside->flow.protocol == IPPROTO_TCP;
	struct endpoint from = is_snat ? mapping->inside->client : mapping->outside->server;
	struct endpoint to = is_snat ? mapping->outside->client : mapping->inside->server;
	struct endpoint other =
	    is_snat ? mapping->outside->server : mapping->outside->client;
	char text[ENDPOINT_TEXT_SIZE];

	buffer_printf(
	    out, "    %s  %-21s → ", is_tcp ? "TCP" : "UDP", endpoint_text(from, text));
	buffer_printf(out, "%-21s  ", endpoint_text(to, text));
	buffer_printf(out, "%s %s\n", is_snat ? "to" : "for", endpoint_text(other, text));
}

static void
add_section(struct buffer *out, const struct story *story, const struct clock_pairs *clocks,
    const struct clock_pair *pair, enum mapping_kind kind)
{
	struct nat_walk walk = nat_walk(story_trails(story));
	struct mapping mapping;
	uint64_t count = 0;

	while (nat_next(&walk, &mapping)) {
		if (!mapping_is_of(&mapping, pair, kind))
			continue;
		if (count == 0)
			add_heading(out, &mapping, nat_clock_offset(clocks, &mapping));
		if (count++ < ROWS_MAX)
			add_row(out, &mapping);
	}
	if (count > ROWS_MAX)
		buffer_printf(
		    out, "    and %llu more\n", (unsigned long long)(count - ROWS_MAX));
}

void
nat_table_add(struct buffer *out, const struct story *story)
{
	struct clock_pairs clocks = nat_clocks(story_trails(story));
	struct buffer sections = { 0 };

	for (size_t i = 0; i < clocks.count; i++)
		for (enum mapping_kind kind = MAPPING_SNAT; kind <= MAPPING_DNAT; kind++)
			add_section(&sections, story, &clocks, &clocks.items[i], kind);
	if (sections.len > 0) {
		buffer_add_string(out, "Network address translation\n");
		buffer_add(out, buffer_bytes(&sections));
	}
	buffer_clear(&sections);
}
