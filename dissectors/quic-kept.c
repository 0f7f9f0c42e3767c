/* SPDX-License-Identifier: BSD-2-Clause */
/* Packets that wait: for the ClientHello, which names the session; and where secrets may
 * come while packets do, for those, as long and as many as TLS's records may. */
#include <stdlib.h>

#include "base/clock.h"
#include "base/die.h"
#include "dissectors/quic-record.h"

enum {
	KEPT_SIZE_MAX = 2048, /* of a packet */
	WAIT_S = 10,
	KEPT_BYTES_MAX = 256 * 1024,
	KEPT_IN_ALL_MAX = 64 * 1024 * 1024,
};

static bool
has_secrets(const struct quic_call *call)
{
	const struct quic_connection *connection = call->connection;

	return sink_secrets(call->sink,
		   bytes_of(connection->random, sizeof(connection->random))) != NULL;
}

bool
quic_kept_waits(const struct quic_call *call)
{
	const struct quic_connection *connection = call->connection;

	if (!connection->has_random)
		return true;
	return call->sink->wait != NULL && !connection->is_too_late;
}

bool
quic_kept_is_old(const struct quic_call *call)
{
	const struct quic_kept *first = call->connection->kept;

	return first != NULL &&
	       clock_between(first->at_ns, call->chunk->at_ns) > WAIT_S * NS_PER_S;
}

/* Is there no room for it, or no hope any more? */
static bool
is_full(const struct quic_call *call, size_t size)
{
	const struct quic_connection *connection = call->connection;
	const struct secrets_wait *wait = call->sink->wait;

	if (size > KEPT_SIZE_MAX)
		return true;
	if (!connection->has_random)
		return connection->kept_count >= QUIC_KEPT_MAX;
	return connection->kept_bytes + size > KEPT_BYTES_MAX ||
	       wait->held + size > KEPT_IN_ALL_MAX || quic_kept_is_old(call);
}

bool
quic_kept_add(const struct quic_call *call, struct bytes packet)
{
	struct quic_connection *connection = call->connection;
	struct quic_kept *kept;

	if (is_full(call, packet.len)) {
		connection->is_too_late = connection->has_random;
		return false;
	}
	kept = alloc_zeroed(1, sizeof(*kept) + packet.len);
	kept->side = call->side;
	kept->frame = call->chunk->frame;
	kept->at_ns = call->chunk->at_ns;
	kept->size = packet.len;
	memcpy(kept->bytes, packet.at, packet.len);
	if (connection->kept == NULL)
		connection->kept_end = &connection->kept;
	*connection->kept_end = kept;
	connection->kept_end = &kept->next;
	connection->kept_count++;
	connection->kept_bytes += packet.len;
	connection->wait = call->sink->wait;
	if (connection->wait == NULL)
		return true;
	connection->wait->held += packet.len;
	sink_wake(call->sink);
	return true;
}

struct quic_kept *
quic_kept_take(const struct quic_call *call)
{
	struct quic_connection *connection = call->connection;
	struct quic_kept *all = connection->kept;

	if (!connection->has_random || all == NULL ||
	    (call->sink->wait != NULL && !connection->is_too_late && !has_secrets(call)))
		return NULL;
	if (connection->wait != NULL)
		connection->wait->held -= connection->kept_bytes;
	connection->kept = NULL;
	connection->kept_count = 0;
	connection->kept_bytes = 0;
	return all;
}

void
quic_kept_clear(struct quic_connection *connection)
{
	if (connection->wait != NULL)
		connection->wait->held -= connection->kept_bytes;
	while (connection->kept != NULL) {
		struct quic_kept *next = connection->kept->next;

		free(connection->kept);
		connection->kept = next;
	}
	connection->kept_count = 0;
	connection->kept_bytes = 0;
}
