/* SPDX-License-Identifier: BSD-2-Clause */
/* The words that sentences are made of. */
#ifndef STORY_SENTENCE_WORDS_H
#define STORY_SENTENCE_WORDS_H

#include "base/buffer.h"
#include "story/connection.h"

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

#endif
