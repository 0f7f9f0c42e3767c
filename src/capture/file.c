/* SPDX-License-Identifier: BSD-2-Clause */
#include "capture/file.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/die.h"
#include "capture/fault.h"
#include "capture/pcap_file.h"
#include "capture/pcapng_file.h"

enum { MAGIC_SIZE = 4 };

struct file {
	const char *name; /* borrowed */
	struct source source;
	const struct format *format; /* NULL: it broke off before that could be told */
	void *state;
	struct extras_sink extras;
	bool is_over;
	bool is_damaged; /* and nobody was told yet: `fault` says how */
	struct capture_error fault;
};

static const struct format *const formats[] = { &format_pcap, &format_pcapng };

static const struct format *
format_find(struct bytes start)
{
	for (size_t i = 0; i < COUNT_OF(formats); i++)
		if (formats[i]->is(start))
			return formats[i];
	return NULL;
}

/* The first bytes, however slowly a pipe gives them. */
static enum source_answer
file_need_magic(struct file *f, const atomic_bool *stopped)
{
	enum source_answer answer;

	do
		answer = source_need(&f->source, MAGIC_SIZE);
	while (answer == SOURCE_WAIT && !atomic_load(stopped));
	return answer;
}

static int
file_is_none(struct file *f, enum source_answer answer)
{
	const struct source *s = &f->source;

	if (answer == SOURCE_WAIT)
		return fault_set(&f->fault, -EINTR, "stopped before anything came");
	if (answer == SOURCE_BROKEN && s->packing == NULL)
		return fault_set(&f->fault, -EIO, "%s", s->fault.text);
	if (answer == SOURCE_END && source_left(s) == 0)
		return fault_set(
		    &f->fault, -EINVAL, "is empty (a capture has at least a header)");
	return fault_set(&f->fault, -EINVAL,
	    "is no capture (pcap and pcapng are read, plain or in gzip, zstd or lz4)");
}

/* Told by content: packing first, then the format inside. */
static int
file_tell_format(struct file *f, const atomic_bool *stopped)
{
	enum source_answer answer = file_need_magic(f, stopped);
	int err;

	if (answer != SOURCE_READY)
		return file_is_none(f, answer);
	err = source_unpack(&f->source);
	if (err < 0) {
		f->fault = f->source.fault;
		return err;
	}
	answer = file_need_magic(f, stopped);
	if (answer == SOURCE_BROKEN && f->source.packing != NULL) {
		/* Known for compressed data, then cut or damaged. */
		f->is_damaged = true;
		f->fault = f->source.fault;
		return 0;
	}
	f->format = format_find(source_rest(&f->source));
	return f->format == NULL ? file_is_none(f, answer) : 0;
}

static int
file_begin(struct file *f, const atomic_bool *stopped)
{
	enum capture_next answer;

	f->state = alloc_zeroed(1, f->format->state_size);
	do
		answer = f->format->begin(f->state, &f->source, &f->fault);
	while (answer == CAPTURE_WAIT && !atomic_load(stopped));
	if (answer == CAPTURE_END)
		return -ENOTSUP; /* `fault` says why */
	f->is_damaged = answer == CAPTURE_DAMAGED;
	return answer == CAPTURE_WAIT ? file_is_none(f, SOURCE_WAIT) : 0;
}

struct file *
file_open(const char *name, const atomic_bool *stopped, const struct extras_sink *extras,
    struct capture_error *error, int *err)
{
	struct file *f = alloc_zeroed(1, sizeof(*f));

	f->name = strcmp(name, "-") == 0 ? "standard input" : name;
	f->extras = *extras;
	*err = source_open(&f->source, name);
	if (*err < 0)
		f->fault = f->source.fault;
	else
		*err = file_tell_format(f, stopped);
	if (*err == 0 && f->format != NULL)
		*err = file_begin(f, stopped);
	if (*err == 0)
		return f;
	fault_name(error, *err, f->name, &f->fault);
	file_close(f);
	return NULL;
}

void
file_close(struct file *f)
{
	if (f == NULL)
		return;
	if (f->state != NULL)
		f->format->clear(f->state);
	free(f->state);
	source_close(&f->source);
	free(f);
}

static enum capture_next
file_end(struct file *f, enum capture_next answer, struct capture_error *error)
{
	f->is_over = true;
	f->is_damaged = false;
	if (answer == CAPTURE_DAMAGED)
		fault_name(error, 0, f->name, &f->fault);
	return answer;
}

void
file_wake_on(struct file *f, int fd)
{
	f->source.wake_fd = fd;
}

enum capture_next
file_next(struct file *f, struct frame *frame, struct capture_error *error)
{
	enum capture_next answer;

	if (f->is_over)
		return CAPTURE_END;
	if (f->is_damaged)
		return file_end(f, CAPTURE_DAMAGED, error);
	answer = f->format->next(f->state, &f->source, frame, &f->extras, &f->fault);
	if (answer == CAPTURE_FRAME || answer == CAPTURE_WAIT)
		return answer;
	return file_end(f, answer, error);
}

bool
file_walk_secrets(struct file *f, const struct extras_sink *extras)
{
	const struct source *s = &f->source;

	if (f->format != &format_pcapng || s->packing != NULL || !s->is_regular)
		return false;
	pcapng_walk_secrets(s->fd, s->raw_start, extras);
	return true;
}

bool
file_keep(struct file *f)
{
	if (f->format == NULL || f->source.packing != NULL || !f->source.is_regular)
		return false;
	if (f->format->keep != NULL)
		f->format->keep(f->state);
	return true;
}

/* What is at hand of the file from this offset on, which may be less than `len`. */
static bool
file_fetch_from(const struct file *f, struct bytes record, uint64_t offset, uint32_t number,
    struct frame *frame)
{
	struct source source = { .fd = -1,
		.at = record.at,
		.end = record.at + record.len,
		.offset = offset,
		.raw_ended = true };
	bool found = f->format->again(f->state, &source, offset, number, frame);

	source_close(&source);
	return found;
}

bool
file_fetch(const struct file *f, uint64_t offset, uint32_t number, struct buffer *room,
    struct frame *frame)
{
	static const size_t sizes[] = { 4 << 10, 128 << 10, SOURCE_NEED_MAX };

	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		ssize_t got;

		room->len = 0;
		got = pread(f->source.fd, buffer_reserve(room, sizes[i]), sizes[i],
		    (off_t)(f->source.raw_start + offset));
		if (got <= 0)
			return false;
		room->len = (size_t)got;
		if (file_fetch_from(f, buffer_bytes(room), offset, number, frame))
			return true;
	}
	return false;
}

bool
file_link_type(const struct file *f, uint16_t *link_type)
{
	return f->state != NULL && f->format->link_type(f->state, link_type);
}

bool
file_is(const struct file *f, const struct stat *other)
{
	struct stat own;

	return f->source.is_regular && fstat(f->source.fd, &own) == 0 &&
	       own.st_dev == other->st_dev && own.st_ino == other->st_ino;
}

uint64_t
file_read_bytes(const struct file *f)
{
	return f->source.raw_bytes;
}

uint64_t
file_size(const struct file *f)
{
	return f->source.raw_size;
}
