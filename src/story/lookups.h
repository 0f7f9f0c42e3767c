/* SPDX-License-Identifier: BSD-2-Clause */
/* All look-ups of a story: which wait for an answer, which had one, how long they stay.
 * The oldest go where there are too many, unless something holds them. */
#ifndef STORY_LOOKUPS_H
#define STORY_LOOKUPS_H

#include "event/dns.h"
#include "story/lookup.h"
#include "story/tables.h"

/* The same for names that differ in case only. */
uint64_t lookup_name_hash(const struct story *, struct bytes name);
/* It waits for its answer from now on. */
struct lookup *lookup_new(struct story *, struct client *, const struct event_dns *);
/* The newest look-up of the client for this question that waits for its answer. */
struct lookup *lookup_find_open(struct story *, struct client *, const struct event_dns *);
/* Has the client had the answer to this question a moment ago? */
struct lookup *lookup_find_answered(
    struct story *, struct client *, const struct event_dns *);
/* The look-up of this question that was asked on this flow, answered or not; where there
 * is none, the newest of this question. */
struct lookup *lookup_find_asked(
    struct story *, struct client *, const struct event_dns *, struct flow_ref);
/* Another capture shows it nearer to whoever asked: it is the client's, and begins anew. */
void lookup_take_over(
    struct story *, struct lookup *, struct client *, const struct event_dns *question);
/* Its resolver is no longer listened to for it. */
void walk_let_go(struct story *, struct lookup *);
/* It waits no longer. */
void lookup_set_answered(struct story *, struct lookup *);
/* One that nobody asked, as a cache knew the answer of an earlier one. */
struct lookup *lookup_from_cache(struct story *, struct lookup *from, uint64_t at_ns);
/* The name server cannot be reached, says an error about a question. */
void lookup_icmp_error(struct client *, const struct event_icmp_error *);
void lookup_free(struct story *, struct lookup *);

#endif
