/* SPDX-License-Identifier: BSD-2-Clause */
/* A step of the story as one line: when, what kind, the sentence, how sure, the frames. */
#ifndef VIEW_STEP_LINE_H
#define VIEW_STEP_LINE_H

#include "story/page.h"
#include "view/line.h"

struct step_line {
	struct buffer *out;
	enum inputs inputs;
	int columns;       /* 0: one line, however long */
	uint64_t start_ns; /* what the time is told from */
};

/* The time is that since the start, as "+1.5 ms", or "12.3 s before". */
void step_line_add(
    const struct step_line *, const struct page *page, const struct step *step);
/* What a step of this kind is called. */
const char *step_line_kind(enum step_kind kind);
/* " (inferred: why)", where the statement is not simply seen. */
void step_line_add_certainty(struct buffer *out, const struct statement *is);

#endif
