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

#endif
