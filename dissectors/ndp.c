/* SPDX-License-Identifier: BSD-2-Clause */
/* Neighbor discovery, RFC 4861 4: type, code, checksum, fields of the type, then options
 * {type, size in 8 bytes, value}.  RFC 8106: recursive DNS servers. */
#include "dissectors/dissector.h"
#include "event/lan.h"

enum {
	ROUTER_SOLICITATION = 133,
	ROUTER_ADVERTISEMENT = 134,
	NEIGHBOR_SOLICITATION = 135,
	NEIGHBOR_ADVERTISEMENT = 136,
	REDIRECT = 137
};
enum {
	OPTION_SOURCE_ADDRESS = 1,
	OPTION_TARGET_ADDRESS = 2,
	OPTION_PREFIX = 3,
	OPTION_DNS_SERVERS = 25
};
enum { IPV6_SIZE = 16, OPTION_UNIT = 8, PREFIX_OPTION_SIZE = 32 };

static const char *const type_names[] = {
	[ROUTER_SOLICITATION - ROUTER_SOLICITATION] = "router_solicitation",
	[ROUTER_ADVERTISEMENT - ROUTER_SOLICITATION] = "router_advertisement",
	[NEIGHBOR_SOLICITATION - ROUTER_SOLICITATION] = "neighbor_solicitation",
	[NEIGHBOR_ADVERTISEMENT - ROUTER_SOLICITATION] = "neighbor_advertisement",
	[REDIRECT - ROUTER_SOLICITATION] = "redirect",
};

/* What the options add to, with room for all that their bytes can hold. */
struct lists {
	struct ndp_prefix *prefixes;
	size_t prefix_count;
	struct address *servers;
	size_t server_count;
};

static void
read_fixed(struct event_ndp *ndp, uint8_t type, struct cursor *in)
{
	cursor_take(in, 4); /* hop limit, flags, lifetime; flags of an advertisement */
	if (type == ROUTER_ADVERTISEMENT)
		cursor_take(in, 8); /* reachable time, retransmission timer */
	if (type == NEIGHBOR_SOLICITATION || type == NEIGHBOR_ADVERTISEMENT ||
	    type == REDIRECT)
		ndp->target = address_of(cursor_bytes(in, IPV6_SIZE));
	if (type == REDIRECT)
		ndp->destination = address_of(cursor_bytes(in, IPV6_SIZE));
}

/* Link layers with longer addresses pad them to the option's end: no MACs. */
static struct maybe_mac
read_link_address(const struct cursor *value)
{
	struct bytes address = cursor_rest(value);

	if (address.len != sizeof(struct mac))
		return (struct maybe_mac){ .known = false };
	return maybe_mac_of(mac_of(address));
}

static void
read_prefix(struct lists *lists, struct cursor *value)
{
	struct ndp_prefix prefix;

	prefix.length = cursor_u8(value);
	cursor_take(value, 13); /* flags, lifetimes, reserved */
	prefix.prefix = address_of(cursor_bytes(value, IPV6_SIZE));
	if (!value->broken)
		lists->prefixes[lists->prefix_count++] = prefix;
}

static void
read_servers(struct lists *lists, struct cursor *value)
{
	cursor_take(value, 6); /* reserved, lifetime */
	while (cursor_left(value) >= IPV6_SIZE)
		lists->servers[lists->server_count++] =
		    address_of(cursor_bytes(value, IPV6_SIZE));
}

static void
read_option(struct event_ndp *ndp, struct lists *lists, uint8_t type, struct cursor *value)
{
	switch (type) {
	case OPTION_SOURCE_ADDRESS: ndp->source_mac = read_link_address(value); break;
	case OPTION_TARGET_ADDRESS: ndp->target_mac = read_link_address(value); break;
	case OPTION_PREFIX: read_prefix(lists, value); break;
	case OPTION_DNS_SERVERS: read_servers(lists, value); break;
	default: break;
	}
}

/* False where the options break off or cannot be. */
static bool
read_options(struct event_ndp *ndp, struct sink *sink, struct cursor *in)
{
	size_t size = cursor_left(in);
	struct lists lists = { 0 };

	lists.prefixes =
	    arena_array(sink->scratch, size / PREFIX_OPTION_SIZE, sizeof(*lists.prefixes));
	lists.servers =
	    arena_array(sink->scratch, size / IPV6_SIZE, sizeof(*lists.servers));
	while (cursor_left(in) > 0) {
		uint8_t type = cursor_u8(in);
		size_t option_size = (size_t)cursor_u8(in) * OPTION_UNIT;
		struct cursor value;

		if (option_size == 0)
			break;
		value = cursor_sub(in, option_size - 2);
		if (in->broken)
			break;
		read_option(ndp, &lists, type, &value);
	}
	if (lists.prefix_count > 0)
		ndp->prefixes = LIST_OF(lists.prefixes, lists.prefix_count);
	if (lists.server_count > 0)
		ndp->dns = LIST_OF(lists.servers, lists.server_count);
	return !in->broken && cursor_left(in) == 0;
}

static enum verdict
ndp_dissect(void *state, struct sink *sink, const struct chunk *chunk, struct cursor *in)
{
	struct event_ndp ndp = { .head = event_head(EVENT_NDP, chunk) };
	uint8_t type = cursor_u8(in);
	bool options_are_whole;

	(void)state;
	if (type < ROUTER_SOLICITATION || type > REDIRECT)
		return VERDICT_OTHER;
	ndp.type = type_names[type - ROUTER_SOLICITATION];
	cursor_take(in, 3); /* code, checksum */
	read_fixed(&ndp, type, in);
	if (in->broken)
		return VERDICT_BROKEN;
	options_are_whole = read_options(&ndp, sink, in);
	sink_event(sink, &ndp.head);
	return options_are_whole ? VERDICT_DONE : VERDICT_BROKEN;
}

const struct dissector dissector_ndp = {
	.name = "ndp",
	.dissect = ndp_dissect,
};
