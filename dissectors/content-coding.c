/* SPDX-License-Identifier: BSD-2-Clause */
#include "config.h"

#define ZLIB_CONST
#include <zlib.h>
#ifdef HAVE_BROTLI
#include <brotli/decode.h>
#endif
#ifdef HAVE_ZSTD
#include <zstd.h>
#endif

#include "dissectors/content-coding.h"

enum {
	/* A page that is larger by far than what was sent is none that anyone wrote. */
	RATIO_MAX = 128,
	SMALL = 16 * 1024, /* which any body may grow to */
	STEP_MIN = 4 * 1024,
};

/* Where decoded bytes go. */
struct room {
	struct buffer *out;
	size_t left;
};

struct content_coding {
	const char *name;
	bool (*decode)(struct bytes in, struct room *room);
};

/* Room for the next bytes; their number is 0 where the limit is reached. */
static struct bytes
room_next(struct room *room, struct bytes in)
{
	size_t size = MIN(room->left, MAX(in.len * 4, (size_t)STEP_MIN));

	return bytes_of(buffer_reserve(room->out, size), size);
}

static void
room_fill(struct room *room, size_t size)
{
	room->out->len += size;
	room->left -= size;
}

/* False where decoding ends: no room, or the last step did nothing. */
static bool
room_goes_on(const struct room *room, size_t moved)
{
	return moved > 0 && room->left > 0;
}

static bool
inflate_all(struct bytes in, struct room *room, int window_bits)
{
	z_stream stream = { .next_in = in.at, .avail_in = (uInt)in.len };
	size_t filled = 1;
	int result = Z_OK;

	if (inflateInit2(&stream, window_bits) != Z_OK)
		return false;
	while (result == Z_OK && room_goes_on(room, filled)) {
		struct bytes next = room_next(room, in);

		stream.next_out = room->out->at + room->out->len;
		stream.avail_out = (uInt)next.len;
		result = inflate(&stream, Z_NO_FLUSH);
		filled = next.len - stream.avail_out;
		room_fill(room, filled);
	}
	inflateEnd(&stream);
	return result == Z_STREAM_END;
}

static bool
gzip_decode(struct bytes in, struct room *room)
{
	enum { WITH_GZIP_HEADER = 16 };

	return inflate_all(in, room, MAX_WBITS + WITH_GZIP_HEADER);
}

/* Some servers leave the zlib header out (RFC 9110 8.4.1.2). */
static bool
deflate_decode(struct bytes in, struct room *room)
{
	bool has_header = in.len >= 2 && (in.at[0] & 0x0f) == Z_DEFLATED &&
			  (in.at[0] << 8 | in.at[1]) % 31 == 0;

	return inflate_all(in, room, has_header ? MAX_WBITS : -MAX_WBITS);
}

#ifdef HAVE_BROTLI
static bool
brotli_decode(struct bytes in, struct room *room)
{
	BrotliDecoderState *decoder = BrotliDecoderCreateInstance(NULL, NULL, NULL);
	BrotliDecoderResult result = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
	size_t filled = 1;

	if (decoder == NULL)
		return false;
	while (result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT &&
	       room_goes_on(room, filled)) {
		struct bytes next = room_next(room, in);
		uint8_t *at = room->out->at + room->out->len;
		size_t free_size = next.len;

		result = BrotliDecoderDecompressStream(
		    decoder, &in.len, &in.at, &free_size, &at, NULL);
		filled = next.len - free_size;
		room_fill(room, filled);
	}
	BrotliDecoderDestroyInstance(decoder);
	return result == BROTLI_DECODER_RESULT_SUCCESS;
}
#endif

#ifdef HAVE_ZSTD
/* No browser takes larger windows (RFC 9659). */
enum { ZSTD_WINDOW_LOG_MAX = 23 };

static bool
zstd_decode(struct bytes coded, struct room *room)
{
	ZSTD_DCtx *decoder = ZSTD_createDCtx();
	ZSTD_inBuffer in = { coded.at, coded.len, 0 };
	size_t moved = 1;
	size_t result = 1;

	if (decoder == NULL)
		return false;
	ZSTD_DCtx_setParameter(decoder, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG_MAX);
	while ((result != 0 || in.pos < in.size) && room_goes_on(room, moved)) {
		struct bytes next = room_next(room, coded);
		ZSTD_outBuffer out = { room->out->at + room->out->len, next.len, 0 };
		size_t before = in.pos;

		result = ZSTD_decompressStream(decoder, &out, &in);
		if (ZSTD_isError(result))
			break;
		moved = out.pos + in.pos - before;
		room_fill(room, out.pos);
	}
	ZSTD_freeDCtx(decoder);
	return result == 0 && in.pos == in.size;
}
#endif

static const struct content_coding codings[] = {
	{ "gzip", gzip_decode },
	{ "x-gzip", gzip_decode },
	{ "deflate", deflate_decode },
#ifdef HAVE_BROTLI
	{ "br", brotli_decode },
#endif
#ifdef HAVE_ZSTD
	{ "zstd", zstd_decode },
#endif
};

static const struct content_coding *
coding_find(struct bytes name)
{
	for (size_t i = 0; i < COUNT_OF(codings); i++)
		if (bytes_equal_nocase(name, bytes_of_string(codings[i].name)))
			return &codings[i];
	return NULL;
}

struct content_codings
content_codings_read(struct bytes value)
{
	struct content_codings list = { .is_known = true };

	while (value.len > 0) {
		size_t comma = bytes_index(value, ',');
		struct bytes name = bytes_trim(bytes_first(value, comma));
		const struct content_coding *coding = coding_find(name);

		value = bytes_from(value, comma + 1);
		if (name.len == 0 || bytes_equal_nocase(name, BYTES("identity")))
			continue;
		if (coding == NULL || list.count == CONTENT_CODINGS_MAX)
			return (struct content_codings){ .is_known = false };
		list.list[list.count++] = coding;
	}
	return list;
}

static bool
decode_one(const struct content_coding *coding, struct bytes coded, struct buffer *out,
    size_t limit)
{
	struct room room = { out, MIN(limit, coded.len * RATIO_MAX + SMALL) };

	return coding->decode(coded, &room);
}

bool
content_decode(const struct content_codings *list, struct bytes coded, struct buffer *out,
    size_t limit)
{
	struct buffer between = { 0 };
	bool is_whole;

	if (!list->is_known)
		return false;
	if (list->count == 0) {
		buffer_add(out, bytes_first(coded, limit));
		return coded.len <= limit;
	}
	if (list->count == 1)
		return decode_one(list->list[0], coded, out, limit);
	is_whole = decode_one(list->list[1], coded, &between, limit);
	is_whole =
	    decode_one(list->list[0], buffer_bytes(&between), out, limit) && is_whole;
	buffer_clear(&between);
	return is_whole;
}
