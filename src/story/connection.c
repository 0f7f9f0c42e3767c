/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/connection.h"
#include "base/clock.h"
#include "story/host.h"

struct maybe
connection_hops(const struct connection *connection)
{
	static const uint8_t initial[] = { 32, 64, 128, 255 };
	bool from_server = connection_seen_from(connection) == SIDE_CLIENT;
	uint8_t ttl = from_server ? connection->server_ttl : connection->client_ttl;

	if (ttl == 0)
		return (struct maybe){ 0 };
	for (size_t i = 0; i < COUNT_OF(initial); i++)
		if (ttl <= initial[i])
			return maybe_of((uint64_t)(initial[i] - ttl));
	return (struct maybe){ 0 };
}

/* A TTL that no router has counted down. */
static bool
ttl_is_fresh(uint8_t ttl)
{
	return ttl == 64 || ttl == 128 || ttl == 255;
}

enum side
connection_seen_from(const struct connection *connection)
{
	bool client_is_near = ttl_is_fresh(connection->client_ttl);

	return connection->client_ttl != 0 && !client_is_near &&
		       ttl_is_fresh(connection->server_ttl)
		   ? SIDE_SERVER
		   : SIDE_CLIENT;
}

const char *
name_by_word(enum name_by by)
{
	static const char *const words[] = { "host", "sni", "dns", "certificate" };

	return words[by];
}

struct bytes
connection_server(struct connection *connection)
{
	struct bytes host = connection_host(connection);
	char text[ADDRESS_TEXT_SIZE];

	if (host.len > 0)
		return host;
	return arena_copy(&connection->arena,
	    bytes_of_string(address_text(connection->server_address, text)));
}

const char *
connection_closer(const struct connection *connection)
{
	if (connection->closed_by.family == 0)
		return NULL;
	return address_equal(connection->closed_by, connection->client_address) ? "client"
										: "server";
}

/* Less than any round trip of this connection takes, as far as its handshakes tell: they
 * took one, or two of them.  The first packets of a connection may take
 * longer than all others, when a router must look for the next hop. */
static uint64_t
connection_round_trip_ns(const struct connection *connection)
{
	const struct connection_tls *tls = connection->tls;
	bool is_long = tls->hello_retry || (tls->version <= 0x0303 && !tls->resumed);
	uint64_t rtt_ns = connection->rtt.known ? connection->rtt.value : 0;

	if (tls->duration.known)
		rtt_ns = MIN(rtt_ns, tls->duration.value / (is_long ? 2 : 1));
	return rtt_ns / 5 * 4; /* no two are alike */
}

bool
connection_is_half_open(const struct connection *connection)
{
	return !connection_is_quic(connection) && connection->syn_ack.number != 0 &&
	       (connection->outcome == CONNECTION_OPENING ||
		   connection->outcome == CONNECTION_SILENT);
}

bool
connection_lacks(const struct connection *connection, enum side side)
{
	uint64_t packets[] = { [SIDE_CLIENT] = connection->packets_client,
		[SIDE_SERVER] = connection->packets_server };

	return !connection_is_quic(connection) && packets[side] == 0 &&
	       packets[side_other(side)] > 0 &&
	       (side == SIDE_CLIENT || connection->outcome == CONNECTION_OPEN);
}

/* Nothing can have been answered on a TLS connection that its client began to close less
 * than a round trip after the handshake; one that lived longer was used for something. */
bool
connection_was_used(const struct connection *connection)
{
	const struct connection_tls *tls = connection->tls;

	if (connection->request_count > 0)
		return true;
	if (tls == NULL || connection_lacks(connection, SIDE_SERVER))
		return connection->bytes_client + connection->bytes_server > 0;
	/* Requests would have been seen. */
	if (tls->is_web && tls->keys_found && tls->unopened == NULL)
		return false;
	if (tls->server_hello.number == 0 || connection->outcome != CONNECTION_OPEN)
		return false;
	for (uint32_t i = 0; i < tls->alert_count; i++)
		if (tls->alerts[i].is_fatal)
			return false;
	return connection->closing_ns == 0 ||
	       clock_between(tls->end_ns, connection->closing_ns) >=
		   connection_round_trip_ns(connection) ||
	       connection_closer(connection) == NULL ||
	       strcmp(connection_closer(connection), "client") != 0;
}

