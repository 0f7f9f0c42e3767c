/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissectors/tls-tell.h"
#include "base/clock.h"
#include "event/tls.h"

/* 1.3: a Finished alone in its record: header, digest, type, tag. */
enum { FINISHED_SHA256 = 4 + 32 + 1 + 16, FINISHED_SHA384 = 4 + 48 + 1 + 16 };

void
tls_established_tell(struct tls *tls, struct sink *sink, const struct chunk *chunk)
{
	struct event_tls_established event = {
		.head = event_head(EVENT_TLS_ESTABLISHED, chunk),
		.version = maybe_of(tls->version),
		.duration = maybe_of(clock_between(tls->hello_ns, chunk->at_ns)),
		.early_data = tls->is_early_accepted,
		.alpn = tls_alpn(tls),
		.unopened = tls->unopened,
		.has_keys = tls->inside != NULL || tls_is_quic(chunk),
	};

	tls->has_established = true;
	sink_event(sink, &event.head);
}

/* 1.3: the rest of the handshake looks like application data.  The client's part ends in
 * a Finished, known by its size where it has a record of its own, and at the latest where
 * it sends more after the server has; what the client sends then is application data. */
static bool
is_handshake_13(struct tls *tls, enum side from, size_t size)
{
	struct tls_side *client = &tls->sides[tls->client_side];
	bool was_finished = tls->has_finished;

	if (from != tls->client_side) {
		if (client->opaque_count > 0)
			tls->has_finished = true;
		return true;
	}
	client->opaque_count++;
	if (size == FINISHED_SHA256 || size == FINISHED_SHA384)
		tls->has_finished = true;
	return !was_finished;
}

enum { OVERHEAD_13 = 17, OVERHEAD_12 = 24 };

/* Frames of HTTP/2 that ask for nothing and answer nothing are known by their sizes:
 * WINDOW_UPDATE and RST_STREAM have 13 bytes, PING 17; a client sends other small ones,
 * while the last of a server ends an answer. */
enum { UPDATE = 13, PING = 17, CLIENT_MIN = 18 };

static bool
is_upkeep(size_t size, bool from_client)
{
	return from_client ? size < CLIENT_MIN : size == UPDATE || size == PING;
}

static void
tell_sealed(
    struct tls *tls, struct sink *sink, const struct chunk *chunk, size_t record_size)
{
	size_t overhead = tls->version >= TLS_1_3 ? OVERHEAD_13 : OVERHEAD_12;

	bool from_client = chunk->side == tls->client_side;

	if (record_size < overhead || is_upkeep(record_size - overhead, from_client))
		return;
	if (from_client)
		sealed_ask(&tls->sealed, sink, chunk, record_size - overhead);
	else
		sealed_answer(&tls->sealed, sink, chunk, record_size - overhead);
}

void
tls_application_record(
    struct tls *tls, struct sink *sink, const struct chunk *chunk, size_t size)
{
	if (!tls->has_hello || tls->version == 0)
		return;
	if (!tls->has_established) {
		if (tls->version >= TLS_1_3 && is_handshake_13(tls, chunk->side, size))
			return;
		tls_established_tell(tls, sink, chunk);
	}
	tell_sealed(tls, sink, chunk, size);
}
