/* SPDX-License-Identifier: BSD-2-Clause */
/* QUIC, RFC 9000, RFC 9001, RFC 9369, drafts 22 to 34 and mvfst's versions:
 *
 *	datagram: packet, packet, ...
 *
 * Initial packets are open to all: their keys come from the connection id that the client
 * chose first, or from the one that a Retry made it choose.  The rest is read where the
 * session's secrets are known.  What cannot be opened is passed over; a stateless reset
 * looks like that, too. */
#include <stdlib.h>

#include "base/clock.h"
#include "base/die.h"
#include "dissectors/quic-record.h"
#include "event/quic.h"

struct quic {
	struct quic_connection *connection; /* NULL before its first packet */
};

/* Silent for so long, a connection may be followed by another. */
static const uint64_t idle_ns = 3 * NS_PER_S;

static void
connection_clear(struct quic_connection *connection)
{
	for (int role = 0; role < 2; role++)
		for (int level = 0; level < QUIC_LEVELS; level++)
			quic_keys_clear(&connection->keys[role][level]);
	quic_crypto_clear(connection);
	quic_streams_clear(&connection->streams);
	quic_kept_clear(connection);
	*connection = (struct quic_connection){ 0 };
}

static void
tell_initial(const struct quic_call *call, const struct quic_packet *packet)
{
	struct event_quic_initial event = {
		.head = event_head(EVENT_QUIC_INITIAL, call->chunk),
		.version = maybe_of(packet->version_number),
		.dcid = bytes_of(packet->dcid.at, packet->dcid.len),
		.scid = bytes_of(packet->scid.at, packet->scid.len),
	};

	if (call->connection->has_told[call->side])
		return;
	call->connection->has_told[call->side] = true;
	event.head.side = call->side;
	sink_event(call->sink, &event.head);
}

/* Packets that needed the session's secrets have just been opened: then an Initial with
 * keys of its own is no sign of another connection, for anybody can make one. */
static bool
connection_is_alive(const struct quic_call *call)
{
	const struct quic_connection *connection = call->connection;

	return !connection->is_closed && connection->opened_ns != 0 &&
	       clock_between(connection->opened_ns, call->chunk->at_ns) < idle_ns;
}

/* Another connection on the same addresses and ports: nothing of the old one counts. */
static void
connection_restart(const struct quic_call *call, const struct quic_packet *packet)
{
	struct quic_connection *connection = call->connection;

	quic_end_silence(call, UINT64_MAX);
	connection_clear(connection);
	quic_keys_initial(connection, packet->version, &packet->dcid);
	quic_end_count(call, packet->whole.len);
}

/* A client's Initial under the keys of the id in its own header: the first one, the one
 * that answers a Retry, or that of another connection. */
static bool
initial_open_first(
    struct quic_call *call, const struct quic_packet *packet, struct bytes *plain)
{
	struct quic_connection *connection = call->connection;
	const struct quic_version *version = connection->initial_version;
	struct quic_cid dcid = connection->first_dcid;
	bool is_other = connection->has_client && !connection->has_retry;

	if (is_other && connection_is_alive(call))
		return false;
	call->role = QUIC_CLIENT;
	quic_keys_initial(connection, packet->version, &packet->dcid);
	if (packet->is_cut && !connection->has_client && call->side == SIDE_CLIENT) {
		connection->has_client = true; /* the server's may be whole */
		return false;
	}
	if (!quic_keys_open(call, packet, QUIC_INITIAL, plain)) {
		if (version != NULL)
			quic_keys_initial(connection, version, &dcid);
		return false;
	}
	if (is_other) {
		connection_restart(call, packet);
		tell_initial(call, packet);
	}
	connection->has_retry = false;
	connection->has_client = true;
	connection->client_side = call->side;
	return true;
}

static bool
initial_open(struct quic_call *call, const struct quic_packet *packet, struct bytes *plain)
{
	struct quic_connection *connection = call->connection;
	struct quic_cid dcid = connection->first_dcid;

	if (connection->has_client) {
		quic_keys_initial(connection, packet->version, &dcid);
		if (quic_keys_open(call, packet, QUIC_INITIAL, plain))
			return true;
		if (call->role == QUIC_SERVER || quic_cid_equal(&dcid, &packet->dcid))
			return false;
	}
	return initial_open_first(call, packet, plain);
}

static bool
packet_open(struct quic_call *call, const struct quic_packet *packet,
    enum quic_level *level, struct bytes *plain)
{
	*level = (enum quic_level)packet->type;
	if (packet->type != QUIC_PACKET_INITIAL)
		return quic_keys_open(call, packet, *level, plain);
	tell_initial(call, packet);
	return initial_open(call, packet, plain);
}

static struct quic_call
call_of(const struct quic_call *call, enum side side)
{
	struct quic_call made = *call;
	const struct quic_connection *connection = call->connection;
	bool is_client =
	    connection->has_client ? side == connection->client_side : side == SIDE_CLIENT;

	made.side = side;
	made.role = is_client ? QUIC_CLIENT : QUIC_SERVER;
	return made;
}

/* Acknowledgements are smaller. */
enum { TALK_MIN = 90 };

