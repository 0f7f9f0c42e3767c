/* SPDX-License-Identifier: BSD-2-Clause */
/* IPv4, RFC 791 3.1: version and header length, .., total length, .., fragment offset,
 * ttl, protocol.  IPv6, RFC 8200 3: version .., payload length, next header; then extension
 * headers, each with its next header and its length in 8 bytes beyond the first 8. */
#include <netinet/in.h>

#include "base/cursor.h"
#include "flow/application-packet.h"

enum {
	IPV4_HEADER = 20,
	IPV6_HEADER = 40,
	IPV4_TOTAL_LENGTH = 2,   /* where it stands */
	IPV6_PAYLOAD_LENGTH = 4, /* likewise */
	FRAGMENT_OFFSET = 0x1fff,
	EXTENSIONS_MAX = 8,
	UDP_HEADER = 8,
	TCP_HEADER = 20,
};

/* What an IP header says, once it is known to be whole. */
struct header {
	size_t packet_len; /* without padding behind the packet */
	size_t len;        /* with options or extension headers */
	uint8_t protocol;
};

/* Offload leaves a length of 0 on super-frames, and a snap length cuts packets: then what
 * there is counts. */
static size_t
length_of(size_t announced, size_t least, size_t captured)
{
	return announced < least || announced > captured ? captured : announced;
}

static bool
read_ipv4(struct bytes network, struct header *header)
{
	struct cursor in = cursor_of(network);
	size_t len = (size_t)(cursor_u8(&in) & 0x0f) * 4;

	cursor_u8(&in);
	header->packet_len = length_of(cursor_u16(&in), len + 1, network.len);
	cursor_u16(&in);
	uint16_t fragment = cursor_u16(&in);

	cursor_u8(&in);
	header->protocol = cursor_u8(&in);
	header->len = len;
	return !in.broken && len >= IPV4_HEADER && len <= network.len &&
	       (fragment & FRAGMENT_OFFSET) == 0;
}

static bool
is_extension(uint8_t next)
{
	return next == IPPROTO_HOPOPTS || next == IPPROTO_ROUTING ||
	       next == IPPROTO_DSTOPTS;
}

static bool
read_ipv6(struct bytes network, struct header *header)
{
	struct cursor in = cursor_of(network);

	cursor_u32(&in);
	header->packet_len =
	    length_of((size_t)cursor_u16(&in) + IPV6_HEADER, IPV6_HEADER + 1, network.len);
	header->protocol = cursor_u8(&in);
	cursor_take(&in, IPV6_HEADER - 7);
	for (int i = 0; i < EXTENSIONS_MAX && is_extension(header->protocol); i++) {
		header->protocol = cursor_u8(&in);
		cursor_take(&in, (size_t)cursor_u8(&in) * 8 + 6);
	}
	header->len = network.len - cursor_left(&in);
	return !in.broken;
}

/* Bytes of the transport header; 0 where it is not whole. */
static size_t
transport_header(struct bytes transport, uint8_t protocol)
{
	struct cursor in = cursor_of(transport);
	size_t len = UDP_HEADER;

	if (protocol == IPPROTO_TCP) {
		cursor_take(&in, 12);
		len = (size_t)(cursor_u8(&in) >> 4) * 4;
		if (len < TCP_HEADER)
			return 0;
	}
	return len <= transport.len ? len : 0;
}

static void
set_length(uint8_t *at, size_t length)
{
	at[0] = (uint8_t)(length >> 8);
	at[1] = (uint8_t)length;
}

size_t
application_packet_copy(struct bytes network, uint8_t ip_version,
    uint8_t transport_protocol, uint8_t copy[APPLICATION_PACKET_ROOM])
{
	struct header header = { 0 };

	network = bytes_first(network, APPLICATION_PACKET_MAX);
	if (network.len == 0 || network.at[0] >> 4 != ip_version)
		return 0;
	if (ip_version == 4 ? !read_ipv4(network, &header) : !read_ipv6(network, &header))
		return 0;
	network = bytes_first(network, header.packet_len);

	struct bytes transport = bytes_from(network, header.len);
	size_t transport_len = transport_header(transport, header.protocol);

	if (header.protocol != transport_protocol || transport_len == 0 ||
	    transport.len == transport_len)
		return 0;
	memcpy(copy, network.at, network.len);
	memset(copy + network.len, 0, APPLICATION_PACKET_ZEROS);
	if (ip_version == 4)
		set_length(copy + IPV4_TOTAL_LENGTH, network.len);
	else
		set_length(copy + IPV6_PAYLOAD_LENGTH, network.len - IPV6_HEADER);
	return network.len;
}
