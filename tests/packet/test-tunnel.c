/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/packet/packet-test.h"

enum { RAW = 101, ETHERNET = 1 };

#define INNER OTHER_MACS "\x08\x00" IPV4_UDP
/* 6000 to a tunnel's port; the length is left to the outer header */
#define TUNNEL(port) OUTER_IPV4("\x11") "\x17\x70" port "\x00\x00\x00\x00"
#define GRE OUTER_IPV4("\x2f")

static void
ip_in_ip_leads_to_the_inner_packet(void **state)
{
	(void)state;
	assert_udp_over_ipv4(decode(RAW, BYTES(OUTER_IPV4("\x04") IPV4_UDP)));
	assert_udp_over_ipv6(decode(RAW, BYTES(OUTER_IPV4("\x29") IPV6_UDP)));
	assert_udp_over_ipv4(decode(RAW, BYTES(IPV6("\x00\x20", "\x04") IPV4_UDP)));
}

static void
an_inner_packet_that_is_malformed_leaves_the_outer_one(void **state)
{
	struct packet packet =
	    decode(RAW, BYTES(OUTER_IPV4("\x04") "\x41\x00\x00\x20zzzzzzzzzzzz"
						 "zzzz"));

	(void)state;
	assert_malformed(packet, "ip", "the header length is less than 20 bytes");
	assert_int_equal(packet.kind, PACKET_IP);
	assert_int_equal(packet.protocol, 4);
	assert_address(packet.src, "10.0.0.1");
}

static void
mpls_is_followed_by_ip_or_by_ethernet(void **state)
{
	(void)state;
	assert_udp_over_ipv4(decode(
	    ETHERNET, BYTES(MACS "\x88\x47\x00\x01\x00\x40\x00\x02\x01\x40" IPV4_UDP)));
	assert_udp_over_ipv6(
	    decode(ETHERNET, BYTES(MACS "\x88\x48\x00\x02\x01\x40" IPV6_UDP)));
	struct packet packet =
	    decode(ETHERNET, BYTES(MACS "\x88\x47\x00\x02\x01\x40\x00\x00\x00\x00" INNER));

	assert_udp_over_ipv4(packet);
	assert_macs(&packet, 3, 4);
	packet = decode(ETHERNET, BYTES(MACS "\x88\x47\x00\x02\x01\x40\x10\x00\x00\x21zz"));
	assert_int_equal(packet.kind, PACKET_OTHER);
}

static void
labels_without_end_lead_nowhere(void **state)
{
	uint8_t bytes[512] = MACS "\x88\x47";

	(void)state;
	assert_int_equal(
	    decode(ETHERNET, bytes_of(bytes, sizeof(bytes))).kind, PACKET_OTHER);
}

static void
gre_carries_what_its_type_says(void **state)
{
	(void)state;
	assert_udp_over_ipv4(decode(RAW, BYTES(GRE "\x00\x00\x08\x00" IPV4_UDP)));
	assert_udp_over_ipv6(decode(RAW, BYTES(GRE "\x00\x00\x86\xdd" IPV6_UDP)));
	assert_udp_over_ipv4(decode(RAW, BYTES(GRE "\x00\x00\x65\x58" INNER)));
	assert_udp_over_ipv4(
	    decode(RAW, BYTES(GRE "\x00\x00\x88\x47\x00\x02\x01\x40" IPV4_UDP)));
	struct packet packet = decode(RAW, BYTES(GRE "\x00\x00\x20\x01zzzz"));

	assert_int_equal(packet.kind, PACKET_IP);
	assert_int_equal(packet.protocol, 47);
}

static void
the_optional_fields_of_gre_are_passed(void **state)
{
	(void)state;
	assert_udp_over_ipv4(
	    decode(RAW, BYTES(GRE "\xb0\x00\x08\x00sum.key.seq." IPV4_UDP)));
	assert_udp_over_ipv4(
	    decode(RAW, BYTES(GRE "\x40\x00\x08\x00sum.\x08\x00\x00\x04hop1"
				  "\x00\x00\x00\x00" IPV4_UDP)));
}

static void
pptp_carries_ppp_as_long_as_its_header_says(void **state)
{
	(void)state;
	assert_udp_over_ipv4(decode(RAW,
	    BYTES(GRE "\x30\x81\x88\x0b\x00\x24\x00\x01seq.ack.\xff\x03\x00\x21" IPV4_UDP
		      "more")));
	struct packet packet = decode(RAW, BYTES(GRE "\x20\x81\x88\x0b\x00\x00\x00\x01"
						     "ack."));

	assert_int_equal(packet.kind, PACKET_IP);
	assert_null(packet.malformed);
}

static void
erspan_of_all_three_types_carries_ethernet(void **state)
{
	(void)state;
	assert_udp_over_ipv4(decode(RAW, BYTES(GRE "\x00\x00\x88\xbe" INNER)));
	assert_udp_over_ipv4(decode(
	    RAW, BYTES(GRE "\x10\x00\x88\xbeseq.\x10\x01\x00\x01\x00\x00\x00\x00" INNER)));
	assert_udp_over_ipv4(decode(RAW,
	    BYTES(GRE "\x10\x00\x22\xebseq.\x20\x01\x00\x01time\x00\x00\x00\x00" INNER)));
	assert_udp_over_ipv4(decode(RAW,
	    BYTES(GRE
		"\x10\x00\x22\xebseq.\x20\x01\x00\x01time\x00\x00\x00\x01platform" INNER)));
}

