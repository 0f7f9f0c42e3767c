/* SPDX-License-Identifier: BSD-2-Clause */
/* What a reader should know of a lease or a certificate: all findings of a story. */
#ifndef STORY_FINDINGS_H
#define STORY_FINDINGS_H

#include "story/client.h"
#include "story/connection.h"
#include "story/finding.h"
#include "story/tables.h"

/* This server offered an address as well. */
void finding_second_server(struct story *, const struct client *, const struct offer *);
/* The other has the address that was leased. */
void finding_duplicate_address(
    struct story *, const struct client *, const struct lease *, struct mac other);
/* What the certificate of its server is not, at this time. */
void findings_of_certificate(struct story *, const struct connection *, uint64_t at_ns);
/* Those of a page that is let go. */
void findings_free_page(struct story *, uint32_t page);
void findings_clear(struct story *);

#endif
