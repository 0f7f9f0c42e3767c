/* SPDX-License-Identifier: BSD-2-Clause */
/* ICMP, RFC 792, and ICMPv6, RFC 4443: type, code, checksum, four bytes of the type
 * (identifier and sequence number of an echo); an error quotes the packet it is about.
 * The family of the sender tells the two apart. */
#include "dissectors/dissector.h"
#include "event/lan.h"

#include <netinet/in.h>

enum { ECHO_REPLY_4 = 0, ECHO_REQUEST_4 = 8, ECHO_REQUEST_6 = 128, ECHO_REPLY_6 = 129 };
enum { ANY_CODE = -1 };
enum { EXTENSION_HEADERS_MAX = 8, FRAGMENT_OFFSET_4 = 0x1fff, FRAGMENT_OFFSET_6 = 0xfff8 };

struct name {
	uint8_t family;
	uint8_t type;
	int code; /* or ANY_CODE: for all codes that have no row of their own */
	const char *name;
};

/* The types that tell of an error. */
static const struct name errors[] = {
	{ 4, 3, 0, "network_unreachable" },
	{ 4, 3, 1, "host_unreachable" },
	{ 4, 3, 2, "protocol_unreachable" },
	{ 4, 3, 3, "port_unreachable" },
	{ 4, 3, 4, "fragmentation_needed" },
	{ 4, 3, 5, "source_route_failed" },
	{ 4, 3, 6, "network_unknown" },
	{ 4, 3, 7, "host_unknown" },
	{ 4, 3, 8, "host_isolated" },
	{ 4, 3, 9, "network_prohibited" },
	{ 4, 3, 10, "host_prohibited" },
	{ 4, 3, 11, "network_unreachable_for_service" },
	{ 4, 3, 12, "host_unreachable_for_service" },
	{ 4, 3, 13, "administratively_prohibited" },
	{ 4, 3, 14, "precedence_violation" },
	{ 4, 3, 15, "precedence_cutoff" },
	{ 4, 3, ANY_CODE, "destination_unreachable" },
	{ 4, 4, ANY_CODE, "source_quench" },
	{ 4, 5, 0, "redirect_network" },
	{ 4, 5, 1, "redirect_host" },
	{ 4, 5, 2, "redirect_network_for_service" },
	{ 4, 5, 3, "redirect_host_for_service" },
	{ 4, 5, ANY_CODE, "redirect" },
	{ 4, 11, 0, "ttl_exceeded" },
	{ 4, 11, 1, "reassembly_time_exceeded" },
	{ 4, 11, ANY_CODE, "time_exceeded" },
	{ 4, 12, 1, "missing_option" },
	{ 4, 12, 2, "bad_length" },
	{ 4, 12, ANY_CODE, "parameter_problem" },
	{ 6, 1, 0, "no_route" },
	{ 6, 1, 1, "administratively_prohibited" },
	{ 6, 1, 2, "beyond_scope" },
	{ 6, 1, 3, "address_unreachable" },
	{ 6, 1, 4, "port_unreachable" },
	{ 6, 1, 5, "source_address_policy" },
	{ 6, 1, 6, "reject_route" },
	{ 6, 1, 7, "source_route_failed" },
	{ 6, 1, ANY_CODE, "destination_unreachable" },
	{ 6, 2, ANY_CODE, "packet_too_big" },
	{ 6, 3, 0, "ttl_exceeded" },
	{ 6, 3, 1, "reassembly_time_exceeded" },
	{ 6, 3, ANY_CODE, "time_exceeded" },
	{ 6, 4, 0, "erroneous_header" },
	{ 6, 4, 1, "unknown_next_header" },
	{ 6, 4, 2, "unknown_option" },
	{ 6, 4, ANY_CODE, "parameter_problem" },
};

