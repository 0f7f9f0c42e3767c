/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/packet/packet-test.h"

enum {
	ETHERNET = 1,
	PPP = 9,
	PPP_HDLC = 50,
	PPPOE = 51,
	CHDLC = 104,
	FRAME_RELAY = 107,
	LOOP = 108,
	ENC = 109,
	SLL = 113,
	PPI = 192,
	PPP_WITH_DIRECTION = 204,
	NFLOG = 239,
	PKTAP = 258,
	SLL2 = 276,
};

static void
ethernet_tells_macs_and_leads_to_ip(void **state)
{
	struct packet packet = decode(ETHERNET, BYTES(ETHERNET_UDP));

	(void)state;
	assert_udp_over_ipv4(packet);
	assert_macs(&packet, 1, 2);
	assert_false(packet.has_vlan);
	assert_udp_over_ipv6(decode(ETHERNET, BYTES(ETHERNET_IPV6 IPV6_UDP)));
}

static void
an_arp_message_is_the_payload(void **state)
{
	struct packet packet = decode(ETHERNET, BYTES(MACS "\x08\x06\x00\x01\x08\x00"));

	(void)state;
	assert_int_equal(packet.kind, PACKET_ARP);
	assert_int_equal(packet.src.family, 0);
	assert_payload(&packet, BYTES("\x00\x01\x08\x00"));
	assert_int_equal(decode(ETHERNET, BYTES(MACS "\x80\x35\x00\x01")).kind, PACKET_ARP);
}

static void
an_unknown_ethertype_is_a_packet_of_another_kind(void **state)
{
	struct packet packet = decode(ETHERNET, BYTES(MACS "\x88\xcc\x01\x02"));

	(void)state;
	assert_int_equal(packet.kind, PACKET_OTHER);
	assert_null(packet.malformed);
	assert_true(packet.has_macs);
}

static void
a_length_in_place_of_the_ethertype_means_llc(void **state)
{
	(void)state;
	assert_udp_over_ipv4(decode(
	    ETHERNET, BYTES(MACS "\x00\x28\xaa\xaa\x03\x00\x00\x00\x08\x00" IPV4_UDP)));
	assert_udp_over_ipv4(decode(
	    ETHERNET, BYTES(MACS "\x00\x28\xaa\xaa\x03\x00\x00\xf8\x08\x00" IPV4_UDP)));
	assert_udp_over_ipv4(decode(ETHERNET, BYTES(MACS "\x00\x23\x06\x06\x03" IPV4_UDP)));
	assert_int_equal(decode(ETHERNET, BYTES(MACS "\x00\x26\x42\x42\x03\x00\x00")).kind,
	    PACKET_OTHER);
}

static void
the_innermost_of_several_tags_is_the_vlan(void **state)
{
	static const char *const outer_types[] = { "\x81\x00", "\x88\xa8", "\x91\x00" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(outer_types); i++) {
		uint8_t bytes[] = MACS "\x81\x00\x00\x64\x81\x00\xe0\x07\x08\x00" IPV4_UDP;

		memcpy(bytes + 12, outer_types[i], 2);
		struct packet packet = decode(ETHERNET, bytes_of(bytes, sizeof(bytes) - 1));

		assert_udp_over_ipv4(packet);
		assert_true(packet.has_vlan);
		assert_int_equal(packet.vlan, 7);
	}
}

static void
a_header_that_is_not_whole_is_malformed_unless_the_capture_cut_it(void **state)
{
	struct packet packet = decode(ETHERNET, BYTES(MACS));

	(void)state;
	assert_malformed(packet, "ethernet", "the header is not whole");
	packet = decode_cut(ETHERNET, BYTES(ETHERNET_UDP), 12);
	assert_int_equal(packet.kind, PACKET_OTHER);
	assert_null(packet.malformed);
}

static void
cooked_captures_know_the_senders_address(void **state)
{
	struct packet packet = decode(SLL, BYTES("\x00\x00\x00\x01\x00\x06\x02\x00\x00\x00"
						 "\x00\x01\x00\x00\x08\x00" IPV4_UDP));

	(void)state;
	assert_udp_over_ipv4(packet);
	assert_macs(&packet, 1, 0);
	packet = decode(
	    SLL2, BYTES("\x86\xdd\x00\x00\x00\x00\x00\x02\x00\x01\x04\x06\x02\x00\x00"
			"\x00\x00\x01\x00\x00" IPV6_UDP));
	assert_udp_over_ipv6(packet);
	assert_macs(&packet, 1, 0);
}

