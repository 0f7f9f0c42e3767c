/* SPDX-License-Identifier: BSD-2-Clause */
/* The words that sentences are made of, and the sentences, by the kind of their step. */
#ifndef STORY_SENTENCE_H
#define STORY_SENTENCE_H

#include "story/page.h"

/* What the client is called: its name, its address, its MAC. */
void sentence_add_client(struct buffer *, const struct client *);
void sentence_add_address(struct buffer *, const char *before, struct address);
/* "before a, b and c"; nothing where there are none. */
void sentence_add_addresses(
    struct buffer *, const char *before, const struct address *addresses, uint32_t count);
/* "192.0.2.1:80", "[2001:db8::1]:80" */
void sentence_add_server(struct buffer *, const struct connection *);
/* Nothing where either time is not known. */
void sentence_add_duration(
    struct buffer *, const char *before, uint64_t start_ns, uint64_t end_ns);

/* sentence-lease.c */
void text_join(struct buffer *, const struct page *, const struct step *);
/* sentence-name.c */
void text_name(struct buffer *, const struct page *, const struct step *);
/* sentence-connection.c */
void text_connect(struct buffer *, const struct page *, const struct step *);
void text_secure(struct buffer *, const struct page *, const struct step *);
void text_close(struct buffer *, const struct page *, const struct step *);
/* sentence-request.c */
void text_request(struct buffer *, const struct page *, const struct step *);
void text_response(struct buffer *, const struct page *, const struct step *);

#endif
