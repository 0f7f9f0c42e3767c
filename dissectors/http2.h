/* SPDX-License-Identifier: BSD-2-Clause */
/* What the files of the HTTP/2 dissector share: http2.c follows the frames, http2-block.c
 * gathers header blocks, http2-stream.c keeps the streams, hpack.c reads the blocks and
 * http-message.c tells what they say. */
#ifndef DISSECTORS_HTTP2_H
#define DISSECTORS_HTTP2_H

#include "dissectors/hpack.h"
#include "dissectors/http2-frame.h"
#include "dissectors/http2-stream.h"

enum http2_phase {
	HTTP2_START, /* nothing of this side was seen */
	HTTP2_FRAME,
	HTTP2_BODY,  /* the payload of DATA is being skipped */
	HTTP2_INNER, /* ... is being read */
	HTTP2_LOST,  /* a frame's header is looked for */
};

/* A header block that goes on in CONTINUATION frames. */
struct http2_block {
	bool is_open;
	bool is_given_up; /* too much of it: only its end is looked for */
	bool ends_stream;
	uint32_t stream;
	uint32_t promised; /* by PUSH_PROMISE; else 0 */
	int frame_count;
	uint64_t began_ns;
	struct buffer bytes;
};

/* A DATA frame on its way. */
struct http2_data {
	uint32_t stream;
	bool ends_stream;
	uint32_t size; /* without padding; in phase INNER: what is still to come */
	uint32_t padding;
};

struct http2_side {
	enum http2_phase phase;
	bool has_begun; /* a frame, at ... */
	uint64_t began_ns;
	struct http2_data data;
	struct http2_block block;
	struct hpack hpack;
	bool has_warned; /* that headers are not known */
};

struct http2 {
	struct http2_side sides[2];
	struct http2_streams streams;
	struct body_room bodies;
	bool was_upgraded; /* from HTTP/1 */
};

/* One call of the dissector. */
struct http2_call {
	struct http2 *http2;
	struct http2_side *side;
	struct sink *sink;
	const struct chunk *chunk;
};

/* What happens on this stream. */
struct http_call http2_stream_call(
    const struct http2_call *, struct http2_stream *, uint64_t began_ns);
/* The stream of this number, which begins where there was none: the oldest one makes room
 * for it, incomplete, where there are too many. */
struct http2_stream *http2_stream_get(const struct http2_call *, uint32_t id);
/* One side's message is over; where the other's is too, the stream is let go. */
void http2_stream_end(
    const struct http2_call *, struct http2_stream *, enum side, bool is_complete);

/* HEADERS, PUSH_PROMISE, CONTINUATION: the whole frame, its payload in `payload`. */
void http2_block_add(
    const struct http2_call *, const struct http2_frame *, struct bytes payload);
/* A frame with a part of a header block was too large to be read. */
void http2_block_give_up(const struct http2_call *, const struct http2_frame *);
/* Blocks were missed; what is on its way is dropped. */
void http2_block_lose(struct http2_side *);

#endif
