/* SPDX-License-Identifier: BSD-2-Clause */
/* What was told as one input shows it goes when another shows the same from nearer by.
 * Pages that were handed on stay: they cannot be taken back. */
#ifndef STORY_UNTELL_H
#define STORY_UNTELL_H

#include "story/page.h"
#include "story/tables.h"

/* The connection of this flow, if there is one, with the pages that it is on. */
void untell_flow(struct story *, struct flow_ref);
/* The page of this number, if it is still there. */
void untell_page(struct story *, uint32_t id);
/* A client that did nothing which is still told. */
void untell_client(struct story *, struct client *);

#endif
