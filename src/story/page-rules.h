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

/* The live page that accepts it, and the rule by which; NULL: none. */
struct page *page_find(const struct offered *, const char **rule);

#endif
