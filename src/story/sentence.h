/* SPDX-License-Identifier: BSD-2-Clause */
/* The sentences: one for each step, the same in every output. */
#ifndef STORY_SENTENCE_H
#define STORY_SENTENCE_H

#include "story/page.h"

/* The sentence that tells a step, without its full stop.  What came off the wire stands in
 * it as it came: sanitise what you print. */
void step_text(struct buffer *, const struct page *, const struct step *);

#endif
