/* SPDX-License-Identifier: BSD-2-Clause */
/* The application's streams, RFC 9000 2: an id, whose low two bits say who opened it and
 * whether both send, and bytes at offsets.  What comes early waits for what is missing,
 * within limits; then what is missing is told as a gap. */
#include <stdlib.h>

#include "base/die.h"
#include "dissectors/quic-record.h"

enum {
	STREAMS_MAX = 512,
	STREAM_PIECES_MAX = 2048,           /* that wait for what comes before */
	STREAM_KEPT_MAX = 2 * 1024 * 1024,  /* bytes of them, in one stream */
	STREAMS_KEPT_MAX = 8 * 1024 * 1024, /* ... in all of a connection */
	KIND = 3,
	ONE_WAY = 2,
};

struct quic_half {
	struct reassembly reassembly;
	bool has_size; /* its last byte is known */
	uint64_t size;
	bool is_over; /* its end was told */
};

struct quic_stream {
	struct quic_stream *next;
	uint64_t id;
	struct quic_half halves[2]; /* by side that sends */
};

static void
stream_free(struct quic_stream *stream)
{
	reassembly_clear(&stream->halves[SIDE_CLIENT].reassembly);
	reassembly_clear(&stream->halves[SIDE_SERVER].reassembly);
	free(stream);
}

static void
hand_on(const struct quic_call *call, struct arrival arrival, uint64_t id, enum side side,
    struct bytes bytes)
{
	quic_hand_on(call, arrival,
	    (struct inner){ .name = call->connection->inner,
		.stream = id,
		.side = side,
		.bytes = bytes });
}

static void
hand_on_gap(const struct quic_call *call, uint64_t id, enum side side, uint64_t size)
{
	quic_hand_on(call, quic_arrival(call),
	    (struct inner){ .name = call->connection->inner,
		.stream = id,
		.side = side,
		.what = CHUNK_GAP,
		.gap_size = size });
}

static void
half_end(const struct quic_call *call, struct arrival arrival, struct quic_stream *stream,
    enum side side)
{
	struct quic_half *half = &stream->halves[side];

	if (half->is_over)
		return;
	half->is_over = true;
	call->connection->streams.kept_bytes -= half->reassembly.kept_bytes;
	reassembly_clear(&half->reassembly);
	quic_hand_on(call, arrival,
	    (struct inner){ .name = call->connection->inner,
		.stream = stream->id,
		.side = side,
		.what = CHUNK_END });
}

/* Hands on what is in order now: complete since `latest`, or since the piece itself came
 * where that was later. */
static void
half_drain(const struct quic_call *call, struct quic_stream *stream, enum side side,
    struct arrival latest)
{
	struct quic_half *half = &stream->halves[side];
	struct segment *kept;

	while ((kept = reassembly_take(&half->reassembly)) != NULL) {
		call->connection->streams.kept_bytes -= kept->bytes.len;
		if (kept->arrival.frame > latest.frame)
			latest = kept->arrival;
		hand_on(call, latest, stream->id, side, kept->bytes);
		reassembly_release(kept);
	}
	if (half->has_size && half->reassembly.next_offset >= half->size) {
		half_end(call, latest, stream, side);
		if (stream->id & ONE_WAY)
			half_end(call, latest, stream,
			    side == SIDE_CLIENT ? SIDE_SERVER : SIDE_CLIENT);
	}
}

/* Gives up what is missing before the first piece that waits. */
static void
half_pass_gap(const struct quic_call *call, struct quic_stream *stream, enum side side)
{
	struct quic_half *half = &stream->halves[side];

	hand_on_gap(call, stream->id, side, reassembly_gap(&half->reassembly));
	reassembly_pass_gap(&half->reassembly);
	half_drain(call, stream, side, (struct arrival){ 0 });
}

/* Everything that waits, around the gaps; then a last gap, and the end. */
static void
half_flush(const struct quic_call *call, struct quic_stream *stream, enum side side)
{
	struct quic_half *half = &stream->halves[side];

	if (half->is_over)
		return;
	while (half->reassembly.kept != NULL && !half->is_over)
		half_pass_gap(call, stream, side);
	if (!half->is_over && half->has_size && half->size > half->reassembly.next_offset)
		hand_on_gap(
		    call, stream->id, side, half->size - half->reassembly.next_offset);
	half_end(call, quic_arrival(call), stream, side);
}

