/* SPDX-License-Identifier: BSD-2-Clause */
/* A page to be drawn: a laptop joins, asks for two names, one of them twice, and loads a
 * document, a style and a picture from two servers, of which one is slow to be reached. */
#ifndef TESTS_VIEW_VISIT_H
#define TESTS_VIEW_VISIT_H

#include "tests/story/telling.h"

/* Page 1, over; story_free(t.story) lets it go. */
struct telling a_visit(void);

#endif
