/* SPDX-License-Identifier: BSD-2-Clause */
/* A request that nobody can read, as it comes: what was known before it. */
#ifndef STORY_ASK_H
#define STORY_ASK_H

#include "event/sealed.h"
#include "story/tables.h"
#include "story/visit.h"

enum { ASK_SENT_ON_SIZE = 512 /* of an answer that only sends on: less */ };

/* By which the visit knows a host; never 0. */
uint64_t visit_host_hash(const struct story *, struct bytes host);
/* Did a small answer, that nothing followed yet, just send the browser on? */
bool visit_sends_on(const struct visit *, uint64_t at_ns);
/* Fills it in; holds the connection, and the question for its name. */
void ask_begin(
    struct story *, struct connection *, struct ask *, const struct event_sealed *);
/* How long all had been silent, and what else waits. */
void ask_set_before(struct ask *, const struct visit *, const struct visit_host *);

#endif
