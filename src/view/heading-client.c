/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/clock.h"
#include "view/heading.h"
#include "view/line.h"

enum { ADDRESSES_SHOWN = 4 };

static void
add_address(struct buffer *out, struct address address)
{
	char text[ADDRESS_TEXT_SIZE];

	buffer_add_string(out, address_text(address, text));
}

void
heading_add_date(struct buffer *out, uint64_t at_ns)
{
	char text[CLOCK_TEXT_SIZE];
	const char *date = clock_date(at_ns, 3, text);
	size_t day = bytes_index(bytes_of_string(date), 'T');

	/* RFC 3339 as people write it: a blank for the T, a word for the Z. */
	buffer_printf(out, "%.*s %.*s UTC", (int)day, date, (int)(strlen(date) - day - 2),
	    date + day + 1);
}

void
heading_add_who(struct buffer *out, const struct client *client)
{
	struct address address = client_address_now(client);
	char text[MAC_TEXT_SIZE];

	if (client->name.len > 0)
		line_add_text(out, client->name);
	else if (address.family != 0)
		add_address(out, address);
	else
		buffer_add_string(out, mac_text(client->mac, text));
}

/* The addresses that are its own now, the newest first, but for the one that names it. */
static void
add_addresses(struct buffer *out, const struct client *client, const char *before)
{
	struct address name =
	    client->name.len > 0 ? (struct address){ 0 } : client_address_now(client);
	uint32_t shown = 0;
	uint32_t more = 0;

	for (uint32_t i = client->address_count; i-- > 0;) {
		const struct client_address *held = &client->addresses[i];

		if (address_equal(held->address, name) || held->until_ns != 0)
			continue;
		if (shown == ADDRESSES_SHOWN) {
			more++;
			continue;
		}
		buffer_add_string(out, shown++ == 0 ? before : ", ");
		add_address(out, held->address);
	}
	if (more > 0)
		buffer_printf(out, " and %u more", (unsigned)more);
}

void
heading_add_client(struct buffer *out, const struct client *client)
{
	struct buffer more = { 0 };
	char text[MAC_TEXT_SIZE];
	bool is_named = client->name.len > 0 || client->address_count > 0;

	heading_add_who(out, client);
	if (client->has_mac && is_named)
		buffer_add_string(&more, mac_text(client->mac, text));
	add_addresses(&more, client, more.len > 0 ? ", " : "");
	if (more.len > 0) {
		buffer_add_string(out, " (");
		buffer_add(out, buffer_bytes(&more));
		buffer_add_char(out, ')');
	}
	buffer_add_char(out, '\n');
	buffer_clear(&more);
}

static int
mask_bits(struct address mask)
{
	int bits = 0;

	for (int i = 0; i < 4; i++)
		bits += __builtin_popcount(mask.octets[i]);
	return bits;
}

static void
add_lease(struct buffer *out, const struct lease *lease)
{
	char text[CLOCK_TEXT_SIZE];

	buffer_add_string(out, "leased ");
	add_address(out, lease->address);
	if (lease->subnet_mask.family == 4)
		buffer_printf(out, "/%d", mask_bits(lease->subnet_mask));
	if (lease->server.family != 0) {
		buffer_add_string(out, " from ");
		add_address(out, lease->server);
	}
	if (lease->has_lease_s && lease->lease_s == UINT32_MAX)
		buffer_add_string(out, " for ever");
	else if (lease->has_lease_s)
		buffer_printf(out, " for %s", clock_whole(lease->lease_s, text));
	if (lease->domain.len > 0) {
		buffer_add_string(out, ", domain ");
		line_add_text(out, lease->domain);
	}
}

static void
add_gateway(struct buffer *out, const struct client *client)
{
	char text[MAC_TEXT_SIZE];

	buffer_add_string(out, "gateway ");
	add_address(out, client->gateway);
	if (client->has_gateway_mac)
		buffer_printf(out, " (%s)", mac_text(client->gateway_mac, text));
}

static void
add_resolvers(struct buffer *out, const struct client *client)
{
	buffer_add_string(
	    out, client->resolver_count == 1 ? "name server " : "name servers ");
	for (uint32_t i = 0; i < client->resolver_count; i++) {
		buffer_add_string(out, i == 0                            ? ""
				       : i + 1 == client->resolver_count ? " and "
									 : ", ");
		add_address(out, client->resolvers[i]);
	}
}

void
heading_add_network(
    struct buffer *out, const struct client *client, const struct lease *lease)
{
	size_t before = out->len;

	if (lease != NULL && lease->address.family != 0) {
		buffer_add_string(out, "  ");
		add_lease(out, lease);
	}
	if (client->gateway.family != 0) {
		buffer_add_string(out, out->len == before ? "  " : "; ");
		add_gateway(out, client);
	}
	if (client->resolver_count > 0) {
		buffer_add_string(out, out->len == before ? "  " : "; ");
		add_resolvers(out, client);
	}
	if (out->len > before)
		buffer_add_char(out, '\n');
}
