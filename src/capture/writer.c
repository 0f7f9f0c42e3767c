/* SPDX-License-Identifier: BSD-2-Clause */
/* Little-endian blocks: type, total length | body, padded to 32 bits | total length. */
#include "capture/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/die.h"
#include "capture/fault.h"
#include "capture/pcapng.h"

enum {
	BLOCK_AROUND = 12, /* type and both lengths */
	SECTION_BODY = 16,
	INTERFACE_BODY = 8,
	FRAME_BODY = 20,
	SECRETS_BODY = 8,
	OPTION_HEADER = 4,
	DECIMALS = 9,
	INTERFACE_NAME_MAX = 1024,
	FLUSH_SIZE = 256 << 10,
};

struct written_interface {
	uint32_t input;
	uint16_t link_type;
};

struct writer {
	int fd;
	char *path;
	int err; /* 0 or -errno: the first failure, after which nothing is written */
	struct buffer buffer;
	struct written_interface *interfaces;
	uint32_t interface_count;
	uint32_t latest; /* index of the one used last */
};

static size_t
padded(size_t len)
{
	return (len + BLOCK_ALIGNMENT - 1) / BLOCK_ALIGNMENT * BLOCK_ALIGNMENT;
}

static void
put_u16(struct buffer *out, uint32_t value)
{
	uint8_t octets[] = { (uint8_t)value, (uint8_t)(value >> 8) };

	buffer_add(out, bytes_of(octets, sizeof(octets)));
}

static void
put_u32(struct buffer *out, uint32_t value)
{
	put_u16(out, value & 0xffff);
	put_u16(out, value >> 16);
}

static void
put_padded(struct buffer *out, struct bytes bytes)
{
	static const uint8_t zeros[BLOCK_ALIGNMENT];

	buffer_add(out, bytes);
	buffer_add(out, bytes_of(zeros, padded(bytes.len) - bytes.len));
}

static void
put_block_begin(struct buffer *out, uint32_t type, size_t body_len)
{
	put_u32(out, type);
	put_u32(out, (uint32_t)(body_len + BLOCK_AROUND));
}

static void
put_block_end(struct buffer *out, size_t body_len)
{
	put_u32(out, (uint32_t)(body_len + BLOCK_AROUND));
}

static void
put_section(struct buffer *out)
{
	put_block_begin(out, BLOCK_SECTION, SECTION_BODY);
	put_u32(out, BYTE_ORDER_MAGIC);
	put_u16(out, PCAPNG_MAJOR); /* version 1.0 */
	put_u16(out, 0);
	put_u32(out, UINT32_MAX); /* how long the section is: not said */
	put_u32(out, UINT32_MAX);
	put_block_end(out, SECTION_BODY);
}

static void
put_interface(struct buffer *out, uint16_t link_type, struct bytes name)
{
	size_t len = INTERFACE_BODY + OPTION_HEADER + padded(name.len) + OPTION_HEADER +
		     padded(1) + OPTION_HEADER;
	uint8_t decimals = DECIMALS;

	put_block_begin(out, BLOCK_INTERFACE, len);
	put_u16(out, link_type);
	put_u16(out, 0);
	put_u32(out, 0); /* snap length: no limit known */
	put_u16(out, OPTION_INTERFACE_NAME);
	put_u16(out, (uint32_t)name.len);
	put_padded(out, name);
	put_u16(out, OPTION_TIME_RESOLUTION);
	put_u16(out, 1);
	put_padded(out, bytes_of(&decimals, 1));
	put_u32(out, OPTION_END);
	put_block_end(out, len);
}

void
writer_flush(struct writer *w)
{
	size_t done = 0;

	while (w->err == 0 && done < w->buffer.len) {
		ssize_t wrote = write(w->fd, w->buffer.at + done, w->buffer.len - done);

		if (wrote >= 0)
			done += (size_t)wrote;
		else if (errno != EINTR)
			w->err = -errno;
	}
	w->buffer.len = 0;
}

static void
writer_flush_when_full(struct writer *w)
{
	if (w->buffer.len >= FLUSH_SIZE)
		writer_flush(w);
}

static int
writer_fault(const char *path, int err, struct capture_error *error)
{
	return fault_set(error, err, "%.*s: cannot be written: %s", FAULT_NAME_MAX, path,
	    strerror(-err));
}

struct writer *
writer_open(const char *path, struct capture_error *error, int *err)
{
	bool is_standard = strcmp(path, "-") == 0;
	int fd = is_standard ? fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0)
			     : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	struct writer *w;

	*err = 0;
	if (fd < 0) {
		*err = writer_fault(path, -errno, error);
		return NULL;
	}
	w = alloc_zeroed(1, sizeof(*w));
	w->fd = fd;
	w->path = alloc_string(is_standard ? "standard output" : path);
	put_section(&w->buffer);
	return w;
}

static uint32_t
writer_find_interface(struct writer *w, const struct frame *frame, const char *input_name)
{
	struct written_interface wanted = { frame->input, frame->link_type };

	for (uint32_t i = 0; i < w->interface_count; i++) {
		uint32_t at = (w->latest + i) % w->interface_count;

		if (w->interfaces[at].input == wanted.input &&
		    w->interfaces[at].link_type == wanted.link_type)
			return w->latest = at;
	}
	w->interfaces =
	    alloc_resized(w->interfaces, w->interface_count + 1, sizeof(*w->interfaces));
	w->interfaces[w->interface_count] = wanted;
	put_interface(&w->buffer, wanted.link_type,
	    bytes_first(bytes_of_string(input_name), INTERFACE_NAME_MAX));
	return w->latest = w->interface_count++;
}

void
writer_frame(struct writer *w, const struct frame *frame, const char *input_name)
{
	uint32_t interface = writer_find_interface(w, frame, input_name);
	size_t len = FRAME_BODY + padded(frame->captured.len);

	put_block_begin(&w->buffer, BLOCK_ENHANCED_PACKET, len);
	put_u32(&w->buffer, interface);
	put_u32(&w->buffer, (uint32_t)(frame->at_ns >> 32));
	put_u32(&w->buffer, (uint32_t)frame->at_ns);
	put_u32(&w->buffer, (uint32_t)frame->captured.len);
	put_u32(&w->buffer, frame->wire_len);
	put_padded(&w->buffer, frame->captured);
	put_block_end(&w->buffer, len);
	writer_flush_when_full(w);
}

void
writer_secrets(struct writer *w, uint32_t type, struct bytes data)
{
	size_t len = SECRETS_BODY + padded(data.len);

	put_block_begin(&w->buffer, BLOCK_SECRETS, len);
	put_u32(&w->buffer, type);
	put_u32(&w->buffer, (uint32_t)data.len);
	put_padded(&w->buffer, data);
	put_block_end(&w->buffer, len);
	writer_flush_when_full(w);
}

int
writer_error(const struct writer *w)
{
	return w->err;
}

int
writer_close(struct writer *w, struct capture_error *error)
{
	int err;

	writer_flush(w);
	if (close(w->fd) < 0 && w->err == 0)
		w->err = -errno;
	err = w->err == 0 ? 0 : writer_fault(w->path, w->err, error);
	buffer_clear(&w->buffer);
	free(w->interfaces);
	free(w->path);
	free(w);
	return err;
}