/* Echo and the rest. */
static const struct name messages[] = {
	{ 4, ECHO_REPLY_4, ANY_CODE, "echo_reply" },
	{ 4, ECHO_REQUEST_4, ANY_CODE, "echo_request" },
	{ 4, 9, ANY_CODE, "router_advertisement" },
	{ 4, 10, ANY_CODE, "router_solicitation" },
	{ 4, 13, ANY_CODE, "timestamp_request" },
	{ 4, 14, ANY_CODE, "timestamp_reply" },
	{ 4, 15, ANY_CODE, "information_request" },
	{ 4, 16, ANY_CODE, "information_reply" },
	{ 4, 17, ANY_CODE, "address_mask_request" },
	{ 4, 18, ANY_CODE, "address_mask_reply" },
	{ 4, 30, ANY_CODE, "traceroute" },
	{ 4, 40, ANY_CODE, "photuris" },
	{ 4, 42, ANY_CODE, "extended_echo_request" },
	{ 4, 43, ANY_CODE, "extended_echo_reply" },
	{ 6, ECHO_REQUEST_6, ANY_CODE, "echo_request" },
	{ 6, ECHO_REPLY_6, ANY_CODE, "echo_reply" },
	{ 6, 130, ANY_CODE, "multicast_listener_query" },
	{ 6, 131, ANY_CODE, "multicast_listener_report" },
	{ 6, 132, ANY_CODE, "multicast_listener_done" },
	{ 6, 138, ANY_CODE, "router_renumbering" },
	{ 6, 139, ANY_CODE, "node_information_query" },
	{ 6, 140, ANY_CODE, "node_information_response" },
	{ 6, 141, ANY_CODE, "inverse_neighbor_solicitation" },
	{ 6, 142, ANY_CODE, "inverse_neighbor_advertisement" },
	{ 6, 143, ANY_CODE, "multicast_listener_report_v2" },
	{ 6, 144, ANY_CODE, "home_agent_discovery_request" },
	{ 6, 145, ANY_CODE, "home_agent_discovery_reply" },
	{ 6, 146, ANY_CODE, "mobile_prefix_solicitation" },
	{ 6, 147, ANY_CODE, "mobile_prefix_advertisement" },
	{ 6, 148, ANY_CODE, "certification_path_solicitation" },
	{ 6, 149, ANY_CODE, "certification_path_advertisement" },
	{ 6, 151, ANY_CODE, "multicast_router_advertisement" },
	{ 6, 152, ANY_CODE, "multicast_router_solicitation" },
	{ 6, 153, ANY_CODE, "multicast_router_termination" },
	{ 6, 155, ANY_CODE, "rpl_control" },
	{ 6, 160, ANY_CODE, "extended_echo_request" },
	{ 6, 161, ANY_CODE, "extended_echo_reply" },
};

/* Of a packet that an error quotes: as much as it holds. */
struct quoted {
	struct address src, dst;
	uint8_t protocol;
	bool has_ports;
	uint16_t sport, dport;
};

static const char *
name_of(const struct name *names, size_t count, uint8_t family, uint8_t type, uint8_t code)
{
	for (size_t i = 0; i < count; i++)
		if (names[i].family == family && names[i].type == type &&
		    (names[i].code == code || names[i].code == ANY_CODE))
			return names[i].name;
	return NULL;
}

static void
read_ports(struct quoted *quoted, struct cursor *in)
{
	if (quoted->protocol != IPPROTO_TCP && quoted->protocol != IPPROTO_UDP)
		return;
	quoted->sport = cursor_u16(in);
	quoted->dport = cursor_u16(in);
	quoted->has_ports = !in->broken;
}

static void
read_quoted_4(struct quoted *quoted, struct cursor *in)
{
	size_t header_size = (size_t)(cursor_u8(in) & 0x0f) * 4;
	uint16_t fragment;

	cursor_take(in, 5); /* service, length, identification */
	fragment = cursor_u16(in);
	cursor_u8(in); /* TTL */
	quoted->protocol = cursor_u8(in);
	cursor_u16(in);
	quoted->src = address_of(cursor_bytes(in, 4));
	quoted->dst = address_of(cursor_bytes(in, 4));
	cursor_take(in, header_size > 20 ? header_size - 20 : 0);
	if ((fragment & FRAGMENT_OFFSET_4) == 0)
		read_ports(quoted, in);
}

