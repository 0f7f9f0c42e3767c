/* SPDX-License-Identifier: BSD-2-Clause */
/* A frame taken apart: link, network and transport headers of its innermost packet.
 * Tunnels are walked through; fragments are put together within limits.  A packet borrows
 * from the frame, or from the decoder where it came in fragments: it is good until the
 * next call of packet_decode.  Checksums are not looked at: with offload they are wrong. */
#ifndef PACKET_PACKET_H
#define PACKET_PACKET_H

#include "base/address.h"
#include "base/frame.h"

/* What the packet holds, told by which members below are set. */
enum packet_kind {
	PACKET_OTHER,    /* nothing that webflow follows */
	PACKET_FRAGMENT, /* a part of a packet, kept until the others come */
	PACKET_ARP,      /* payload: the ARP message */
	PACKET_IP,       /* payload: what follows the IP headers, of protocol `protocol` */
	PACKET_ICMP,     /* payload: the whole ICMP or ICMPv6 message */
	PACKET_TCP,      /* tcp, payload: the segment's bytes */
	PACKET_UDP,      /* payload: the datagram's bytes */
};

enum { TCP_FIN = 1, TCP_SYN = 2, TCP_RST = 4, TCP_PSH = 8, TCP_ACK = 16, TCP_URG = 32 };

struct packet_tcp {
	uint32_t seq, ack;
	uint16_t window;
	uint8_t flags;       /* TCP_ */
	struct bytes header; /* whole, options included, as far as captured */
	bool has_timestamp;  /* RFC 7323; read only on segments with SYN */
	uint32_t tsval;
};

struct packet {
	enum packet_kind kind;
	bool has_macs; /* of the innermost link layer that has them; zero: not told */
	struct mac src_mac, dst_mac;
	bool has_vlan;
	uint16_t vlan;           /* the innermost 802.1Q tag */
	struct address src, dst; /* innermost IP header */
	uint8_t ttl;             /* or hop limit */
	uint16_t ip_id;          /* IPv4 */
	uint8_t protocol;        /* IPPROTO_ of what follows the IP headers */
	bool was_fragmented;     /* put together from several frames */
	uint16_t sport, dport;   /* TCP, UDP */
	struct packet_tcp tcp;   /* TCP */
	struct bytes network;    /* from the innermost IP header on, as far as captured */
	struct bytes payload;    /* as far as captured */
	size_t payload_len;      /* by the headers: more than payload.len where cut off */
	const char *malformed;   /* NULL, or what is wrong with a header, in words */
	const char *malformed_layer;
};

struct decoder;

struct decoder *decoder_new(void);
void decoder_free(struct decoder *);

/* Fills `packet`, whatever the frame holds. */
void packet_decode(struct decoder *, const struct frame *, struct packet *packet);

/* Fragments of packets that did not become whole: there were too many, they came too late,
 * or the others have not come yet (asked at the end: never came). */
uint64_t decoder_fragments_dropped(const struct decoder *);

/* Can frames of this link type be taken apart? */
bool link_type_is_known(uint16_t link_type);

#endif
