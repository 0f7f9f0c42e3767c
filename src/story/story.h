/* SPDX-License-Identifier: BSD-2-Clause */
/* The correlator: events go in, clients and page loads come out.
 *
 * The story owns every record that is reached from it; all strings in them are as they
 * came off the wire.  A page is told when it is over and then let go, and with it what
 * nobody else holds, unless the story keeps all.  Nothing here fails except for lack of
 * memory. */
#ifndef STORY_STORY_H
#define STORY_STORY_H

#include "base/hash.h"
#include "story/finding.h"

struct story;

enum story_keep {
	STORY_KEEP_LIVE, /* what is over has been told and goes */
	STORY_KEEP_ALL,  /* for whole documents: everything stays until story_free */
};

/* Called when something is over; each may be NULL.  The record is borrowed until the call
 * returns. */
struct story_receiver {
	void *receiver;
	void (*page_over)(void *receiver, const struct story *, const struct page *);
	/* A connection that belongs to no page, or was closed when its pages had been
	 * told: then it has pages. */
	void (*connection_over)(
	    void *receiver, const struct story *, const struct connection *);
};

struct story_options {
	enum story_keep keep;
	struct hash_key hash_key;
	struct story_receiver receiver;
	uint32_t client_count_max; /* 0 chooses 100,000 */
};

/* What was let go for want of room. */
struct story_counts {
	uint64_t clients, pages, connections, lookups; /* seen in all */
	uint64_t clients_evicted, lookups_evicted;
};

struct story *story_new(const struct story_options *);
/* Every event in the order of the capture.  The client's number, or CLIENT_NONE. */
uint32_t story_add_event(struct story *, const struct event *);
/* The capture is over: closes the pages that still live. */
void story_end(struct story *);
void story_free(struct story *);

/* What there is now: with STORY_KEEP_ALL all of it, in order of beginning. */
const struct client_list *story_clients(const struct story *);
const struct page_list *story_pages(const struct story *);
const struct connection_list *story_connections(const struct story *);
const struct lookup_list *story_lookups(const struct story *);
const struct request_list *story_other_requests(const struct story *);
const struct finding_list *story_findings(const struct story *);
struct story_counts story_counts(const struct story *);

#endif
