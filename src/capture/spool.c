/* SPDX-License-Identifier: BSD-2-Clause */
/* A ring of records: header, frame.  Offsets count all that was ever put, so an offset says
 * by itself whether its record has been overwritten; no record goes past the ring's end. */
#include "capture/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/cursor.h"
#include "base/die.h"
#include "capture/fault.h"

#define SIZE_USUAL (UINT64_C(1) << 30)

enum { HEADER_SIZE = 26, WRITE_SIZE = 256 << 10 };

struct spool {
	int fd;
	uint64_t size;
	uint64_t end;          /* where the next record will be put */
	uint64_t written;      /* up to there it is in the file; the rest is pending */
	struct buffer pending; /* never past the ring's end */
	bool is_broken;        /* the file takes no more */
};

/* File systems that know no files without a name get one whose name is taken away. */
static int
open_unnamed(const char *folder)
{
	struct buffer path = { 0 };
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd >= 0)
		return fd;
	buffer_add_string(&path, folder);
	buffer_add(&path, BYTES("/webflow.XXXXXX\0"));
	fd = mkostemp((char *)path.at, O_CLOEXEC);
	if (fd >= 0)
		unlink((char *)path.at);
	buffer_clear(&path);
	return fd;
}

struct spool *
spool_open(uint64_t size, struct capture_error *error, int *err)
{
	const char *const folders[] = { getenv("TMPDIR"), "/var/tmp", "/tmp" };
	struct spool *spool;
	int fd = -1;

	for (size_t i = 0; fd < 0 && i < COUNT_OF(folders); i++)
		if (folders[i] != NULL && folders[i][0] != '\0')
			fd = open_unnamed(folders[i]);
	*err = fd < 0 ? -errno : 0;
	if (fd < 0) {
		fault_set(error, *err,
		    "frames cannot be kept for later in /var/tmp: %s (name another folder "
		    "in TMPDIR)",
		    strerror(errno));
		return NULL;
	}
	spool = alloc_zeroed(1, sizeof(*spool));
	spool->fd = fd;
	spool->size = size == 0 ? SIZE_USUAL : size;
	return spool;
}

void
spool_close(struct spool *spool)
{
	if (spool == NULL)
		return;
	close(spool->fd);
	buffer_clear(&spool->pending);
	free(spool);
}

static void
spool_write(struct spool *spool)
{
	size_t done = 0;

	while (done < spool->pending.len && !spool->is_broken) {
		ssize_t wrote =
		    pwrite(spool->fd, spool->pending.at + done, spool->pending.len - done,
			(off_t)((spool->written + done) % spool->size));

		if (wrote > 0)
			done += (size_t)wrote;
		else if (wrote == 0 || errno != EINTR)
			spool->is_broken = true;
	}
	spool->written += spool->pending.len;
	spool->pending.len = 0;
}

static void
put_u64(struct buffer *out, uint64_t value, int octets)
{
	while (octets-- > 0)
		buffer_add_char(out, (char)(value >> (8 * octets)));
}

static void
put_record(struct buffer *out, const struct frame *frame)
{
	put_u64(out, frame->at_ns, 8);
	put_u64(out, frame->input, 4);
	put_u64(out, frame->number, 4);
	put_u64(out, frame->wire_len, 4);
	put_u64(out, frame->captured.len, 4);
	put_u64(out, frame->link_type, 2);
	buffer_add(out, frame->captured);
}

bool
spool_put(struct spool *spool, const struct frame *frame, uint64_t *offset)
{
	uint64_t len = HEADER_SIZE + frame->captured.len;
	uint64_t left = spool->size - spool->end % spool->size;

	if (spool->is_broken || len > spool->size)
		return false;
	if (len > left) {
		spool_write(spool);
		spool->end += left;
		spool->written = spool->end;
	}
	*offset = spool->end;
	put_record(&spool->pending, frame);
	spool->end += len;
	if (spool->pending.len >= WRITE_SIZE || spool->end % spool->size == 0)
		spool_write(spool);
	return !spool->is_broken;
}

/* `len` bytes from `offset` on, at the front of `room`. */
static bool
spool_read(struct spool *spool, uint64_t offset, size_t len, struct buffer *room)
{
	size_t done = 0;

	room->len = 0;
	buffer_reserve(room, len);
	while (done < len) {
		ssize_t got = pread(spool->fd, room->at + done, len - done,
		    (off_t)((offset + done) % spool->size));

		if (got == 0 || (got < 0 && errno != EINTR))
			return false;
		done += got > 0 ? (size_t)got : 0;
	}
	room->len = len;
	return true;
}

bool
spool_fetch(struct spool *spool, uint64_t offset, struct buffer *room, struct frame *frame)
{
	struct cursor in;
	size_t len;

	spool_write(spool);
	if (offset < spool_begin(spool) || offset + HEADER_SIZE > spool->end ||
	    !spool_read(spool, offset, HEADER_SIZE, room))
		return false;
	in = cursor_of(buffer_bytes(room));
	*frame = (struct frame){ .at_ns = cursor_u64(&in), .offset = offset };
	frame->input = cursor_u32(&in);
	frame->number = cursor_u32(&in);
	frame->wire_len = cursor_u32(&in);
	len = cursor_u32(&in);
	frame->link_type = cursor_u16(&in);
	if (len > spool->end - offset - HEADER_SIZE ||
	    !spool_read(spool, offset + HEADER_SIZE, len, room))
		return false;
	frame->captured = buffer_bytes(room);
	return true;
}

uint64_t
spool_begin(const struct spool *spool)
{
	return spool->end > spool->size ? spool->end - spool->size : 0;
}
