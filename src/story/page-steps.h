/* SPDX-License-Identifier: BSD-2-Clause */
/* A page in steps: each with what it needed, in the order in which they happened. */
#ifndef STORY_PAGE_STEPS_H
#define STORY_PAGE_STEPS_H

#include "story/page.h"
#include "story/tables.h"

/* Anew where they were made before; they lie in `arena`. */
void page_make_steps(struct step_scratch *, struct page *, struct arena *arena);

#endif
