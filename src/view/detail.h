/* SPDX-License-Identifier: BSD-2-Clause */
/* A frame taken apart for a person: a tree of fields, and the bytes that they came from.
 *
 * Bytes lie in sources: the frame as captured, and what was made of it: a message out of
 * several segments, a record that was opened.  A line knows its bytes by spans; where it
 * has none, nobody knows them, and nothing is lit.  All-zero is a valid empty detail. */
#ifndef VIEW_DETAIL_H
#define VIEW_DETAIL_H

#include "base/arena.h"
#include "event/event.h"

struct detail_span {
	uint32_t source;
	uint32_t start, len;
};

struct detail_spans {
	struct detail_span *items;
	uint32_t count, size;
};

struct detail_line {
	uint8_t depth;     /* 0: a layer */
	struct bytes text; /* safe: "name: value" */
	struct bytes wire; /* where a text of an event lies; for who makes the detail */
	struct detail_spans spans; /* in order */
};

struct detail_source {
	struct bytes title; /* safe: "Frame 12", "TLS record, opened" */
	struct bytes bytes;
};

struct detail {
	struct arena arena;
	struct detail_line *lines;
	uint32_t line_count, line_size;
	struct detail_source *sources;
	uint32_t source_count, source_size;
	uint32_t first_event; /* the first line of what was told; before it headers */
	struct bytes notice;  /* safe; empty: all is there */
};

void detail_clear(struct detail *);
/* Forgets everything, and keeps room for what comes next. */
void detail_reset(struct detail *);

/* Copies title and bytes; the source's number. */
uint32_t detail_add_source(struct detail *, struct bytes safe_title, struct bytes);
/* Copies the text; the line is good until the next one is added. */
struct detail_line *detail_add_line(struct detail *, int depth, struct bytes safe);
/* Behind the spans that the line has; those that touch become one. */
void detail_add_span(struct detail *, struct detail_line *, struct detail_span);
/* Gives lines from `first` on that have none the spans of those below them. */
void detail_light_parents(struct detail *, uint32_t first);
/* An event and its fields as lines without spans. */
void detail_add_event(struct detail *, const struct event *, enum secrets);

#define DETAIL_NONE UINT32_MAX

/* Has the line lines below it? */
bool detail_has_children(const struct detail *, uint32_t line);
/* The line that the byte tells most about: of those that it is a part of, the one with the
 * fewest bytes; of equal ones the last.  DETAIL_NONE: it is of none. */
uint32_t detail_line_at(const struct detail *, uint32_t source, uint32_t offset);

#endif
