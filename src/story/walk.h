/* SPDX-License-Identifier: BSD-2-Clause */
/* What a resolver asked others to answer a client's question: from the root down to the
 * servers of the name's zone (RFC 1034 5.3.3).  Steps whose answers it knew are not there.
 * All-zero is a walk that has not begun; all of it lies in the arena of its look-up. */
#ifndef STORY_WALK_H
#define STORY_WALK_H

#include "base/arena.h"
#include "event/dns.h"
#include "story/lists.h"
#include "story/statement.h"

/* Another resolver, asked to find out, is none of those. */
enum walk_role { WALK_ROOT, WALK_TLD, WALK_AUTHORITATIVE, WALK_RESOLVER };

struct walk_step {
	struct walk_step *next;
	struct address server;
	struct bytes zone; /* that it was asked as a server of; empty: not known */
	enum walk_role role;
	struct bytes asked, type;
	uint16_t type_code;
	const char *answer;    /* "referral", "answer", ...; NULL: none came */
	struct bytes leads_to; /* the zone that it refers to, or the CNAME; else empty */
	struct frame_ref query, frame;
	uint64_t start_ns, end_ns;
};

/* A name that turned up on the way. */
struct walk_name {
	struct walk_name *next;
	struct bytes name;
	bool is_server; /* of a zone; else an alias leads to it */
};

struct resolver_walk {
	struct walk_step *steps; /* in the order in which they were asked */
	struct walk_step **end;  /* NULL: there are none */
	uint32_t step_count;
	struct walk_name *names;
	uint32_t name_count;
	/* While the question is open where the resolver was captured: */
	TAILQ_ENTRY(lookup) open; /* of the story, the oldest first */
	bool is_open;
	struct address resolver;
	uint32_t input;
};

/* "root", "tld", "authoritative"; NULL for a resolver. */
const char *walk_role_word(enum walk_role);
/* What a server of this zone is. */
enum walk_role walk_role_of(struct bytes zone);

/* A further question; NULL: there are too many. */
struct walk_step *walk_add_step(
    struct resolver_walk *, struct arena *, const struct event_dns *question);
/* The step with this question to this server that has no answer yet. */
struct walk_step *walk_find_step(
    const struct resolver_walk *, const struct event_dns *, struct address server);
void walk_add_name(
    struct resolver_walk *, struct arena *, struct bytes name, bool is_server);
/* What this answer to it says; `step` has its zone, where that is known. */
void walk_step_finish(struct walk_step *, struct arena *, const struct event_dns *answer);

#endif
