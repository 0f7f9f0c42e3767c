/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/packet/packet-test.h"

enum { RAW = 101, ETHERNET = 1 };

/* 12345 to 80, sequence number 7, acknowledgment 9, window 4096 */
#define TCP(offset_flags, options)                                                         \
	"\x30\x39\x00\x50\x00\x00\x00\x07\x00\x00\x00\x09" offset_flags                    \
	"\x10\x00\x00\x00\x00\x00" options

static void
padding_behind_the_total_length_is_no_payload(void **state)
{
	(void)state;
	assert_udp_over_ipv4(decode(ETHERNET, BYTES(ETHERNET_UDP "padding of ethernet")));
	assert_udp_over_ipv6(decode(ETHERNET, BYTES(ETHERNET_IPV6 IPV6_UDP "padding")));
}

static void
a_total_length_of_zero_means_all_that_was_captured(void **state)
{
	struct packet packet = decode(
	    RAW, BYTES(IPV4("\x00\x00", "\x40\x00", "\x06") TCP("\x50\x10", "") "data"));

	(void)state;
	assert_int_equal(packet.kind, PACKET_TCP);
	assert_payload(&packet, BYTES("data"));
	assert_int_equal(packet.payload_len, 4);
	packet = decode(RAW, BYTES(IPV6("\x00\x00", "\x06") TCP("\x50\x10", "") "data"));
	assert_int_equal(packet.kind, PACKET_TCP);
	assert_payload(&packet, BYTES("data"));
}

static void
a_packet_cut_by_the_snap_length_tells_how_long_it_was(void **state)
{
	struct packet packet = decode_cut(RAW, BYTES(IPV4_UDP), 30);

	(void)state;
	assert_null(packet.malformed);
	assert_int_equal(packet.kind, PACKET_UDP);
	assert_payload(&packet, BYTES("ab"));
	assert_int_equal(packet.payload_len, 4);
}

static void
ipv4_options_are_passed(void **state)
{
	struct packet packet = decode(
	    RAW, BYTES("\x46\x00\x00\x24\x12\x34\x00\x00\x40\x11\x00\x00\xc0\x00\x02\x01"
		       "\xc0\x00\x02\x02\x94\x04\x00\x00" UDP));

	(void)state;
	assert_whole_udp(&packet);
	assert_int_equal(packet.network.len, 36);
}

static void
lengths_that_cannot_be_are_malformed(void **state)
{
	uint8_t bytes[] = IPV4_UDP;
	struct bytes packet = bytes_of(bytes, sizeof(bytes) - 1);

	(void)state;
	bytes[0] = 0x44;
	assert_malformed(
	    decode(RAW, packet), "ip", "the header length is less than 20 bytes");
	bytes[0] = 0x4f;
	assert_malformed(decode(RAW, packet), "ip", "the header is not whole");
	bytes[0] = 0x55;
	assert_malformed(decode(RAW, packet), "ip", "the version is neither 4 nor 6");
	bytes[0] = 0x45;
	bytes[3] = 19;
	assert_malformed(
	    decode(RAW, packet), "ip", "the total length is less than the header's");
	assert_malformed(decode(RAW, BYTES("\x60\x00")), "ipv6", "the header is not whole");
}

static void
wrong_checksums_are_no_matter(void **state)
{
	uint8_t bytes[] = IPV4_UDP;

	(void)state;
	bytes[10] = 0xba;
	bytes[27] = 0xad;
	assert_udp_over_ipv4(decode(RAW, bytes_of(bytes, sizeof(bytes) - 1)));
}

static void
ipv6_extension_headers_are_passed(void **state)
{
	(void)state;
	assert_udp_over_ipv6(decode(RAW,
	    BYTES(IPV6("\x00\x2c",
		"\x00") "\x3c\x00\x05\x02\x00\x00\x01\x00" /* hop by hop */
			"\x2b\x00\x01\x04\x00\x00\x00\x00" /* destination */
			"\x2c\x00\x00\x00\x00\x00\x00\x00" /* routing */
			"\x11\x00\x00\x00\x00\x00\x00\x01" /* fragment, but whole */ UDP)));
}

