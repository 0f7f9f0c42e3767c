/* SPDX-License-Identifier: BSD-2-Clause */
/* The story in sentences: per client and page, step by step, with times and frames.
 *
 * Everything is added to `out` in the order in which it is over.  A client's heading is
 * printed when the client changes.  Statements are seen unless "inferred" or "hidden"
 * stands behind them with the reason. */
#ifndef VIEW_NARRATIVE_H
#define VIEW_NARRATIVE_H

#include "story/story.h"
#include "view/line.h"
#include "view/selection.h"

struct narrative;

struct narrative_options {
	enum inputs inputs;
	/* Of the terminal, whose lines are broken between words.  0: a step is one line, so
	 * that what is written to a file can be searched and compared line by line. */
	int columns;
	/* By which narrative_end tells; NULL: all.  Whoever calls the others goes by it. */
	const struct selection *selection;
};

struct narrative *narrative_new(const struct narrative_options *);
void narrative_page(
    struct narrative *, struct buffer *out, const struct story *, const struct page *);
/* A connection of no page: one line, where it carried something or failed. */
void narrative_connection(struct narrative *, struct buffer *out, const struct story *,
    const struct connection *);
/* What belongs to no page (leases, neighbours, names), and what there was in all. */
void narrative_end(struct narrative *, struct buffer *out, const struct story *);
void narrative_free(struct narrative *);

#endif
