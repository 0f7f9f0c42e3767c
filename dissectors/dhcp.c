/* SPDX-License-Identifier: BSD-2-Clause */
/* DHCP, RFC 2131 2: op, hardware type and size, hops, xid, secs, flags, four addresses,
 * client hardware address (16), server name (64), boot file (128), magic, options
 * {code, size, value} (RFC 2132).  Option 52 lends the server name and the boot file to
 * further options; an option that comes several times is one, in pieces (RFC 3396). */
#include "dissectors/dissector.h"
#include "event/lan.h"

enum { HARDWARE_ETHERNET = 1, HARDWARE_IEEE802 = 6 };
enum { MAGIC = 0x63825363, CHADDR_SIZE = 16, SNAME_SIZE = 64, FILE_SIZE = 128 };
enum {
	OPTION_PAD = 0,
	OPTION_SUBNET_MASK = 1,
	OPTION_ROUTERS = 3,
	OPTION_DNS = 6,
	OPTION_HOSTNAME = 12,
	OPTION_DOMAIN = 15,
	OPTION_REQUESTED_IP = 50,
	OPTION_LEASE = 51,
	OPTION_OVERLOAD = 52,
	OPTION_TYPE = 53,
	OPTION_SERVER_ID = 54,
	OPTION_END = 255
};
enum { OVERLOAD_FILE = 1, OVERLOAD_SNAME = 2 };

static const char *const type_names[] = {
	[1] = "discover",
	[2] = "offer",
	[3] = "request",
	[4] = "decline",
	[5] = "ack",
	[6] = "nak",
	[7] = "release",
	[8] = "inform",
};

/* Where options lie, in the order in which RFC 3396 puts pieces together. */
struct options {
	struct bytes areas[3];
	struct arena *scratch;
};

/* The next option of an area.  False at its end. */
static bool
next_option(struct cursor *area, uint8_t *code, struct bytes *value)
{
	do
		*code = cursor_u8(area);
	while (*code == OPTION_PAD && cursor_left(area) > 0);
	if (*code == OPTION_PAD || *code == OPTION_END)
		return false;
	*value = cursor_bytes(area, cursor_u8(area));
	return !area->broken;
}

/* Walks the pieces of an option and copies them to `to` unless that is NULL.  Returns their
 * size together; *piece is the last one. */
static size_t
collect_pieces(
    const struct options *options, uint8_t wanted, struct bytes *piece, uint8_t *to)
{
	size_t size = 0;

	for (size_t i = 0; i < COUNT_OF(options->areas); i++) {
		struct cursor area = cursor_of(options->areas[i]);
		struct bytes value;
		uint8_t code;

		while (next_option(&area, &code, &value)) {
			if (code != wanted || value.len == 0)
				continue;
			if (to != NULL)
				memcpy(to + size, value.at, value.len);
			size += value.len;
			*piece = value;
		}
	}
	return size;
}

/* The value of an option, its pieces put together; empty where it is not there. */
static struct bytes
option_find(const struct options *options, uint8_t wanted)
{
	struct bytes piece = { NULL, 0 };
	size_t size = collect_pieces(options, wanted, &piece, NULL);
	uint8_t *joined;

	if (size == piece.len)
		return piece;
	joined = arena_alloc(options->scratch, size);
	collect_pieces(options, wanted, &piece, joined);
	return bytes_of(joined, size);
}

static struct address
option_address(const struct options *options, uint8_t wanted)
{
	return address_of(bytes_first(option_find(options, wanted), 4));
}

static struct list
option_addresses(const struct options *options, uint8_t wanted)
{
	struct cursor value = cursor_of(option_find(options, wanted));
	size_t count = cursor_left(&value) / 4;
	struct address *addresses;

	if (count == 0)
		return (struct list){ NULL, 0 };
	addresses = arena_array(options->scratch, count, sizeof(*addresses));
	for (size_t i = 0; i < count; i++)
		addresses[i] = address_of(cursor_bytes(&value, 4));
	return LIST_OF(addresses, count);
}

/* Some clients count a final NUL in. */
static struct bytes
option_text(const struct options *options, uint8_t wanted)
{
	struct bytes text = option_find(options, wanted);

	while (text.len > 0 && text.at[text.len - 1] == '\0')
		text.len--;
	return text;
}

/* Whether every option of the first area ends where it says.  An area without END is
 * common and harmless. */
