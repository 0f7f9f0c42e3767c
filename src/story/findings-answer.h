/* SPDX-License-Identifier: BSD-2-Clause */
/* What requests and their answers show when their page is over. */
#ifndef STORY_FINDINGS_ANSWER_H
#define STORY_FINDINGS_ANSWER_H

#include "story/page.h"
#include "story/tables.h"

/* It carries a password, in a form or as Authorization, and can be read. */
void finding_clear_credentials(
    struct story *, struct request *, const char *in, struct frame_ref);
/* One redirect led to the next. */
void finding_redirect_chain(struct story *, struct page *);
/* A page over https asked for something over http. */
void finding_mixed_content(struct story *, struct page *);
void finding_slow_server(struct story *, struct page *);
/* Large texts that came as they are. */
void finding_uncompressed(struct story *, struct page *);
/* Large parts that the browser may not keep. */
void finding_uncached(struct story *, struct page *);

#endif
