/* SPDX-License-Identifier: BSD-2-Clause */
/* The chain of readers that takes a frame apart, for this folder alone.
 * A reader takes its header off `in`, notes in `packet` what it learned and names the next
 * reader.  It sets `kind` and addresses only after its own header proved whole, so that a
 * chain that breaks off leaves the innermost packet that made sense. */
#ifndef PACKET_LAYER_H
#define PACKET_LAYER_H

#include "base/cursor.h"
#include "packet/packet.h"

struct defragmenter;

struct walk {
	struct defragmenter *defragmenter;
	const struct frame *frame;
	struct packet *packet;
	struct cursor in;
	size_t missing; /* bytes behind `in` that the headers promise and nobody captured */
	size_t next_at; /* IPv6: which octet of packet->network named the header at `in` */
};

/* read NULL ends the chain. */
struct layer {
	struct layer (*read)(struct walk *);
};

#define LAYER_END ((struct layer){ NULL })

/* Which reader comes next; LAYER_END where none of ours does. */
struct layer link_layer(uint16_t link_type);
struct layer ethertype_layer(uint16_t ethertype);
struct layer protocol_layer(uint8_t protocol);
struct layer ppp_layer(uint16_t protocol);
struct layer tunnel_layer(uint16_t sport, uint16_t dport); /* over UDP */
/* IEEE 802.3: a type from 1536 on, a length below. */
struct layer type_or_length_layer(struct walk *, uint16_t value);

/* The header is not whole: malformed, unless the capture has cut it off. */
struct layer walk_short(struct walk *, const char *layer);
struct layer walk_malformed(struct walk *, const char *layer, const char *what);

/* A header that says how many bytes follow it: padding behind them goes, and what is not
 * there is missing. */
static inline void
walk_limit(struct walk *w, size_t len)
{
	size_t left = cursor_left(&w->in);

	if (len <= left) {
		w->in.end = w->in.at + len;
		w->missing = 0;
	} else {
		w->missing = len - left;
	}
}

/* Notes where the payload of the packet begins. */
static inline void
walk_payload(struct walk *w, enum packet_kind kind)
{
	w->packet->kind = kind;
	w->packet->payload = cursor_rest(&w->in);
	w->packet->payload_len = w->packet->payload.len + w->missing;
}

/* The next `len` bytes, the fixed part of a header, as a cursor of their own; at NULL where
 * they are not there.  With a constant `len` reading them costs no further checks. */
static inline struct cursor
walk_header(struct walk *w, size_t len)
{
	const uint8_t *at = cursor_take(&w->in, len);

	if (at == NULL)
		return (struct cursor){ NULL, NULL, true };
	return cursor_of((struct bytes){ at, len });
}

static inline struct layer
walk_next(struct walk *w, struct layer next, const char *name)
{
	return w->in.broken ? walk_short(w, name) : next;
}

/* Link layers. */
struct layer ethernet_read(struct walk *);
struct layer vlan_read(struct walk *);
struct layer llc_read(struct walk *);
struct layer snap_read(struct walk *);
struct layer arp_read(struct walk *);
struct layer sll_read(struct walk *);
struct layer sll2_read(struct walk *);
struct layer null_read(struct walk *);
struct layer enc_read(struct walk *);
struct layer nflog_read(struct walk *);
struct layer ppi_read(struct walk *);
struct layer pktap_read(struct walk *);

/* Point to point. */
struct layer ppp_read(struct walk *);
struct layer ppp_with_direction_read(struct walk *);
struct layer ppp_hdlc_read(struct walk *);
struct layer chdlc_read(struct walk *);
struct layer pppoe_read(struct walk *);
struct layer frame_relay_read(struct walk *);

/* Radio. */
struct layer wlan_read(struct walk *);
struct layer radiotap_read(struct walk *);
struct layer prism_read(struct walk *);
struct layer avs_read(struct walk *);

/* Tunnels. */
struct layer mpls_read(struct walk *);
struct layer gre_read(struct walk *);
struct layer erspan2_read(struct walk *);
struct layer erspan3_read(struct walk *);
struct layer vxlan_read(struct walk *);
struct layer vxlan_gpe_read(struct walk *);
struct layer geneve_read(struct walk *);

/* Network and transport. */
struct layer ip_read(struct walk *); /* version 4 or 6, as the first nibble says */
struct layer ipv6_option_read(struct walk *);
struct layer ipv6_fragment_read(struct walk *);
struct layer ah_read(struct walk *);
struct layer tcp_read(struct walk *);
struct layer udp_read(struct walk *);
struct layer icmp_read(struct walk *);

#endif
