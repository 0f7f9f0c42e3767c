/* SPDX-License-Identifier: BSD-2-Clause */
/* The streams of an HTTP/2 connection that are not over, oldest first, and what happens to
 * them.  All-zero is a valid empty table; it owns the streams. */
#ifndef DISSECTORS_HTTP2_STREAM_H
#define DISSECTORS_HTTP2_STREAM_H

#include <sys/queue.h>

#include "base/map.h"
#include "dissectors/http-message.h"

struct http2_stream {
	TAILQ_ENTRY(http2_stream) link;
	uint32_t id;
	struct http_exchange exchange;
};

TAILQ_HEAD(http2_stream_list, http2_stream);

struct http2_streams {
	struct http2_stream_list list;
	struct map by_id;
	struct body_room bodies;
};

/* What arrives at the streams, and where it is told. */
struct http2_call {
	struct http2_streams *streams;
	struct sink *sink;
	const struct chunk *chunk;
};

/* NULL where it is not there. */
struct http2_stream *http2_stream_find(const struct http2_streams *streams, uint32_t id);
/* The stream of this number, which begins where there was none: the oldest one makes room
 * for it, incomplete, where there are too many. */
struct http2_stream *http2_stream_get(const struct http2_call *call, uint32_t id);

/* What happens on this stream. */
struct http_call http2_stream_call(
    const struct http2_call *call, struct http2_stream *stream, uint64_t began_ns);
/* The message of the chunk's side. */
struct http_message *http2_stream_message(
    const struct http2_call *call, struct http2_stream *stream);

/* The message of the chunk's side is over; where the other's is too, the stream is let
 * go. */
void http2_stream_end(
    const struct http2_call *call, struct http2_stream *stream, bool is_complete);
/* The chunk's side takes the stream back. */
void http2_stream_reset(const struct http2_call *call, uint32_t id, uint32_t error);

/* Bytes of the chunk's side were lost, and nobody knows of which streams. */
void http2_streams_lose(const struct http2_call *call);
/* The chunk's side is over: its messages that are not complete will not be. */
void http2_streams_end(const struct http2_call *call);
void http2_streams_clear(struct http2_streams *streams);

#endif
