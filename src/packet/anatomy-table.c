/* SPDX-License-Identifier: BSD-2-Clause */
#include "packet/anatomy-table.h"

static const struct anatomy_word ethertypes[] = {
	{ 0x0800, "IPv4" },
	{ 0x0806, "ARP" },
	{ 0x8100, "802.1Q Virtual LAN" },
	{ 0x86dd, "IPv6" },
	{ 0x8847, "MPLS label switched packet" },
	{ 0x8863, "PPPoE Discovery" },
	{ 0x8864, "PPPoE Session" },
	{ 0x88a8, "802.1ad Provider Bridge (Q-in-Q)" },
	{ 0, NULL },
};

static const struct anatomy_word protocols[] = {
	{ 0, "IPv6 Hop-by-Hop Option" },
	{ 1, "ICMP" },
	{ 2, "IGMP" },
	{ 4, "IPIP" },
	{ 6, "TCP" },
	{ 17, "UDP" },
	{ 41, "IPv6" },
	{ 43, "Routing Header for IPv6" },
	{ 44, "Fragment Header for IPv6" },
	{ 47, "Generic Routing Encapsulation" },
	{ 50, "Encap Security Payload" },
	{ 51, "Authentication Header" },
	{ 58, "ICMPv6" },
	{ 59, "IPv6 no next header" },
	{ 60, "Destination Options for IPv6" },
	{ 132, "SCTP" },
	{ 0, NULL },
};

static const struct anatomy_field ethernet[] = {
	{ "Destination", 0, 48, FORM_MAC, NULL, "Dst", false },
	{ "Source", 48, 48, FORM_MAC, NULL, "Src", false },
	{ "Type", 96, 16, FORM_HEX, ethertypes, NULL, false },
};

static const struct anatomy_field vlan[] = {
	{ "Priority", 0, 3, FORM_NUMBER, NULL, "PRI", false },
	{ "DEI", 3, 1, FORM_NUMBER, NULL, "DEI", false },
	{ "ID", 4, 12, FORM_NUMBER, NULL, "ID", false },
	{ "Type", 16, 16, FORM_HEX, ethertypes, NULL, false },
};

static const struct anatomy_word sll_kinds[] = {
	{ 0, "Unicast to us" },
	{ 1, "Broadcast" },
	{ 2, "Multicast" },
	{ 3, "Unicast to another host" },
	{ 4, "Sent by us" },
	{ 0, NULL },
};

static const struct anatomy_field sll[] = {
	{ "Packet type", 0, 16, FORM_NUMBER, sll_kinds, NULL, false },
	{ "Link-layer address type", 16, 16, FORM_NUMBER, NULL, NULL, false },
	{ "Link-layer address length", 32, 16, FORM_NUMBER, NULL, NULL, false },
	{ "Source", 48, 48, FORM_MAC, NULL, NULL, false },
	{ "Protocol", 112, 16, FORM_HEX, ethertypes, NULL, false },
};

static const struct anatomy_field sll2[] = {
	{ "Protocol", 0, 16, FORM_HEX, ethertypes, NULL, false },
	{ "Interface index", 32, 32, FORM_NUMBER, NULL, NULL, false },
	{ "Link-layer address type", 64, 16, FORM_NUMBER, NULL, NULL, false },
	{ "Packet type", 80, 8, FORM_NUMBER, sll_kinds, NULL, false },
	{ "Link-layer address length", 88, 8, FORM_NUMBER, NULL, NULL, false },
	{ "Source", 96, 48, FORM_MAC, NULL, NULL, false },
};

static const struct anatomy_field null_loopback[] = {
	{ "Family", 0, 32, FORM_HEX, NULL, NULL, false },
};

static const struct anatomy_word ecn_words[] = {
	{ 0, "Not ECN-Capable Transport" },
	{ 1, "ECN-Capable Transport (1)" },
	{ 2, "ECN-Capable Transport (0)" },
	{ 3, "Congestion Experienced" },
	{ 0, NULL },
};

static const struct anatomy_field ipv4[] = {
	{ "Version", 0, 4, FORM_NUMBER, NULL, NULL, false },
	{ "Header Length", 4, 4, FORM_WORDS, NULL, NULL, false },
	{ "Differentiated Services Field", 8, 8, FORM_HEX, NULL, NULL, false },
	{ "Differentiated Services Codepoint", 8, 6, FORM_NUMBER, NULL, NULL, true },
	{ "Explicit Congestion Notification", 14, 2, FORM_NUMBER, ecn_words, NULL, true },
	{ "Total Length", 16, 16, FORM_NUMBER, NULL, NULL, false },
	{ "Identification", 32, 16, FORM_HEX, NULL, NULL, false },
	{ "Flags", 48, 3, FORM_HEX, NULL, NULL, false },
	{ "Don't fragment", 49, 1, FORM_FLAG, NULL, NULL, true },
	{ "More fragments", 50, 1, FORM_FLAG, NULL, NULL, true },
	{ "Fragment Offset (in units of 8 bytes)", 51, 13, FORM_NUMBER, NULL, NULL, false },
	{ "Time to Live", 64, 8, FORM_NUMBER, NULL, NULL, false },
	{ "Protocol", 72, 8, FORM_NUMBER, protocols, NULL, false },
	{ "Header Checksum", 80, 16, FORM_HEX, NULL, NULL, false },
	{ "Source Address", 96, 32, FORM_ADDRESS, NULL, "Src", false },
	{ "Destination Address", 128, 32, FORM_ADDRESS, NULL, "Dst", false },
};