static void
a_cooked_netlink_message_is_no_packet(void **state)
{
	struct packet packet = decode(SLL, BYTES("\x00\x04\x03\x38\x00\x00\x00\x00\x00\x00"
						 "\x00\x00\x00\x00\x08\x00" IPV4_UDP));

	(void)state;
	assert_int_equal(packet.kind, PACKET_OTHER);
}

static void
loopback_families_are_read_in_both_byte_orders(void **state)
{
	(void)state;
	assert_udp_over_ipv4(decode(0, BYTES("\x02\x00\x00\x00" IPV4_UDP)));
	assert_udp_over_ipv4(decode(0, BYTES("\x00\x00\x00\x02" IPV4_UDP)));
	assert_udp_over_ipv4(decode(LOOP, BYTES("\x00\x00\x00\x02" IPV4_UDP)));
	assert_udp_over_ipv6(decode(0, BYTES("\x1e\x00\x00\x00" IPV6_UDP)));
	assert_udp_over_ipv6(decode(0, BYTES("\x18\x00\x00\x00" IPV6_UDP)));
	assert_udp_over_ipv6(decode(0, BYTES("\x1c\x00\x00\x00" IPV6_UDP)));
	assert_udp_over_ipv6(decode(0, BYTES("\x0a\x00\x00\x00" IPV6_UDP)));
	assert_udp_over_ipv4(decode(0, BYTES("\x00\x00\x08\x00" IPV4_UDP)));
	assert_udp_over_ipv4(decode(0, BYTES("\x0f\x00\x08\x00" IPV4_UDP)));
	assert_udp_over_ipv4(decode(0, BYTES("\xff\x03\x00\x21" IPV4_UDP)));
	assert_int_equal(decode(0, BYTES("\x07\x00\x00\x00" IPV4_UDP)).kind, PACKET_OTHER);
}

static void
raw_ip_needs_no_link_header(void **state)
{
	static const uint16_t raw[] = { 12, 14, 101, 228, 229 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(raw); i++) {
		assert_udp_over_ipv4(decode(raw[i], BYTES(IPV4_UDP)));
		assert_udp_over_ipv6(decode(raw[i], BYTES(IPV6_UDP)));
	}
	assert_false(decode(101, BYTES(IPV4_UDP)).has_macs);
}

static void
ppp_comes_with_and_without_framing(void **state)
{
	(void)state;
	assert_udp_over_ipv4(decode(PPP, BYTES("\xff\x03\x00\x21" IPV4_UDP)));
	assert_udp_over_ipv4(decode(PPP, BYTES("\xff\x03\x21" IPV4_UDP)));
	assert_udp_over_ipv6(decode(PPP, BYTES("\x00\x57" IPV6_UDP)));
	assert_udp_over_ipv4(decode(PPP_HDLC, BYTES("\xff\x03\x00\x21" IPV4_UDP)));
	assert_udp_over_ipv4(
	    decode(PPP_WITH_DIRECTION, BYTES("\x01\xff\x03\x00\x21" IPV4_UDP)));
	assert_int_equal(decode(PPP, BYTES("\xc0\x21\x01\x01")).kind, PACKET_OTHER);
}

static void
ciscos_hdlc_is_read_where_it_stands_in_place_of_ppp(void **state)
{
	(void)state;
	assert_udp_over_ipv4(decode(CHDLC, BYTES("\x0f\x00\x08\x00" IPV4_UDP)));
	assert_udp_over_ipv4(decode(PPP_HDLC, BYTES("\x0f\x00\x08\x00" IPV4_UDP)));
	assert_udp_over_ipv6(decode(PPP, BYTES("\x8f\x00\x86\xdd" IPV6_UDP)));
	assert_int_equal(
	    decode(CHDLC, BYTES("\x8f\x00\x80\x35\x00\x00")).kind, PACKET_OTHER);
}

