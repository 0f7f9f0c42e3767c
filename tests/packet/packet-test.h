/* SPDX-License-Identifier: BSD-2-Clause */
/* Frames made by hand: pieces to put together, and the one packet that most of them hold.
 */
#ifndef TESTS_PACKET_TEST_H
#define TESTS_PACKET_TEST_H

#include "tests/test.h"

#include "packet/packet.h"

#define MACS "\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01"
#define OTHER_MACS "\x02\x00\x00\x00\x00\x04\x02\x00\x00\x00\x00\x03"
#define ETHERNET_IPV4 MACS "\x08\x00"
#define ETHERNET_IPV6 MACS "\x86\xdd"

/* 192.0.2.1 to 192.0.2.2 */
#define IPV4(length, place, protocol)                                                      \
	"\x45\x00" length "\x12\x34" place "\x40" protocol                                 \
	"\x00\x00\xc0\x00\x02\x01\xc0\x00\x02\x02"
/* 10.0.0.1 to 10.0.0.2, for the outside of a tunnel */
#define OUTER_IPV4(protocol)                                                               \
	"\x45\x00\x00\x00\x00\x01\x00\x00\xff" protocol                                    \
	"\x00\x00\x0a\x00\x00\x01\x0a\x00\x00\x02"
/* 2001:db8::1 to 2001:db8::2 */
#define IPV6(length, next)                                                                 \
	"\x60\x00\x00\x00" length next "\x40" IPV6_ADDRESS "\x01" IPV6_ADDRESS "\x02"
#define IPV6_ADDRESS "\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"

/* 5000 to 53, four bytes */
#define UDP                                                                                \
	"\x13\x88\x00\x35\x00\x0c\x00\x00"                                                 \
	"abcd"
#define IPV4_UDP IPV4("\x00\x20", "\x00\x00", "\x11") UDP
#define IPV6_UDP IPV6("\x00\x0c", "\x11") UDP
#define ETHERNET_UDP ETHERNET_IPV4 IPV4_UDP

static inline struct frame
frame_of(uint16_t link_type, struct bytes bytes)
{
	return (struct frame){ .number = 1,
		.link_type = link_type,
		.wire_len = (uint32_t)bytes.len,
		.captured = bytes };
}

/* Decodes one frame that holds no fragment. */
static inline struct packet
decode(uint16_t link_type, struct bytes bytes)
{
	struct decoder *decoder = decoder_new();
	struct frame frame = frame_of(link_type, bytes);
	struct packet packet;

	packet_decode(decoder, &frame, &packet);
	decoder_free(decoder);
	return packet;
}

/* As if the capture had kept only the first `kept` bytes. */
static inline struct packet
decode_cut(uint16_t link_type, struct bytes bytes, size_t kept)
{
	struct decoder *decoder = decoder_new();
	struct frame frame = frame_of(link_type, bytes);
	struct packet packet;

	frame.captured.len = kept;
	packet_decode(decoder, &frame, &packet);
	decoder_free(decoder);
	return packet;
}

static inline void
assert_address(struct address address, const char *text)
{
	char have[ADDRESS_TEXT_SIZE];

	assert_string_equal(address_text(address, have), text);
}

static inline void
assert_payload(const struct packet *packet, struct bytes payload)
{
	assert_int_equal(packet->payload.len, payload.len);
	if (payload.len > 0)
		assert_memory_equal(packet->payload.at, payload.at, payload.len);
}

static inline void
assert_whole_udp(const struct packet *packet)
{
	assert_null(packet->malformed);
	assert_int_equal(packet->kind, PACKET_UDP);
	assert_int_equal(packet->protocol, 17);
	assert_int_equal(packet->sport, 5000);
	assert_int_equal(packet->dport, 53);
	assert_int_equal(packet->ttl, 64);
	assert_payload(packet, BYTES("abcd"));
	assert_int_equal(packet->payload_len, 4);
}

/* IPV4_UDP or IPV6_UDP came out, whatever it was wrapped in. */
static inline void
assert_udp_over_ipv4(struct packet packet)
{
	assert_whole_udp(&packet);
	assert_address(packet.src, "192.0.2.1");
	assert_address(packet.dst, "192.0.2.2");
	assert_int_equal(packet.ip_id, 0x1234);
	assert_int_equal(packet.network.len, 32);
}

static inline void
assert_udp_over_ipv6(struct packet packet)
{
	assert_whole_udp(&packet);
	assert_address(packet.src, "2001:db8::1");
	assert_address(packet.dst, "2001:db8::2");
	assert_int_equal(packet.ip_id, 0);
}

static inline void
assert_malformed(struct packet packet, const char *layer, const char *words)
{
	assert_non_null(packet.malformed);
	assert_string_equal(packet.malformed_layer, layer);
	assert_string_equal(packet.malformed, words);
}

/* The MACs of MACS, or of OTHER_MACS. */
static inline void
assert_macs(const struct packet *packet, uint8_t src, uint8_t dst)
{
	assert_true(packet->has_macs);
	assert_int_equal(packet->src_mac.octets[5], src);
	assert_int_equal(packet->dst_mac.octets[5], dst);
}

#endif
