/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/name-channel.h"
#include "story/host.h"
#include "story/navigation.h"

enum { PORT_DNS_OVER_TLS = 853 };

static const char over_tls[] = "tls";
static const char over_https[] = "https";
static const char over_quic[] = "quic";

static bool
offers(const struct event_tls_client_hello *hello, struct bytes protocol)
{
	const struct bytes *names = hello->alpn.items;

	for (size_t i = 0; i < hello->alpn.count; i++)
		if (bytes_start_with(names[i], protocol))
			return true;
	return false;
}

static const char *
channel_of_hello(
    const struct connection *connection, const struct event_tls_client_hello *hello)
{
	bool is_quic = connection_is_quic(connection);

	if (is_quic &&
	    (offers(hello, BYTES("doq")) || connection->server_port == PORT_DNS_OVER_TLS))
		return over_quic;
	if (offers(hello, BYTES("dot")) || connection->server_port == PORT_DNS_OVER_TLS)
		return over_tls;
	if (host_is_resolver(hello->sni) &&
	    (offers(hello, BYTES("h2")) || offers(hello, BYTES("h3")) ||
		offers(hello, BYTES("http/"))))
		return over_https;
	return NULL;
}

/* The first channel of a client is the one that is named where a name was not asked. */
static void
channel_set(struct connection *connection, const char *over, struct frame_ref frame)
{
	struct name_channel *first = &connection->client->name_channel;

	connection->names_over = over;
	if (first->over != NULL)
		return;
	*first = (struct name_channel){ over, connection->server_address, frame,
		connection->start_ns };
}

void
name_channel_of_hello(
    struct connection *connection, const struct event_tls_client_hello *hello)
{
	const char *over = channel_of_hello(connection, hello);

	if (over != NULL)
		channel_set(connection, over, frame_of(&hello->head));
}

bool
name_channel_of_request(struct request *request, const struct list *headers)
{
	struct bytes path = bytes_first(request->target, bytes_index(request->target, '?'));
	struct bytes type = BYTES("application/dns-message");

	if (!bytes_equal(path, BYTES("/dns-query")) &&
	    !bytes_equal_nocase(header_find(headers, BYTES("content-type")), type) &&
	    !bytes_equal_nocase(request->accept, type))
		return false;
	channel_set(request->connection, over_https, request->frame);
	return true;
}

const char *
name_channel_words(const char *names_over)
{
	if (names_over == over_tls)
		return "DNS over TLS";
	return names_over == over_quic ? "DNS over QUIC" : "DNS over HTTPS";
}

struct bytes
name_channel_reason(struct arena *arena, const struct connection *connection)
{
	const struct name_channel *channel = &connection->client->name_channel;
	char text[ADDRESS_TEXT_SIZE];

	if (channel->over == NULL || channel->at_ns > connection->start_ns)
		return BYTES(
		    "no question for this name before the connection: a cache knew it, or "
		    "it was asked over an encrypted channel; a capture from the start, or "
		    "at the resolver, would show it");
	return arena_format(arena,
	    "names are asked over an encrypted channel: %s with %s, from frame %u on; its "
	    "keys, or a capture at the resolver, would show them",
	    name_channel_words(channel->over), address_text(channel->server, text),
	    (unsigned)channel->frame.number);
}
