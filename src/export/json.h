/* SPDX-License-Identifier: BSD-2-Clause */
/* The story as one JSON document, or a line for each page (webflow-json(5)). */
#ifndef EXPORT_JSON_H
#define EXPORT_JSON_H

#include "view/selection.h"

/* One input, as the document's head names it. */
struct story_capture {
	const char *file; /* as given */
	const char *link; /* the link type's name; NULL: not known */
	uint64_t frames, bytes;
	uint64_t first_ns, last_ns;
	bool damaged;
};

struct story_captures {
	const struct story_capture *items;
	size_t count;
};

/* What is selected of a story that was kept whole (STORY_KEEP_ALL), after story_end; one
 * line, and its end. */
void story_to_json(
    struct buffer *, const struct story *, struct story_captures, const struct selection *);

/* One page that is over, with who its client is; a line, and its end. */
void page_to_json_line(struct buffer *, const struct page *, bool several_inputs);

#endif
