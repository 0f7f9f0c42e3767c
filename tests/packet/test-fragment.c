/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/packet/packet-test.h"

#include "base/clock.h"

enum { RAW = 101 };

/* A UDP datagram of 24 bytes in parts of eight: its header, and twice eight of payload. */
#define PART_0 "\x13\x88\x00\x35\x00\x18\x00\x00"
#define PART_1 "abcdefgh"
#define PART_2 "ijklmnop"
#define FIRST_4 IPV4("\x00\x1c", "\x20\x00", "\x11") PART_0
#define SECOND_4 IPV4("\x00\x1c", "\x20\x01", "\x11") PART_1
#define THIRD_4 IPV4("\x00\x1c", "\x00\x02", "\x11") PART_2
#define FRAGMENT_6(place) IPV6("\x00\x10", "\x2c") "\x11\x00" place "\x00\x00\x00\x07"
#define FIRST_6 FRAGMENT_6("\x00\x01") PART_0
#define SECOND_6 FRAGMENT_6("\x00\x09") PART_1
#define THIRD_6 FRAGMENT_6("\x00\x10") PART_2

static struct packet
decode_at(struct decoder *decoder, struct bytes bytes, uint64_t at_ns)
{
	struct frame frame = frame_of(RAW, bytes);
	struct packet packet;

	frame.at_ns = at_ns;
	packet_decode(decoder, &frame, &packet);
	return packet;
}

static struct packet
decode_next(struct decoder *decoder, struct bytes bytes)
{
	return decode_at(decoder, bytes, 0);
}

static int
decoder_setup(void **state)
{
	*state = decoder_new();
	return 0;
}

static int
decoder_teardown(void **state)
{
	decoder_free(*state);
	return 0;
}

static void
assert_part(struct packet packet)
{
	assert_int_equal(packet.kind, PACKET_FRAGMENT);
	assert_null(packet.malformed);
}

static void
assert_whole(struct packet packet, struct bytes payload)
{
	assert_null(packet.malformed);
	assert_int_equal(packet.kind, PACKET_UDP);
	assert_true(packet.was_fragmented);
	assert_int_equal(packet.dport, 53);
	assert_payload(&packet, payload);
	assert_int_equal(packet.payload_len, payload.len);
}

static void
ipv4_fragments_in_any_order_become_one_packet(void **state)
{
	assert_part(decode_next(*state, BYTES(THIRD_4)));
	assert_part(decode_next(*state, BYTES(FIRST_4)));
	struct packet packet = decode_next(*state, BYTES(SECOND_4));

	assert_whole(packet, BYTES(PART_1 PART_2));
	assert_address(packet.src, "192.0.2.1");
	assert_int_equal(decoder_fragments_dropped(*state), 0);
}

static void
ipv6_fragments_in_any_order_become_one_packet(void **state)
{
	assert_part(decode_next(*state, BYTES(SECOND_6)));
	assert_part(decode_next(*state, BYTES(THIRD_6)));
	struct packet packet = decode_next(*state, BYTES(FIRST_6));

	assert_whole(packet, BYTES(PART_1 PART_2));
	assert_address(packet.dst, "2001:db8::2");
}

static void
the_headers_are_those_of_a_packet_that_was_never_cut(void **state)
{
	decode_next(*state, BYTES(FIRST_4));
	decode_next(*state, BYTES(SECOND_4));
	struct packet packet = decode_next(*state, BYTES(THIRD_4));
	struct bytes whole =
	    BYTES(IPV4("\x00\x2c", "\x00\x00", "\x11") PART_0 PART_1 PART_2);

	assert_true(bytes_equal(packet.network, whole));
	decode_next(*state, BYTES(FIRST_6));
	decode_next(*state, BYTES(SECOND_6));
	packet = decode_next(*state, BYTES(THIRD_6));
	whole = BYTES(IPV6("\x00\x18", "\x11") PART_0 PART_1 PART_2);
	assert_true(bytes_equal(packet.network, whole));
}

static void
a_first_fragment_alone_is_no_packet(void **state)
{
	assert_part(decode_next(*state, BYTES(FIRST_4)));
	assert_int_equal(decoder_fragments_dropped(*state), 1);
}

