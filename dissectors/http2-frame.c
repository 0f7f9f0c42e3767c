/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissectors/http2-frame.h"

enum {
	STREAM_MASK = 0x7fffffff,
	/* What is likely: no more than peers allow unless told otherwise (RFC 9113 6.5.2),
	 * and the streams of the first millions of requests. */
	LIKELY_SIZE_MAX = 16384,
	LIKELY_STREAM_MAX = 1 << 24,
	PRIORITY_SIZE = 5,
};

enum stream_rule { ANY_STREAM, ON_STREAM, ON_CONNECTION };

static const struct {
	uint32_t size_min;
	uint32_t size_max; /* 0: any */
	uint32_t unit;     /* the size is a multiple of it */
	enum stream_rule rule;
	uint8_t flags; /* that mean something */
} types[HTTP2_TYPE_COUNT] = {
	[HTTP2_DATA] = { 0, 0, 1, ON_STREAM, 0x09 },
	[HTTP2_HEADERS] = { 0, 0, 1, ON_STREAM, 0x2d },
	[HTTP2_PRIORITY] = { 5, 5, 1, ON_STREAM, 0 },
	[HTTP2_RST_STREAM] = { 4, 4, 1, ON_STREAM, 0 },
	[HTTP2_SETTINGS] = { 0, 0, 6, ON_CONNECTION, 0x01 },
	[HTTP2_PUSH_PROMISE] = { 4, 0, 1, ON_STREAM, 0x0c },
	[HTTP2_PING] = { 8, 8, 1, ON_CONNECTION, 0x01 },
	[HTTP2_GOAWAY] = { 8, 0, 1, ON_CONNECTION, 0 },
	[HTTP2_WINDOW_UPDATE] = { 4, 4, 1, ANY_STREAM, 0 },
	[HTTP2_CONTINUATION] = { 0, 0, 1, ON_STREAM, 0x04 },
	[HTTP2_ALTSVC] = { 2, 0, 1, ANY_STREAM, 0 },
};

struct http2_frame
http2_frame_read(struct cursor *in)
{
	struct http2_frame frame = { .size = cursor_u24(in) };

	frame.type = cursor_u8(in);
	frame.flags = cursor_u8(in);
	frame.stream = cursor_u32(in) & STREAM_MASK;
	return frame;
}

bool
http2_frame_fits(const struct http2_frame *frame)
{
	uint8_t type = frame->type;

	if (type >= HTTP2_TYPE_COUNT)
		return true;
	if (frame->size < types[type].size_min || frame->size % types[type].unit != 0)
		return false;
	if (types[type].size_max != 0 && frame->size > types[type].size_max)
		return false;
	if (types[type].rule == ANY_STREAM)
		return true;
	return (frame->stream != 0) == (types[type].rule == ON_STREAM);
}

bool
http2_frame_is_likely(const struct http2_frame *frame)
{
	return frame->type < HTTP2_TYPE_COUNT && frame->size <= LIKELY_SIZE_MAX &&
	       frame->stream <= LIKELY_STREAM_MAX &&
	       (frame->flags & ~types[frame->type].flags) == 0 && http2_frame_fits(frame);
}

struct cursor
http2_frame_strip(const struct http2_frame *frame, struct bytes payload)
{
	struct cursor in = cursor_of(payload);
	size_t padding = (frame->flags & HTTP2_PADDED) != 0 ? cursor_u8(&in) : 0;

	if (frame->type == HTTP2_HEADERS && (frame->flags & HTTP2_HAS_PRIORITY) != 0)
		cursor_take(&in, PRIORITY_SIZE);
	if (padding > cursor_left(&in))
		in.broken = true;
	else
		in.end -= padding;
	return in;
}
