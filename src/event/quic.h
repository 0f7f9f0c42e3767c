/* SPDX-License-Identifier: BSD-2-Clause */
/* QUIC (RFC 9000) as far as its packets tell it; the hellos inside are TLS's events. */
#ifndef EVENT_QUIC_H
#define EVENT_QUIC_H

#include "event/event.h"

struct event_quic_initial {
	struct event head;
	struct maybe version;
	struct bytes dcid;
	struct bytes scid;
};

/* Bytes are those of datagrams, headers of UDP and below not counted */
struct event_quic_closed {
	struct event head;
	const char *how;
	struct address by;
	struct maybe error;
	bool application;
	struct bytes reason;
	uint64_t bytes_client;
	uint64_t bytes_server;
	uint64_t packets_client;
	uint64_t packets_server;
	struct maybe duration;
};

#endif
