/* SPDX-License-Identifier: BSD-2-Clause */
/* HTTP/2, RFC 9113:
 *
 *	client: "PRI * HTTP/2.0", empty line, "SM", empty line, frame*
 *	server: frame*; the first one on either side is SETTINGS
 *	frame: size 24, type 8, flags 8, stream 32, payload
 *
 * Payloads are passed over, but for header blocks and for bodies that somebody wants to
 * read.  Where something is missing, the next bytes that look like a frame count. */
#include "base/clock.h"
#include "dissectors/http2-block.h"
#include "event/http.h"

enum {
	FRAME_MAX = 128 * 1024, /* that is read whole */
	ALT_SVC_MAX = 4 * 1024, /* ... where it is this */
};

#define PREFACE BYTES("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")

enum http2_phase {
	HTTP2_START, /* nothing of this side was seen */
	HTTP2_FRAME,
	HTTP2_BODY,  /* the payload of DATA is being skipped */
	HTTP2_INNER, /* ... is being read */
	HTTP2_LOST,  /* a frame's header is looked for */
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
	struct http2_blocks blocks;
};

struct http2 {
	struct http2_side sides[2];
	struct http2_streams streams;
	bool was_upgraded; /* from HTTP/1 */
};

/* As much of the preface as is there. */
static enum claim
preface_claim(struct bytes bytes)
{
	size_t len = MIN(bytes.len, PREFACE.len);

	if (!bytes_start_with(PREFACE, bytes_first(bytes, len)))
		return CLAIM_NO;
	return len < PREFACE.len ? CLAIM_MORE : CLAIM_YES;
}

/* From here on the place is lost, and with it every block up to the next frame. */
static void
side_lose(struct http2_side *side, const struct http2_call *call)
{
	http2_streams_lose(call);
	http2_blocks_lose(&side->blocks);
	side->phase = HTTP2_LOST;
	side->has_begun = false;
}

/* A DATA frame is over, or cut off after all but `missing` bytes. */
static void
data_end(struct http2_side *side, const struct http2_call *call, uint64_t missing)
{
	const struct http2_data *data = &side->data;
	struct http2_stream *stream = http2_stream_find(call->streams, data->stream);
	struct http_call http;

	side->phase = HTTP2_FRAME;
	if (stream == NULL)
		return;
	http = http2_stream_call(call, stream, 0);
	http_body_add(&http, data->size - MIN(missing, data->size));
	if (call->chunk->skip_lost > 0)
		http2_stream_message(call, stream)->has_loss = true;
	if (data->ends_stream)
		http2_stream_end(call, stream, missing == 0);
}

static enum verdict
data_skip(struct http2_side *side, const struct http2_call *call)
{
	struct http2_data *data = &side->data;
	uint64_t size = (uint64_t)data->size + data->padding;

	side->phase = HTTP2_BODY;
	if (size > 0)
		sink_skip(call->sink, size);
	else
		data_end(side, call, 0);
	return VERDICT_DONE;
}

static enum verdict
data_dissect(struct http2_side *side, const struct http2_call *call,
    const struct http2_frame *frame, struct cursor *in)
{
	struct http2_data *data = &side->data;
	struct http2_stream *stream = http2_stream_find(call->streams, frame->stream);
	bool is_padded = (frame->flags & HTTP2_PADDED) != 0 && frame->size > 0;
	uint32_t padding = is_padded ? cursor_u8(in) : 0;

	if (in->broken)
		return VERDICT_MORE;
	side->has_begun = false;
	*data = (struct http2_data){
		.stream = frame->stream,
		.ends_stream = (frame->flags & HTTP2_END_STREAM) != 0,
		.size = frame->size - is_padded,
	};
	data->padding = MIN(padding, data->size);
	data->size -= data->padding;
	if (data->size == 0 || stream == NULL ||
	    !http_body_is_wanted(http2_stream_message(call, stream)))
		return data_skip(side, call);
	side->phase = HTTP2_INNER;
	return VERDICT_DONE;
}

/* Of a body that is read: bytes, or where there are none a gap.  False: the rest is not
 * wanted. */
