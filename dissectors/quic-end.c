/* SPDX-License-Identifier: BSD-2-Clause */
/* How connections end, RFC 9000 10: with CONNECTION_CLOSE, or in silence that lasts for
 * longer than the smaller of both ends' max_idle_timeout.
 *
 * Anybody can seal a close in an Initial packet.  It counts where nothing follows it that
 * shows a connection: it is told when the connection is let go, as what ended it. */
#include "base/clock.h"
#include "dissectors/quic-record.h"
#include "event/quic.h"

/* Where neither end has said how long. */
static const uint64_t idle_default_ns = 30 * NS_PER_S;

void
quic_end_count(const struct quic_call *call, size_t size)
{
	struct quic_connection *connection = call->connection;

	if (connection->datagrams[SIDE_CLIENT] + connection->datagrams[SIDE_SERVER] == 0)
		connection->begun_ns = call->chunk->at_ns;
	connection->datagrams[call->chunk->side]++;
	connection->bytes[call->chunk->side] += size;
}

static void
end_tell(const struct quic_call *call, const char *how, const struct quic_close *close)
{
	struct quic_connection *connection = call->connection;
	enum side client = connection->has_client ? connection->client_side : SIDE_CLIENT;
	enum side server = side_other(client);
	struct event_quic_closed event = {
		.head = event_head(EVENT_QUIC_CLOSED, call->chunk),
		.how = how,
		.bytes_client = connection->bytes[client],
		.bytes_server = connection->bytes[server],
		.packets_client = connection->datagrams[client],
		.packets_server = connection->datagrams[server],
	};

	if (close != NULL) {
		event.head.side = close->side;
		event.head.frame = close->frame;
		event.head.at_ns = close->at_ns;
		event.by =
		    close->side == call->chunk->side ? call->chunk->src : call->chunk->dst;
		event.error = maybe_of(close->error);
		event.application = close->is_of_application;
		event.reason = bytes_of(close->reason, close->reason_size);
	}
	event.duration = maybe_of(clock_between(connection->begun_ns, event.head.at_ns));
	connection->has_told_end = true;
	sink_event(call->sink, &event.head);
}

void
quic_end_close(
    const struct quic_call *call, enum quic_level level, const struct quic_close *close)
{
	struct quic_connection *connection = call->connection;

	if (connection->has_told_end)
		return;
	if (level == QUIC_INITIAL) {
		if (!connection->has_close)
			connection->close = *close;
		connection->has_close = true;
		return;
	}
	quic_streams_end(call);
	end_tell(call, "close", close);
}

/* Who closes says nothing else afterwards, and nothing to the application before. */
void
quic_end_go_on(const struct quic_call *call)
{
	call->connection->has_close = false;
}

void
quic_end_silence(const struct quic_call *call, uint64_t silent_ns)
{
	const struct quic_connection *connection = call->connection;
	const uint64_t *idle_ns = connection->idle_ns;
	uint64_t limit_ns = idle_default_ns;

	quic_streams_end(call);
	if (connection->has_told_end)
		return;
	if (idle_ns[QUIC_CLIENT] != 0 && idle_ns[QUIC_SERVER] != 0)
		limit_ns = MIN(idle_ns[QUIC_CLIENT], idle_ns[QUIC_SERVER]);
	else if (idle_ns[QUIC_CLIENT] + idle_ns[QUIC_SERVER] != 0)
		limit_ns = idle_ns[QUIC_CLIENT] + idle_ns[QUIC_SERVER];
	if (connection->has_close)
		end_tell(call, "close", &connection->close);
	else
		end_tell(call, silent_ns >= limit_ns ? "timeout" : "capture_end", NULL);
}
