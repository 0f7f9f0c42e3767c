/* SPDX-License-Identifier: BSD-2-Clause */
/* How far a page is that nobody can read: what belongs to its load comes in one burst, a
 * request following bytes and bytes a request, up to a pause. */
#ifndef STORY_PAGE_BURST_H
#define STORY_PAGE_BURST_H

#include "story/page.h"

/* So many requests were sent for it.  False where that is too late to belong to its load.
 */
bool page_burst_ask(struct page *, uint64_t at_ns, uint32_t count);
/* So much came for it; `asked`: behind a request. */
void page_burst_data(struct page *, uint64_t at_ns, uint64_t size, bool asked);
/* Is it being loaded? */
bool page_burst_is_on(const struct page *, uint64_t at_ns);
/* When the burst was over; 0: nothing came. */
uint64_t page_burst_end(const struct page *);

#endif