static bool
inner_take(
    struct http2_side *side, const struct http2_call *call, struct bytes part, uint64_t gap)
{
	struct http2_data *data = &side->data;
	struct http2_stream *stream = http2_stream_find(call->streams, data->stream);
	struct http_call http;

	data->size -= (uint32_t)(part.len + gap);
	if (stream == NULL)
		return false;
	http = http2_stream_call(call, stream, 0);
	if (part.len > 0)
		http_body_read(&http, part);
	if (gap > 0)
		http_body_lose(&http, gap);
	return http_body_is_wanted(http2_stream_message(call, stream));
}

static enum verdict
inner_dissect(struct http2_side *side, const struct http2_call *call, struct cursor *in)
{
	size_t size = MIN((size_t)side->data.size, cursor_left(in));
	bool is_wanted = inner_take(side, call, cursor_bytes(in, size), 0);

	return is_wanted && side->data.size > 0 ? VERDICT_DONE : data_skip(side, call);
}

/* A part of a header block: read once all of it is there, unless it is too large. */
static enum verdict
block_dissect(struct http2_side *side, const struct http2_call *call,
    const struct http2_frame *frame, struct cursor *in)
{
	if (frame->size > FRAME_MAX) {
		http2_block_give_up(&side->blocks, call, frame);
		sink_skip(call->sink, frame->size);
	} else if (frame->size > cursor_left(in)) {
		return VERDICT_MORE;
	} else {
		http2_block_add(&side->blocks, call, frame, cursor_bytes(in, frame->size),
		    side->began_ns);
	}
	side->has_begun = false;
	return VERDICT_DONE;
}

/* ALTSVC, RFC 7838 4: origin[2] value.  On a stream the origin is that of its request. */
static void
alt_svc_tell(
    const struct http2_call *call, const struct http2_frame *frame, struct bytes payload)
{
	const struct http2_stream *stream = http2_stream_find(call->streams, frame->stream);
	struct cursor in = cursor_of(payload);
	struct event_http_alt_svc event = { .head = event_head(
						EVENT_HTTP_ALT_SVC, call->chunk) };

	event.origin = cursor_bytes(&in, cursor_u16(&in));
	event.value = cursor_rest(&in);
	if (frame->stream != 0)
		event.origin = stream == NULL ? (struct bytes){ NULL, 0 }
					      : http_exchange_origin(&stream->exchange).url;
	if (!in.broken && event.origin.len > 0)
		sink_event(call->sink, &event.head);
}

/* Clients send none. */
static enum verdict
alt_svc_dissect(struct http2_side *side, const struct http2_call *call,
    const struct http2_frame *frame, struct cursor *in)
{
	if (frame->size > ALT_SVC_MAX || call->chunk->side == SIDE_CLIENT) {
		sink_skip(call->sink, frame->size);
	} else if (frame->size > cursor_left(in)) {
		return VERDICT_MORE;
	} else {
		alt_svc_tell(call, frame, cursor_bytes(in, frame->size));
	}
	side->has_begun = false;
	return VERDICT_DONE;
}

static enum verdict
reset_dissect(struct http2_side *side, const struct http2_call *call,
    const struct http2_frame *frame, struct cursor *in)
{
	uint32_t error = cursor_u32(in);

	if (in->broken)
		return VERDICT_MORE;
	side->has_begun = false;
	http2_stream_reset(call, frame->stream, error);
	return VERDICT_DONE;
}

static enum verdict
frame_break(struct http2_side *side, const struct http2_call *call, struct cursor *in)
{
	sink_warn(call->sink, call->chunk, "http2", "no frame where one should be");
	side_lose(side, call);
	cursor_u8(in);
	return VERDICT_DONE;
}

