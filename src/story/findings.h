/* SPDX-License-Identifier: BSD-2-Clause */
/* All findings of a story: a table that the rules in findings-*.c fill. */
#ifndef STORY_FINDINGS_H
#define STORY_FINDINGS_H

#include "story/finding.h"
#include "story/page.h"
#include "story/tables.h"

/* A new one, which the caller completes; of no page where that is NULL.  NULL where there
 * are too many. */
struct finding *finding_new(
    struct story *, enum severity, const char *kind, struct page *page);
/* The same, made of the whole page: it goes when the page is settled anew. */
struct finding *finding_of_page(
    struct story *, struct page *, enum severity, const char *kind);
/* Those of a page that is let go. */
void findings_free_page(struct story *, struct page *);
/* Those that were made of the whole page: it is settled anew. */
void findings_unsettle(struct story *, struct page *);
void findings_clear(struct story *);

#endif
