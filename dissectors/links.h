/* SPDX-License-Identifier: BSD-2-Clause */
/* What a text names that a browser would fetch for it, as it stands there: a scanner for
 * what is usual, no parser.  Links inside the text only (#...) and data: are left out. */
#ifndef DISSECTORS_LINKS_H
#define DISSECTORS_LINKS_H

#include "base/arena.h"
#include "base/cursor.h"
#include "event/field.h"

enum { LINKS_MAX = 512, LINK_SIZE_MAX = 2048 };

/* Lists of struct bytes, in the arena, in the text's order. */
struct list links_of_html(struct arena *arena, struct bytes text);
struct list links_of_css(struct arena *arena, struct bytes text);

#endif
