/* SPDX-License-Identifier: BSD-2-Clause */
/* What of a story is to be told: all of it, what some clients did, one page.  All-zero is
 * all of it. */
#ifndef VIEW_SELECTION_H
#define VIEW_SELECTION_H

#include "story/story.h"

/* How somebody names a client. */
struct selected_client {
	const char *text; /* as given, borrowed: may be a host name */
	bool is_mac, is_address;
	struct mac mac;
	struct address address;
};

struct selection {
	struct selected_client *clients; /* any of them */
	size_t client_count;             /* 0: all clients */
	uint32_t page;                   /* 0: all pages */
};

/* `who`: a MAC address, an IP address that it had at any time, or its host name. */
void selection_add_client(struct selection *, const char *who);
void selection_clear(struct selection *);

bool selection_is_all(const struct selection *);
bool selection_has_client(const struct selection *, const struct client *);
bool selection_has_page(const struct selection *, const struct page *);
bool selection_has_connection(const struct selection *, const struct connection *);
/* Of a request that is on no page. */
bool selection_has_other_request(const struct selection *, const struct request *);
/* With one page: what that page asked, and what its connections went by. */
bool selection_has_lookup(
    const struct selection *, const struct story *, const struct lookup *);
bool selection_has_finding(
    const struct selection *, const struct story *, const struct finding *);

/* Adds what is wrong with a selection that found nothing in this story, which is over, and
 * what there is instead; false where it found something.  `told`: pages that it had. */
bool selection_fault(
    const struct selection *, const struct story *, uint64_t told, struct buffer *fault);

#endif
