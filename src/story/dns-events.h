/* SPDX-License-Identifier: BSD-2-Clause */
/* What questions and answers of DNS (RFC 1035) do to look-ups, and to the pages that fail
 * for want of an answer. */
#ifndef STORY_DNS_EVENTS_H
#define STORY_DNS_EVENTS_H

#include "story/tables.h"

/* The number of the client that asked, or CLIENT_NONE. */
uint32_t story_dns(struct story *, const struct event *);
/* Those that had no answer for so long will have none. */
void lookups_give_up(struct story *, uint64_t wait_ns);

#endif
