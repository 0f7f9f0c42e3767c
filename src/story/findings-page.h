/* SPDX-License-Identifier: BSD-2-Clause */
/* What can be said of a page when it is over: of its names, connections and answers. */
#ifndef STORY_FINDINGS_PAGE_H
#define STORY_FINDINGS_PAGE_H

#include "story/page.h"
#include "story/tables.h"

/* Anew where they were made before. */
void findings_of_page(struct story *, struct page *);

#endif
