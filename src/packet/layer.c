/* SPDX-License-Identifier: BSD-2-Clause */
/* Who reads what comes next: the tables that join the readers to a chain. */
#include "packet/layer.h"

enum { ETHERTYPE_FIRST = 0x600, LENGTH_MAX = 1500 };

/* By LINKTYPE_; 12 and 14 are raw IP by the numbers of other systems. */
static const struct layer link_layers[] = {
	[0] = { null_read },
	[1] = { ethernet_read },
	[9] = { ppp_hdlc_read },
	[12] = { ip_read },
	[14] = { ip_read },
	[50] = { ppp_hdlc_read },
	[51] = { pppoe_read },
	[101] = { ip_read },
	[104] = { chdlc_read },
	[105] = { wlan_read },
	[107] = { frame_relay_read },
	[108] = { null_read },
	[109] = { enc_read },
	[113] = { sll_read },
	[119] = { prism_read },
	[127] = { radiotap_read },
	[163] = { avs_read },
	[192] = { ppi_read },
	[204] = { ppp_with_direction_read },
	[228] = { ip_read },
	[229] = { ip_read },
	[239] = { nflog_read },
	[258] = { pktap_read },
	[276] = { sll2_read },
};

static const struct layer protocol_layers[256] = {
	[0] = { ipv6_option_read }, /* hop-by-hop */
	[1] = { icmp_read },
	[4] = { ip_read },
	[6] = { tcp_read },
	[17] = { udp_read },
	[41] = { ip_read },
	[43] = { ipv6_option_read }, /* routing */
	[44] = { ipv6_fragment_read },
	[47] = { gre_read },
	[51] = { ah_read },
	[58] = { icmp_read },
	[60] = { ipv6_option_read },  /* destination */
	[135] = { ipv6_option_read }, /* mobility */
	[137] = { mpls_read },
	[139] = { ipv6_option_read }, /* host identity */
	[140] = { ipv6_option_read }, /* shim6 */
};

struct numbered_layer {
	uint16_t number;
	struct layer layer;
};

/* The busiest come first. */
static const struct numbered_layer ethertype_layers[] = {
	{ 0x0800, { ip_read } },
	{ 0x86dd, { ip_read } },
	{ 0x8100, { vlan_read } },
	{ 0x0806, { arp_read } },
	{ 0x88a8, { vlan_read } },
	{ 0x8864, { pppoe_read } },
	{ 0x8847, { mpls_read } },
	{ 0x8848, { mpls_read } },
	{ 0x9100, { vlan_read } },
	{ 0x9200, { vlan_read } },
	{ 0x6558, { ethernet_read } },
	{ 0x8035, { arp_read } }, /* reverse ARP: the same message */
	{ 0x880b, { ppp_read } },
};

static const struct numbered_layer ppp_layers[] = {
	{ 0x0021, { ip_read } },
	{ 0x0057, { ip_read } },
	{ 0x0281, { mpls_read } },
	{ 0x0283, { mpls_read } },
};

static const struct numbered_layer tunnel_layers[] = {
	{ 4789, { vxlan_read } },
	{ 8472, { vxlan_read } },
	{ 4790, { vxlan_gpe_read } },
	{ 6081, { geneve_read } },
	{ 6635, { mpls_read } },
};

static struct layer
numbered_layer_find(const struct numbered_layer *layers, size_t count, uint16_t number)
{
	for (size_t i = 0; i < count; i++)
		if (layers[i].number == number)
			return layers[i].layer;
	return LAYER_END;
}

struct layer
link_layer(uint16_t link_type)
{
	if (link_type >= COUNT_OF(link_layers))
		return LAYER_END;
	return link_layers[link_type];
}

bool
link_type_is_known(uint16_t link_type)
{
	return link_layer(link_type).read != NULL;
}

struct layer
ethertype_layer(uint16_t ethertype)
{
	return numbered_layer_find(ethertype_layers, COUNT_OF(ethertype_layers), ethertype);
}

struct layer
protocol_layer(uint8_t protocol)
{
	return protocol_layers[protocol];
}

struct layer
ppp_layer(uint16_t protocol)
{
	return numbered_layer_find(ppp_layers, COUNT_OF(ppp_layers), protocol);
}

struct layer
tunnel_layer(uint16_t sport, uint16_t dport)
{
	size_t count = COUNT_OF(tunnel_layers);
	struct layer layer = numbered_layer_find(tunnel_layers, count, dport);

	return layer.read != NULL ? layer
				  : numbered_layer_find(tunnel_layers, count, sport);
}

struct layer
type_or_length_layer(struct walk *w, uint16_t value)
{
	if (value >= ETHERTYPE_FIRST)
		return ethertype_layer(value);
	if (value > LENGTH_MAX)
		return LAYER_END;
	if (value <= cursor_left(&w->in))
		walk_limit(w, value);
	return (struct layer){ llc_read };
}

struct layer
walk_malformed(struct walk *w, const char *layer, const char *what)
{
	w->packet->malformed = what;
	w->packet->malformed_layer = layer;
	return LAYER_END;
}

struct layer
walk_short(struct walk *w, const char *layer)
{
	if (w->missing > 0)
		return LAYER_END;
	return walk_malformed(w, layer, "the header is not whole");
}