/* Forgets the stream that was used longest ago, and that it ever was. */
static void
streams_let_go(const struct quic_call *call)
{
	struct quic_streams *streams = &call->connection->streams;
	struct quic_stream **place = &streams->first;
	struct quic_stream *last;
	uint64_t *let_go;

	while ((*place)->next != NULL)
		place = &(*place)->next;
	last = *place;
	*place = NULL;
	streams->count--;
	half_flush(call, last, SIDE_CLIENT);
	half_flush(call, last, SIDE_SERVER);
	let_go = &streams->let_go[last->id & KIND];
	*let_go = MAX(*let_go, last->id + 1);
	stream_free(last);
}

/* The stream of this id, at the front of the list; NULL where it was let go. */
static struct quic_stream *
stream_get(const struct quic_call *call, uint64_t id)
{
	struct quic_streams *streams = &call->connection->streams;
	struct quic_stream **place = &streams->first;
	struct quic_stream *stream;

	while (*place != NULL && (*place)->id != id)
		place = &(*place)->next;
	stream = *place;
	if (stream != NULL) {
		*place = stream->next;
	} else {
		if (id < streams->let_go[id & KIND])
			return NULL;
		if (streams->count >= STREAMS_MAX)
			streams_let_go(call);
		stream = alloc_zeroed(1, sizeof(*stream));
		stream->id = id;
		streams->count++;
	}
	stream->next = streams->first;
	streams->first = stream;
	return stream;
}

/* Will the hole not be filled any more, by all that is known? */
static bool
half_waits_too_long(const struct quic_streams *streams, const struct quic_half *half)
{
	return half->reassembly.kept_count > STREAM_PIECES_MAX ||
	       half->reassembly.kept_bytes > STREAM_KEPT_MAX ||
	       (half->reassembly.kept_count > 0 && streams->kept_bytes > STREAMS_KEPT_MAX);
}

void
quic_stream_add(const struct quic_call *call, uint64_t id, uint64_t offset,
    struct bytes bytes, bool is_last)
{
	struct quic_streams *streams = &call->connection->streams;
	struct quic_stream *stream;
	struct quic_half *half;
	size_t kept_before;

	if (call->connection->inner == NULL || call->connection->is_closed)
		return;
	stream = stream_get(call, id);
	if (stream == NULL || stream->halves[call->side].is_over)
		return;
	half = &stream->halves[call->side];
	if (is_last) {
		half->has_size = true;
		half->size = offset + bytes.len;
	}
	kept_before = half->reassembly.kept_bytes;
	bytes = reassembly_add(&half->reassembly, offset, bytes, 0, quic_arrival(call));
	streams->kept_bytes += half->reassembly.kept_bytes - kept_before;
	if (bytes.len > 0)
		hand_on(call, quic_arrival(call), id, call->side, bytes);
	half_drain(call, stream, call->side, quic_arrival(call));
	while (!half->is_over && half_waits_too_long(streams, half))
		half_pass_gap(call, stream, call->side);
}

/* A gap of no size that can be known: `side` sends no more of what was to come. */
static void
hand_on_reset(const struct quic_call *call, uint64_t id, enum side side, struct reset reset)
{
	quic_hand_on(call, quic_arrival(call),
	    (struct inner){ .name = call->connection->inner,
		.stream = id,
		.side = side,
		.what = CHUNK_GAP,
		.reset = &reset });
}

void
quic_stream_reset(const struct quic_call *call, uint64_t id, uint64_t error)
{
	struct quic_stream *stream;

	if (call->connection->inner == NULL || call->connection->is_closed)
		return;
	stream = stream_get(call, id);
	if (stream == NULL || stream->halves[call->side].is_over)
		return;
	hand_on_reset(call, id, call->side, (struct reset){ call->side, error });
	half_end(call, quic_arrival(call), stream, call->side);
}

void
quic_stream_stop(const struct quic_call *call, uint64_t id, uint64_t error)
{
	enum side sender = side_other(call->side);
	struct quic_stream *stream;

	if (call->connection->inner == NULL || call->connection->is_closed)
		return;
	stream = stream_get(call, id);
	if (stream != NULL && !stream->halves[sender].is_over)
		hand_on_reset(call, id, sender, (struct reset){ call->side, error });
}

void
quic_streams_end(const struct quic_call *call)
{
	if (call->connection->is_closed)
		return;
	call->connection->is_closed = true;
	for (struct quic_stream *stream = call->connection->streams.first; stream != NULL;
	     stream = stream->next) {
		half_flush(call, stream, SIDE_CLIENT);
		half_flush(call, stream, SIDE_SERVER);
	}
}

void
quic_streams_clear(struct quic_streams *streams)
{
	while (streams->first != NULL) {
		struct quic_stream *next = streams->first->next;

		stream_free(streams->first);
		streams->first = next;
	}
	*streams = (struct quic_streams){ 0 };
}
