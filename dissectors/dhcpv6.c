/* SPDX-License-Identifier: BSD-2-Clause */
/* DHCPv6, RFC 8415 8 and 9: type, transaction id (3), options {code (2), size (2), value};
 * a relay's message: type, hops, link and peer address, options.  Addresses lie in options
 * of their own, inside the option of the association that they belong to. */
#include "dissectors/dissector.h"
#include "event/lan.h"

enum { RELAY_FORWARD = 12, RELAY_REPLY = 13 };
enum { OPTION_IA_NA = 3, OPTION_IA_TA = 4, OPTION_ADDRESS = 5, OPTION_DNS = 23 };
enum { IPV6_SIZE = 16, OPTION_HEADER_SIZE = 4, NESTING_MAX = 4 };

static const char *const type_names[] = {
	[1] = "solicit",
	[2] = "advertise",
	[3] = "request",
	[4] = "confirm",
	[5] = "renew",
	[6] = "rebind",
	[7] = "reply",
	[8] = "release",
	[9] = "decline",
	[10] = "reconfigure",
	[11] = "information_request",
	[RELAY_FORWARD] = "relay_forward",
	[RELAY_REPLY] = "relay_reply",
};

/* What the options add to, with room for all that their bytes can hold. */
struct lists {
	struct address *addresses;
	size_t address_count;
	struct address *servers;
	size_t server_count;
};

/* Options that lie inside another are read once the outer ones are known to end where
 * they say: an explicit stack of the areas still to read. */
struct areas {
	struct cursor open[NESTING_MAX];
	int depth;
};

/* Goes on inside the option's value, behind `head_size` bytes; what is nested deeper than
 * the RFC nests anything is passed over. */
static void
enter(struct areas *areas, struct cursor value, size_t head_size)
{
	cursor_take(&value, head_size);
	if (areas->depth < NESTING_MAX)
		areas->open[areas->depth++] = value;
}

static void
read_servers(struct lists *lists, struct cursor *value)
{
	while (cursor_left(value) >= IPV6_SIZE)
		lists->servers[lists->server_count++] =
		    address_of(cursor_bytes(value, IPV6_SIZE));
}

static void
read_option(struct areas *areas, struct lists *lists, uint16_t code, struct cursor value)
{
	struct address address;

	switch (code) {
	case OPTION_IA_NA: enter(areas, value, 12); break; /* id, T1, T2 */
	case OPTION_IA_TA: enter(areas, value, 4); break;
	case OPTION_ADDRESS:
		address = address_of(cursor_bytes(&value, IPV6_SIZE));
		if (!value.broken)
			lists->addresses[lists->address_count++] = address;
		break;
	case OPTION_DNS: read_servers(lists, &value); break;
	default: break;
	}
}

/* False where an option ends before its size. */
static bool
read_options(struct lists *lists, struct cursor in)
{
	struct areas areas = { .open = { in }, .depth = 1 };
	bool is_whole = true;

	while (areas.depth > 0) {
		struct cursor *area = &areas.open[areas.depth - 1];
		struct cursor value;
		uint16_t code;

		if (cursor_left(area) == 0) {
			is_whole = is_whole && !area->broken;
			areas.depth--;
			continue;
		}
		code = cursor_u16(area);
		value = cursor_sub16(area);
		if (!area->broken)
			read_option(&areas, lists, code, value);
	}
	return is_whole;
}

static bool
read_message(struct event_dhcpv6 *dhcpv6, struct sink *sink, struct cursor in)
{
	size_t size = cursor_left(&in);
	struct lists lists = { 0 };
	bool is_whole;

	lists.addresses = arena_array(sink->scratch,
	    size / (OPTION_HEADER_SIZE + IPV6_SIZE), sizeof(*lists.addresses));
	lists.servers =
	    arena_array(sink->scratch, size / IPV6_SIZE, sizeof(*lists.servers));
	is_whole = read_options(&lists, in);
	if (lists.address_count > 0)
		dhcpv6->addresses = LIST_OF(lists.addresses, lists.address_count);
	if (lists.server_count > 0)
		dhcpv6->dns = LIST_OF(lists.servers, lists.server_count);
	return is_whole;
}

static enum verdict
dhcpv6_dissect(void *state, struct sink *sink, const struct chunk *chunk, struct cursor *in)
{
	struct event_dhcpv6 dhcpv6 = { .head = event_head(EVENT_DHCPV6, chunk) };
	uint8_t type = cursor_u8(in);
	bool is_whole = true;

	(void)state;
	if (type >= COUNT_OF(type_names) || type_names[type] == NULL)
		return VERDICT_OTHER;
	dhcpv6.type = type_names[type];
	if (type != RELAY_FORWARD && type != RELAY_REPLY) {
		dhcpv6.xid = maybe_of(cursor_u24(in));
		if (in->broken)
			return VERDICT_BROKEN;
		is_whole = read_message(&dhcpv6, sink, *in);
	}
	sink_event(sink, &dhcpv6.head);
	cursor_take(in, cursor_left(in));
	return is_whole ? VERDICT_DONE : VERDICT_BROKEN;
}

const struct dissector dissector_dhcpv6 = {
	.name = "dhcpv6",
	.udp_ports = { 546, 547 },
	.dissect = dhcpv6_dissect,
};
