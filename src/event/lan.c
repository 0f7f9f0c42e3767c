/* SPDX-License-Identifier: BSD-2-Clause */
#include "event/lan.h"
#include "event/tables.h"

static const struct field arp_fields_rows[] = {
	FIELD(struct event_arp, op, FIELD_NAMED, "request, reply, or the number"),
	FIELD(struct event_arp, sender_mac, FIELD_MAC, "MAC address of the sender"),
	FIELD(struct event_arp, sender_ip, FIELD_ADDRESS, "IPv4 address of the sender"),
	FIELD(struct event_arp, target_mac, FIELD_MAC, "MAC address of the target"),
	FIELD(struct event_arp, target_ip, FIELD_ADDRESS, "IPv4 address of the target"),
	FIELD(struct event_arp, probe, FIELD_FLAG,
	    "the sender is 0.0.0.0: is the address free? (RFC 5227)"),
	FIELD(struct event_arp, announcement, FIELD_FLAG,
	    "sender and target address are equal (RFC 5227)"),
};

const struct field_table arp_fields = FIELD_TABLE(arp_fields_rows, struct event_arp);

static const struct field ndp_prefix_fields_rows[] = {
	FIELD(struct ndp_prefix, prefix, FIELD_ADDRESS, "the prefix"),
	FIELD(struct ndp_prefix, length, FIELD_NUMBER, "its length in bits"),
};

static const struct field_table ndp_prefix_fields =
    FIELD_TABLE(ndp_prefix_fields_rows, struct ndp_prefix);

static const struct field ndp_fields_rows[] = {
	FIELD(struct event_ndp, type, FIELD_WORD,
	    "router_solicitation, router_advertisement, neighbor_solicitation, "
	    "neighbor_advertisement or redirect"),
	FIELD(struct event_ndp, target, FIELD_ADDRESS, "the address asked for or told"),
	FIELD(struct event_ndp, destination, FIELD_ADDRESS,
	    "of a redirect: where packets go"),
	FIELD(struct event_ndp, source_mac, FIELD_MAC, "source link-layer address option"),
	FIELD(struct event_ndp, target_mac, FIELD_MAC, "target link-layer address option"),
	FIELD_OBJECTS(struct event_ndp, prefixes, ndp_prefix_fields,
	    "prefixes of a router advertisement"),
	FIELD_ITEMS(
	    struct event_ndp, dns, FIELD_ADDRESS, "recursive DNS servers (RFC 8106)"),
};

const struct field_table ndp_fields = FIELD_TABLE(ndp_fields_rows, struct event_ndp);

static const struct field icmp_fields_rows[] = {
	FIELD(struct event_icmp, type, FIELD_NUMBER, "the message type"),
	FIELD(struct event_icmp, code, FIELD_NUMBER, "the code"),
	FIELD(struct event_icmp, name, FIELD_WORD,
	    "the type in words: echo_request, echo_reply, ..."),
	FIELD(struct event_icmp, id, FIELD_MAYBE, "identifier of an echo"),
	FIELD(struct event_icmp, seq, FIELD_MAYBE, "sequence number of an echo"),
};

const struct field_table icmp_fields = FIELD_TABLE(icmp_fields_rows, struct event_icmp);

static const struct field icmp_error_fields_rows[] = {
	FIELD(struct event_icmp_error, type, FIELD_NUMBER, "the message type"),
	FIELD(struct event_icmp_error, code, FIELD_NUMBER, "the code"),
	FIELD(struct event_icmp_error, name, FIELD_WORD,
	    "type and code in words: port_unreachable, ttl_exceeded, packet_too_big, ..."),
	FIELD(struct event_icmp_error, about, FIELD_FLOW,
	    "the connection of the packet that it quotes"),
};

const struct field_table icmp_error_fields =
    FIELD_TABLE(icmp_error_fields_rows, struct event_icmp_error);

static const struct field dhcp_fields_rows[] = {
	FIELD(struct event_dhcp, type, FIELD_WORD,
	    "discover, offer, request, decline, ack, nak, release or inform"),
	FIELD(struct event_dhcp, xid, FIELD_XID8, "transaction id"),
	FIELD(struct event_dhcp, client_mac, FIELD_MAC, "hardware address of the client"),
	FIELD(struct event_dhcp, ciaddr, FIELD_ADDRESS,
	    "address that the client has and uses"),
	FIELD(struct event_dhcp, yiaddr, FIELD_ADDRESS, "address that the server gives"),
	FIELD(struct event_dhcp, siaddr, FIELD_ADDRESS, "next server of the boot"),
	FIELD(struct event_dhcp, giaddr, FIELD_ADDRESS, "relay agent"),
	FIELD(
	    struct event_dhcp, requested_ip, FIELD_ADDRESS, "option 50: address asked for"),
	FIELD(struct event_dhcp, server_id, FIELD_ADDRESS,
	    "option 54: the server that is meant"),
	FIELD(struct event_dhcp, lease, FIELD_MAYBE, "option 51: seconds of the lease"),
	FIELD(struct event_dhcp, subnet_mask, FIELD_ADDRESS, "option 1"),
	FIELD_ITEMS(struct event_dhcp, routers, FIELD_ADDRESS, "option 3"),
	FIELD_ITEMS(struct event_dhcp, dns, FIELD_ADDRESS, "option 6: name servers"),
	FIELD(struct event_dhcp, hostname, FIELD_TEXT, "option 12"),
	FIELD(struct event_dhcp, domain, FIELD_TEXT, "option 15"),
};

const struct field_table dhcp_fields = FIELD_TABLE(dhcp_fields_rows, struct event_dhcp);

static const struct field dhcpv6_fields_rows[] = {
	FIELD(struct event_dhcpv6, type, FIELD_WORD,
	    "solicit, advertise, request, confirm, renew, rebind, reply, release, decline, "
	    "reconfigure, information_request, relay_forward or relay_reply"),
	FIELD(struct event_dhcpv6, xid, FIELD_XID6, "transaction id"),
	FIELD_ITEMS(
	    struct event_dhcpv6, addresses, FIELD_ADDRESS, "addresses given or asked for"),
	FIELD_ITEMS(
	    struct event_dhcpv6, dns, FIELD_ADDRESS, "option 23: name servers (RFC 3646)"),
};

const struct field_table dhcpv6_fields =
    FIELD_TABLE(dhcpv6_fields_rows, struct event_dhcpv6);