static void
what_an_authentication_header_guards_is_read(void **state)
{
	/* 24 bytes: 12 of fields, 12 of proof */
	struct packet packet = decode(RAW,
	    BYTES(IPV4("\x00\x38", "\x00\x00", "\x33") "\x11\x04\x00\x00\x00\x00\x00\x01"
						       "\x00\x00\x00\x01"
						       "proof-proof-" UDP));

	(void)state;
	assert_whole_udp(&packet);
	packet =
	    decode(RAW, BYTES(IPV6("\x00\x24", "\x33") "\x11\x04\x00\x00\x00\x00\x00\x01"
						       "\x00\x00\x00\x01"
						       "proof-proof-" UDP));
	assert_udp_over_ipv6(packet);
}

static void
what_esp_hides_is_an_ip_packet(void **state)
{
	struct packet packet =
	    decode(RAW, BYTES(IPV4("\x00\x1c", "\x00\x00", "\x32") "\x00\x00\x00\x01secr"));

	(void)state;
	assert_int_equal(packet.kind, PACKET_IP);
	assert_int_equal(packet.protocol, 50);
	assert_address(packet.src, "192.0.2.1");
	assert_payload(&packet, BYTES("\x00\x00\x00\x01secr"));
}

static void
extension_headers_belong_to_ipv6_alone(void **state)
{
	struct packet packet =
	    decode(RAW, BYTES(IPV4("\x00\x28", "\x00\x00",
			    "\x3c") "\x11\x00\x01\x04\x00\x00\x00\x00" UDP));

	(void)state;
	assert_int_equal(packet.kind, PACKET_IP);
	assert_int_equal(packet.protocol, 60);
}

static void
tcp_tells_its_numbers(void **state)
{
	struct packet packet = decode(
	    RAW, BYTES(IPV4("\x00\x2c", "\x00\x00", "\x06") TCP("\x50\x18", "") "data"));

	(void)state;
	assert_null(packet.malformed);
	assert_int_equal(packet.kind, PACKET_TCP);
	assert_int_equal(packet.sport, 12345);
	assert_int_equal(packet.dport, 80);
	assert_int_equal(packet.tcp.seq, 7);
	assert_int_equal(packet.tcp.ack, 9);
	assert_int_equal(packet.tcp.window, 4096);
	assert_int_equal(packet.tcp.flags, TCP_PSH | TCP_ACK);
	assert_int_equal(packet.tcp.header.len, 20);
	assert_payload(&packet, BYTES("data"));
	assert_int_equal(packet.payload_len, 4);
}

static void
a_timestamp_is_read_on_a_syn_alone(void **state)
{
	struct packet syn =
	    decode(RAW, BYTES(IPV4("\x00\x34", "\x00\x00", "\x06") TCP("\x80\x02",
			    "\x01\x01\x08\x0a\x00\x00\x03\xe8\x00\x00\x00\x00")));
	struct packet ack =
	    decode(RAW, BYTES(IPV4("\x00\x34", "\x00\x00", "\x06") TCP("\x80\x10",
			    "\x01\x01\x08\x0a\x00\x00\x03\xe8\x00\x00\x00\x00")));

	(void)state;
	assert_true(syn.tcp.has_timestamp);
	assert_int_equal(syn.tcp.tsval, 1000);
	assert_int_equal(syn.tcp.header.len, 32);
	assert_false(ack.tcp.has_timestamp);
}

static void
options_that_do_not_end_are_let_be(void **state)
{
	struct packet packet = decode(RAW, BYTES(IPV4("\x00\x2c", "\x00\x00", "\x06")
						   TCP("\x60\x02", "\x03\x00\x08\x0a")));

	(void)state;
	assert_int_equal(packet.kind, PACKET_TCP);
	assert_false(packet.tcp.has_timestamp);
}

