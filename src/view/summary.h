/* SPDX-License-Identifier: BSD-2-Clause */
/* One line per page, in columns, as soon as it is over; at the end what carried what: a
 * line per application.  The URL stands last, so that it may be long. */
#ifndef VIEW_SUMMARY_H
#define VIEW_SUMMARY_H

#include "story/story.h"

struct summary;

struct summary *summary_new(void);
/* The names of the columns. */
void summary_begin(struct summary *, struct buffer *out);
void summary_page(struct summary *, struct buffer *out, const struct page *);
/* A connection of no page counts for its application; those of pages did already. */
void summary_connection(struct summary *, const struct connection *);
void summary_end(struct summary *, struct buffer *out);
void summary_free(struct summary *);

#endif
