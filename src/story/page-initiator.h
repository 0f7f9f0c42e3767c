/* SPDX-License-Identifier: BSD-2-Clause */
/* Which request of a page led to which other. */
#ifndef STORY_PAGE_INITIATOR_H
#define STORY_PAGE_INITIATOR_H

#include "story/page.h"

/* Says so of each: the answer that names its URL, or else what Referer names, or else the
 * document. */
void page_find_initiators(struct page *);

#endif
