/* SPDX-License-Identifier: BSD-2-Clause */
/* Pages from their first frame until they are told, and letting them go. */
#ifndef STORY_PAGES_H
#define STORY_PAGES_H

#include "story/page.h"
#include "story/tables.h"

/* The connection may be NULL. */
struct page *page_new(struct story *, struct connection *, struct client *,
    struct bytes url, struct bytes host, uint64_t at_ns);
/* Something of it happened: it is not over for a while. */
void page_touch(struct story *, struct page *, uint64_t at_ns);
/* A copy of a page that is not over, settled as if it were, in `arena`.  It shares all else
 * with the page: nothing of it may be touched once the story has gone on. */
const struct page *page_so_far(
    struct story *, const struct page *live, struct arena *arena);
/* It lives no longer: nothing more belongs to it. */
void page_retire(struct story *, struct page *);
/* Its tab went on to another, or may have: it is over sooner. */
void page_leave(struct story *, struct page *, enum page_left, uint64_t at_ns);
/* Judges it, makes its steps and tells it; then it goes, unless all is kept. */
void page_over(struct story *, struct page *);
/* Judges it, and makes its steps and all that follows from them, anew where that was done
 * before; they lie in `arena`. */
void page_settle(struct story *, struct page *, struct arena *arena);
/* Those that were still for so long are over. */
void pages_expire(struct story *);
void page_free(struct story *, struct page *);

#endif
