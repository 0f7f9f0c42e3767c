/* SPDX-License-Identifier: BSD-2-Clause */
/* Where what happened goes: to a live page, to a new one, or to none. */
#ifndef STORY_PAGE_PLACE_H
#define STORY_PAGE_PLACE_H

#include "event/event.h"
#include "story/page.h"
#include "story/tables.h"

/* A connection that did not come about: a page that failed, unless it was opened for one
 * that lives.  Whether it failed is judged when the page is over. */
void page_place_failure(struct story *, struct connection *, uint64_t at_ns);
/* A name that does not resolve is a page that failed, as far as one can tell. */
void page_place_lookup(struct story *, struct lookup *, uint64_t at_ns);

#endif
