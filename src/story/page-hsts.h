/* SPDX-License-Identifier: BSD-2-Clause */
/* Where a browser went to https by itself, for a host had told it to (STORY.md, 0). */
#ifndef STORY_PAGE_HSTS_H
#define STORY_PAGE_HSTS_H

#include "story/page.h"

/* A page begins with this request: was http meant, though https was asked? */
void page_begins_secure(struct page *, const struct request *);
/* An answer sent the browser to http, and it asks over https. */
void page_goes_secure(struct page *, struct bytes http_url, const struct request *);

#endif
