/* SPDX-License-Identifier: BSD-2-Clause */
/* What the handshake of TLS (RFC 5246, RFC 8446) says of a connection. */
#ifndef STORY_TLS_EVENTS_H
#define STORY_TLS_EVENTS_H

#include "story/connection.h"
#include "story/tables.h"

void story_tls(struct story *, struct connection *, const struct event *);

#endif
