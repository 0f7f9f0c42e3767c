/* SPDX-License-Identifier: BSD-2-Clause */
/* Who says how much, and when, on a connection whose encryption stays closed: told to the
 * correlator (event/sealed.h), and seldom, for most packets are bulk.  TLS and QUIC call it
 * with messages that may hold a request or an answer, not with what is too small for that.
 */
#ifndef DISSECTORS_SEALED_H
#define DISSECTORS_SEALED_H

#include "dissectors/dissector.h"

/* All-zero is a connection that has said nothing. */
struct sealed {
	uint64_t told_ns;  /* the server was told of last; 0: not yet */
	uint64_t last_ns;  /* its last message */
	uint64_t bytes;    /* it sent since it was told of */
	uint64_t first_ns; /* its first message behind the handshake */
	bool has_asked;    /* the client sent a message */
	uint64_t pause_ns; /* until it is told of again */
	uint64_t asked_ns; /* the client's last message */
	uint32_t asked;    /* told of those that it sent in one flight */
	uint32_t to_tell;  /* of the server's next messages, in any case */
	bool has_answered; /* the server's first flight is over */
};

/* The client sent a message with so many bytes inside. */
void sealed_ask(struct sealed *, struct sink *, const struct chunk *, uint64_t size);
/* The server did. */
void sealed_answer(struct sealed *, struct sink *, const struct chunk *, uint64_t size);

#endif
