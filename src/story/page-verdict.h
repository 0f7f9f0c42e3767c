/* SPDX-License-Identifier: BSD-2-Clause */
/* The one thing to blame first for the time that a page took, in one sentence. */
#ifndef STORY_PAGE_VERDICT_H
#define STORY_PAGE_VERDICT_H

#include "story/page.h"

/* After its path was made: "2.31 s, of which 1.98 s waiting for /hero.png from cdn.test".
 * It lies in `arena`. */
void page_make_verdict(struct page *, struct arena *arena);

#endif