static void
pppoe_says_how_long_the_packet_is(void **state)
{
	(void)state;
	assert_udp_over_ipv4(decode(ETHERNET,
	    BYTES(MACS "\x88\x64\x11\x00\x00\x01\x00\x22\x00\x21" IPV4_UDP "padding")));
	assert_udp_over_ipv4(
	    decode(PPPOE, BYTES("\x11\x00\x00\x01\x00\x22\x00\x21" IPV4_UDP)));
	assert_int_equal(
	    decode(PPPOE, BYTES("\x11\xa7\x00\x01\x00\x22\x00\x21" IPV4_UDP)).kind,
	    PACKET_OTHER);
}

static void
frame_relay_names_the_protocol_in_several_ways(void **state)
{
	(void)state;
	assert_udp_over_ipv4(decode(FRAME_RELAY, BYTES("\x18\x41\x03\xcc" IPV4_UDP)));
	assert_udp_over_ipv6(decode(FRAME_RELAY, BYTES("\x18\x41\x03\x00\x8e" IPV6_UDP)));
	assert_udp_over_ipv4(decode(FRAME_RELAY, BYTES("\x18\x41\x08\x00" IPV4_UDP)));
	assert_udp_over_ipv4(decode(
	    FRAME_RELAY, BYTES("\x18\x41\x03\x00\x80\x00\x00\x00\x08\x00" IPV4_UDP)));
	assert_malformed(decode(FRAME_RELAY, BYTES("\x00\x00\x00\x00\x00\x00")),
	    "frame relay", "the address has no end");
}

static void
headers_of_single_systems_are_passed(void **state)
{
	(void)state;
	assert_udp_over_ipv4(decode(
	    ENC, BYTES("\x02\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00" IPV4_UDP)));
	assert_udp_over_ipv4(decode(NFLOG, BYTES("\x02\x00\x00\x00\x05\x00\x0a\x00\x00\x00"
						 "\x00\x00\x24\x00\x09\x00" IPV4_UDP)));
	assert_udp_over_ipv4(
	    decode(PPI, BYTES("\x00\x00\x0c\x00\x01\x00\x00\x00zzzz" ETHERNET_UDP)));
	assert_udp_over_ipv4(decode(PKTAP,
	    BYTES("\x10\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00zzzz" ETHERNET_UDP)));
}

static void
an_attribute_shorter_than_its_header_is_malformed(void **state)
{
	(void)state;
	assert_malformed(decode(NFLOG, BYTES("\x02\x00\x00\x00\x03\x00\x0a\x00\x00\x00")),
	    "nflog", "an attribute is too short");
}

static void
an_unknown_link_type_is_said_to_be_unknown(void **state)
{
	(void)state;
	assert_true(link_type_is_known(ETHERNET));
	assert_true(link_type_is_known(0));
	assert_false(link_type_is_known(2));
	assert_false(link_type_is_known(UINT16_MAX));
	assert_int_equal(decode(2, BYTES(ETHERNET_UDP)).kind, PACKET_OTHER);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ethernet_tells_macs_and_leads_to_ip),
		cmocka_unit_test(an_arp_message_is_the_payload),
		cmocka_unit_test(an_unknown_ethertype_is_a_packet_of_another_kind),
		cmocka_unit_test(a_length_in_place_of_the_ethertype_means_llc),
		cmocka_unit_test(the_innermost_of_several_tags_is_the_vlan),
		cmocka_unit_test(
		    a_header_that_is_not_whole_is_malformed_unless_the_capture_cut_it),
		cmocka_unit_test(cooked_captures_know_the_senders_address),
		cmocka_unit_test(a_cooked_netlink_message_is_no_packet),
		cmocka_unit_test(loopback_families_are_read_in_both_byte_orders),
		cmocka_unit_test(raw_ip_needs_no_link_header),
		cmocka_unit_test(ppp_comes_with_and_without_framing),
		cmocka_unit_test(ciscos_hdlc_is_read_where_it_stands_in_place_of_ppp),
		cmocka_unit_test(pppoe_says_how_long_the_packet_is),
		cmocka_unit_test(frame_relay_names_the_protocol_in_several_ways),
		cmocka_unit_test(headers_of_single_systems_are_passed),
		cmocka_unit_test(an_attribute_shorter_than_its_header_is_malformed),
		cmocka_unit_test(an_unknown_link_type_is_said_to_be_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
