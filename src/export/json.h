/* SPDX-License-Identifier: BSD-2-Clause */
/* The whole story as one JSON document (JSON.md, webflow-json(5)). */
#ifndef EXPORT_JSON_H
#define EXPORT_JSON_H

#include "story/story.h"

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

/* A story that was kept whole (STORY_KEEP_ALL), after story_end; one line, and its end. */
void story_to_json(struct buffer *, const struct story *, struct story_captures);

#endif
