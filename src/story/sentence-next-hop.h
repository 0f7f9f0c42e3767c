/* SPDX-License-Identifier: BSD-2-Clause */
/* The sentence of a next hop: where packets go first. */
#ifndef STORY_SENTENCE_NEXT_HOP_H
#define STORY_SENTENCE_NEXT_HOP_H

#include "story/page.h"

void text_next_hop(struct buffer *, const struct page *, const struct step *);

#endif
