/* SPDX-License-Identifier: BSD-2-Clause */
/* QUIC connections (RFC 9000): UDP that carries the handshake of TLS and requests.
 *
 * Their end is encrypted, and an end that goes away need not say so: who has been silent
 * for as long as browsers keep a connection idle (10.1) is over. */
#ifndef STORY_QUIC_EVENTS_H
#define STORY_QUIC_EVENTS_H

#include "story/connection.h"
#include "story/tables.h"

/* NULL: no connection begins with this event. */
struct connection *quic_begin(struct story *, const struct event *);
/* The first packet of each side: one asks, the other is there. */
void quic_initial(struct story *, struct connection *, const struct event *);
/* Something of it was heard. */
void quic_touch(struct story *, struct connection *, uint64_t at_ns);
/* Those that fell silent are over; at the end all are. */
void quic_expire(struct story *);
void quic_end(struct story *);

#endif
