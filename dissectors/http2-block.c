/* SPDX-License-Identifier: BSD-2-Clause */
/* Header blocks (RFC 9113 4.3): HEADERS or PUSH_PROMISE, then CONTINUATION frames up to
 * END_HEADERS, with no other frame between them. */
#include "dissectors/http2.h"

enum { FRAMES_MAX = 64, BLOCK_MAX = 256 * 1024, STREAM_MASK = 0x7fffffff };

/* Once a side: from there on headers may be missing. */
static void
warn_lost(const struct http2_call *call)
{
	if (!call->side->has_warned)
		sink_warn(call->sink, call->chunk, "http2",
		    "header compression lost: fields are missing from here on");
	call->side->has_warned = true;
}

static void
block_read(const struct http2_call *call, struct bytes bytes)
{
	const struct http2_block *block = &call->side->block;
	uint32_t id = block->promised != 0 ? block->promised : block->stream;
	struct http2_stream *stream = http2_stream_get(call, id);
	struct http_call http = http2_stream_call(call, stream, block->began_ns);
	struct http_fields fields = { 0 };

	if (hpack_read(&call->side->hpack, call->sink->scratch, bytes, &fields) !=
	    HPACK_WHOLE)
		warn_lost(call);
	if (fields.is_too_large)
		sink_warn(call->sink, call->chunk, "http2", "a header list without an end");
	if (block->promised != 0)
		http_promise_tell(&http, &fields);
	else
		http_fields_tell(&http, &fields);
	if (block->ends_stream)
		http2_stream_end(call, stream, call->chunk->side, true);
}

/* The block is complete, or given up. */
static void
block_end(const struct http2_call *call, struct bytes bytes)
{
	struct http2_block *block = &call->side->block;
	struct http2_stream *stream;

	block->is_open = false;
	if (!block->is_given_up) {
		block_read(call, bytes);
		buffer_clear(&block->bytes);
		return;
	}
	hpack_lose(&call->side->hpack);
	stream = http2_stream_find(&call->http2->streams, block->stream);
	if (block->ends_stream && stream != NULL)
		http2_stream_end(call, stream, call->chunk->side, true);
}

static void
block_begin(const struct http2_call *call, const struct http2_frame *frame)
{
	struct http2_block *block = &call->side->block;

	if (block->is_open) {
		sink_warn(
		    call->sink, call->chunk, "http2", "a header block without an end");
		http2_block_lose(call->side);
	}
	*block = (struct http2_block){
		.is_open = true,
		.ends_stream =
		    frame->type == HTTP2_HEADERS && (frame->flags & HTTP2_END_STREAM) != 0,
		.stream = frame->stream,
		.began_ns = call->side->began_ns,
		.bytes = block->bytes,
	};
}

static void
block_warn(const struct http2_call *call, const char *why)
{
	call->side->block.is_given_up = true;
	buffer_clear(&call->side->block.bytes);
	sink_warn(call->sink, call->chunk, "http2", why);
}

/* What is behind padding, priority and the promised stream. */
static struct bytes
fragment_of(
    const struct http2_call *call, const struct http2_frame *frame, struct bytes payload)
{
	struct http2_frame plain = *frame;
	struct cursor in;

	if (frame->type == HTTP2_CONTINUATION)
		plain.flags = 0;
	in = http2_frame_strip(&plain, payload);
	if (frame->type == HTTP2_PUSH_PROMISE)
		call->side->block.promised = cursor_u32(&in) & STREAM_MASK;
	if (in.broken)
		block_warn(call, "a header block shorter than its padding");
	return cursor_rest(&in);
}

/* Does this frame go on with the block that is open? */
static bool
block_goes_on(const struct http2_call *call, const struct http2_frame *frame)
{
	const struct http2_block *block = &call->side->block;

	if (block->is_open && block->stream == frame->stream)
		return true;
	sink_warn(call->sink, call->chunk, "http2", "CONTINUATION of nothing");
	http2_block_lose(call->side);
	return false;
}

void
http2_block_add(
    const struct http2_call *call, const struct http2_frame *frame, struct bytes payload)
{
	struct http2_block *block = &call->side->block;
	bool is_last = (frame->flags & HTTP2_END_HEADERS) != 0;
	struct bytes fragment;

	if (frame->type != HTTP2_CONTINUATION)
		block_begin(call, frame);
	else if (!block_goes_on(call, frame))
		return;
	fragment = fragment_of(call, frame, payload);
	if (!block->is_given_up && (++block->frame_count > FRAMES_MAX ||
				       block->bytes.len + fragment.len > BLOCK_MAX))
		block_warn(call, "a header block without an end");
	if (!block->is_given_up && (!is_last || block->bytes.len > 0)) {
		buffer_add(&block->bytes, fragment);
		fragment = buffer_bytes(&block->bytes);
	}
	if (is_last)
		block_end(call, fragment);
}

void
http2_block_give_up(const struct http2_call *call, const struct http2_frame *frame)
{
	if (frame->type != HTTP2_CONTINUATION)
		block_begin(call, frame);
	else if (!block_goes_on(call, frame))
		return;
	if (!call->side->block.is_given_up)
		block_warn(call, "a header block too large to be read");
	if ((frame->flags & HTTP2_END_HEADERS) != 0)
		block_end(call, (struct bytes){ NULL, 0 });
}

void
http2_block_lose(struct http2_side *side)
{
	buffer_clear(&side->block.bytes);
	side->block = (struct http2_block){ 0 };
	hpack_lose(&side->hpack);
}