static void
a_first_fragment_that_the_capture_cut_is_a_packet_that_is_cut(void **state)
{
	struct frame frame =
	    frame_of(RAW, BYTES(IPV4("\x00\x24", "\x20\x00", "\x11") PART_0 PART_1));
	struct packet packet;

	frame.captured.len -= 5;
	packet_decode(*state, &frame, &packet);
	assert_null(packet.malformed);
	assert_int_equal(packet.kind, PACKET_UDP);
	assert_payload(&packet, BYTES("abc"));
	assert_int_equal(packet.payload_len, 16);
}

static void
fragments_of_different_packets_are_not_mixed(void **state)
{
	uint8_t other[] = SECOND_4;

	decode_next(*state, BYTES(FIRST_4));
	decode_next(*state, BYTES(THIRD_4));
	other[4] ^= 1; /* the id */
	assert_part(decode_next(*state, bytes_of(other, sizeof(other) - 1)));
	assert_whole(decode_next(*state, BYTES(SECOND_4)), BYTES(PART_1 PART_2));
}

static void
where_ipv4_fragments_overlap_the_first_is_believed(void **state)
{
	decode_next(*state, BYTES(FIRST_4));
	decode_next(*state, BYTES(SECOND_4));
	assert_part(
	    decode_next(*state, BYTES(IPV4("\x00\x1c", "\x20\x01", "\x11") "ABCDEFGH")));
	assert_whole(decode_next(*state,
			 BYTES(IPV4("\x00\x24", "\x00\x01", "\x11") "12345678" PART_2)),
	    BYTES(PART_1 PART_2));
}

static void
where_ipv6_fragments_overlap_the_packet_is_given_up(void **state)
{
	decode_next(*state, BYTES(FIRST_6));
	decode_next(*state, BYTES(SECOND_6));
	assert_part(decode_next(*state, BYTES(FRAGMENT_6("\x00\x09") "ABCDEFGH")));
	assert_part(decode_next(*state, BYTES(THIRD_6)));
	assert_part(decode_next(*state, BYTES(FIRST_6)));
	assert_part(decode_next(*state, BYTES(SECOND_6)));
	assert_int_equal(decoder_fragments_dropped(*state), 6);
}

static void
a_fragment_captured_twice_does_no_harm(void **state)
{
	decode_next(*state, BYTES(FIRST_6));
	decode_next(*state, BYTES(SECOND_6));
	assert_part(decode_next(*state, BYTES(SECOND_6)));
	assert_whole(decode_next(*state, BYTES(THIRD_6)), BYTES(PART_1 PART_2));
}

static void
fragments_behind_the_end_are_not_believed(void **state)
{
	decode_next(*state, BYTES(FIRST_4));
	decode_next(*state, BYTES(THIRD_4));
	assert_part(
	    decode_next(*state, BYTES(IPV4("\x00\x1c", "\x20\x09", "\x11") "overlong")));
	assert_whole(decode_next(*state, BYTES(SECOND_4)), BYTES(PART_1 PART_2));
}

static void
a_fragment_longer_than_the_short_last_one_is_not_believed(void **state)
{
	struct bytes last = BYTES(IPV4("\x00\x17", "\x00\x02", "\x11") "ijk");

	decode_next(*state, BYTES(FIRST_4));
	assert_part(decode_next(*state, last));
	assert_part(
	    decode_next(*state, BYTES(IPV4("\x00\x1c", "\x20\x02", "\x11") "ijklmnop")));
	struct packet packet = decode_next(*state, BYTES(SECOND_4));

	assert_int_equal(packet.kind, PACKET_UDP);
	assert_payload(&packet, BYTES(PART_1 "ijk"));
}

static void
fragments_that_cannot_be_are_malformed(void **state)
{
	assert_malformed(decode_next(*state, BYTES(IPV4("\x00\x14", "\x20\x01", "\x11"))),
	    "ip", "a fragment holds nothing");
	assert_malformed(
	    decode_next(*state, BYTES(IPV4("\x00\x17", "\x20\x01", "\x11") "abc")), "ip",
	    "the length of a fragment is no multiple of 8");
	assert_malformed(
	    decode_next(*state, BYTES(IPV4("\x00\x1c", "\x1f\xff", "\x11") PART_1)), "ip",
	    "a fragment ends behind the longest packet");
	assert_int_equal(decoder_fragments_dropped(*state), 0);
}

