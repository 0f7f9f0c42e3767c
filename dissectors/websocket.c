/* SPDX-License-Identifier: BSD-2-Clause */
/* WebSocket, RFC 6455 5.2, behind an upgrade of HTTP/1 or a CONNECT of HTTP/2 (RFC 8441):
 *
 *	frame: fin 1, reserved 3, opcode 4, masked 1, size 7 (126: 16 more bits follow, 127:
 *	64 more), mask 32 where masked, payload
 *
 * Payloads are passed over.  Nothing in them tells where a frame begins, so after a gap
 * between them nothing more can be read. */
#include "base/buffer.h"
#include "dissectors/dissector.h"
#include "event/http.h"

enum {
	FIN = 0x80,
	COMPRESSED = 0x40, /* RSV1 of a message's first frame, RFC 7692 6 */
	OPCODE = 0x0f,
	CLOSE = 8, /* the first of the control frames */
	PONG = 10,
	BINARY = 2,
	MASKED = 0x80,
	SIZE = 0x7f,
	SIZE_16 = 126,
	SIZE_64 = 127,
	CONTROL_MAX = 125,
	URL_MAX = 8 * 1024,
};

enum phase { HEAD, PAYLOAD /* is being skipped */, LOST };

/* A frame on its way. */
struct frame_head {
	uint8_t bits;
	uint64_t size;
};

struct websocket {
	bool has_origin;
	bool is_deflated;
	uint32_t request_frame;
	struct buffer url;
	struct {
		enum phase phase;
		struct frame_head frame;
	} sides[2];
};

static struct frame_head
frame_read(struct cursor *in)
{
	struct frame_head frame = { .bits = cursor_u8(in) };
	uint8_t size = cursor_u8(in);

	frame.size = size & SIZE;
	if (frame.size == SIZE_16)
		frame.size = cursor_u16(in);
	else if (frame.size == SIZE_64)
		frame.size = cursor_u64(in);
	if ((size & MASKED) != 0)
		cursor_take(in, 4);
	return frame;
}

/* Opcodes 3 to 7 and 11 to 15 have no meaning, and sizes have 63 bits. */
static bool
frame_is_valid(const struct frame_head *frame)
{
	uint8_t opcode = frame->bits & OPCODE;

	if (opcode >= CLOSE)
		return opcode <= PONG && frame->size <= CONTROL_MAX &&
		       (frame->bits & FIN) != 0;
	return opcode <= BINARY && frame->size <= INT64_MAX;
}

static void
frame_tell(struct websocket *websocket, struct sink *sink, const struct chunk *chunk)
{
	const struct frame_head *frame = &websocket->sides[chunk->side].frame;
	struct event_websocket event = {
		.head = event_head(EVENT_WEBSOCKET, chunk),
		.url = buffer_bytes(&websocket->url),
		.opcode = frame->bits & OPCODE,
		.fin = (frame->bits & FIN) != 0,
		.bytes = frame->size,
		.direction = chunk->side == SIDE_CLIENT ? "sent" : "received",
		.is_compressed = websocket->is_deflated && (frame->bits & COMPRESSED) != 0,
		.request_frame = websocket->request_frame,
	};

	websocket->sides[chunk->side].phase = HEAD;
	sink_event(sink, &event.head);
}

static enum verdict
frame_dissect(struct websocket *websocket, struct sink *sink, const struct chunk *chunk,
    struct cursor *in)
{
	struct frame_head frame = frame_read(in);

	if (in->broken)
		return VERDICT_MORE;
	if (!frame_is_valid(&frame)) {
		websocket->sides[chunk->side].phase = LOST;
		return VERDICT_BROKEN;
	}
	websocket->sides[chunk->side].frame = frame;
	if (frame.size == 0) {
		frame_tell(websocket, sink, chunk);
		return VERDICT_DONE;
	}
	websocket->sides[chunk->side].phase = PAYLOAD;
	sink_skip(sink, frame.size);
	return VERDICT_DONE;
}

static enum verdict
side_lose(struct websocket *websocket, struct sink *sink, const struct chunk *chunk)
{
	if (websocket->sides[chunk->side].phase != LOST)
		sink_warn(sink, chunk, "websocket",
		    "bytes are missing, and no frame after them can be found");
	websocket->sides[chunk->side].phase = LOST;
	return VERDICT_DONE;
}

static void
origin_keep(struct websocket *websocket, const struct origin *origin)
{
	websocket->has_origin = true;
	websocket->is_deflated = origin->is_deflated;
	websocket->request_frame = origin->frame;
	buffer_add(&websocket->url, bytes_first(origin->url, URL_MAX));
}

static enum verdict
websocket_dissect(
    void *state, struct sink *sink, const struct chunk *chunk, struct cursor *in)
{
	struct websocket *websocket = state;
	enum phase phase = websocket->sides[chunk->side].phase;

	if (chunk->origin != NULL && !websocket->has_origin)
		origin_keep(websocket, chunk->origin);
	if (chunk->what == CHUNK_END)
		return VERDICT_DONE; /* a frame that is cut off is none */
	if (phase == PAYLOAD)
		frame_tell(websocket, sink, chunk);
	if (chunk->what == CHUNK_GAP)
		return side_lose(websocket, sink, chunk);
	if (phase == LOST)
		cursor_take(in, cursor_left(in));
	if (cursor_left(in) == 0)
		return VERDICT_DONE;
	return frame_dissect(websocket, sink, chunk, in);
}

static void
websocket_clear(void *state)
{
	struct websocket *websocket = state;

	buffer_clear(&websocket->url);
}

const struct dissector dissector_websocket = {
	.name = "websocket",
	.state_size = sizeof(struct websocket),
	.clear = websocket_clear,
	.dissect = websocket_dissect,
};
