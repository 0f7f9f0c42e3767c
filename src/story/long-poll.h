/* SPDX-License-Identifier: BSD-2-Clause */
/* Long polling: a client asks, the server keeps the answer back until there is something to
 * say, and the client asks again at once.
 *
 * The rule: two requests of one page with the same method, and the same URL but for the
 * values in its query; the second was asked no later than 500 ms after the first was
 * answered in full, and both answers were kept back for 900 ms or more.  From then on each
 * further request that follows as soon is one, however long its answer takes. */
#ifndef STORY_LONG_POLL_H
#define STORY_LONG_POLL_H

#include "story/request.h"

/* It was asked, and placed: does it go on with a poll that is known? */
bool long_poll_goes_on(struct request *);
/* The head of its answer came: names it and the one before it, where they are polls. */
bool long_poll_answered(struct request *);

#endif
