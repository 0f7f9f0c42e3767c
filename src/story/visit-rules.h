/* SPDX-License-Identifier: BSD-2-Clause */
/* Does a request that nobody can read ask for a page?  A table of named grounds, each with
 * its points; enough of them make it one. */
#ifndef STORY_VISIT_RULES_H
#define STORY_VISIT_RULES_H

#include "story/visit.h"

enum ask_verdict { ASK_IS_PART, ASK_IS_OPEN, ASK_IS_NAVIGATION };

/* Counts the points of the grounds that are there before it is answered. */
void ask_weigh(struct ask *);
/* What it is, as far as can be told now. */
enum ask_verdict ask_judge(const struct ask *);
/* What it is where nothing more can be waited for: never open. */
/* A page, with points to spare? */
bool ask_is_sure(const struct ask *);
enum ask_verdict ask_judge_late(const struct ask *);
/* Is it of the kind that a host gets where pages begin, whatever it is itself? */
bool ask_is_of_door(const struct ask *);
/* The grounds for it, as a reason: "the host had been silent for 1.2 s, ...". */
struct bytes ask_reason(struct arena *, const struct ask *);

#endif
