/* SPDX-License-Identifier: BSD-2-Clause */
/* The tables of a story: every record is found from here, and no record is known here.
 * Readers of a story need only story.h. */
#ifndef STORY_TABLES_H
#define STORY_TABLES_H

#include "base/map.h"
#include "story/asked.h"
#include "story/heard.h"
#include "story/lists.h"
#include "story/options.h"
#include "story/pool.h"
#include "story/slaac.h"

/* Steps while they are made, of one page after the other. */
struct step_draft;
struct step_scratch {
	struct step_draft *drafts;
	uint32_t size;
	struct arena told; /* the steps of a page that goes when it has been told */
};

struct delegations;

struct story {
	struct story_options options;
	uint64_t now_ns, checked_ns;
	struct client_list clients, clients_recent;
	struct map clients_by_address, clients_by_mac;
	uint32_t client_count;
	struct map claims;
	struct claim_list claim_order; /* the newest last */
	uint32_t claim_count;
	struct asked_ring asked;
	struct slaac slaac;
	struct heard_ring heard; /* where there are several inputs */
	struct lookup_list lookups;
	uint32_t lookup_count;
	struct lookup_list
	    waiting; /* lookup.waiting: for their answers, the oldest first */
	struct lookup_list walking; /* walk.open: whose resolvers may ask others */
	uint32_t walking_count;
	struct delegations *delegations; /* NULL: no resolver was heard */
	struct connection_list connections;
	struct map connections_by_flow;
	struct trail_list trails; /* where there are several inputs */
	struct map sightings_by_flow, sightings_by_mark;
	uint32_t sighting_count;
	struct page_list pages, live_pages;
	struct ask_list
	    asks; /* that are not decided: ask.entry, the next to look at first */
	uint32_t live_page_count;
	struct request_list other_requests;
	struct finding_list findings;
	uint32_t finding_count, last_finding_id;
	uint32_t last_request_id;
	struct pool connection_pool, page_pool, lookup_pool;
	struct step_scratch scratch;
	struct client *found; /* the client found last by its address */
	struct address found_address;
	struct story_counts counts, untold; /* what was counted and taken back */
};

#endif
