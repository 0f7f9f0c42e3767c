/* SPDX-License-Identifier: BSD-2-Clause */
/* The sentences of joining: a transaction of DHCP in words, each kind and as far as it
 * came; an address of its own making; or that it had one before. */
#ifndef STORY_SENTENCE_LEASE_H
#define STORY_SENTENCE_LEASE_H

#include "story/page.h"

void text_join(struct buffer *, const struct page *, const struct step *);

#endif
