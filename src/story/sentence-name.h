/* SPDX-License-Identifier: BSD-2-Clause */
/* The sentences of names: what was asked, and what the name server said. */
#ifndef STORY_SENTENCE_NAME_H
#define STORY_SENTENCE_NAME_H

#include "story/page.h"

void text_name(struct buffer *, const struct page *, const struct step *);

#endif
