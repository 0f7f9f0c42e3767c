/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "base/die.h"
#include "dissectors/http-reset.h"
#include "dissectors/http2-stream.h"

enum { STREAMS_MAX = 1024 };

/* Outsiders choose the numbers, but there are never many. */
static uint64_t
hash_of(uint32_t id)
{
	return id * UINT64_C(0x9e3779b97f4a7c15) >> 32;
}

struct http2_stream *
http2_stream_find(const struct http2_streams *streams, uint32_t id)
{
	struct map_probe probe = map_probe(&streams->by_id, hash_of(id));
	struct http2_stream *stream;

	while ((stream = map_next(&probe)) != NULL)
		if (stream->id == id)
			return stream;
	return NULL;
}

static struct http2_stream *
stream_new(struct http2_streams *streams, uint32_t id)
{
	struct http2_stream *stream = alloc_zeroed(1, sizeof(*stream));

	stream->id = id;
	if (streams->by_id.count == 0)
		TAILQ_INIT(&streams->list);
	TAILQ_INSERT_TAIL(&streams->list, stream, link);
	map_add(&streams->by_id, hash_of(id), stream);
	return stream;
}

/* NULL where there is none. */
static struct http2_stream *
stream_oldest(const struct http2_streams *streams)
{
	return streams->by_id.count == 0 ? NULL : TAILQ_FIRST(&streams->list);
}

static void
stream_free(struct http2_streams *streams, struct http2_stream *stream)
{
	map_remove(&streams->by_id, hash_of(stream->id), stream);
	TAILQ_REMOVE(&streams->list, stream, link);
	http_exchange_clear(&stream->exchange);
	free(stream);
}

struct http_call
http2_stream_call(
    const struct http2_call *call, struct http2_stream *stream, uint64_t began_ns)
{
	return (struct http_call){ &stream->exchange, call->sink, call->chunk, BYTES("2"),
		stream->id, began_ns, &call->streams->bodies };
}

struct http_message *
http2_stream_message(const struct http2_call *call, struct http2_stream *stream)
{
	return &stream->exchange.sides[call->chunk->side];
}

static void
message_end(const struct http2_call *call, struct http2_stream *stream, enum side side,
    bool is_complete)
{
	struct http_call http = http2_stream_call(call, stream, 0);
	enum side other = side == SIDE_CLIENT ? SIDE_SERVER : SIDE_CLIENT;
	const char *inner = stream->exchange.sides[side].inner;

	if (inner != NULL)
		sink_inner_end(call->sink, inner, stream->id, side);
	if (inner != NULL && stream->exchange.sides[other].inner == NULL)
		sink_inner_end(call->sink, inner, stream->id, other);
	http_message_end(&http, side, is_complete);
}

/* Nothing more comes on this stream: what was on its way is told as cut off. */
static void
stream_cut(const struct http2_call *call, struct http2_stream *stream)
{
	message_end(call, stream, SIDE_CLIENT, false);
	message_end(call, stream, SIDE_SERVER, false);
	stream_free(call->streams, stream);
}

struct http2_stream *
http2_stream_get(const struct http2_call *call, uint32_t id)
{
	struct http2_stream *stream = http2_stream_find(call->streams, id);

	if (stream != NULL)
		return stream;
	while (call->streams->by_id.count >= STREAMS_MAX)
		stream_cut(call, stream_oldest(call->streams));
	return stream_new(call->streams, id);
}

void
http2_stream_end(
    const struct http2_call *call, struct http2_stream *stream, bool is_complete)
{
	message_end(call, stream, call->chunk->side, is_complete);
	if (http_exchange_is_over(&stream->exchange))
		stream_free(call->streams, stream);
}

/* The response to a request that is taken back may be on its way. */
void
http2_stream_reset(const struct http2_call *call, uint32_t id, uint32_t error)
{
	struct http2_stream *stream = http2_stream_find(call->streams, id);
	struct http_call http;

	if (stream == NULL)
		return;
	http = http2_stream_call(call, stream, 0);
	http_reset_tell(&http, (struct reset){ call->chunk->side, error });
	if (call->chunk->side == SIDE_CLIENT &&
	    !stream->exchange.sides[SIDE_SERVER].has_head)
		http2_stream_end(call, stream, false);
	else
		stream_cut(call, stream);
}

void
http2_streams_lose(const struct http2_call *call)
{
	struct http2_stream *stream = stream_oldest(call->streams);

	for (; stream != NULL; stream = TAILQ_NEXT(stream, link)) {
		struct http_call http = http2_stream_call(call, stream, 0);

		http_body_lose(&http, GAP_UNKNOWN);
	}
}

void
http2_streams_end(const struct http2_call *call)
{
	struct http2_stream *stream = stream_oldest(call->streams);
	struct http2_stream *next;

	for (; stream != NULL; stream = next) {
		next = TAILQ_NEXT(stream, link);
		http2_stream_end(call, stream, false);
	}
}

void
http2_streams_clear(struct http2_streams *streams)
{
	while (stream_oldest(streams) != NULL)
		stream_free(streams, stream_oldest(streams));
	map_clear(&streams->by_id);
}