static void
redirected_web_traffic_has_four_bytes_more_or_none(void **state)
{
	(void)state;
	assert_udp_over_ipv4(decode(RAW, BYTES(GRE "\x00\x00\x88\x3e" IPV4_UDP)));
	assert_udp_over_ipv4(
	    decode(RAW, BYTES(GRE "\x00\x00\x88\x3e\x00\x00\x00\x01" IPV4_UDP)));
}

static void
vxlan_carries_ethernet(void **state)
{
	struct packet packet =
	    decode(RAW, BYTES(TUNNEL("\x12\xb5") "\x08\x00\x00\x00\x00\x00\x2a\x00" INNER));

	(void)state;
	assert_udp_over_ipv4(packet);
	assert_macs(&packet, 3, 4);
	assert_udp_over_ipv4(decode(
	    RAW, BYTES(TUNNEL("\x21\x18") "\x08\x00\x00\x00\x00\x00\x2a\x00" INNER)));
}

static void
a_datagram_to_a_tunnels_port_may_be_just_that(void **state)
{
	struct packet packet =
	    decode(RAW, BYTES(TUNNEL("\x12\xb5") "\x12\x34\x81\x80 answer"));

	(void)state;
	assert_int_equal(packet.kind, PACKET_UDP);
	assert_int_equal(packet.sport, 6000);
	assert_int_equal(packet.dport, 4789);
	assert_payload(&packet, BYTES("\x12\x34\x81\x80 answer"));
	assert_null(packet.malformed);
}

static void
a_tunnels_port_may_be_the_senders(void **state)
{
	(void)state;
	assert_udp_over_ipv4(decode(
	    RAW, BYTES(OUTER_IPV4("\x11") "\x12\xb5\x17\x70\x00\x00\x00\x00"
					  "\x08\x00\x00\x00\x00\x00\x2a\x00" INNER)));
}

static void
vxlan_may_carry_a_policy(void **state)
{
	(void)state;
	assert_udp_over_ipv4(decode(
	    RAW, BYTES(TUNNEL("\x12\xb5") "\x88\x08\x01\x02\x00\x00\x2a\x00" INNER)));
	assert_udp_over_ipv4(decode(
	    RAW, BYTES(TUNNEL("\x12\xb5") "\x08\x08\x7f\x7f\x00\x00\x2a\x00" INNER)));
}

static void
vxlan_gpe_and_geneve_name_what_they_carry(void **state)
{
	(void)state;
	assert_udp_over_ipv4(decode(
	    RAW, BYTES(TUNNEL("\x12\xb6") "\x0c\x00\x00\x01\x00\x00\x2a\x00" IPV4_UDP)));
	assert_udp_over_ipv4(decode(
	    RAW, BYTES(TUNNEL("\x12\xb6") "\x0c\x00\x00\x03\x00\x00\x2a\x00" INNER)));
	assert_udp_over_ipv4(decode(
	    RAW, BYTES(TUNNEL("\x17\xc1") "\x00\x00\x65\x58\x00\x00\x2a\x00" INNER)));
	assert_udp_over_ipv6(decode(RAW,
	    BYTES(TUNNEL("\x17\xc1") "\x01\x00\x86\xdd\x00\x00\x2a\x00opt." IPV6_UDP)));
}

static void
an_arp_message_in_a_tunnel_has_no_ip_addresses(void **state)
{
	struct packet packet = decode(RAW,
	    BYTES(
		TUNNEL("\x12\xb5") "\x08\x00\x00\x00\x00\x00\x2a\x00" OTHER_MACS "\x08\x06"
				   "arp"));

	(void)state;
	assert_int_equal(packet.kind, PACKET_ARP);
	assert_int_equal(packet.src.family, 0);
	assert_int_equal(packet.dst.family, 0);
	assert_macs(&packet, 3, 4);
}

static void
tunnels_in_tunnels_come_to_an_end(void **state)
{
	enum { DEPTH = 200, HEADER = 20 };
	uint8_t bytes[DEPTH * HEADER];

	(void)state;
	for (size_t i = 0; i < DEPTH; i++)
		memcpy(bytes + i * HEADER, OUTER_IPV4("\x04"), HEADER);
	struct packet packet = decode(RAW, bytes_of(bytes, sizeof(bytes)));

	assert_malformed(packet, "packet", "there are too many layers");
	assert_int_equal(packet.kind, PACKET_IP);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ip_in_ip_leads_to_the_inner_packet),
		cmocka_unit_test(an_inner_packet_that_is_malformed_leaves_the_outer_one),
		cmocka_unit_test(mpls_is_followed_by_ip_or_by_ethernet),
		cmocka_unit_test(labels_without_end_lead_nowhere),
		cmocka_unit_test(gre_carries_what_its_type_says),
		cmocka_unit_test(the_optional_fields_of_gre_are_passed),
		cmocka_unit_test(pptp_carries_ppp_as_long_as_its_header_says),
		cmocka_unit_test(erspan_of_all_three_types_carries_ethernet),
		cmocka_unit_test(redirected_web_traffic_has_four_bytes_more_or_none),
		cmocka_unit_test(vxlan_carries_ethernet),
		cmocka_unit_test(a_datagram_to_a_tunnels_port_may_be_just_that),
		cmocka_unit_test(a_tunnels_port_may_be_the_senders),
		cmocka_unit_test(vxlan_may_carry_a_policy),
		cmocka_unit_test(vxlan_gpe_and_geneve_name_what_they_carry),
		cmocka_unit_test(an_arp_message_in_a_tunnel_has_no_ip_addresses),
		cmocka_unit_test(tunnels_in_tunnels_come_to_an_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
