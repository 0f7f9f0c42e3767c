/* SPDX-License-Identifier: BSD-2-Clause */
/* The lists of the story's records, named before the records are: who holds some of a kind
 * need not know what they are. */
#ifndef STORY_LISTS_H
#define STORY_LISTS_H

#include <sys/queue.h>

struct ask;
TAILQ_HEAD(ask_list, ask);
struct claim;
TAILQ_HEAD(claim_list, claim);
struct client;
TAILQ_HEAD(client_list, client);
struct lookup;
TAILQ_HEAD(lookup_list, lookup);
struct connection;
TAILQ_HEAD(connection_list, connection);
struct request;
TAILQ_HEAD(request_list, request);
struct page;
TAILQ_HEAD(page_list, page);
struct finding;
TAILQ_HEAD(finding_list, finding);
struct sighting;
TAILQ_HEAD(sighting_list, sighting);
struct trail;
TAILQ_HEAD(trail_list, trail);

#endif
