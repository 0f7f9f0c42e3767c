/* SPDX-License-Identifier: BSD-2-Clause */
/* What a resolver did to answer: whom it asked, and what they said. */
#ifndef STORY_SENTENCE_WALK_H
#define STORY_SENTENCE_WALK_H

#include "base/buffer.h"
#include "story/walk.h"

/* "; to find that out it asked 198.51.100.4 of the root for test A (a referral to test),
 * …"; nothing where no step was seen. */
void sentence_add_walk(struct buffer *, const struct resolver_walk *);

#endif
