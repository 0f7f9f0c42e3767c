/* SPDX-License-Identifier: BSD-2-Clause */
/* The sentences of requests and their responses. */
#ifndef STORY_SENTENCE_REQUEST_H
#define STORY_SENTENCE_REQUEST_H

#include "story/page.h"

void text_request(struct buffer *, const struct page *, const struct step *);
void text_response(struct buffer *, const struct page *, const struct step *);

#endif