/* What matters neither to a message nor to the place of the next frame goes by. */
static enum verdict
frame_dissect(struct http2_side *side, const struct http2_call *call, struct cursor *in)
{
	struct cursor start = *in;
	struct http2_frame frame = http2_frame_read(in);

	if (!side->has_begun)
		side->began_ns = call->chunk->at_ns;
	side->has_begun = true;
	if (in->broken)
		return VERDICT_MORE;
	if (!http2_frame_fits(&frame)) {
		*in = start;
		return frame_break(side, call, in);
	}
	switch (frame.type) {
	case HTTP2_DATA: return data_dissect(side, call, &frame, in);
	case HTTP2_HEADERS:
	case HTTP2_PUSH_PROMISE:
	case HTTP2_CONTINUATION: return block_dissect(side, call, &frame, in);
	case HTTP2_ALTSVC: return alt_svc_dissect(side, call, &frame, in);
	case HTTP2_RST_STREAM: return reset_dissect(side, call, &frame, in);
	default: break;
	}
	side->has_begun = false;
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
		   http2_stream_find(call->streams, frame->stream) != NULL);
}

/* Looks for a frame's header, at any place in these bytes. */
static enum verdict
lost_dissect(struct http2_side *side, const struct http2_call *call, struct cursor *in)
{
	const uint8_t *start = in->at;

	for (; cursor_left(in) >= HTTP2_HEADER_SIZE; cursor_u8(in)) {
		struct cursor at = *in;
		struct http2_frame frame = http2_frame_read(&at);

		if (!is_worth_going_on(call, &frame))
			continue;
		side->phase = HTTP2_FRAME;
		return in->at == start ? frame_dissect(side, call, in) : VERDICT_DONE;
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
start_dissect(struct http2_side *side, const struct http2_call *call, struct cursor *in)
{
	enum claim claim = side_claim(call->chunk->side, cursor_rest(in));

	if (claim == CLAIM_MORE)
		return VERDICT_MORE;
	if (claim == CLAIM_NO) {
		side_lose(side, call);
		return lost_dissect(side, call, in);
	}
	side->phase = HTTP2_FRAME;
	if (call->chunk->side == SIDE_SERVER)
		return frame_dissect(side, call, in);
	cursor_take(in, PREFACE.len);
	return VERDICT_DONE;
}

static enum verdict
bytes_dissect(struct http2_side *side, const struct http2_call *call, struct cursor *in)
{
	if (cursor_left(in) == 0)
		return VERDICT_DONE;
	switch (side->phase) {
	case HTTP2_START: return start_dissect(side, call, in);
	case HTTP2_INNER: return inner_dissect(side, call, in);
	case HTTP2_LOST: return lost_dissect(side, call, in);
	default: return frame_dissect(side, call, in);
	}
}

static enum verdict
gap_dissect(struct http2_side *side, const struct http2_call *call)
{
	uint64_t gap = call->chunk->gap_size;

	if (side->phase == HTTP2_INNER && gap < side->data.size)
		inner_take(side, call, (struct bytes){ NULL, 0 }, gap);
	else
		side_lose(side, call);
	return VERDICT_DONE;
}

/* Messages of this side that are not complete will not be. */
static enum verdict
end_dissect(struct http2_side *side, const struct http2_call *call)
{
	if (side->phase == HTTP2_BODY)
		data_end(
		    side, call, clock_between(side->data.padding, call->chunk->skip_left));
	http2_streams_end(call);
	return VERDICT_DONE;
}

static enum verdict
http2_dissect(void *state, struct sink *sink, const struct chunk *chunk, struct cursor *in)
{
	struct http2 *http2 = state;
	struct http2_side *side = &http2->sides[chunk->side];
	struct http2_call call = { &http2->streams, sink, chunk };

	/* The request that asked for an upgrade is answered on stream 1 (RFC 7540 3.2). */
	if (chunk->origin != NULL && !http2->was_upgraded) {
		http_exchange_open(&http2_stream_get(&call, 1)->exchange, chunk->origin);
		http2->was_upgraded = true;
	}
	if (chunk->what == CHUNK_END)
		return end_dissect(side, &call);
	if (side->phase == HTTP2_BODY)
		data_end(side, &call, 0);
	if (chunk->what == CHUNK_GAP)
		return gap_dissect(side, &call);
	return bytes_dissect(side, &call, in);
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

	for (int i = 0; i < 2; i++)
		http2_blocks_clear(&http2->sides[i].blocks);
	http2_streams_clear(&http2->streams);
}

const struct dissector dissector_http2 = {
	.name = "http2",
	.claims = http2_claims,
	.state_size = sizeof(struct http2),
	.clear = http2_clear,
	.dissect = http2_dissect,
};
