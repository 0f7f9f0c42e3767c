/* SPDX-License-Identifier: BSD-2-Clause */
/* What a story is told before it begins: what to keep, and whom to tell. */
#ifndef STORY_OPTIONS_H
#define STORY_OPTIONS_H

#include "base/hash.h"

struct story;
struct page;
struct connection;

enum story_keep {
	STORY_KEEP_LIVE,  /* what is over has been told and goes */
	STORY_KEEP_PAGES, /* but for pages: they stay until story_let_page_go */
	STORY_KEEP_ALL,   /* for whole documents: everything stays until story_free */
};

/* Called when something is over, or a page begins or goes; each may be NULL.  The record is
 * borrowed until the call returns. */
struct story_receiver {
	void *receiver;
	void (*page_over)(void *receiver, const struct story *, const struct page *);
	/* A connection that belongs to no page, or was closed when its pages had been
	 * told: then it has pages. */
	void (*connection_over)(
	    void *receiver, const struct story *, const struct connection *);
	/* A page of which nothing was told yet. */
	void (*page_begun)(void *receiver, const struct page *);
	/* Nothing of it may be looked at any more, whether it was told or not. */
	void (*page_gone)(void *receiver, const struct page *);
};

struct story_options {
	enum story_keep keep;
	bool keep_headers;   /* of requests and responses, all fields */
	bool several_inputs; /* which may hold the same packets */
	struct hash_key hash_key;
	struct story_receiver receiver;
	uint32_t client_count_max; /* 0 chooses 100,000 */
};

/* What was let go for want of room. */
struct story_counts {
	uint64_t clients, pages, connections, lookups; /* seen in all */
	uint64_t clients_evicted, lookups_evicted;
};

#endif
