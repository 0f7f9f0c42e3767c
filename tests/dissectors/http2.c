/* SPDX-License-Identifier: BSD-2-Clause */
#include <nghttp2/nghttp2.h>
#include <stdlib.h>

#include "base/die.h"
#include "tests/dissectors/http2.h"
#include "tests/test.h"

enum { FIELDS_MAX = 64, BLOCK_MAX = 64 * 1024, TABLE_SIZE = 4096 };

static void
add_turn(struct talk *talk, enum side side, struct bytes bytes)
{
	uint8_t *copy = alloc_zeroed(1, bytes.len + 1);

	assert_true(talk->turn_count < TALK_TURNS_MAX);
	memcpy(copy, bytes.at, bytes.len);
	talk->turns[talk->turn_count++] = (struct turn){ side, bytes_of(copy, bytes.len) };
}

struct talk *
talk_new(void)
{
	struct talk *talk = alloc_zeroed(1, sizeof(*talk));

	for (int i = 0; i < 2; i++)
		assert_int_equal(
		    nghttp2_hd_deflate_new(&talk->deflaters[i], TABLE_SIZE), 0);
	add_turn(talk, SIDE_CLIENT, BYTES(PREFACE_TEXT "\0\0\0\4\0\0\0\0\0"));
	add_turn(
	    talk, SIDE_SERVER, BYTES("\0\0\6\4\0\0\0\0\0\0\3\0\0\0\x80\0\0\0\4\1\0\0\0\0"));
	return talk;
}

void
talk_free(struct talk *talk)
{
	for (size_t i = 0; i < talk->turn_count; i++) {
		union {
			const uint8_t *borrowed;
			uint8_t *owned;
		} bytes = { talk->turns[i].bytes.at };

		free(bytes.owned);
	}
	for (int i = 0; i < 2; i++)
		nghttp2_hd_deflate_del(talk->deflaters[i]);
	free(talk);
}

void
talk_frame_of_size(struct talk *talk, enum side side, enum http2_type type, int flags,
    uint32_t stream, uint32_t size, struct bytes payload)
{
	const uint8_t head[HTTP2_HEADER_SIZE] = { (uint8_t)(size >> 16),
		(uint8_t)(size >> 8), (uint8_t)size, (uint8_t)type, (uint8_t)flags,
		(uint8_t)(stream >> 24), (uint8_t)(stream >> 16), (uint8_t)(stream >> 8),
		(uint8_t)stream };
	struct buffer frame = { 0 };

	buffer_add(&frame, bytes_of(head, sizeof(head)));
	buffer_add(&frame, payload);
	add_turn(talk, side, buffer_bytes(&frame));
	buffer_clear(&frame);
}

void
talk_frame(struct talk *talk, enum side side, enum http2_type type, int flags,
    uint32_t stream, struct bytes payload)
{
	talk_frame_of_size(talk, side, type, flags, stream, (uint32_t)payload.len, payload);
}

/* One line as a field; the name may begin with a colon. */
static nghttp2_nv
field_of(char *line, size_t len)
{
	char *colon = strchr(line + 1, ':');
	nghttp2_nv field = { .name = (uint8_t *)line };

	assert_non_null(colon);
	field.namelen = (size_t)(colon - line);
	field.value = (uint8_t *)colon + 2;
	field.valuelen = len - field.namelen - 2;
	return field;
}

struct bytes
talk_block(struct talk *talk, enum side side, const char *fields)
{
	static uint8_t block[BLOCK_MAX];
	nghttp2_nv list[FIELDS_MAX];
	char *copy = alloc_string(fields);
	char *line = copy;
	size_t count = 0;
	ssize_t size;

	while (*line != '\0') {
		size_t len = strcspn(line, "\n");

		assert_true(count < FIELDS_MAX);
		list[count++] = field_of(line, len);
		line += len + 1;
	}
	size =
	    nghttp2_hd_deflate_hd(talk->deflaters[side], block, sizeof(block), list, count);
	assert_true(size >= 0);
	free(copy);
	return bytes_of(block, (size_t)size);
}

void
talk_headers(
    struct talk *talk, enum side side, int flags, uint32_t stream, const char *fields)
{
	talk_frame(talk, side, HTTP2_HEADERS, flags | HTTP2_END_HEADERS, stream,
	    talk_block(talk, side, fields));
}

void
talk_get(struct talk *talk, uint32_t stream)
{
	talk_headers(talk, SIDE_CLIENT, HTTP2_END_STREAM, stream, GET_FIELDS);
}

struct session *
talk_played(const struct talk *talk)
{
	return turns_played(&dissector_http2, talk->turns, talk->turn_count);
}
