/* SPDX-License-Identifier: BSD-2-Clause */
/* Header blocks of one side of an HTTP/2 connection (RFC 9113 4.3): HEADERS or
 * PUSH_PROMISE, then CONTINUATION frames up to END_HEADERS, with no other frame between
 * them.  What they say is told of their streams.  All-zero is a side that has sent none. */
#ifndef DISSECTORS_HTTP2_BLOCK_H
#define DISSECTORS_HTTP2_BLOCK_H

#include "dissectors/hpack.h"
#include "dissectors/http2-frame.h"
#include "dissectors/http2-stream.h"

/* A block that goes on in CONTINUATION frames. */
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

struct http2_blocks {
	struct http2_block block; /* the one on its way */
	struct hpack hpack;
	bool has_warned; /* that headers are not known */
};

/* HEADERS, PUSH_PROMISE or CONTINUATION, its payload whole; its first byte was captured at
 * began_ns. */
void http2_block_add(struct http2_blocks *blocks, const struct http2_call *call,
    const struct http2_frame *frame, struct bytes payload, uint64_t began_ns);
/* Such a frame was too large to be read. */
void http2_block_give_up(struct http2_blocks *blocks, const struct http2_call *call,
    const struct http2_frame *frame);
/* Blocks were missed; what is on its way is dropped. */
void http2_blocks_lose(struct http2_blocks *blocks);
void http2_blocks_clear(struct http2_blocks *blocks);

#endif
