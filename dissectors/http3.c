/* SPDX-License-Identifier: BSD-2-Clause */
/* HTTP/3, RFC 9114 (v: a variable-length integer of QUIC's):
 *
 *	request stream, both ways: frame, frame, ...
 *	one-way stream: type(v), then: control: frames; encoder: QPACK's instructions; ...
 *	frame: type(v) length(v) payload
 *
 * A message is HEADERS, DATA, ..., perhaps HEADERS again.  Frames of types that are not
 * known are passed over, as they have to be (RFC 9114 9). */
#include "dissectors/http-reset.h"
#include "dissectors/http3-section.h"
#include "dissectors/http3-stream.h"

#include <stdlib.h>

#include "base/die.h"

enum frame_type {
	FRAME_DATA = 0x00,
	FRAME_HEADERS = 0x01,
	FRAME_SETTINGS = 0x04,
	FRAME_WEBTRANSPORT = 0x41, /* a session's id, and from there on its own bytes */
};

enum stream_type { STREAM_CONTROL = 0x00, STREAM_ENCODER = 0x02 };

enum {
	SETTING_TABLE = 0x01, /* QPACK_MAX_TABLE_CAPACITY */
	SECTION_MAX = 128 * 1024,
	SETTINGS_MAX = 4096,
};

static void
settings_read(const struct http3_call *call, struct cursor in)
{
	uint64_t capacity = 0;

	while (cursor_left(&in) > 0) {
		uint64_t name = cursor_varint(&in);
		uint64_t value = cursor_varint(&in);

		if (name == SETTING_TABLE && !in.broken)
			capacity = value;
	}
	http3_section_settings(call, capacity);
}

static struct http_call
http_call_of(const struct http3_call *call)
{
	return (struct http_call){ &call->stream->exchange, call->sink, call->chunk,
		BYTES("3"), call->stream->id, 0, &call->http3->bodies };
}

/* So many bytes of a body follow: they are read, or skipped. */
static enum verdict
data_begin(const struct http3_call *call, uint64_t size)
{
	struct http_call http = http_call_of(call);

	call->half->data_left = 0;
	if (http_body_is_wanted(&call->stream->exchange.sides[call->chunk->side])) {
		call->half->data_left = size;
		return VERDICT_DONE;
	}
	http_body_add(&http, size);
	if (size > 0)
		sink_skip(call->sink, size);
	return VERDICT_DONE;
}

/* DATA for somebody who reads bodies: what is here of it. */
static enum verdict
data_hand_on(const struct http3_call *call, struct cursor *in)
{
	struct http_call http = http_call_of(call);
	size_t here = (size_t)MIN(call->half->data_left, cursor_left(in));

	http_body_read(&http, cursor_bytes(in, here));
	return data_begin(call, call->half->data_left - here);
}

/* The payload of a frame that is read whole; false where there has to be more of it. */
static bool
payload_take(struct cursor *in, uint64_t size, struct bytes *payload)
{
	if (size > cursor_left(in))
		return false;
	*payload = cursor_bytes(in, (size_t)size);
	return true;
}

static enum verdict
frame_pass_over(const struct http3_call *call, uint64_t size)
{
	if (size > 0)
		sink_skip(call->sink, size);
	return VERDICT_DONE;
}

static enum verdict
request_frame(
    const struct http3_call *call, uint64_t type, uint64_t size, struct cursor *in)
{
	struct bytes section;

	if (type == FRAME_DATA)
		return data_begin(call, size);
	if (type == FRAME_WEBTRANSPORT) {
		call->half->is_lost = true;
		return VERDICT_DONE;
	}
	if (type != FRAME_HEADERS)
		return frame_pass_over(call, size);
	if (size > SECTION_MAX) {
		sink_warn(
		    call->sink, call->chunk, "http3", "more header fields than are read");
		return frame_pass_over(call, size);
	}
	if (!payload_take(in, size, &section))
		return VERDICT_MORE;
	http3_section_take(call, section);
	return VERDICT_DONE;
}

static enum verdict
control_frame(
    const struct http3_call *call, uint64_t type, uint64_t size, struct cursor *in)
{
	struct bytes settings;

	if (type != FRAME_SETTINGS || size > SETTINGS_MAX)
		return frame_pass_over(call, size);
	if (!payload_take(in, size, &settings))
		return VERDICT_MORE;
	settings_read(call, cursor_of(settings));
	return VERDICT_DONE;
}

