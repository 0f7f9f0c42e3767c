/* SPDX-License-Identifier: BSD-2-Clause */
/* Requests that nobody can read and that may ask for a page: each waits until what follows
 * has told what it is. */
#ifndef STORY_ASKS_H
#define STORY_ASKS_H

#include "event/sealed.h"
#include "story/connection.h"
#include "story/tables.h"

/* The client sent a message that may be a request. */
void asks_add(struct story *, struct connection *, const struct event_sealed *);
/* The server answers. */
void asks_answer(struct story *, struct connection *, const struct event_sealed *);
/* The client asks for something that can be read: a name, or over HTTP. */
void asks_follow(struct story *, struct client *, uint64_t at_ns);
/* The connection was told by mistake: what waits on it goes undecided. */
void asks_forget(struct story *, struct connection *);
/* Decides those that have waited long enough. */
void asks_expire(struct story *);
/* Decides all. */
void asks_end(struct story *);

#endif
