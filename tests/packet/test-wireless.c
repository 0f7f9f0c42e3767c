/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/packet/packet-test.h"

enum { WLAN = 105, PRISM = 119, RADIOTAP = 127, AVS = 163 };

#define LLC "\xaa\xaa\x03\x00\x00\x00\x08\x00"
#define A1 "\x02\x00\x00\x00\x00\x01"
#define A2 "\x02\x00\x00\x00\x00\x02"
#define A3 "\x02\x00\x00\x00\x00\x03"
#define A4 "\x02\x00\x00\x00\x00\x04"
#define DATA(control) control "\x00\x00" A1 A2 A3 "\x10\x00"
#define DATA_UDP DATA("\x08\x01") LLC IPV4_UDP

static void
the_way_through_the_access_point_tells_whose_address_is_whose(void **state)
{
	static const struct {
		uint8_t flags, src, dst;
	} ways[] = { { 0, 2, 1 }, { 1, 2, 3 }, { 2, 3, 1 } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ways); i++) {
		uint8_t bytes[] = DATA_UDP;

		bytes[1] = ways[i].flags;
		struct packet packet = decode(WLAN, bytes_of(bytes, sizeof(bytes) - 1));

		assert_udp_over_ipv4(packet);
		assert_macs(&packet, ways[i].src, ways[i].dst);
	}
}

static void
between_access_points_there_are_four_addresses(void **state)
{
	struct packet packet = decode(WLAN, BYTES(DATA("\x08\x03") A4 LLC IPV4_UDP));

	(void)state;
	assert_udp_over_ipv4(packet);
	assert_macs(&packet, 4, 3);
}

static void
quality_of_service_makes_the_header_longer(void **state)
{
	(void)state;
	assert_udp_over_ipv4(decode(WLAN, BYTES(DATA("\x88\x01") "\x00\x00" LLC IPV4_UDP)));
	assert_udp_over_ipv4(
	    decode(WLAN, BYTES(DATA("\x88\x81") "\x00\x00\x00\x00\x00\x00" LLC IPV4_UDP)));
}

static void
of_several_packets_in_a_frame_the_first_is_taken(void **state)
{
	struct packet packet = decode(WLAN,
	    BYTES(DATA("\x88\x01") "\x80\x00" A3 A4 "\x00\x28" LLC IPV4_UDP "others"));

	(void)state;
	assert_udp_over_ipv4(packet);
	assert_macs(&packet, 4, 3);
}

static void
what_is_encrypted_or_in_parts_or_no_data_is_another_kind(void **state)
{
	(void)state;
	assert_int_equal(
	    decode(WLAN, BYTES(DATA("\x08\x41") LLC IPV4_UDP)).kind, PACKET_OTHER);
	assert_int_equal(
	    decode(WLAN, BYTES(DATA("\x08\x05") LLC IPV4_UDP)).kind, PACKET_OTHER);
	assert_int_equal(
	    decode(WLAN, BYTES(DATA("\x48\x01") LLC IPV4_UDP)).kind, PACKET_OTHER);
	assert_int_equal(
	    decode(WLAN, BYTES(DATA("\x80\x00") LLC IPV4_UDP)).kind, PACKET_OTHER);
}

static void
radiotap_is_as_long_as_it_says(void **state)
{
	(void)state;
	assert_udp_over_ipv4(
	    decode(RADIOTAP, BYTES("\x00\x00\x08\x00\x00\x00\x00\x00" DATA_UDP)));
	assert_udp_over_ipv4(decode(
	    RADIOTAP, BYTES("\x00\x00\x0c\x00\x00\x00\x00\x80\x00\x00\x00\x00" DATA_UDP)));
	assert_malformed(
	    decode(RADIOTAP, BYTES("\x00\x00\x07\x00\x00\x00\x00\x00" DATA_UDP)),
	    "radiotap", "the header is too short");
	assert_malformed(
	    decode(RADIOTAP, BYTES("\x00\x00\xff\x00\x00\x00\x00\x00" DATA_UDP)),
	    "radiotap", "the header is not whole");
}

static void
radiotap_tells_that_the_header_is_padded(void **state)
{
	/* Flags alone, and flags behind a time that is aligned to eight bytes. */
	(void)state;
	assert_udp_over_ipv4(
	    decode(RADIOTAP, BYTES("\x00\x00\x09\x00\x02\x00\x00\x00\x20" DATA(
				 "\x88\x01") "\x00\x00"
					     "zz" LLC IPV4_UDP)));
	assert_udp_over_ipv4(
	    decode(RADIOTAP, BYTES("\x00\x00\x19\x00\x03\x00\x00\x80\x00\x00\x00\x00"
				   "fill"
				   "the time"
				   "\x20" DATA("\x88\x01") "\x00\x00"
							   "zz" LLC IPV4_UDP)));
}

static void
prism_and_avs_headers_are_passed(void **state)
{
	(void)state;
	assert_udp_over_ipv4(decode(PRISM, BYTES("\x44\x00\x00\x00\x0c\x00\x00\x00"
						 "ath0" DATA_UDP)));
	assert_udp_over_ipv4(decode(PRISM, BYTES("\x80\x21\x10\x01\x00\x00\x00\x0c"
						 "zzzz" DATA_UDP)));
	assert_udp_over_ipv4(decode(AVS, BYTES("\x80\x21\x10\x01\x00\x00\x00\x0c"
					       "zzzz" DATA_UDP)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_way_through_the_access_point_tells_whose_address_is_whose),
		cmocka_unit_test(between_access_points_there_are_four_addresses),
		cmocka_unit_test(quality_of_service_makes_the_header_longer),
		cmocka_unit_test(of_several_packets_in_a_frame_the_first_is_taken),
		cmocka_unit_test(what_is_encrypted_or_in_parts_or_no_data_is_another_kind),
		cmocka_unit_test(radiotap_is_as_long_as_it_says),
		cmocka_unit_test(radiotap_tells_that_the_header_is_padded),
		cmocka_unit_test(prism_and_avs_headers_are_passed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
