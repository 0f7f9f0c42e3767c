/* SPDX-License-Identifier: BSD-2-Clause */
/* Where a connection goes whose requests nobody can read. */
#ifndef STORY_PAGE_SEALED_H
#define STORY_PAGE_SEALED_H

#include "story/page.h"
#include "story/tables.h"

/* A handshake began, of which a browser may be the client. */
void page_place_tls(struct story *, struct connection *, uint64_t at_ns);

#endif
