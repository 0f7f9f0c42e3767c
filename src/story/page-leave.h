/* SPDX-License-Identifier: BSD-2-Clause */
/* Which page was in the tab that a new page is in? */
#ifndef STORY_PAGE_LEAVE_H
#define STORY_PAGE_LEAVE_H

#include "story/page.h"
#include "story/tables.h"

/* Says of the other pages of its client whether it took the place of one. */
void page_takes_tab(struct story *, const struct page *new_page, const struct request *);
/* Its document is answered: that page is left now, unless nothing came to be shown. */
void page_has_tab(struct story *, const struct page *new_page, const struct request *);

#endif
