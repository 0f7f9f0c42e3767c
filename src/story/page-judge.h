/* SPDX-License-Identifier: BSD-2-Clause */
/* When a page is over: did it load, when, and if not, why? */
#ifndef STORY_PAGE_JUDGE_H
#define STORY_PAGE_JUDGE_H

#include "story/page.h"

/* Anew where it was judged before. */
void page_judge(struct page *);

#endif
