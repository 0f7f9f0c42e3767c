/* SPDX-License-Identifier: BSD-2-Clause */
/* The headers of a frame, field by field, with the bytes that each stands in: what a person
 * wants to look at.  Names are those that Wireshark uses.  Tunnels whose headers are not
 * listed here are one line. */
#ifndef PACKET_ANATOMY_H
#define PACKET_ANATOMY_H

#include "packet/packet.h"

struct anatomy_line {
	int depth;         /* 0: a header as a whole */
	struct bytes text; /* "Source Port: 443"; ours, safe; good until the call returns */
	size_t start, len; /* within the frame */
};

/* `packet` is what packet_decode made of the frame. */
void anatomy_of_frame(const struct frame *, const struct packet *,
    void (*line)(void *receiver, const struct anatomy_line *), void *receiver);

#endif