static void
fragments_that_come_too_late_are_counted(void **state)
{
	decode_next(*state, BYTES(FIRST_4));
	decode_next(*state, BYTES(SECOND_4));
	assert_part(decode_at(*state, BYTES(THIRD_4), 31 * NS_PER_S));
	assert_int_equal(decoder_fragments_dropped(*state), 3);
}

static void
of_too_many_packets_the_oldest_is_given_up(void **state)
{
	uint8_t other[] = FIRST_4;

	decode_next(*state, BYTES(FIRST_4));
	decode_next(*state, BYTES(SECOND_4));
	for (int i = 0; i < 1024; i++) {
		other[4] = (uint8_t)(0x80 | i >> 8);
		other[5] = (uint8_t)i;
		decode_next(*state, bytes_of(other, sizeof(other) - 1));
	}
	assert_part(decode_next(*state, BYTES(THIRD_4)));
}

static void
of_too_many_bytes_the_oldest_are_given_up(void **state)
{
	uint8_t far[] = IPV4("\x00\x1c", "\x3f\xf0", "\x11") PART_1; /* 64 KiB of room */

	decode_next(*state, BYTES(FIRST_4));
	decode_next(*state, BYTES(SECOND_4));
	for (int i = 0; i < 300; i++) {
		far[4] = (uint8_t)(0x80 | i >> 8);
		far[5] = (uint8_t)i;
		decode_next(*state, bytes_of(far, sizeof(far) - 1));
	}
	assert_part(decode_next(*state, BYTES(THIRD_4)));
}

static void
a_tunnel_may_come_in_fragments_and_hold_fragments(void **state)
{
	/* FIRST_4 and what follows it, each cut in two inside an outer packet. */
	static const char *const inner[] = { FIRST_4, SECOND_4, THIRD_4 };
	struct packet packet = { 0 };

	for (size_t i = 0; i < COUNT_OF(inner); i++) {
		uint8_t first[] =
		    "\x45\x00\x00\x24\x00\x01\x20\x00\xff\x04\x00\x00\x0a\x00\x00\x01"
		    "\x0a\x00\x00\x02"
		    "0123456789abcdef";
		uint8_t rest[] =
		    "\x45\x00\x00\x20\x00\x01\x00\x02\xff\x04\x00\x00\x0a\x00\x00\x01"
		    "\x0a\x00\x00\x02"
		    "0123456789ab";

		memcpy(first + 20, inner[i], 16);
		memcpy(rest + 20, inner[i] + 16, 12);
		assert_part(decode_next(*state, bytes_of(first, sizeof(first) - 1)));
		packet = decode_next(*state, bytes_of(rest, sizeof(rest) - 1));
	}
	assert_whole(packet, BYTES(PART_1 PART_2));
	assert_address(packet.src, "192.0.2.1");
}

#define FRAGMENT_TEST(name)                                                                \
	cmocka_unit_test_setup_teardown(name, decoder_setup, decoder_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		FRAGMENT_TEST(ipv4_fragments_in_any_order_become_one_packet),
		FRAGMENT_TEST(ipv6_fragments_in_any_order_become_one_packet),
		FRAGMENT_TEST(the_headers_are_those_of_a_packet_that_was_never_cut),
		FRAGMENT_TEST(a_first_fragment_alone_is_no_packet),
		FRAGMENT_TEST(
		    a_first_fragment_that_the_capture_cut_is_a_packet_that_is_cut),
		FRAGMENT_TEST(fragments_of_different_packets_are_not_mixed),
		FRAGMENT_TEST(where_ipv4_fragments_overlap_the_first_is_believed),
		FRAGMENT_TEST(where_ipv6_fragments_overlap_the_packet_is_given_up),
		FRAGMENT_TEST(a_fragment_captured_twice_does_no_harm),
		FRAGMENT_TEST(fragments_behind_the_end_are_not_believed),
		FRAGMENT_TEST(a_fragment_longer_than_the_short_last_one_is_not_believed),
		FRAGMENT_TEST(fragments_that_cannot_be_are_malformed),
		FRAGMENT_TEST(fragments_that_come_too_late_are_counted),
		FRAGMENT_TEST(of_too_many_packets_the_oldest_is_given_up),
		FRAGMENT_TEST(of_too_many_bytes_the_oldest_are_given_up),
		FRAGMENT_TEST(a_tunnel_may_come_in_fragments_and_hold_fragments),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