static enum verdict
frame_dissect(const struct http3_call *call, struct cursor *in)
{
	struct cursor before = *in;
	uint64_t type;
	uint64_t size;
	enum verdict verdict;

	if (!call->half->has_begun)
		call->half->began_ns = call->chunk->at_ns;
	call->half->has_begun = true;
	type = cursor_varint(in);
	size = cursor_varint(in);
	if (in->broken) {
		*in = before;
		return VERDICT_MORE;
	}
	verdict = call->stream->kind == HTTP3_CONTROL ? control_frame(call, type, size, in)
						      : request_frame(call, type, size, in);
	if (verdict == VERDICT_DONE)
		call->half->has_begun = false;
	return verdict;
}

static enum verdict
kind_read(const struct http3_call *call, struct cursor *in)
{
	struct cursor at = *in;
	uint64_t type = cursor_varint(&at);

	if (at.broken)
		return VERDICT_MORE;
	*in = at;
	if (type == STREAM_CONTROL)
		call->stream->kind = HTTP3_CONTROL;
	else if (type == STREAM_ENCODER)
		call->stream->kind = HTTP3_ENCODER;
	else
		call->stream->kind = HTTP3_PASSED_OVER;
	return VERDICT_DONE;
}

static enum verdict
bytes_dissect(const struct http3_call *call, struct cursor *in)
{
	if (cursor_left(in) == 0)
		return VERDICT_DONE;
	if (call->half->is_lost || call->stream->kind == HTTP3_PASSED_OVER) {
		cursor_take(in, cursor_left(in));
		return VERDICT_DONE;
	}
	if (call->half->data_left > 0)
		return data_hand_on(call, in);
	switch (call->stream->kind) {
	case HTTP3_UNKNOWN: return kind_read(call, in);
	case HTTP3_ENCODER:
		http3_section_instructions(call, cursor_bytes(in, cursor_left(in)));
		return VERDICT_DONE;
	default: return frame_dissect(call, in);
	}
}

/* Frames have no marks by which to find the next one: the rest of this side is lost,
 * unless it was just the contents of DATA. */
static void
gap_take(const struct http3_call *call)
{
	uint64_t size = call->chunk->gap_size;
	uint64_t here = MIN(call->half->data_left, size);
	struct http_call http = http_call_of(call);

	http_body_lose(&http, here);
	call->half->data_left -= here;
	size -= here;
	if (size == 0)
		return;
	call->half->is_lost = true;
	if (call->stream->kind == HTTP3_ENCODER)
		http3_section_damage(call);
	/* The table may be of any size; most are as large as this. */
	if (call->stream->kind == HTTP3_CONTROL)
		http3_section_settings(call, QPACK_TABLE_MAX);
}

static void
end_take(const struct http3_call *call)
{
	enum side side = call->chunk->side;
	enum side other = side == SIDE_CLIENT ? SIDE_SERVER : SIDE_CLIENT;
	struct http_message *message = &call->stream->exchange.sides[side];
	uint64_t missing = call->chunk->skip_left + call->half->data_left;

	call->half->is_over = true;
	if (message->inner != NULL)
		sink_inner_end(call->sink, message->inner, call->stream->id, side);
	if (message->inner != NULL && call->stream->exchange.sides[other].inner == NULL)
		sink_inner_end(call->sink, message->inner, call->stream->id, other);
	message->size -= MIN(message->size, call->chunk->skip_left);
	if (call->stream->kind == HTTP3_REQUEST)
		http3_section_end(call, missing == 0 && !call->half->is_lost);
	http3_stream_settle(call->http3, call->stream->id);
}

static enum verdict
http3_dissect(void *state, struct sink *sink, const struct chunk *chunk, struct cursor *in)
{
	struct http3 *http3 = state;
	struct http3_stream *stream = http3_stream_get(http3, chunk->stream);
	struct http3_call call = { http3, sink, chunk, stream,
		&stream->halves[chunk->side] };

	if (chunk->skip_lost > 0)
		stream->exchange.sides[chunk->side].has_loss = true;
	if (chunk->reset != NULL) {
		struct http_call http = http_call_of(&call);

		http_reset_tell(&http, *chunk->reset);
	}
	if (chunk->what == CHUNK_GAP) {
		gap_take(&call);
		return VERDICT_DONE;
	}
	if (chunk->what == CHUNK_END) {
		end_take(&call);
		return VERDICT_DONE;
	}
	return bytes_dissect(&call, in);
}

static void
http3_clear(void *state)
{
	struct http3 *http3 = state;

	while (http3->streams != NULL) {
		struct http3_stream *next = http3->streams->next;

		http_exchange_clear(&http3->streams->exchange);
		free(http3->streams);
		http3->streams = next;
	}
	http3_section_clear(http3);
}

const struct dissector dissector_http3 = {
	.name = "http3",
	.state_size = sizeof(struct http3),
	.shares_state = true,
	.clear = http3_clear,
	.dissect = http3_dissect,
};