void
connection_add_opening(const struct connection *connection, struct frame_list *frames)
{
	const struct frame_list *all = &connection->is.frames;
	bool has_end =
	    connection->outcome != CONNECTION_OPEN || connection->ack.number != 0;
	bool has_tries = connection->syn_tries > 1 && has_end;

	for (uint32_t i = 0; has_tries && i < all->count; i++) {
		if (frame_equal(all->items[i], connection->ack))
			break;
		frame_list_add(frames, all->items[i]);
	}
	frame_list_add(frames, connection->syn);
	frame_list_add(frames, connection->syn_ack);
	frame_list_add(frames, connection->ack);
	frame_list_add(frames, connection->refusal);
}

void
connection_add_closing(const struct connection *connection, struct frame_list *frames)
{
	const struct connection_fin *fins = connection->fins;
	enum side first = fins[SIDE_SERVER].frame.number != 0 &&
				  (fins[SIDE_CLIENT].frame.number == 0 ||
				      fins[SIDE_SERVER].at_ns < fins[SIDE_CLIENT].at_ns)
			      ? SIDE_SERVER
			      : SIDE_CLIENT;

	frame_list_add(frames, fins[first].frame);
	frame_list_add(frames, fins[side_other(first)].frame);
	frame_list_add(frames, connection->closed_frame);
}

void
connection_add_name(struct connection *connection, struct bytes name, enum name_by by)
{
	if (name.len == 0 || connection->name_count == NAMES_MAX)
		return;
	for (uint32_t i = 0; i < connection->name_count; i++)
		if (connection->names[i].by == by &&
		    bytes_equal_nocase(connection->names[i].name, name))
			return;
	if (connection->name_count > 0 && by < connection->names[connection->best_name].by)
		connection->best_name = connection->name_count;
	connection->names[connection->name_count++] =
	    (struct server_name){ arena_copy(&connection->arena, name), by };
}

void
connection_let_lookup_go(struct connection *connection)
{
	if (connection->lookup != NULL)
		connection->lookup->held--;
	connection->lookup = NULL;
}

/* Its server was named by the address itself: no look-up led to it. */
static void
connection_untie(struct connection *connection)
{
	connection_let_lookup_go(connection);
	connection->lookup_certainty = CERTAINTY_SEEN;
	connection->lookup_reason = (struct bytes){ 0 };
}

void
connection_tie(struct connection *connection, struct bytes name)
{
	struct lookup *lookup;

	if (host_is_address(name)) {
		connection_untie(connection);
		return;
	}
	lookup = lookup_find(
	    connection->client, connection->server_address, name, connection->start_ns);
	if (lookup == NULL) {
		connection->lookup_certainty = CERTAINTY_HIDDEN;
		connection->lookup_reason =
		    BYTES("no look-up in this capture gave this address: a cache knew it, "
			  "it was asked over an encrypted channel, or typed");
		return;
	}
	if (lookup == connection->lookup)
		return;
	connection_let_lookup_go(connection);
	connection->lookup = lookup;
	lookup->held++;
	connection->lookup_certainty = CERTAINTY_SEEN;
	connection->lookup_reason = (struct bytes){ 0 };
	if (!lookup_is_fresh(lookup, connection->start_ns)) {
		connection->lookup_certainty = CERTAINTY_INFERRED;
		connection->lookup_reason =
		    BYTES("the latest look-up that gave this address, though past its TTL");
	}
	connection_add_name(connection, lookup->name, NAME_BY_DNS);
}

void
connection_add_stall(struct connection *connection, struct frame_ref frame,
    uint64_t delay_ns, uint64_t at_ns)
{
	struct stall *last;

	if (connection->stalls == NULL)
		connection->stalls = arena_array(
		    &connection->arena, STALLS_MAX, sizeof(*connection->stalls));
	last = &connection->stalls[connection->stall_count];
	if (connection->stall_count > 0 && at_ns - delay_ns <= last[-1].end_ns) {
		last--;
		last->start_ns = MIN(last->start_ns, at_ns - delay_ns);
		last->end_ns = MAX(last->end_ns, at_ns);
		last->packets++;
	} else if (connection->stall_count < STALLS_MAX) {
		connection->stall_count++;
		*last = (struct stall){ at_ns - delay_ns, at_ns, 1, frame };
	}
}

void
connection_set_placed(struct connection *connection)
{
	if (connection->is_unplaced)
		TAILQ_REMOVE(&connection->client->unplaced, connection, of_client);
	connection->is_unplaced = false;
}
