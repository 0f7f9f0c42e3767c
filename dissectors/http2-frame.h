/* SPDX-License-Identifier: BSD-2-Clause */
/* Frames of HTTP/2 (RFC 9113 4.1, 6): size 24, type 8, flags 8, stream 31 bits; payload. */
#ifndef DISSECTORS_HTTP2_FRAME_H
#define DISSECTORS_HTTP2_FRAME_H

#include "base/cursor.h"

enum { HTTP2_HEADER_SIZE = 9 };

enum http2_type {
	HTTP2_DATA,
	HTTP2_HEADERS,
	HTTP2_PRIORITY,
	HTTP2_RST_STREAM,
	HTTP2_SETTINGS,
	HTTP2_PUSH_PROMISE,
	HTTP2_PING,
	HTTP2_GOAWAY,
	HTTP2_WINDOW_UPDATE,
	HTTP2_CONTINUATION,
	HTTP2_ALTSVC, /* RFC 7838 4 */
	HTTP2_TYPE_COUNT
};

enum http2_flag {
	HTTP2_END_STREAM = 0x01,
	HTTP2_END_HEADERS = 0x04,
	HTTP2_PADDED = 0x08,
	HTTP2_HAS_PRIORITY = 0x20,
};

struct http2_frame {
	uint32_t size; /* of the payload */
	uint8_t type;
	uint8_t flags;
	uint32_t stream;
};

/* The header alone. */
struct http2_frame http2_frame_read(struct cursor *in);

/* May a frame of this type be of this size, on this stream?  Types that are not known may
 * be anything. */
bool http2_frame_fits(const struct http2_frame *frame);

/* Where anything may stand: is this more likely a frame's header than not? */
bool http2_frame_is_likely(const struct http2_frame *frame);

/* Takes padding, and the priority of HEADERS, off a payload; broken where there is more of
 * them than there is payload. */
struct cursor http2_frame_strip(const struct http2_frame *frame, struct bytes payload);

#endif
