/* SPDX-License-Identifier: BSD-2-Clause */
/* The messages that a step consists of, out of its records: a lease, a neighbour, a
 * look-up, a connection, a request.  What no record keeps is no message: a step may have
 * none. */
#ifndef STORY_MESSAGES_H
#define STORY_MESSAGES_H

#include "story/message.h"

/* Adds those of the step, in order; earlier ones stay.  How many. */
uint32_t messages_of_step(struct messages *, const struct page *, const struct step *);
void messages_clear(struct messages *);

#endif