static bool
options_are_whole(const struct options *options)
{
	struct cursor area = cursor_of(options->areas[0]);
	struct bytes value;
	uint8_t code;

	while (next_option(&area, &code, &value))
		;
	return !area.broken || code == OPTION_PAD;
}

static struct address
read_address(struct cursor *in)
{
	struct address address = address_of(cursor_bytes(in, 4));

	return address_is_unspecified(address) ? (struct address){ .family = 0 } : address;
}

/* The fixed part.  False where there is none, or no DHCP behind it. */
static bool
read_header(struct event_dhcp *dhcp, struct options *options, struct cursor *in)
{
	struct bytes hardware_address;
	uint8_t hardware;
	uint8_t hardware_size;

	cursor_u8(in); /* request or reply: the type tells it better */
	hardware = cursor_u8(in);
	hardware_size = cursor_u8(in);
	cursor_u8(in);
	dhcp->xid = maybe_of(cursor_u32(in));
	cursor_u32(in); /* seconds, flags */
	dhcp->ciaddr = read_address(in);
	dhcp->yiaddr = read_address(in);
	dhcp->siaddr = read_address(in);
	dhcp->giaddr = read_address(in);
	hardware_address = cursor_bytes(in, CHADDR_SIZE);
	options->areas[2] = cursor_bytes(in, SNAME_SIZE);
	options->areas[1] = cursor_bytes(in, FILE_SIZE);
	if (cursor_u32(in) != MAGIC)
		return false;
	options->areas[0] = cursor_bytes(in, cursor_left(in));
	if ((hardware == HARDWARE_ETHERNET || hardware == HARDWARE_IEEE802) &&
	    hardware_size == sizeof(struct mac))
		dhcp->client_mac =
		    maybe_mac_of(mac_of(bytes_first(hardware_address, hardware_size)));
	return true;
}

/* Leaves only the areas that hold options. */
static void
choose_areas(struct options *options)
{
	struct options first = { .areas = { options->areas[0] },
		.scratch = options->scratch };
	struct bytes overload = option_find(&first, OPTION_OVERLOAD);
	uint8_t lent = overload.len == 0 ? 0 : overload.at[0];

	if ((lent & OVERLOAD_FILE) == 0)
		options->areas[1] = (struct bytes){ NULL, 0 };
	if ((lent & OVERLOAD_SNAME) == 0)
		options->areas[2] = (struct bytes){ NULL, 0 };
}

static void
read_options(struct event_dhcp *dhcp, const struct options *options)
{
	struct bytes lease = option_find(options, OPTION_LEASE);

	if (lease.len >= 4) {
		struct cursor seconds = cursor_of(lease);

		dhcp->lease = maybe_of(cursor_u32(&seconds));
	}
	dhcp->requested_ip = option_address(options, OPTION_REQUESTED_IP);
	dhcp->server_id = option_address(options, OPTION_SERVER_ID);
	dhcp->subnet_mask = option_address(options, OPTION_SUBNET_MASK);
	dhcp->routers = option_addresses(options, OPTION_ROUTERS);
	dhcp->dns = option_addresses(options, OPTION_DNS);
	dhcp->hostname = option_text(options, OPTION_HOSTNAME);
	dhcp->domain = option_text(options, OPTION_DOMAIN);
}

static enum verdict
dhcp_dissect(void *state, struct sink *sink, const struct chunk *chunk, struct cursor *in)
{
	struct event_dhcp dhcp = { .head = event_head(EVENT_DHCP, chunk) };
	struct options options = { .scratch = sink->scratch };
	struct bytes type;
	bool is_whole;

	(void)state;
	if (!read_header(&dhcp, &options, in))
		return VERDICT_OTHER;
	is_whole = options_are_whole(&options);
	choose_areas(&options);
	type = option_find(&options, OPTION_TYPE);
	if (type.len > 0 && type.at[0] < COUNT_OF(type_names))
		dhcp.type = type_names[type.at[0]];
	if (dhcp.type != NULL) {
		read_options(&dhcp, &options);
		sink_event(sink, &dhcp.head);
	}
	return is_whole ? VERDICT_DONE : VERDICT_BROKEN;
}

const struct dissector dissector_dhcp = {
	.name = "dhcp",
	.udp_ports = { 67, 68 },
	.dissect = dhcp_dissect,
};
