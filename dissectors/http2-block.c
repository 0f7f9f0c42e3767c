/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissectors/http2-block.h"

enum { FRAMES_MAX = 64, BLOCK_MAX = 256 * 1024, STREAM_MASK = 0x7fffffff };

static void
warn(const struct http2_call *call, const char *text)
{
	sink_warn(call->sink, call->chunk, "http2", text);
}

/* Reads the block into `fields`; once a side it is said that fields are missing. */
static void
block_inflate(struct http2_blocks *blocks, const struct http2_call *call,
    struct bytes bytes, struct http_fields *fields)
{
	enum hpack_result result =
	    hpack_read(&blocks->hpack, call->sink->scratch, bytes, fields);

	if (result != HPACK_WHOLE && !blocks->has_warned) {
		warn(call, "header compression lost: fields are missing from here on");
		blocks->has_warned = true;
	}
	if (fields->is_too_large)
		warn(call, "a header list without an end");
}

static void
block_read(struct http2_blocks *blocks, const struct http2_call *call, struct bytes bytes)
{
	const struct http2_block *block = &blocks->block;
	uint32_t id = block->promised != 0 ? block->promised : block->stream;
	struct http2_stream *stream = http2_stream_get(call, id);
	struct http_call http = http2_stream_call(call, stream, block->began_ns);
	struct http_fields fields = { 0 };

	block_inflate(blocks, call, bytes, &fields);
	if (block->promised != 0)
		http_promise_tell(&http, &fields);
	else
		http_fields_tell(&http, &fields);
	if (block->ends_stream)
		http2_stream_end(call, stream, true);
}

/* The block is complete, or given up. */
static void
block_end(struct http2_blocks *blocks, const struct http2_call *call, struct bytes bytes)
{
	struct http2_block *block = &blocks->block;
	struct http2_stream *stream;

	block->is_open = false;
	if (!block->is_given_up) {
		block_read(blocks, call, bytes);
		buffer_clear(&block->bytes);
		return;
	}
	hpack_lose(&blocks->hpack);
	stream = http2_stream_find(call->streams, block->stream);
	if (block->ends_stream && stream != NULL)
		http2_stream_end(call, stream, true);
}

/* A frame that is no CONTINUATION begins a block; the others go on with the one that is
 * open.  False where there is none. */
static bool
block_take_frame(struct http2_blocks *blocks, const struct http2_call *call,
    const struct http2_frame *frame, uint64_t began_ns)
{
	struct http2_block *block = &blocks->block;
	bool goes_on = frame->type == HTTP2_CONTINUATION;

	if (goes_on && block->is_open && block->stream == frame->stream)
		return true;
	if (goes_on || block->is_open) {
		warn(call,
		    goes_on ? "CONTINUATION of nothing" : "a header block without an end");
		http2_blocks_lose(blocks);
	}
	if (goes_on)
		return false;
	*block = (struct http2_block){
		.is_open = true,
		.ends_stream =
		    frame->type == HTTP2_HEADERS && (frame->flags & HTTP2_END_STREAM) != 0,
		.stream = frame->stream,
		.began_ns = began_ns,
		.bytes = block->bytes,
	};
	return true;
}

static void
block_drop(struct http2_block *block, const struct http2_call *call, const char *why)
{
	block->is_given_up = true;
	buffer_clear(&block->bytes);
	warn(call, why);
}

/* What is behind padding, priority and the promised stream. */
static struct bytes
fragment_of(struct http2_block *block, const struct http2_call *call,
    const struct http2_frame *frame, struct bytes payload)
{
	struct http2_frame plain = *frame;
	struct cursor in;

	if (frame->type == HTTP2_CONTINUATION)
		plain.flags = 0;
	in = http2_frame_strip(&plain, payload);
	if (frame->type == HTTP2_PUSH_PROMISE)
		block->promised = cursor_u32(&in) & STREAM_MASK;
	if (in.broken)
		block_drop(block, call, "a header block shorter than its padding");
	return cursor_rest(&in);
}

void
http2_block_add(struct http2_blocks *blocks, const struct http2_call *call,
    const struct http2_frame *frame, struct bytes payload, uint64_t began_ns)
{
	struct http2_block *block = &blocks->block;
	bool is_last = (frame->flags & HTTP2_END_HEADERS) != 0;
	struct bytes fragment;

	if (!block_take_frame(blocks, call, frame, began_ns))
		return;
	fragment = fragment_of(block, call, frame, payload);
	if (!block->is_given_up && (++block->frame_count > FRAMES_MAX ||
				       block->bytes.len + fragment.len > BLOCK_MAX))
		block_drop(block, call, "a header block without an end");
	if (!block->is_given_up && (!is_last || block->bytes.len > 0)) {
		buffer_add(&block->bytes, fragment);
		fragment = buffer_bytes(&block->bytes);
	}
	if (is_last)
		block_end(blocks, call, fragment);
}

void
http2_block_give_up(struct http2_blocks *blocks, const struct http2_call *call,
    const struct http2_frame *frame)
{
	if (!block_take_frame(blocks, call, frame, 0))
		return;
	if (!blocks->block.is_given_up)
		block_drop(&blocks->block, call, "a header block too large to be read");
	if ((frame->flags & HTTP2_END_HEADERS) != 0)
		block_end(blocks, call, (struct bytes){ NULL, 0 });
}

void
http2_blocks_lose(struct http2_blocks *blocks)
{
	buffer_clear(&blocks->block.bytes);
	blocks->block = (struct http2_block){ 0 };
	hpack_lose(&blocks->hpack);
}

void
http2_blocks_clear(struct http2_blocks *blocks)
{
	buffer_clear(&blocks->block.bytes);
	hpack_clear(&blocks->hpack);
}
