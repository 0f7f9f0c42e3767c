/* SPDX-License-Identifier: BSD-2-Clause */
/* What a page holds: hosts, connections with the names that led to them, requests. */
#ifndef STORY_PAGE_PARTS_H
#define STORY_PAGE_PARTS_H

#include "story/page.h"
#include "story/tables.h"

/* Each does nothing where the page has it already. */
void page_add_host(struct page *, struct bytes host);
void page_add_lookup(struct page *, struct lookup *);
/* With the look-ups that led to it, and what was opened beside it and not used. */
void page_add_connection(
    struct story *, struct page *, struct connection *, struct bytes host, uint64_t at_ns);
/* The rule is what placed it here. */
void page_add_request(struct page *, struct request *, const char *rule);
/* A redirect more: zeroed, to be filled in. */
struct redirect *page_add_redirect(struct page *);
/* Connections to other hosts that were opened meanwhile, and on which nothing was asked. */
void page_add_waiting(struct story *, struct page *);

#endif
