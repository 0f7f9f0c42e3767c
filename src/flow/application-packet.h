/* SPDX-License-Identifier: BSD-2-Clause */
/* Which packets nDPI may see, and in what shape.
 * It trusts headers: 4.2 reads out of bounds on another transport protocol than the
 * flow's, on later fragments and on cut headers, and past the end of short payloads. */
#ifndef FLOW_APPLICATION_PACKET_H
#define FLOW_APPLICATION_PACKET_H

#include "base/bytes.h"

enum {
	APPLICATION_PACKET_MAX = UINT16_MAX, /* nDPI takes an unsigned short */
	APPLICATION_PACKET_ZEROS = 64,
	APPLICATION_PACKET_ROOM = APPLICATION_PACKET_MAX + APPLICATION_PACKET_ZEROS,
};

/* Copies the packet in front of zeros, its length fields corrected to what there is.
 * The number of bytes copied without the zeros; 0: nothing for nDPI here, for the packet
 * is not of version `ip_version` and `transport_protocol`, is a later fragment, or has no
 * whole headers or no payload. */
size_t application_packet_copy(struct bytes network, uint8_t ip_version,
    uint8_t transport_protocol, uint8_t copy[APPLICATION_PACKET_ROOM]);

#endif
