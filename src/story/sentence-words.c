/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/sentence-words.h"
#include "base/clock.h"

/* What a sentence calls a client: its name, else its address. */
static struct bytes
client_label(const struct client *client, char text[ADDRESS_TEXT_SIZE])
{
	struct address address = client_address_now(client);

	if (client->name.len > 0)
		return client->name;
	if (address.family != 0)
		return bytes_of_string(address_text(address, text));
	return bytes_of_string(mac_text(client->mac, text));
}

void
sentence_add_client(struct buffer *out, const struct client *client)
{
	char text[ADDRESS_TEXT_SIZE];

	buffer_add(out, client_label(client, text));
}

void
sentence_add_address(struct buffer *out, const char *before, struct address address)
{
	char text[ADDRESS_TEXT_SIZE];

	buffer_add_string(out, before);
	buffer_add_string(out, address_text(address, text));
}

void
sentence_add_addresses(
    struct buffer *out, const char *before, const struct address *addresses, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		sentence_add_address(out,
		    i == 0           ? before
		    : i + 1 == count ? " and "
				     : ", ",
		    addresses[i]);
}

void
sentence_add_server(struct buffer *out, const struct connection *connection)
{
	bool is_six = connection->server_address.family == 6;

	sentence_add_address(out, is_six ? "[" : "", connection->server_address);
	buffer_printf(out, "%s:%u", is_six ? "]" : "", (unsigned)connection->server_port);
}

void
sentence_add_duration(
    struct buffer *out, const char *before, uint64_t start_ns, uint64_t end_ns)
{
	char text[CLOCK_TEXT_SIZE];

	if (end_ns == 0 || start_ns == 0 || end_ns < start_ns)
		return;
	buffer_printf(out, "%s%s", before, clock_duration(end_ns - start_ns, text));
}
