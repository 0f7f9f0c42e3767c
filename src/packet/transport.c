/* SPDX-License-Identifier: BSD-2-Clause */
/* TCP (RFC 9293, timestamps RFC 7323), UDP (RFC 768) and ICMP as a whole. */
#include "packet/layer.h"

enum { TCP_HEADER = 20, UDP_HEADER = 8, TCP_FLAGS = 0x3f };

/* Options: kind, and but for kinds 0 and 1 a size that counts both. */
static void
read_timestamp(struct packet_tcp *tcp)
{
	enum { END, NOTHING, TIMESTAMP = 8, TIMESTAMP_SIZE = 10 };
	struct cursor in = cursor_from(tcp->header, TCP_HEADER);

	while (cursor_left(&in) > 0) {
		uint8_t kind = cursor_u8(&in);

		if (kind == END)
			return;
		if (kind == NOTHING)
			continue;
		uint8_t size = cursor_u8(&in);

		if (size < 2)
			return;
		struct cursor value = cursor_sub(&in, size - 2u);

		if (kind != TIMESTAMP || size != TIMESTAMP_SIZE || value.broken)
			continue;
		tcp->has_timestamp = true;
		tcp->tsval = cursor_u32(&value);
		return;
	}
}

/* sport dport seq ack offset-and-flags window checksum urgent options */
struct layer
tcp_read(struct walk *w)
{
	struct packet *packet = w->packet;
	struct bytes segment = cursor_rest(&w->in);
	struct cursor in = walk_header(w, TCP_HEADER);

	if (in.at == NULL)
		return walk_short(w, "tcp");
	packet->sport = cursor_u16(&in);
	packet->dport = cursor_u16(&in);
	packet->tcp.seq = cursor_u32(&in);
	packet->tcp.ack = cursor_u32(&in);
	uint16_t flags = cursor_u16(&in);

	packet->tcp.flags = flags & TCP_FLAGS;
	packet->tcp.window = cursor_u16(&in);
	size_t header_len = (size_t)(flags >> 12) * 4;

	if (header_len < TCP_HEADER)
		return walk_malformed(w, "tcp", "the data offset lies in the header");
	packet->tcp.header = bytes_first(segment, header_len);
	if (cursor_take(&w->in, header_len - TCP_HEADER) == NULL) {
		size_t lost = header_len - segment.len;

		if (lost > w->missing)
			return walk_malformed(
			    w, "tcp", "the data offset lies behind the segment");
		w->missing -= lost;
	}
	if ((flags & TCP_SYN) != 0)
		read_timestamp(&packet->tcp);
	walk_payload(w, PACKET_TCP);
	return LAYER_END;
}

/* sport dport length checksum; length 0 is a jumbogram's (RFC 2675) or an offload's. */
struct layer
udp_read(struct walk *w)
{
	struct packet *packet = w->packet;
	struct cursor in = walk_header(w, UDP_HEADER);

	if (in.at == NULL)
		return walk_short(w, "udp");
	uint16_t sport = cursor_u16(&in);
	uint16_t dport = cursor_u16(&in);
	size_t length = cursor_u16(&in);

	if (length > 0 && length < UDP_HEADER)
		return walk_malformed(w, "udp", "the length is less than the header's");
	if (w->missing == 0 && length > UDP_HEADER + cursor_left(&w->in))
		walk_malformed(w, "udp", "the length is more than the IP packet holds");
	if (length > 0)
		walk_limit(w, length - UDP_HEADER);
	packet->sport = sport;
	packet->dport = dport;
	walk_payload(w, PACKET_UDP);
	return tunnel_layer(sport, dport);
}

struct layer
icmp_read(struct walk *w)
{
	walk_payload(w, PACKET_ICMP);
	return LAYER_END;
}
