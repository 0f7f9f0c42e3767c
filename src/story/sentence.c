/* SPDX-License-Identifier: BSD-2-Clause */
/* The sentences: one for each step, the same in every output. */
#include "story/sentence.h"
#include "base/clock.h"

struct bytes
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

static void
add_way(struct buffer *out, const struct step *step)
{
	char mac[MAC_TEXT_SIZE];
	bool is_far = !address_equal(step->address, step->for_address);

	sentence_add_address(out, "packets for ", step->for_address);
	buffer_printf(out, " go to %s", mac_text(step->mac, mac));
	if (is_far && step->address.family != 0)
		sentence_add_address(out, ", the gateway ", step->address);
}

static void
text_next_hop(struct buffer *out, const struct page *page, const struct step *step)
{
	bool is_far = !address_equal(step->address, step->for_address);
	bool was_asked = step->start_ns != step->end_ns;
	char mac[MAC_TEXT_SIZE];

	(void)page;
	if (step->is.certainty != CERTAINTY_SEEN) {
		add_way(out, step);
		return;
	}
	sentence_add_address(out, "", step->address);
	buffer_printf(out, " is at %s", mac_text(step->mac, mac));
	sentence_add_duration(out,
	    step->address.family == 6 ? ", it answered by NDP after "
				      : ", it answered by ARP after ",
	    was_asked ? step->start_ns : 0, step->end_ns);
	if (is_far) {
		sentence_add_address(out, "; packets for ", step->for_address);
		buffer_add_string(out, " go there");
	}
}

void
step_text(struct buffer *out, const struct page *page, const struct step *step)
{
	static void (*const texts[STEP_KIND_COUNT])(
	    struct buffer *, const struct page *, const struct step *) = {
		[STEP_JOIN] = text_join,
		[STEP_NEXT_HOP] = text_next_hop,
		[STEP_NAME] = text_name,
		[STEP_CONNECT] = text_connect,
		[STEP_SECURE] = text_secure,
		[STEP_REQUEST] = text_request,
		[STEP_RESPONSE] = text_response,
		[STEP_CLOSE] = text_close,
	};

	texts[step->kind](out, page, step);
}
