/* SPDX-License-Identifier: BSD-2-Clause */
/* HTTP/2, RFC 9113:
 *
 *	client: "PRI * HTTP/2.0", empty line, "SM", empty line, frame*
 *	server: frame*; the first one on either side is SETTINGS
 *	frame: size 24, type 8, flags 8, stream 32, payload
 *
 * Payloads are passed over, but for header blocks and for bodies that somebody wants to
 * read.  Where something is missing, the next bytes that look like a frame count. */
#include "dissectors/http2.h"
#include "base/clock.h"

enum { FRAME_MAX = 128 * 1024 /* that is read whole */ };

#define PREFACE BYTES("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")

/* As much of the preface as is there. */
static enum claim
preface_claim(struct bytes bytes)
{
	size_t len = MIN(bytes.len, PREFACE.len);

	if (!bytes_start_with(PREFACE, bytes_first(bytes, len)))
		return CLAIM_NO;
	return len < PREFACE.len ? CLAIM_MORE : CLAIM_YES;
}

struct http_call
http2_stream_call(
    const struct http2_call *call, struct http2_stream *stream, uint64_t began_ns)
{
	return (struct http_call){ &stream->exchange, call->sink, call->chunk, BYTES("2"),
		stream->id, began_ns, &call->http2->bodies };
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

void
http2_stream_end(const struct http2_call *call, struct http2_stream *stream, enum side side,
    bool is_complete)
{
	message_end(call, stream, side, is_complete);
	if (http_exchange_is_over(&stream->exchange))
		http2_stream_free(&call->http2->streams, stream);
}

/* Nothing more comes on this stream: what was on its way is told as cut off. */
static void
stream_cut(const struct http2_call *call, struct http2_stream *stream)
{
	message_end(call, stream, SIDE_CLIENT, false);
	message_end(call, stream, SIDE_SERVER, false);
	http2_stream_free(&call->http2->streams, stream);
}

struct http2_stream *
http2_stream_get(const struct http2_call *call, uint32_t id)
{
	struct http2_streams *streams = &call->http2->streams;
	struct http2_stream *stream = http2_stream_find(streams, id);

	if (stream != NULL)
		return stream;
	while (streams->by_id.count >= HTTP2_STREAMS_MAX)
		stream_cut(call, http2_stream_oldest(streams));
	return http2_stream_new(streams, id);
}

/* The response to a request that is taken back may be on its way. */
static void
stream_reset(const struct http2_call *call, uint32_t id)
{
	struct http2_stream *stream = http2_stream_find(&call->http2->streams, id);

	if (stream == NULL)
		return;
	if (call->chunk->side == SIDE_CLIENT &&
	    !stream->exchange.sides[SIDE_SERVER].has_head)
		http2_stream_end(call, stream, SIDE_CLIENT, false);
	else
		stream_cut(call, stream);
}

/* Bytes of this body may be missing, nobody knows how many. */
static void
stream_lose(const struct http2_call *call, struct http2_stream *stream)
{
	struct http_call http = http2_stream_call(call, stream, 0);

	http_body_lose(&http, GAP_UNKNOWN);
}

/* From here on the place is lost, and with it every block up to the next frame. */
static void
side_lose(const struct http2_call *call)
{
	struct http2_stream *stream = http2_stream_oldest(&call->http2->streams);

	for (; stream != NULL; stream = TAILQ_NEXT(stream, link))
		stream_lose(call, stream);
	http2_block_lose(call->side);
	call->side->phase = HTTP2_LOST;
	call->side->has_begun = false;
}

/* A DATA frame is over, or cut off after all but `missing` bytes. */
static void
data_end(const struct http2_call *call, uint64_t missing)
{
	const struct http2_data *data = &call->side->data;
	struct http2_stream *stream =
	    http2_stream_find(&call->http2->streams, data->stream);
	struct http_call http;

	call->side->phase = HTTP2_FRAME;
	if (stream == NULL)
		return;
	http = http2_stream_call(call, stream, 0);
	http_body_add(&http, data->size - MIN(missing, data->size));
	if (call->chunk->skip_lost > 0)
		stream->exchange.sides[call->chunk->side].has_loss = true;
	if (data->ends_stream)
		http2_stream_end(call, stream, call->chunk->side, missing == 0);
}

static enum verdict
data_skip(const struct http2_call *call)
{
	struct http2_data *data = &call->side->data;
	uint64_t size = (uint64_t)data->size + data->padding;

	call->side->phase = HTTP2_BODY;
	if (size > 0)
		sink_skip(call->sink, size);
	else
		data_end(call, 0);
	return VERDICT_DONE;
}

static enum verdict
data_dissect(
    const struct http2_call *call, const struct http2_frame *frame, struct cursor *in)
{
	struct http2_data *data = &call->side->data;
	const struct http2_stream *stream =
	    http2_stream_find(&call->http2->streams, frame->stream);
	bool is_padded = (frame->flags & HTTP2_PADDED) != 0 && frame->size > 0;
	uint32_t padding = is_padded ? cursor_u8(in) : 0;

	if (in->broken)
		return VERDICT_MORE;
	call->side->has_begun = false;
	*data = (struct http2_data){
		.stream = frame->stream,
		.ends_stream = (frame->flags & HTTP2_END_STREAM) != 0,
		.size = frame->size - is_padded,
	};
	data->padding = MIN(padding, data->size);
	data->size -= data->padding;
	if (data->size == 0 || stream == NULL ||
	    !http_body_is_wanted(&stream->exchange.sides[call->chunk->side]))
		return data_skip(call);
	call->side->phase = HTTP2_INNER;
	return VERDICT_DONE;
}

/* Of a body that is read: bytes, or where there are none a gap.  False: the rest is not
 * wanted. */
static bool
inner_take(const struct http2_call *call, struct bytes part, uint64_t gap)
{
	struct http2_data *data = &call->side->data;
	struct http2_stream *stream =
	    http2_stream_find(&call->http2->streams, data->stream);
	struct http_call http;

	data->size -= (uint32_t)(part.len + gap);
	if (stream == NULL)
		return false;
	http = http2_stream_call(call, stream, 0);
	if (part.len > 0)
		http_body_read(&http, part);
	if (gap > 0)
		http_body_lose(&http, gap);
	return http_body_is_wanted(&stream->exchange.sides[call->chunk->side]);
}

static enum verdict
inner_dissect(const struct http2_call *call, struct cursor *in)
{
	size_t size = MIN((size_t)call->side->data.size, cursor_left(in));
	bool is_wanted = inner_take(call, cursor_bytes(in, size), 0);

	return is_wanted && call->side->data.size > 0 ? VERDICT_DONE : data_skip(call);
}

/* A part of a header block: read once all of it is there, unless it is too large. */
static enum verdict
block_dissect(
    const struct http2_call *call, const struct http2_frame *frame, struct cursor *in)
{
	if (frame->size > FRAME_MAX) {
		http2_block_give_up(call, frame);
		sink_skip(call->sink, frame->size);
	} else if (frame->size > cursor_left(in)) {
		return VERDICT_MORE;
	} else {
		http2_block_add(call, frame, cursor_bytes(in, frame->size));
	}
	call->side->has_begun = false;
	return VERDICT_DONE;
}

static enum verdict
frame_break(const struct http2_call *call, struct cursor *in)
{
	sink_warn(call->sink, call->chunk, "http2", "no frame where one should be");
	side_lose(call);
	cursor_u8(in);
	return VERDICT_DONE;
}

/* What matters neither to a message nor to the place of the next frame goes by. */
static enum verdict
frame_dissect(const struct http2_call *call, struct cursor *in)
{
	struct cursor start = *in;
	struct http2_frame frame = http2_frame_read(in);

	if (!call->side->has_begun)
		call->side->began_ns = call->chunk->at_ns;
	call->side->has_begun = true;
	if (in->broken)
		return VERDICT_MORE;
	if (!http2_frame_fits(&frame)) {
		*in = start;
		return frame_break(call, in);
	}
	switch (frame.type) {
	case HTTP2_DATA: return data_dissect(call, &frame, in);
	case HTTP2_HEADERS:
	case HTTP2_PUSH_PROMISE:
	case HTTP2_CONTINUATION: return block_dissect(call, &frame, in);
	case HTTP2_RST_STREAM: stream_reset(call, frame.stream); break;
	default: break;
	}
	call->side->has_begun = false;
	if (frame.size > 0)
		sink_skip(call->sink, frame.size);
	return VERDICT_DONE;
}

/* A body of a stream that is not known would say nothing, nor would the rest of a header
 * block. */
static bool
is_worth_going_on(const struct http2_call *call, const struct http2_frame *frame)
{
	return http2_frame_is_likely(frame) && frame->type != HTTP2_CONTINUATION &&
	       (frame->type != HTTP2_DATA ||
		   http2_stream_find(&call->http2->streams, frame->stream) != NULL);
}

/* Looks for a frame's header, at any place in these bytes. */
static enum verdict
lost_dissect(const struct http2_call *call, struct cursor *in)
{
	const uint8_t *start = in->at;

	for (; cursor_left(in) >= HTTP2_HEADER_SIZE; cursor_u8(in)) {
		struct cursor at = *in;
		struct http2_frame frame = http2_frame_read(&at);

		if (!is_worth_going_on(call, &frame))
			continue;
		call->side->phase = HTTP2_FRAME;
		return in->at == start ? frame_dissect(call, in) : VERDICT_DONE;
	}
	return in->at == start ? VERDICT_MORE : VERDICT_DONE;
}

/* The preface of a side: its first bytes.  Where they are others, bytes before them are
 * missing. */
static enum claim
side_claim(enum side side, struct bytes first)
{
	struct cursor in = cursor_of(first);
	struct http2_frame frame;

	if (side == SIDE_CLIENT)
		return preface_claim(first);
	frame = http2_frame_read(&in);
	if (in.broken)
		return CLAIM_MORE;
	return frame.type == HTTP2_SETTINGS && http2_frame_is_likely(&frame) ? CLAIM_YES
									     : CLAIM_NO;
}

static enum verdict
start_dissect(const struct http2_call *call, struct cursor *in)
{
	enum claim claim = side_claim(call->chunk->side, cursor_rest(in));

	if (claim == CLAIM_MORE)
		return VERDICT_MORE;
	if (claim == CLAIM_NO) {
		side_lose(call);
		return lost_dissect(call, in);
	}
	call->side->phase = HTTP2_FRAME;
	if (call->chunk->side == SIDE_SERVER)
		return frame_dissect(call, in);
	cursor_take(in, PREFACE.len);
	return VERDICT_DONE;
}

static enum verdict
bytes_dissect(const struct http2_call *call, struct cursor *in)
{
	if (cursor_left(in) == 0)
		return VERDICT_DONE;
	switch (call->side->phase) {
	case HTTP2_START: return start_dissect(call, in);
	case HTTP2_INNER: return inner_dissect(call, in);
	case HTTP2_LOST: return lost_dissect(call, in);
	default: return frame_dissect(call, in);
	}
}

static enum verdict
gap_dissect(const struct http2_call *call)
{
	uint64_t gap = call->chunk->gap_size;

	if (call->side->phase == HTTP2_INNER && gap < call->side->data.size)
		inner_take(call, (struct bytes){ NULL, 0 }, gap);
	else
		side_lose(call);
	return VERDICT_DONE;
}

/* Messages of this side that are not complete will not be. */
static enum verdict
end_dissect(const struct http2_call *call)
{
	const struct http2_data *data = &call->side->data;
	struct http2_stream *stream, *next;

	if (call->side->phase == HTTP2_BODY)
		data_end(call, clock_between(data->padding, call->chunk->skip_left));
	stream = http2_stream_oldest(&call->http2->streams);
	for (; stream != NULL; stream = next) {
		next = TAILQ_NEXT(stream, link);
		http2_stream_end(call, stream, call->chunk->side, false);
	}
	return VERDICT_DONE;
}

/* The request that asked for the upgrade is answered on stream 1 (RFC 7540 3.2). */
static void
upgraded_begin(const struct http2_call *call)
{
	call->http2->was_upgraded = true;
	http_exchange_open(&http2_stream_get(call, 1)->exchange, call->chunk->origin);
}

static enum verdict
http2_dissect(void *state, struct sink *sink, const struct chunk *chunk, struct cursor *in)
{
	struct http2 *http2 = state;
	struct http2_call call = { http2, &http2->sides[chunk->side], sink, chunk };

	if (chunk->origin != NULL && !http2->was_upgraded)
		upgraded_begin(&call);
	if (chunk->what == CHUNK_END)
		return end_dissect(&call);
	if (call.side->phase == HTTP2_BODY)
		data_end(&call, 0);
	return chunk->what == CHUNK_GAP ? gap_dissect(&call) : bytes_dissect(&call, in);
}

/* A client that knows beforehand (RFC 9113 3.3).  The server may be first to speak, but
 * its frame alone says too little unless it sets something. */
static enum claim
http2_claims(const struct chunk *chunk, struct bytes first)
{
	static const uint8_t start[] = { 0, 0 };
	enum claim claim;

	if (chunk->is_datagram)
		return CLAIM_NO;
	if (chunk->side == SIDE_SERVER &&
	    !bytes_start_with(bytes_of(start, sizeof(start)), bytes_first(first, 2)))
		return CLAIM_NO;
	claim = side_claim(chunk->side, first);
	if (chunk->side == SIDE_SERVER && claim == CLAIM_YES && first.at[2] == 0)
		return CLAIM_NO;
	return claim;
}

static void
http2_clear(void *state)
{
	struct http2 *http2 = state;

	for (int i = 0; i < 2; i++) {
		buffer_clear(&http2->sides[i].block.bytes);
		hpack_clear(&http2->sides[i].hpack);
	}
	http2_streams_clear(&http2->streams);
}

const struct dissector dissector_http2 = {
	.name = "http2",
	.claims = http2_claims,
	.state_size = sizeof(struct http2),
	.clear = http2_clear,
	.dissect = http2_dissect,
};
