/* SPDX-License-Identifier: BSD-2-Clause */
/* Answers about names that cannot all be true (RFC 5452). */
#ifndef STORY_FINDINGS_NAME_H
#define STORY_FINDINGS_NAME_H

#include "event/dns.h"
#include "story/lookup.h"
#include "story/tables.h"

/* One more answer to a question that had its answer: do they agree? */
void finding_second_answer(
    struct story *, const struct lookup *answered, const struct event_dns *);
/* This answer is none to any question that was seen; `lookup` (or NULL) is the one that it
 * pretends to answer: its id, port or sender is another. */
void finding_unasked_answer(struct story *, const struct client *,
    const struct lookup *lookup, const struct event_dns *);

#endif
