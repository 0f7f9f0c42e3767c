/* SPDX-License-Identifier: BSD-2-Clause */
#include "config.h"

#include <stdlib.h>
#define ZLIB_CONST
#include <zlib.h>
#ifdef HAVE_ZSTD
#include <zstd.h>
#endif
#ifdef HAVE_LZ4
#include <lz4frame.h>
#endif

#include "base/die.h"
#include "capture/unpack.h"

struct unpacker {
	bool whole;
	z_stream gzip;
#ifdef HAVE_ZSTD
	ZSTD_DCtx *zstd;
#endif
#ifdef HAVE_LZ4
	LZ4F_dctx *lz4;
#endif
};

static bool
unpacker_is_whole(const struct unpacker *u)
{
	return u->whole;
}

static void
room_advance(struct unpack_room *room, size_t taken, size_t filled)
{
	room->in = bytes_from(room->in, taken);
	room->out += filled;
	room->out_len -= filled;
}

static struct unpacker *
gzip_begin(void)
{
	enum { WINDOW_BITS = 15, WITH_GZIP_HEADER = 16 };
	struct unpacker *u = alloc_zeroed(1, sizeof(*u));

	if (inflateInit2(&u->gzip, WINDOW_BITS + WITH_GZIP_HEADER) != Z_OK)
		die(EXIT_CANNOT, "out of memory");
	return u;
}

static void
gzip_end(struct unpacker *u)
{
	inflateEnd(&u->gzip);
	free(u);
}

static const char *
gzip_more(struct unpacker *u, struct unpack_room *room)
{
	int result;

	if (u->whole) {
		/* Tapes padded the last block: gzip ignores what follows a member and
		 * begins no other one. */
		if (room->in.len > 0 && room->in.at[0] != 0x1f) {
			room->in.len = 0;
			return NULL;
		}
		if (room->in.len == 0)
			return NULL;
		inflateReset(&u->gzip);
	}
	u->gzip.next_in = room->in.at;
	u->gzip.avail_in = (uInt)room->in.len;
	u->gzip.next_out = room->out;
	u->gzip.avail_out = (uInt)room->out_len;
	result = inflate(&u->gzip, Z_NO_FLUSH);
	u->whole = result == Z_STREAM_END;
	room_advance(
	    room, room->in.len - u->gzip.avail_in, room->out_len - u->gzip.avail_out);
	if (result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR)
		return NULL;
	return u->gzip.msg != NULL ? u->gzip.msg : "wrong data";
}

#ifdef HAVE_ZSTD

/* zstd's own program refuses to hold more than this too, unless told to. */
enum { ZSTD_WINDOW_LOG_MAX = 27 };

static struct unpacker *
zstd_begin(void)
{
	struct unpacker *u = alloc_zeroed(1, sizeof(*u));

	u->zstd = ZSTD_createDCtx();
	if (u->zstd == NULL)
		die(EXIT_CANNOT, "out of memory");
	ZSTD_DCtx_setParameter(u->zstd, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG_MAX);
	return u;
}

static void
zstd_end(struct unpacker *u)
{
	ZSTD_freeDCtx(u->zstd);
	free(u);
}

static const char *
zstd_more(struct unpacker *u, struct unpack_room *room)
{
	ZSTD_inBuffer in = { room->in.at, room->in.len, 0 };
	ZSTD_outBuffer out = { room->out, room->out_len, 0 };
	size_t result;

	if (u->whole && room->in.len == 0)
		return NULL;
	result = ZSTD_decompressStream(u->zstd, &out, &in);
	if (ZSTD_isError(result))
		return ZSTD_getErrorName(result);
	u->whole = result == 0;
	room_advance(room, in.pos, out.pos);
	return NULL;
}

#else

#define zstd_begin NULL
#define zstd_more NULL
#define zstd_end NULL

#endif
#ifdef HAVE_LZ4

static struct unpacker *
lz4_begin(void)
{
	struct unpacker *u = alloc_zeroed(1, sizeof(*u));

	if (LZ4F_isError(LZ4F_createDecompressionContext(&u->lz4, LZ4F_VERSION)))
		die(EXIT_CANNOT, "out of memory");
	return u;
}

static void
lz4_end(struct unpacker *u)
{
	LZ4F_freeDecompressionContext(u->lz4);
	free(u);
}

static const char *
lz4_more(struct unpacker *u, struct unpack_room *room)
{
	size_t in_len = room->in.len;
	size_t out_len = room->out_len;
	size_t result;

	if (u->whole && in_len == 0)
		return NULL;
	result = LZ4F_decompress(u->lz4, room->out, &out_len, room->in.at, &in_len, NULL);
	if (LZ4F_isError(result))
		return LZ4F_getErrorName(result);
	u->whole = result == 0;
	room_advance(room, in_len, out_len);
	return NULL;
}

#else

#define lz4_begin NULL
#define lz4_more NULL
#define lz4_end NULL

#endif

#define MAGIC(literal)                                                                     \
	{                                                                                  \
		(const uint8_t *)literal, sizeof(literal) - 1                              \
	}

static const struct packing packings[] = {
	{ "gzip", "gzip -dc", "zlib1g-dev", MAGIC("\x1f\x8b\x08"), gzip_begin, gzip_more,
	    unpacker_is_whole, gzip_end },
	{ "zstd", "zstd -dc", "libzstd-dev", MAGIC("\x28\xb5\x2f\xfd"), zstd_begin,
	    zstd_more, unpacker_is_whole, zstd_end },
	{ "lz4", "lz4 -dc", "liblz4-dev", MAGIC("\x04\x22\x4d\x18"), lz4_begin, lz4_more,
	    unpacker_is_whole, lz4_end },
};

const struct packing *
packing_find(struct bytes start)
{
	for (size_t i = 0; i < COUNT_OF(packings); i++)
		if (bytes_start_with(start, packings[i].magic))
			return &packings[i];
	return NULL;
}
