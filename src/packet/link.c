/* SPDX-License-Identifier: BSD-2-Clause */
/* Local links: Ethernet (IEEE 802.3, LLC and SNAP of 802.2), 802.1Q tags, and the headers
 * that systems put in front of a packet where the capture holds no link layer. */
#include "packet/layer.h"

enum {
	MAC_SIZE = 6,
	ETHERNET_HEADER = 14,
	VLAN_ID = 0x0fff,
	ARPHRD_ETHER = 1,
	ARPHRD_NETLINK = 824,
	ARPHRD_IPGRE = 778,
};

/* dst src type-or-length */
struct layer
ethernet_read(struct walk *w)
{
	struct cursor in = walk_header(w, ETHERNET_HEADER);

	if (in.at == NULL)
		return walk_short(w, "ethernet");
	w->packet->has_macs = true;
	memcpy(w->packet->dst_mac.octets, cursor_take(&in, MAC_SIZE), MAC_SIZE);
	memcpy(w->packet->src_mac.octets, cursor_take(&in, MAC_SIZE), MAC_SIZE);
	uint16_t type = cursor_u16(&in);

	if (type == 0x0800) /* spares nearly every frame the search */
		return (struct layer){ ip_read };
	return type_or_length_layer(w, type);
}

/* priority-and-id type-or-length */
struct layer
vlan_read(struct walk *w)
{
	uint16_t tag = cursor_u16(&w->in);
	uint16_t type = cursor_u16(&w->in);

	if (w->in.broken)
		return walk_short(w, "vlan");
	w->packet->has_vlan = true;
	w->packet->vlan = tag & VLAN_ID;
	return type_or_length_layer(w, type);
}

/* dsap ssap control */
struct layer
llc_read(struct walk *w)
{
	static const struct {
		uint32_t header;
		struct layer layer;
	} contents[] = {
		{ 0xaaaa03, { snap_read } },
		{ 0x060603, { ip_read } },
		{ 0x989803, { arp_read } },
	};
	uint32_t header = cursor_u24(&w->in);

	for (size_t i = 0; i < COUNT_OF(contents); i++)
		if (contents[i].header == header)
			return contents[i].layer;
	return LAYER_END;
}

/* organisation(3) protocol(2) */
struct layer
snap_read(struct walk *w)
{
	enum { ETHERTYPES = 0x000000, BRIDGE_TUNNEL = 0x0000f8, BRIDGED = 0x0080c2 };
	enum { BRIDGED_WITH_FCS = 0x0001, BRIDGED_WITHOUT_FCS = 0x0007 };
	uint32_t organisation = cursor_u24(&w->in);
	uint16_t protocol = cursor_u16(&w->in);

	if (w->in.broken)
		return walk_short(w, "snap");
	if (organisation == ETHERTYPES || organisation == BRIDGE_TUNNEL)
		return ethertype_layer(protocol);
	if (organisation == BRIDGED &&
	    (protocol == BRIDGED_WITH_FCS || protocol == BRIDGED_WITHOUT_FCS))
		return (struct layer){ ethernet_read };
	return LAYER_END;
}

/* The message is the dissector's to read.  An outer IP header's addresses are not its. */
struct layer
arp_read(struct walk *w)
{
	w->packet->src = w->packet->dst = (struct address){ 0 };
	walk_payload(w, PACKET_ARP);
	return LAYER_END;
}

/* The cooked headers know the sender's address alone. */
static void
note_sender(struct walk *w, uint16_t hardware, size_t size, const uint8_t *octets)
{
	if (hardware != ARPHRD_ETHER || size != MAC_SIZE)
		return;
	w->packet->has_macs = true;
	memcpy(w->packet->src_mac.octets, octets, MAC_SIZE);
}

/* What the protocol field means depends on the kind of device. */
static struct layer
cooked_layer(struct walk *w, uint16_t hardware, uint16_t protocol)
{
	enum { NOVELL = 0x0001, LLC = 0x0004 };

	if (hardware == ARPHRD_NETLINK)
		return LAYER_END;
	if (protocol == LLC)
		return (struct layer){ llc_read };
	if (protocol == NOVELL)
		return LAYER_END;
	return type_or_length_layer(w, protocol);
}

/* Linux cooked capture: kind(2) hardware(2) size(2) address(8) protocol(2) */
struct layer
sll_read(struct walk *w)
{
	cursor_u16(&w->in);
	uint16_t hardware = cursor_u16(&w->in);
	uint16_t size = cursor_u16(&w->in);
	const uint8_t *address = cursor_take(&w->in, 8);
	uint16_t protocol = cursor_u16(&w->in);

	if (w->in.broken)
		return walk_short(w, "sll");
	note_sender(w, hardware, size, address);
	return cooked_layer(w, hardware, protocol);
}

