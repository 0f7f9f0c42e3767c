/* SPDX-License-Identifier: BSD-2-Clause */
/* Where a connection goes whose requests nobody can read, and what is asked on it. */
#ifndef STORY_PAGE_SEALED_H
#define STORY_PAGE_SEALED_H

#include "story/page.h"
#include "story/tables.h"
#include "story/visit.h"

/* A handshake began, of which a browser may be the client. */
void page_place_tls(struct story *, struct connection *, uint64_t at_ns);
/* The page that waits for its document on this connection; NULL: none does. */
struct page *page_awaiting(const struct connection *);
/* A request asks for a page, for this reason. */
void page_begin_asked(struct story *, const struct ask *, struct bytes reason);
/* So many requests belong to a page that is there. */
void page_take_ask(
    struct story *, struct connection *, struct bytes host, uint64_t at_ns, uint32_t count);
/* Bytes came from the server; `asked`: behind a request. */
void page_take_data(
    struct story *, struct connection *, uint64_t at_ns, uint64_t size, bool asked);
/* Will its requests be seen, as far as can be told now? */
bool tls_shows_requests(const struct connection_tls *);

#endif
