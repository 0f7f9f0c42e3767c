/* SPDX-License-Identifier: BSD-2-Clause */
/* Which URLs a page named and which it asked for: found by the hash of a URL.
 * What is named beyond the first thousand or so is not remembered. */
#ifndef STORY_PAGE_URLS_H
#define STORY_PAGE_URLS_H

#include "event/event.h"
#include "story/page.h"
#include "story/tables.h"

struct page_url {
	uint64_t hash;            /* 0: the slot is free */
	struct request *named_by; /* whose answer names it; NULL: none that was read */
	struct request *asked;    /* the first that asked for it; NULL: none */
	uint32_t asked_count;
};

/* Of a URL without its fragment; never 0, which is no URL. */
uint64_t url_hash(const struct story *, struct bytes url);
/* NULL: the page neither named it nor asked for it. */
const struct page_url *page_url_find(const struct page *, uint64_t hash);
void page_add_asked(struct page *, uint64_t hash, struct request *);
/* What the answer to the request names: struct bytes, which may be relative. */
void page_add_links(
    const struct story *, struct page *, struct request *by, const struct list *links);
/* Does something that the page had name that host? */
bool page_names_host(const struct story *, const struct page *, struct bytes host);
/* What the one named the other names, too: it is the same document again. */
void page_inherit_urls(struct page *, const struct page *from);

#endif
