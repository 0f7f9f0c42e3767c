/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "base/die.h"
#include "dissectors/http2-stream.h"

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

struct http2_stream *
http2_stream_new(struct http2_streams *streams, uint32_t id)
{
	struct http2_stream *stream = alloc_zeroed(1, sizeof(*stream));

	stream->id = id;
	if (streams->by_id.count == 0)
		TAILQ_INIT(&streams->list);
	TAILQ_INSERT_TAIL(&streams->list, stream, link);
	map_add(&streams->by_id, hash_of(id), stream);
	return stream;
}

struct http2_stream *
http2_stream_oldest(const struct http2_streams *streams)
{
	return streams->by_id.count == 0 ? NULL : TAILQ_FIRST(&streams->list);
}

void
http2_stream_free(struct http2_streams *streams, struct http2_stream *stream)
{
	map_remove(&streams->by_id, hash_of(stream->id), stream);
	TAILQ_REMOVE(&streams->list, stream, link);
	http_exchange_clear(&stream->exchange);
	free(stream);
}

void
http2_streams_clear(struct http2_streams *streams)
{
	while (http2_stream_oldest(streams) != NULL)
		http2_stream_free(streams, http2_stream_oldest(streams));
	map_clear(&streams->by_id);
}
