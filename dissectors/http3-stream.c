/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissectors/http3-stream.h"

#include <stdlib.h>

#include "base/die.h"

enum { ONE_WAY = 2 /* bit of a stream's id */ };

struct http3_stream *
http3_stream_find(const struct http3 *http3, uint64_t id)
{
	struct http3_stream *stream = http3->streams;

	while (stream != NULL && stream->id != id)
		stream = stream->next;
	return stream;
}

struct http3_stream *
http3_stream_get(struct http3 *http3, uint64_t id)
{
	struct http3_stream *stream = http3_stream_find(http3, id);

	if (stream != NULL)
		return stream;
	stream = alloc_zeroed(1, sizeof(*stream));
	stream->id = id;
	stream->kind = id & ONE_WAY ? HTTP3_UNKNOWN : HTTP3_REQUEST;
	stream->next = http3->streams;
	http3->streams = stream;
	return stream;
}

void
http3_stream_settle(struct http3 *http3, uint64_t id)
{
	struct http3_stream **place = &http3->streams;
	struct http3_stream *stream = http3_stream_find(http3, id);

	if (stream == NULL || !stream->halves[SIDE_CLIENT].is_over ||
	    !stream->halves[SIDE_SERVER].is_over)
		return;
	for (const struct http3_waiting *w = http3->waiting; w != NULL; w = w->next)
		if (w->stream == stream->id)
			return;
	while (*place != stream)
		place = &(*place)->next;
	*place = stream->next;
	http_exchange_clear(&stream->exchange);
	free(stream);
}
