/* SPDX-License-Identifier: BSD-2-Clause */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/die.h"
#include "capture/fault.h"
#include "capture/source.h"

enum {
	BLOCK_SIZE = 256 << 10,
	RECORD_SIZE_USUAL = 128 << 10, /* room that is there from the start */
	PAGE_SIZE = 4096,
	PIPE_PATIENCE_MS = 100, /* so that a waiting caller can look at keys and clocks */
};

/* A compressed file that unpacks without end would keep us busy without end.  Real
 * captures shrink to a twentieth; idle or repeated traffic may reach a hundredth. */
enum { UNPACK_RATIO_MAX = 200 };
#define UNPACK_FREE_BYTES (UINT64_C(1) << 30)

static int
source_open_path(struct source *s, const char *path)
{
	s->fd = strcmp(path, "-") == 0 ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
				       : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (s->fd >= 0)
		return 0;
	switch (errno) {
	case ENOENT: return fault_set(&s->fault, -ENOENT, "no such file");
	case EACCES:
		return fault_set(&s->fault, -EACCES,
		    "permission denied (you may not read it: see ls -l)");
	default: return fault_set(&s->fault, -errno, "%s", strerror(errno));
	}
}

int
source_open(struct source *s, const char *path)
{
	struct stat stat;
	int err;

	*s = (struct source){ .fd = -1, .wake_fd = -1 };
	err = source_open_path(s, path);
	if (err < 0)
		return err;
	if (fstat(s->fd, &stat) < 0)
		return fault_set(&s->fault, -errno, "%s", strerror(errno));
	if (S_ISDIR(stat.st_mode))
		return fault_set(
		    &s->fault, -EISDIR, "is a directory (name the capture files in it)");
	if (isatty(s->fd))
		return fault_set(&s->fault, -EINVAL,
		    "is a terminal (redirect a capture to it, or name a file)");
	if (S_ISREG(stat.st_mode)) {
		off_t start = lseek(s->fd, 0, SEEK_CUR);

		s->is_regular = true;
		s->raw_start = start > 0 ? (uint64_t)start : 0;
		s->raw_size =
		    (uint64_t)stat.st_size - MIN((uint64_t)stat.st_size, s->raw_start);
		posix_fadvise(s->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	}
	return 0;
}

void
source_close(struct source *s)
{
	if (s->unpacker != NULL)
		s->packing->end(s->unpacker);
	if (s->fd >= 0)
		close(s->fd);
	free(s->packed_block);
	free(s->block);
	*s = (struct source){ .fd = -1 };
}

/* Reads once, at most `size` bytes; *len says how many came. */
static enum source_answer
source_read(struct source *s, uint8_t *into, size_t size, size_t *len)
{
	struct pollfd wanted[] = {
		{ .fd = s->fd, .events = POLLIN },
		{ .fd = s->wake_fd, .events = POLLIN },
	};
	ssize_t got;

	*len = 0;
	if (s->raw_ended)
		return SOURCE_END;
	if (!s->is_regular && (poll(wanted, COUNT_OF(wanted), PIPE_PATIENCE_MS) <= 0 ||
				  wanted[0].revents == 0))
		return SOURCE_WAIT;
	got = read(s->fd, into, size);
	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return SOURCE_WAIT;
	if (got < 0) {
		fault_set(&s->fault, -errno, "cannot be read at byte %" PRIu64 ": %s",
		    s->raw_bytes, strerror(errno));
		return SOURCE_BROKEN;
	}
	s->raw_ended = got == 0;
	s->raw_bytes += (uint64_t)got;
	*len = (size_t)got;
	return got == 0 ? SOURCE_END : SOURCE_READY;
}

static enum source_answer
source_unpack_fault(struct source *s, const char *what)
{
	fault_set(&s->fault, 0, "damaged %s data before byte %" PRIu64 " of the file: %s",
	    s->packing->name, s->raw_bytes - s->packed.len, what);
	return SOURCE_BROKEN;
}

static bool
source_is_endless(const struct source *s)
{
	return s->unpacked_bytes > UNPACK_FREE_BYTES &&
	       s->unpacked_bytes / UNPACK_RATIO_MAX > s->raw_bytes;
}

static enum source_answer
source_read_packed(struct source *s)
{
	size_t len;
	enum source_answer answer = source_read(s, s->packed_block, BLOCK_SIZE, &len);

	s->packed = (struct bytes){ s->packed_block, len };
	if (answer != SOURCE_END || s->packing->is_whole(s->unpacker))
		return answer;
	fault_set(&s->fault, 0, "cut short at byte %" PRIu64 " of its %s data",
	    s->raw_bytes, s->packing->name);
	return SOURCE_BROKEN;
}

/* As source_read, for compressed files. */
static enum source_answer
source_read_unpacked(struct source *s, uint8_t *into, size_t size, size_t *len)
{
	*len = 0;
	while (*len == 0) {
		struct unpack_room room;
		const char *wrong;
		size_t before;

		if (s->packed.len == 0 && !s->unpack_pending) {
			enum source_answer answer = source_read_packed(s);

			if (answer != SOURCE_READY)
				return answer;
		}
		room = (struct unpack_room){ s->packed, into, size };
		before = room.in.len;
		wrong = s->packing->more(s->unpacker, &room);
		s->packed = room.in;
		*len = size - room.out_len;
		s->unpack_pending = room.out_len == 0;
		s->unpacked_bytes += *len;
		if (wrong == NULL && *len == 0 && before > 0 && room.in.len == before)
			wrong = "it leads nowhere";
		if (wrong != NULL)
			return source_unpack_fault(s, wrong);
	}
	if (!source_is_endless(s))
		return SOURCE_READY;
	fault_set(&s->fault, 0,
	    "stopped: it unpacks to more than %d times its size (if it is meant to: %s "
	    "FILE | "
	    "webflow -r -)",
	    UNPACK_RATIO_MAX, s->packing->command);
	return SOURCE_BROKEN;
}

/* Makes room behind what is at hand for `want` bytes in all, and for a whole block.  What
 * is at hand moves to the front, so that a page begins where the block will. */
static void
source_make_room(struct source *s, size_t want)
{
	size_t left = source_left(s);
	size_t front = (PAGE_SIZE - left % PAGE_SIZE) % PAGE_SIZE;
	size_t record = MAX(MAX(want, left), (size_t)RECORD_SIZE_USUAL);
	uint8_t *old = NULL;

	if (s->block_size < record + BLOCK_SIZE + PAGE_SIZE) {
		size_t size = (record / BLOCK_SIZE + 2) * BLOCK_SIZE + PAGE_SIZE;

		old = s->block;
		s->block = aligned_alloc(PAGE_SIZE, size);
		if (s->block == NULL)
			die(EXIT_CANNOT, "out of memory");
		s->block_size = size;
	}
	if (left > 0)
		memmove(s->block + front, s->at, left);
	s->at = s->block + front;
	s->end = s->at + left;
	free(old);
}

enum source_answer
source_fill(struct source *s, size_t want)
{
	if (s->block_size == 0 || s->at + want > s->block + s->block_size - BLOCK_SIZE)
		source_make_room(s, want);
	while (source_left(s) < want) {
		uint8_t *into = s->block + (s->end - s->block);
		size_t len;
		enum source_answer answer =
		    s->packing == NULL ? source_read(s, into, BLOCK_SIZE, &len)
				       : source_read_unpacked(s, into, BLOCK_SIZE, &len);

		s->end += len;
		if (answer != SOURCE_READY)
			return answer;
	}
	return SOURCE_READY;
}

int
source_unpack(struct source *s)
{
	const struct packing *packing = packing_find(source_rest(s));

	if (packing == NULL)
		return 0;
	if (packing->begin == NULL)
		return fault_set(&s->fault, -ENOTSUP,
		    "is %s data, which this webflow was built without (install %s and "
		    "build "
		    "again, or: %s FILE | webflow -r -)",
		    packing->name, packing->package, packing->command);
	s->packing = packing;
	s->unpacker = packing->begin();
	s->packed = source_rest(s);
	s->packed_block = s->block;
	s->block = NULL;
	s->block_size = 0;
	s->at = s->end = NULL;
	return 0;
}
