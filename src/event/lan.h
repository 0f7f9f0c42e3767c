/* SPDX-License-Identifier: BSD-2-Clause */
/* What happens on the link and below names: ARP, neighbor discovery, ICMP, DHCP. */
#ifndef EVENT_LAN_H
#define EVENT_LAN_H

#include "event/event.h"

/* RFC 826, RFC 5227 */
struct event_arp {
	struct event head;
	struct bytes op;
	struct maybe_mac sender_mac;
	struct address sender_ip;
	struct maybe_mac target_mac;
	struct address target_ip;
	bool probe;
	bool announcement;
};

struct ndp_prefix {
	struct address prefix;
	uint64_t length;
};

/* RFC 4861, RFC 8106 */
struct event_ndp {
	struct event head;
	const char *type;
	struct address target;
	struct address destination;
	struct maybe_mac source_mac;
	struct maybe_mac target_mac;
	struct list prefixes;
	struct list dns;
};

/* RFC 792, RFC 4443 */
struct event_icmp {
	struct event head;
	uint64_t type;
	uint64_t code;
	const char *name;
	struct maybe id;
	struct maybe seq;
};

/* RFC 792, RFC 4443 */
struct event_icmp_error {
	struct event head;
	uint64_t type;
	uint64_t code;
	const char *name;
	struct flow_ref about;
	uint8_t quoted_protocol; /* the quoted packet, for the correlator; IPPROTO_ */
	struct address quoted_src, quoted_dst;
	uint16_t quoted_sport, quoted_dport;
};

/* RFC 2131, RFC 2132 */
struct event_dhcp {
	struct event head;
	const char *type;
	struct maybe xid;
	struct maybe_mac client_mac;
	struct address ciaddr;
	struct address yiaddr;
	struct address siaddr;
	struct address giaddr;
	struct address requested_ip;
	struct address server_id;
	struct maybe lease;
	struct address subnet_mask;
	struct list routers;
	struct list dns;
	struct bytes hostname;
	struct bytes domain;
};

/* RFC 8415 */
struct event_dhcpv6 {
	struct event head;
	const char *type;
	struct maybe xid;
	struct list addresses;
	struct list dns;
};

#endif