static const struct anatomy_field ipv6[] = {
	{ "Version", 0, 4, FORM_NUMBER, NULL, NULL, false },
	{ "Traffic Class", 4, 8, FORM_HEX, NULL, NULL, false },
	{ "Flow Label", 12, 20, FORM_HEX, NULL, NULL, false },
	{ "Payload Length", 32, 16, FORM_NUMBER, NULL, NULL, false },
	{ "Next Header", 48, 8, FORM_NUMBER, protocols, NULL, false },
	{ "Hop Limit", 56, 8, FORM_NUMBER, NULL, NULL, false },
	{ "Source Address", 64, 128, FORM_ADDRESS, NULL, "Src", false },
	{ "Destination Address", 192, 128, FORM_ADDRESS, NULL, "Dst", false },
};

static const struct anatomy_field ipv6_options[] = {
	{ "Next Header", 0, 8, FORM_NUMBER, protocols, NULL, false },
	{ "Length (in units of 8 bytes, less one)", 8, 8, FORM_NUMBER, NULL, NULL, false },
};

static const struct anatomy_field ipv6_fragment[] = {
	{ "Next Header", 0, 8, FORM_NUMBER, protocols, NULL, false },
	{ "Offset (in units of 8 bytes)", 16, 13, FORM_NUMBER, NULL, NULL, false },
	{ "More Fragments", 31, 1, FORM_FLAG, NULL, NULL, false },
	{ "Identification", 32, 32, FORM_HEX, NULL, NULL, false },
};

static const struct anatomy_field tcp[] = {
	{ "Source Port", 0, 16, FORM_NUMBER, NULL, "Src Port", false },
	{ "Destination Port", 16, 16, FORM_NUMBER, NULL, "Dst Port", false },
	{ "Sequence Number (raw)", 32, 32, FORM_NUMBER, NULL, NULL, false },
	{ "Acknowledgment number (raw)", 64, 32, FORM_NUMBER, NULL, NULL, false },
	{ "Header Length", 96, 4, FORM_WORDS, NULL, NULL, false },
	{ "Flags", 100, 12, FORM_HEX, NULL, NULL, false },
	{ "Accurate ECN", 103, 1, FORM_FLAG, NULL, NULL, true },
	{ "Congestion Window Reduced", 104, 1, FORM_FLAG, NULL, NULL, true },
	{ "ECN-Echo", 105, 1, FORM_FLAG, NULL, NULL, true },
	{ "Urgent", 106, 1, FORM_FLAG, NULL, NULL, true },
	{ "Acknowledgment", 107, 1, FORM_FLAG, NULL, NULL, true },
	{ "Push", 108, 1, FORM_FLAG, NULL, NULL, true },
	{ "Reset", 109, 1, FORM_FLAG, NULL, NULL, true },
	{ "Syn", 110, 1, FORM_FLAG, NULL, NULL, true },
	{ "Fin", 111, 1, FORM_FLAG, NULL, NULL, true },
	{ "Window", 112, 16, FORM_NUMBER, NULL, NULL, false },
	{ "Checksum", 128, 16, FORM_HEX, NULL, NULL, false },
	{ "Urgent Pointer", 144, 16, FORM_NUMBER, NULL, NULL, false },
};

static const struct anatomy_field udp[] = {
	{ "Source Port", 0, 16, FORM_NUMBER, NULL, "Src Port", false },
	{ "Destination Port", 16, 16, FORM_NUMBER, NULL, "Dst Port", false },
	{ "Length", 32, 16, FORM_NUMBER, NULL, NULL, false },
	{ "Checksum", 48, 16, FORM_HEX, NULL, NULL, false },
};

static const struct anatomy_word icmp_types[] = {
	{ 0, "Echo (ping) reply" },
	{ 3, "Destination unreachable" },
	{ 5, "Redirect" },
	{ 8, "Echo (ping) request" },
	{ 11, "Time-to-live exceeded" },
	{ 12, "Parameter problem" },
	{ 0, NULL },
};

