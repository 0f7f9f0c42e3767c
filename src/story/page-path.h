/* SPDX-License-Identifier: BSD-2-Clause */
/* The critical path of a page: walked back from its end over what each step needed, to
 * whatever came last before it. */
#ifndef STORY_PAGE_PATH_H
#define STORY_PAGE_PATH_H

#include "story/page.h"

/* After its steps were made.  The parts lie in `arena`. */
void page_make_path(struct page *, struct arena *arena);

#endif