static void
a_data_offset_that_cannot_be_is_malformed(void **state)
{
	struct packet packet =
	    decode(RAW, BYTES(IPV4("\x00\x28", "\x00\x00", "\x06") TCP("\x40\x10", "")));

	(void)state;
	assert_malformed(packet, "tcp", "the data offset lies in the header");
	assert_int_equal(packet.kind, PACKET_IP);
	packet =
	    decode(RAW, BYTES(IPV4("\x00\x28", "\x00\x00", "\x06") TCP("\x60\x10", "")));
	assert_malformed(packet, "tcp", "the data offset lies behind the segment");
}

static void
a_header_cut_in_its_options_keeps_its_numbers(void **state)
{
	struct packet packet = decode_cut(RAW,
	    BYTES(IPV4("\x00\x30", "\x00\x00", "\x06")
		    TCP("\x60\x18", "\x01\x01\x01\x01") "data"),
	    42);

	(void)state;
	assert_null(packet.malformed);
	assert_int_equal(packet.kind, PACKET_TCP);
	assert_int_equal(packet.tcp.header.len, 22);
	assert_int_equal(packet.payload.len, 0);
	assert_int_equal(packet.payload_len, 4);
}

static void
the_udp_length_decides_where_the_payload_ends(void **state)
{
	uint8_t bytes[] = IPV4_UDP;
	struct bytes whole = bytes_of(bytes, sizeof(bytes) - 1);
	struct packet packet;

	(void)state;
	bytes[25] = 10;
	packet = decode(RAW, whole);
	assert_null(packet.malformed);
	assert_payload(&packet, BYTES("ab"));
	bytes[25] = 0;
	assert_udp_over_ipv4(decode(RAW, whole));
	bytes[25] = 13;
	packet = decode(RAW, whole);
	assert_malformed(packet, "udp", "the length is more than the IP packet holds");
	assert_int_equal(packet.kind, PACKET_UDP);
	assert_payload(&packet, BYTES("abcd"));
	assert_int_equal(packet.payload_len, 5);
	bytes[25] = 7;
	packet = decode(RAW, whole);
	assert_malformed(packet, "udp", "the length is less than the header's");
	assert_int_equal(packet.kind, PACKET_IP);
}

static void
an_icmp_message_is_the_payload(void **state)
{
	struct packet packet = decode(
	    RAW, BYTES(IPV4("\x00\x1c", "\x00\x00", "\x01") "\x08\x00zz\x00\x01\x00\x02"));

	(void)state;
	assert_int_equal(packet.kind, PACKET_ICMP);
	assert_int_equal(packet.protocol, 1);
	assert_payload(&packet, BYTES("\x08\x00zz\x00\x01\x00\x02"));
	packet = decode(RAW, BYTES(IPV6("\x00\x08", "\x3a") "\x80\x00zz\x00\x01\x00\x02"));
	assert_int_equal(packet.kind, PACKET_ICMP);
	assert_int_equal(packet.protocol, 58);
	assert_payload(&packet, BYTES("\x80\x00zz\x00\x01\x00\x02"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(padding_behind_the_total_length_is_no_payload),
		cmocka_unit_test(a_total_length_of_zero_means_all_that_was_captured),
		cmocka_unit_test(a_packet_cut_by_the_snap_length_tells_how_long_it_was),
		cmocka_unit_test(ipv4_options_are_passed),
		cmocka_unit_test(lengths_that_cannot_be_are_malformed),
		cmocka_unit_test(wrong_checksums_are_no_matter),
		cmocka_unit_test(ipv6_extension_headers_are_passed),
		cmocka_unit_test(what_an_authentication_header_guards_is_read),
		cmocka_unit_test(what_esp_hides_is_an_ip_packet),
		cmocka_unit_test(extension_headers_belong_to_ipv6_alone),
		cmocka_unit_test(tcp_tells_its_numbers),
		cmocka_unit_test(a_timestamp_is_read_on_a_syn_alone),
		cmocka_unit_test(options_that_do_not_end_are_let_be),
		cmocka_unit_test(a_data_offset_that_cannot_be_is_malformed),
		cmocka_unit_test(a_header_cut_in_its_options_keeps_its_numbers),
		cmocka_unit_test(the_udp_length_decides_where_the_payload_ends),
		cmocka_unit_test(an_icmp_message_is_the_payload),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
