/* SPDX-License-Identifier: BSD-2-Clause */
/* At a resolver: what it asks others while a client's question is open belongs to that
 * question, where its name says so. */
#ifndef STORY_WALK_EVENTS_H
#define STORY_WALK_EVENTS_H

#include "event/dns.h"
#include "story/lookup.h"
#include "story/tables.h"

/* The client's question as this input shows it: open from now on, or answered. */
void walk_begin(struct story *, struct lookup *, const struct event_dns *question);
void walk_end(struct story *, struct lookup *, const struct event_dns *answer);
/* A question, and an answer: are they a resolver's own, for a client?  What asks for
 * recursion is only where it hands a client's very question on. */
bool walk_ask(struct story *, const struct event_dns *question);
bool walk_answer(struct story *, const struct event_dns *answer);

#endif