static void
packet_stays_sealed(const struct quic_call *call, const struct quic_packet *packet)
{
	struct sealed *sealed = &call->connection->sealed;
	size_t size = packet->whole.len;

	if ((packet->type != QUIC_PACKET_SHORT && packet->type != QUIC_PACKET_EARLY) ||
	    size < TALK_MIN)
		return;
	if (call->role == QUIC_CLIENT)
		sealed_ask(sealed, call->sink, call->chunk, size);
	else
		sealed_answer(sealed, call->sink, call->chunk, size);
}

/* Once there are keys for its level, one that does not open never will. */
static bool
packet_waits(const struct quic_call *call, const struct quic_packet *packet)
{
	const struct quic_keys *keys =
	    &call->connection->keys[call->role][(enum quic_level)packet->type];

	return keys->open == NULL && !packet->is_cut && quic_kept_waits(call) &&
	       quic_kept_add(call, packet->whole);
}

static void
packet_dissect(const struct quic_call *call, const struct quic_packet *packet)
{
	struct quic_connection *connection = call->connection;
	struct quic_call own = call_of(call, call->side);
	enum quic_level level;
	struct bytes plain;

	if (packet->type == QUIC_PACKET_RETRY)
		connection->has_retry = true;
	if (packet->type == QUIC_PACKET_SHORT)
		quic_end_go_on(call);
	if (packet->type > QUIC_PACKET_SHORT)
		return;
	if (!packet_open(&own, packet, &level, &plain)) {
		if (packet->type == QUIC_PACKET_INITIAL || !packet_waits(&own, packet))
			packet_stays_sealed(&own, packet);
		return;
	}
	if (level != QUIC_INITIAL)
		connection->opened_ns = call->chunk->at_ns;
	if (packet->version != NULL && packet->type != QUIC_PACKET_EARLY)
		connection->version = packet->version;
	if (packet->version != NULL)
		quic_cid_learn(&own, own.side, &packet->scid);
	quic_frames_read(&own, level, sink_opened(own.sink, plain));
}

/* What waited is opened now, or waits on, or never will be. */
static void
kept_dissect(const struct quic_call *call)
{
	struct quic_kept *kept = quic_kept_take(call);

	while (kept != NULL) {
		struct quic_kept *next = kept->next;
		struct cursor in = cursor_of(bytes_of(kept->bytes, kept->size));
		struct quic_call own = call_of(call, kept->side);
		struct chunk chunk = *call->chunk;
		struct quic_packet packet;

		if (kept->side != chunk.side) {
			chunk.src = call->chunk->dst;
			chunk.dst = call->chunk->src;
		}
		chunk.side = kept->side;
		chunk.frame = kept->frame;
		chunk.at_ns = kept->at_ns;
		own.chunk = &chunk;
		if (quic_packet_read(&in, &call->connection->cids[side_other(kept->side)],
			false, &packet))
			packet_dissect(&own, &packet);
		free(kept);
		kept = next;
	}
}

static enum verdict
datagram_dissect(const struct quic_call *call, struct cursor *in)
{
	struct quic_connection *connection = call->connection;
	struct quic_packet packet;

	quic_end_count(call, cursor_left(in));
	kept_dissect(call);
	while (cursor_left(in) > 0) {
		const struct quic_cids *known = &connection->cids[side_other(call->side)];

		if (!quic_packet_read(in, known, call->chunk->is_cut, &packet))
			break;
		packet_dissect(call, &packet);
		kept_dissect(call);
	}
	cursor_take(in, cursor_left(in));
	return VERDICT_DONE;
}

static enum verdict
quic_dissect(void *state, struct sink *sink, const struct chunk *chunk, struct cursor *in)
{
	struct quic *quic = state;
	struct quic_call call = { quic->connection, sink, chunk, chunk->side, QUIC_CLIENT };

	if (chunk->what != CHUNK_BYTES) {
		if (quic->connection == NULL)
			return VERDICT_DONE;
		quic->connection->is_too_late = true;
		kept_dissect(&call);
		quic_end_silence(&call, chunk->silent_ns);
		return VERDICT_DONE;
	}
	if (quic->connection == NULL) {
		if (!quic_packet_is_first(cursor_rest(in)))
			return VERDICT_OTHER;
		quic->connection = alloc_zeroed(1, sizeof(*quic->connection));
		call.connection = quic->connection;
	}
	return datagram_dissect(&call, in);
}

/* Nothing may have come of this connection since; its secrets may, or they are late. */
static void
quic_wake(void *state, struct sink *sink, const struct chunk *chunk)
{
	const struct quic *quic = state;
	struct quic_call call = { quic->connection, sink, chunk, chunk->side, QUIC_CLIENT };

	if (quic->connection == NULL || quic->connection->kept == NULL)
		return;
	if (quic_kept_is_old(&call))
		quic->connection->is_too_late = true;
	kept_dissect(&call);
	if (quic->connection->kept != NULL)
		sink_wake(sink);
}

static enum claim
quic_claims(const struct chunk *chunk, struct bytes first)
{
	return chunk->is_datagram && quic_packet_is_first(first) ? CLAIM_YES : CLAIM_NO;
}

static void
quic_clear(void *state)
{
	struct quic *quic = state;

	if (quic->connection == NULL)
		return;
	connection_clear(quic->connection);
	free(quic->connection);
}

const struct dissector dissector_quic = {
	.name = "quic",
	.udp_ports = { 443 },
	.claims = quic_claims,
	.state_size = sizeof(struct quic),
	.is_connection = true,
	.find_id = quic_packet_find_id,
	.clear = quic_clear,
	.wake = quic_wake,
	.dissect = quic_dissect,
};
