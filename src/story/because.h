/* SPDX-License-Identifier: BSD-2-Clause */
/* Why a client took the transport, or the address, that it took. */
#ifndef STORY_BECAUSE_H
#define STORY_BECAUSE_H

#include "story/connection.h"

/* Sets connection->because of one over QUIC whose host is known by now, where an earlier
 * answer told the client that it may. */
void because_of_offer(struct connection *);

/* The same where another attempt to reach the host led to it (RFC 8305, RFC 9114 3.1): over
 * QUIC, which has no answer or was closed before anything was asked, or to an address of
 * the other family.  Called when its host becomes known. */
void because_of_rival(struct connection *);

/* It has its answer: it may have won, and QUIC that answers late was no failure. */
void because_of_answer(struct connection *);

#endif
