/* SPDX-License-Identifier: BSD-2-Clause */
/* QUIC connections (RFC 9000): UDP that carries the handshake of TLS and requests. */
#ifndef STORY_QUIC_EVENTS_H
#define STORY_QUIC_EVENTS_H

#include "story/connection.h"
#include "story/tables.h"

/* NULL: no connection begins with this event. */
struct connection *quic_begin(struct story *, const struct event *);
/* The first packet of each side: one asks, the other is there. */
void quic_initial(struct story *, struct connection *, const struct event *);
void quic_closed(struct story *, struct connection *, const struct event *);
/* An end goes on from another address or port. */
void quic_moved(struct story *, struct connection *, const struct event *);

#endif
