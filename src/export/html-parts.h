/* SPDX-License-Identifier: BSD-2-Clause */
/* What the files that write the HTML document share: each writes one part of it. */
#ifndef EXPORT_HTML_PARTS_H
#define EXPORT_HTML_PARTS_H

#include "export/html-text.h"
#include "story/story.h"

/* How much a document may hold; it says what it leaves out. */
enum {
	HTML_PAGES_OPEN = 8, /* unfolded, where there are no more pages */
	HTML_CLIENTS_MAX = 500,
	HTML_PAGES_MAX = 500,
	HTML_STEPS_MAX = 10000,
	HTML_ROWS_MAX = 10000,
	HTML_ARROWS_MAX = 5000,
	/* of one page, for browsers lay out no more at once with ease */
	HTML_PAGE_STEPS_MAX = 2000,
	HTML_PAGE_ROWS_MAX = 2000,
	HTML_PAGE_ARROWS_MAX = 1000,
	HTML_LINES_MAX = 1000 /* of what is on no page */
};

struct html {
	struct buffer *out;
	const struct story *story;
	enum inputs inputs;
	/* What there is room for still. */
	uint32_t clients, pages, steps, rows, arrows, lines;
};

/* html-page.c: the page as an article that folds. */
void html_add_page(struct html *, const struct page *, bool is_open);
/* How it ended, in a word or a number. */
void html_add_badges(struct html *, const struct page *);
/* html-path.c: what its time went into; nothing where that is not known. */
void html_add_path(struct html *, const struct page *);
/* The same without words, where the longest of several fills the width. */
void html_add_path_small(struct html *, const struct page *, uint64_t longest_ns);
/* html-waterfall.c: nothing where the page has no rows. */
void html_add_waterfall(struct html *, const struct page *);
/* html-steps.c: what happened, in sentences. */
void html_add_steps(struct html *, const struct page *);
void html_add_step(
    struct html *, const struct page *, const struct step *, uint64_t start_ns);
/* html-ladder.c: nothing where the page has no messages. */
void html_add_ladder(struct html *, const struct page *);
/* html-finding.c: those of a page, and those of none. */
void html_add_page_findings(struct html *, const struct page *);
void html_add_other_findings(struct html *);

#endif