static const struct anatomy_field icmp[] = {
	{ "Type", 0, 8, FORM_NUMBER, icmp_types, NULL, false },
	{ "Code", 8, 8, FORM_NUMBER, NULL, NULL, false },
	{ "Checksum", 16, 16, FORM_HEX, NULL, NULL, false },
};

static const struct anatomy_word icmpv6_types[] = {
	{ 1, "Destination Unreachable" },
	{ 2, "Packet Too Big" },
	{ 3, "Time Exceeded" },
	{ 4, "Parameter Problem" },
	{ 128, "Echo (ping) request" },
	{ 129, "Echo (ping) reply" },
	{ 133, "Router Solicitation" },
	{ 134, "Router Advertisement" },
	{ 135, "Neighbor Solicitation" },
	{ 136, "Neighbor Advertisement" },
	{ 137, "Redirect" },
	{ 143, "Multicast Listener Report Message v2" },
	{ 0, NULL },
};

static const struct anatomy_field icmpv6[] = {
	{ "Type", 0, 8, FORM_NUMBER, icmpv6_types, NULL, false },
	{ "Code", 8, 8, FORM_NUMBER, NULL, NULL, false },
	{ "Checksum", 16, 16, FORM_HEX, NULL, NULL, false },
};

#define HEADER(title, size, fields)                                                        \
	{                                                                                  \
		title, size, fields, COUNT_OF(fields)                                      \
	}

const struct anatomy_header anatomy_headers[ANATOMY_COUNT] = {
	[ANATOMY_ETHERNET] = HEADER("Ethernet II", 14, ethernet),
	[ANATOMY_VLAN] = HEADER("802.1Q Virtual LAN", 4, vlan),
	[ANATOMY_SLL] = HEADER("Linux cooked capture v1", 16, sll),
	[ANATOMY_SLL2] = HEADER("Linux cooked capture v2", 20, sll2),
	[ANATOMY_NULL] = HEADER("Null/Loopback", 4, null_loopback),
	[ANATOMY_IPV4] = HEADER("Internet Protocol Version 4", 20, ipv4),
	[ANATOMY_IPV6] = HEADER("Internet Protocol Version 6", 40, ipv6),
	[ANATOMY_IPV6_OPTIONS] = HEADER("IPv6 extension header", 8, ipv6_options),
	[ANATOMY_IPV6_FRAGMENT] = HEADER("Fragment Header for IPv6", 8, ipv6_fragment),
	[ANATOMY_TCP] = HEADER("Transmission Control Protocol", 20, tcp),
	[ANATOMY_UDP] = HEADER("User Datagram Protocol", 8, udp),
	[ANATOMY_ICMP] = HEADER("Internet Control Message Protocol", 4, icmp),
	[ANATOMY_ICMPV6] = HEADER("Internet Control Message Protocol v6", 4, icmpv6),
};

struct anatomy_number {
	uint16_t number;
	enum anatomy_kind kind;
};

static enum anatomy_kind
number_find(const struct anatomy_number *numbers, size_t count, uint64_t number)
{
	for (size_t i = 0; i < count; i++)
		if (numbers[i].number == number)
			return numbers[i].kind;
	return ANATOMY_NONE;
}

/* Raw IP is what its first nibble says. */
enum anatomy_kind
anatomy_of_link(uint16_t link_type)
{
	static const struct anatomy_number links[] = {
		{ 0, ANATOMY_NULL },
		{ 1, ANATOMY_ETHERNET },
		{ 108, ANATOMY_NULL },
		{ 113, ANATOMY_SLL },
		{ 276, ANATOMY_SLL2 },
	};

	return number_find(links, COUNT_OF(links), link_type);
}

enum anatomy_kind
anatomy_of_ethertype(uint64_t ethertype)
{
	static const struct anatomy_number types[] = {
		{ 0x0800, ANATOMY_IPV4 },
		{ 0x86dd, ANATOMY_IPV6 },
		{ 0x8100, ANATOMY_VLAN },
		{ 0x88a8, ANATOMY_VLAN },
		{ 0x9100, ANATOMY_VLAN },
	};

	return number_find(types, COUNT_OF(types), ethertype);
}

enum anatomy_kind
anatomy_of_protocol(uint64_t protocol)
{
	static const struct anatomy_number protocols_known[] = {
		{ 0, ANATOMY_IPV6_OPTIONS },
		{ 1, ANATOMY_ICMP },
		{ 4, ANATOMY_IPV4 },
		{ 6, ANATOMY_TCP },
		{ 17, ANATOMY_UDP },
		{ 41, ANATOMY_IPV6 },
		{ 43, ANATOMY_IPV6_OPTIONS },
		{ 44, ANATOMY_IPV6_FRAGMENT },
		{ 58, ANATOMY_ICMPV6 },
		{ 60, ANATOMY_IPV6_OPTIONS },
	};

	return number_find(protocols_known, COUNT_OF(protocols_known), protocol);
}
