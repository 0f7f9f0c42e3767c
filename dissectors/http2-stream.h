/* SPDX-License-Identifier: BSD-2-Clause */
/* The streams of an HTTP/2 connection that are not over, oldest first.  All-zero is a valid
 * empty table; it owns the streams. */
#ifndef DISSECTORS_HTTP2_STREAM_H
#define DISSECTORS_HTTP2_STREAM_H

#include <sys/queue.h>

#include "base/map.h"
#include "dissectors/http-message.h"

enum { HTTP2_STREAMS_MAX = 1024 };

struct http2_stream {
	TAILQ_ENTRY(http2_stream) link;
	uint32_t id;
	struct http_exchange exchange;
};

TAILQ_HEAD(http2_stream_list, http2_stream);

struct http2_streams {
	struct http2_stream_list list;
	struct map by_id;
};

/* NULL where it is not there. */
struct http2_stream *http2_stream_find(const struct http2_streams *streams, uint32_t id);
/* A new one; the caller sees to it that there are not too many. */
struct http2_stream *http2_stream_new(struct http2_streams *streams, uint32_t id);
/* NULL where there is none. */
struct http2_stream *http2_stream_oldest(const struct http2_streams *streams);
void http2_stream_free(struct http2_streams *streams, struct http2_stream *stream);
void http2_streams_clear(struct http2_streams *streams);

#endif
