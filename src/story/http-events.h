/* SPDX-License-Identifier: BSD-2-Clause */
/* What requests and their responses (RFC 9110) do to a connection and to pages. */
#ifndef STORY_HTTP_EVENTS_H
#define STORY_HTTP_EVENTS_H

#include "story/connection.h"
#include "story/tables.h"

void story_http(struct story *, struct connection *, const struct event *);
/* The connection is over: what was not answered will not be. */
void requests_close(struct story *, struct connection *, uint64_t at_ns);

#endif
