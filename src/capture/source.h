/* SPDX-License-Identifier: BSD-2-Clause */
/* The bytes of one file, in order, unpacked where they are compressed.
 *
 * source_need makes sure that so many bytes are at hand, source_bytes looks at them,
 * source_take goes past them.  What was looked at stays in place until the next
 * source_need: a frame is a slice of the block that read(2) filled.  Regular files are
 * read in whole blocks; from a pipe come whatever bytes there are. */
#ifndef CAPTURE_SOURCE_H
#define CAPTURE_SOURCE_H

#include "capture/capture.h"
#include "capture/unpack.h"

enum source_answer {
	SOURCE_READY,
	SOURCE_WAIT,   /* a pipe has not got them yet; nothing was lost, ask again */
	SOURCE_END,    /* the file ends before them; source_left says how many there are */
	SOURCE_BROKEN, /* it can be read no further; `fault` says why */
};

/* No record is longer.  libpcap's own limit is 256 KiB, for USB 128 MiB. */
enum { SOURCE_NEED_MAX = (16 << 20) + 4096 };

struct source {
	const uint8_t *at, *end; /* at hand */
	uint64_t offset;         /* of `at` in the unpacked file */
	uint8_t *block;
	size_t block_size;

	int fd;
	int wake_fd; /* ends waiting for a pipe; -1: none */
	bool is_regular;
	bool raw_ended;
	uint64_t raw_bytes; /* read from fd */
	uint64_t raw_size;  /* of a regular file; else 0 */
	uint64_t raw_start; /* where a regular file's reading began */

	const struct packing *packing; /* NULL: plain */
	struct unpacker *unpacker;
	struct bytes packed; /* read, and not unpacked yet */
	uint8_t *packed_block;
	uint64_t unpacked_bytes;
	bool unpack_pending; /* it filled all the room, so there may be more */

	struct capture_error fault;
};

/* `path` "-" is standard input.  0 or -errno, and then fault says it in words. */
int source_open(struct source *, const char *path);
/* Looks at the first bytes, which must be at hand, and unpacks from there on where they
 * are compressed. */
int source_unpack(struct source *);
void source_close(struct source *);

enum source_answer source_fill(struct source *, size_t want);

static inline size_t
source_left(const struct source *s)
{
	return (size_t)(s->end - s->at);
}

/* Are `want` bytes, at most SOURCE_NEED_MAX, at hand? */
static inline enum source_answer
source_need(struct source *s, size_t want)
{
	return source_left(s) >= want ? SOURCE_READY : source_fill(s, want);
}

/* All that is at hand. */
static inline struct bytes
source_rest(const struct source *s)
{
	return (struct bytes){ s->at, source_left(s) };
}

/* The next `len` bytes, for which source_need has answered READY. */
static inline struct bytes
source_bytes(const struct source *s, size_t len)
{
	return (struct bytes){ s->at, len };
}

/* Goes past `len` bytes, which must be at hand. */
static inline void
source_take(struct source *s, size_t len)
{
	s->at += len;
	s->offset += len;
}

#endif