/* Walks one extension header.  False: what follows is none, or cannot be told. */
static bool
skip_extension_header(struct quoted *quoted, struct cursor *in)
{
	uint8_t type = quoted->protocol;
	uint8_t next;
	uint8_t size;

	if (type != IPPROTO_HOPOPTS && type != IPPROTO_ROUTING && type != IPPROTO_DSTOPTS &&
	    type != IPPROTO_FRAGMENT && type != IPPROTO_AH)
		return false;
	next = cursor_u8(in);
	size = cursor_u8(in);
	if (type == IPPROTO_FRAGMENT) {
		uint16_t fragment = cursor_u16(in);

		cursor_take(in, 4);
		if ((fragment & FRAGMENT_OFFSET_6) != 0)
			*in = cursor_of(BYTES("")); /* its ports are elsewhere */
	} else if (type == IPPROTO_AH) {
		cursor_take(in, (size_t)size * 4 + 6);
	} else {
		cursor_take(in, (size_t)size * 8 + 6);
	}
	quoted->protocol = next;
	return !in->broken;
}

static void
read_quoted_6(struct quoted *quoted, struct cursor *in)
{
	cursor_take(in, 6); /* version, class, label, length */
	quoted->protocol = cursor_u8(in);
	cursor_u8(in); /* hop limit */
	quoted->src = address_of(cursor_bytes(in, 16));
	quoted->dst = address_of(cursor_bytes(in, 16));
	for (int i = 0; i < EXTENSION_HEADERS_MAX; i++)
		if (!skip_extension_header(quoted, in))
			break;
	read_ports(quoted, in);
}

static enum verdict
dissect_error(
    struct event_icmp_error *error, struct sink *sink, uint8_t family, struct cursor *in)
{
	struct quoted quoted = { 0 };

	if (family == 4)
		read_quoted_4(&quoted, in);
	else
		read_quoted_6(&quoted, in);
	if (quoted.dst.family != 0) {
		error->quoted_protocol = quoted.protocol;
		error->quoted_src = quoted.src;
		error->quoted_dst = quoted.dst;
	}
	if (quoted.has_ports) {
		error->quoted_sport = quoted.sport;
		error->quoted_dport = quoted.dport;
		error->about = sink_find_flow(sink, quoted.protocol, quoted.src,
		    quoted.sport, quoted.dst, quoted.dport);
	}
	sink_event(sink, &error->head);
	cursor_take(in, cursor_left(in));
	return VERDICT_DONE;
}

static bool
is_echo(uint8_t family, uint8_t type)
{
	if (family == 4)
		return type == ECHO_REQUEST_4 || type == ECHO_REPLY_4;
	return type == ECHO_REQUEST_6 || type == ECHO_REPLY_6;
}

static enum verdict
icmp_dissect(void *state, struct sink *sink, const struct chunk *chunk, struct cursor *in)
{
	struct event_icmp_error error = { .head = event_head(EVENT_ICMP_ERROR, chunk) };
	struct event_icmp icmp = { .head = event_head(EVENT_ICMP, chunk) };
	uint8_t family = chunk->src.family;
	uint8_t type = cursor_u8(in);
	uint8_t code = cursor_u8(in);
	uint16_t id;
	uint16_t seq;

	(void)state;
	cursor_u16(in); /* checksum */
	if (in->broken)
		return VERDICT_BROKEN;
	id = cursor_u16(in);
	seq = cursor_u16(in);
	error.type = icmp.type = type;
	error.code = icmp.code = code;
	error.name = name_of(errors, COUNT_OF(errors), family, type, code);
	if (error.name != NULL)
		return dissect_error(&error, sink, family, in);
	icmp.name = name_of(messages, COUNT_OF(messages), family, type, code);
	if (is_echo(family, type) && !in->broken) {
		icmp.id = maybe_of(id);
		icmp.seq = maybe_of(seq);
	}
	sink_event(sink, &icmp.head);
	cursor_take(in, cursor_left(in)); /* an echo's data */
	return VERDICT_DONE;
}

const struct dissector dissector_icmp = {
	.name = "icmp",
	.dissect = icmp_dissect,
};
