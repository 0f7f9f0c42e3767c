/* SPDX-License-Identifier: BSD-2-Clause */
/* The moment of a page's load event. */
#ifndef STORY_PAGE_LOAD_H
#define STORY_PAGE_LOAD_H

#include "story/page.h"

/* When the last of what the event waits for was there; 0: it did not come, as far as can
 * be seen.
 *
 * The event waits for what the document and its frames, style sheets and scripts asked for
 * before it, and not for calls of scripts (fetch), media, beacons, polls and what is
 * fetched for later.  It has come when all of that was there and nothing more was wanted
 * for a while, or a favicon was, which browsers ask for behind it. */
uint64_t page_load_ns(const struct page *);

#endif
