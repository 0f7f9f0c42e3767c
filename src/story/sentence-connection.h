/* SPDX-License-Identifier: BSD-2-Clause */
/* The sentences of connections: opened, secured, closed. */
#ifndef STORY_SENTENCE_CONNECTION_H
#define STORY_SENTENCE_CONNECTION_H

#include "story/page.h"

void text_connect(struct buffer *, const struct page *, const struct step *);
void text_secure(struct buffer *, const struct page *, const struct step *);
void text_close(struct buffer *, const struct page *, const struct step *);

#endif