/* Version 2: protocol(2) 0(2) interface(4) hardware(2) kind size address(8) */
struct layer
sll2_read(struct walk *w)
{
	uint16_t protocol = cursor_u16(&w->in);
	cursor_take(&w->in, 6);
	uint16_t hardware = cursor_u16(&w->in);
	cursor_u8(&w->in);
	uint8_t size = cursor_u8(&w->in);
	const uint8_t *address = cursor_take(&w->in, 8);

	if (w->in.broken)
		return walk_short(w, "sll2");
	note_sender(w, hardware, size, address);
	return cooked_layer(w, hardware, protocol);
}

/* BSD address families; each system has a number of its own for IPv6, and some write an
 * ethertype. */
static struct layer
family_layer(uint32_t family)
{
	enum { ETHERTYPE_FIRST = 0x600 };
	static const uint8_t ip_families[] = { 2, 10, 24, 28, 30 };

	for (size_t i = 0; i < COUNT_OF(ip_families); i++)
		if (ip_families[i] == family)
			return (struct layer){ ip_read };
	if (family >= ETHERTYPE_FIRST && family <= UINT16_MAX)
		return ethertype_layer((uint16_t)family);
	return LAYER_END;
}

/* Written in the order of whatever machine captured it; families are small numbers. */
static uint32_t
read_family(struct cursor *in)
{
	uint32_t family = cursor_u32(in);

	return family > UINT16_MAX ? __builtin_bswap32(family) : family;
}

/* BSD loopback: family(4), in place of which some write the framing of PPP or HDLC */
struct layer
null_read(struct walk *w)
{
	enum { PPP = 0xff03, HDLC = 0x0f00 };
	struct cursor at = w->in;
	uint16_t start = cursor_u16(&at);

	if (start == PPP || start == HDLC)
		return (struct layer){ ppp_hdlc_read };
	return walk_next(w, family_layer(read_family(&w->in)), "loopback");
}

/* OpenBSD's IPsec interface: family(4) index(4) flags(4) */
struct layer
enc_read(struct walk *w)
{
	uint32_t family = read_family(&w->in);

	cursor_take(&w->in, 8);
	return walk_next(w, family_layer(family), "enc");
}

/* family version resource(2), then size(2) type(2) value, padded to four bytes.  Sizes are
 * in the order of the machine that captured; ours are all little-endian. */
struct layer
nflog_read(struct walk *w)
{
	enum { HEADER_SIZE = 4, TYPE = 0x7fff, PAYLOAD = 9 };
	uint8_t family = cursor_u8(&w->in);

	cursor_take(&w->in, 3);
	while (cursor_left(&w->in) > HEADER_SIZE) {
		size_t size = cursor_u16le(&w->in);
		uint16_t type = cursor_u16le(&w->in) & TYPE;

		if (size < HEADER_SIZE)
			return walk_malformed(w, "nflog", "an attribute is too short");
		size -= HEADER_SIZE;
		if (type == PAYLOAD) {
			walk_limit(w, size);
			return family_layer(family);
		}
		cursor_take(&w->in, (size + 3) & ~(size_t)3);
	}
	return walk_next(w, LAYER_END, "nflog");
}

/* version flags size(2) link-type(4) fields, all little-endian */
struct layer
ppi_read(struct walk *w)
{
	enum { SIZE_MIN = 8 };
	struct cursor at = w->in;

	cursor_u16(&at);
	uint32_t size = cursor_u16le(&at);
	uint32_t link_type = cursor_u32le(&at);

	cursor_take(&w->in, MAX(size, SIZE_MIN));
	if (link_type > UINT16_MAX)
		return LAYER_END;
	return walk_next(w, link_layer((uint16_t)link_type), "ppi");
}

/* Apple's: size(4) kind(4) link-type(4) and more, all little-endian */
struct layer
pktap_read(struct walk *w)
{
	enum { SIZE_MIN = 12 };
	struct cursor at = w->in;
	uint32_t size = cursor_u32le(&at);

	cursor_u32le(&at);
	uint32_t link_type = cursor_u32le(&at);

	cursor_take(&w->in, MAX(size, SIZE_MIN));
	if (link_type > UINT16_MAX)
		return LAYER_END;
	return walk_next(w, link_layer((uint16_t)link_type), "pktap");
}
