/* SPDX-License-Identifier: BSD-2-Clause */
/* Which live page does a connection or request belong to? */
#ifndef STORY_PAGE_RULES_H
#define STORY_PAGE_RULES_H

#include "story/page.h"

/* What a page is offered: a connection, and the request on it where one can be read. */
struct offered {
	struct connection *connection;
	const struct request *request; /* NULL: inside TLS, or none came */
	struct bytes host;
	uint64_t at_ns;
};

/* The live page for which most speaks, and the rule that speaks loudest for it; NULL: for
 * none does enough. */
struct page *page_find(const struct offered *, const char **rule);
/* Is the Referer less than a URL?  Between sites only where it came from is told, and that
 * looks like the URL of a front page; some pages let no more be told to anybody. */
bool referer_is_cut(const struct client *, const struct request *);
/* Does the request's Referer name just this page, or where it came from? */
bool page_is_referred(const struct page *, const struct request *);
bool page_is_referred_by_origin(const struct page *, const struct request *);

#endif
