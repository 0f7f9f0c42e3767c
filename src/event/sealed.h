/* SPDX-License-Identifier: BSD-2-Clause */
/* Who sends how much, and when, inside encryption that stays closed.  For the correlator
 * alone: it is no event of the public list (EVENT_PRINTED_COUNT). */
#ifndef EVENT_SEALED_H
#define EVENT_SEALED_H

#include "event/event.h"

/* Of the client: a message that may hold a request.  Of the server: the first bytes behind
 * such a message, and now and then what came since it was told of last. */
struct event_sealed {
	struct event head;
	uint64_t size;    /* of what is inside of the message, as far as can be told */
	uint64_t bytes;   /* of the server: since the last such event of its side */
	uint64_t last_ns; /* of the server: when it had sent the last of what came before */
	bool is_first;    /* of the client: its first message behind the handshake */
};

#endif
