/* SPDX-License-Identifier: BSD-2-Clause */
/* A page as a drawing in text, under its heading: the formats `flow` and `waterfall`. */
#ifndef VIEW_DRAWN_H
#define VIEW_DRAWN_H

#include "view/grid.h"
#include "view/heading.h"
#include "view/line.h"
#include "view/told.h"

struct drawn_options {
	enum inputs inputs;
	enum charset charset;
	int columns; /* of the terminal; 0: it is none */
	bool has_colours;
};

/* What was told of the client with a page before stands folded. */
void drawn_flow(
    struct buffer *out, const struct page *, struct told_list *, struct drawn_options);
void drawn_waterfall(struct buffer *out, const struct page *, struct drawn_options);

#endif
