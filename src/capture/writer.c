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

/* Stands for all interfaces of an input that have this link type. */
struct written_interface {
	uint32_t input;
	uint16_t link_type;
	bool is_described;      /* in this section, by all that is known of it */
	uint32_t index;         /* in this section */
	const char *name;       /* borrowed */
	struct buffer comments; /* options that its next description takes along */
};

struct writer {
	int fd;
	char *path;
	int err; /* 0 or -errno: the first failure, after which nothing is written */
	struct buffer buffer;
	bool section_is_open;
	struct buffer section_comments; /* options of the section that will be opened */
	uint32_t described_count;       /* interfaces in this section */
	struct buffer names;            /* records that the next name block takes along */
	struct written_interface *interfaces;
	uint32_t interface_count;
	uint32_t latest; /* position of the one used last */
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
put_option(struct buffer *out, uint32_t code, struct bytes value)
{
	put_u16(out, code);
	put_u16(out, (uint32_t)value.len);
	put_padded(out, value);
}

/* `options` without the one that ends them, which only stands behind others. */
static size_t
options_size(struct bytes options)
{
	return options.len == 0 ? 0 : options.len + OPTION_HEADER;
}

static void
put_options(struct buffer *out, struct bytes options)
{
	buffer_add(out, options);
	if (options.len > 0)
		put_u32(out, OPTION_END);
}

static void
put_section(struct buffer *out, struct bytes options)
{
	size_t len = SECTION_BODY + options_size(options);

	put_block_begin(out, BLOCK_SECTION, len);
	put_u32(out, BYTE_ORDER_MAGIC);
	put_u16(out, PCAPNG_MAJOR); /* version 1.0 */
	put_u16(out, 0);
	put_u32(out, UINT32_MAX); /* how long the section is: not said */
	put_u32(out, UINT32_MAX);
	put_options(out, options);
	put_block_end(out, len);
}

static void
put_interface(struct buffer *out, uint16_t link_type, struct bytes options)
{
	size_t len = INTERFACE_BODY + options_size(options);

	put_block_begin(out, BLOCK_INTERFACE, len);
	put_u16(out, link_type);
	put_u16(out, 0);
	put_u32(out, 0); /* snap length: no limit known */
	put_options(out, options);
	put_block_end(out, len);
}

static void
writer_write(struct writer *w)
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
writer_write_when_full(struct writer *w)
{
	if (w->buffer.len >= FLUSH_SIZE)
		writer_write(w);
}

static void
writer_open_section(struct writer *w)
{
	if (w->section_is_open)
		return;
	put_section(&w->buffer, buffer_bytes(&w->section_comments));
	w->section_comments.len = 0;
	w->section_is_open = true;
}

static void
writer_put_names(struct writer *w)
{
	size_t len = w->names.len + OPTION_HEADER;

	if (w->names.len == 0)
		return;
	put_block_begin(&w->buffer, BLOCK_NAMES, len);
	buffer_add(&w->buffer, buffer_bytes(&w->names));
	put_u32(&w->buffer, NAME_RECORD_END);
	put_block_end(&w->buffer, len);
	w->names.len = 0;
	writer_write_when_full(w);
}

/* For whoever writes a block: what has to stand in front of it does. */
static void
writer_begin_block(struct writer *w)
{
	writer_open_section(w);
	writer_put_names(w);
}

/* Gives the interface the next index of this section. */
static void
writer_describe(struct writer *w, struct written_interface *interface)
{
	static const uint8_t decimals = DECIMALS;
	struct buffer options = { 0 };

	writer_begin_block(w);
	put_option(&options, OPTION_INTERFACE_NAME,
	    bytes_first(bytes_of_string(interface->name), INTERFACE_NAME_MAX));
	put_option(&options, OPTION_TIME_RESOLUTION, bytes_of(&decimals, 1));
	buffer_add(&options, buffer_bytes(&interface->comments));
	put_interface(&w->buffer, interface->link_type, buffer_bytes(&options));
	buffer_clear(&options);
	interface->comments.len = 0;
	interface->index = w->described_count++;
	interface->is_described = true;
}

/* Writes all that waits for a block of its own. */
static void
writer_finish_section(struct writer *w)
{
	writer_begin_block(w);
	for (uint32_t i = 0; i < w->interface_count; i++)
		if (w->interfaces[i].comments.len > 0)
			writer_describe(w, &w->interfaces[i]);
}

void
writer_flush(struct writer *w)
{
	writer_begin_block(w);
	writer_write(w);
}

static int
writer_fault(const char *path, int err, struct capture_error *error)
{
	return fault_set(error, err, "%.*s: cannot be written: %s", FAULT_NAME_MAX, path,
	    strerror(-err));
}

struct writer *
writer_to(int fd_taken, const char *name)
{
	struct writer *w = alloc_zeroed(1, sizeof(*w));

	w->fd = fd_taken;
	w->path = alloc_string(name);
	return w;
}

struct writer *
writer_open(const char *path, struct capture_error *error, int *err)
{
	bool is_standard = strcmp(path, "-") == 0;
	int fd = is_standard ? fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0)
			     : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	*err = 0;
	if (fd < 0) {
		*err = writer_fault(path, -errno, error);
		return NULL;
	}
	return writer_to(fd, is_standard ? "standard output" : path);
}

/* The one of this input and link type, new where there is none. */
static struct written_interface *
writer_get_interface(
    struct writer *w, uint32_t input, uint16_t link_type, const char *input_name)
{
	for (uint32_t i = 0; i < w->interface_count; i++) {
		uint32_t at = (w->latest + i) % w->interface_count;

		if (w->interfaces[at].input == input &&
		    w->interfaces[at].link_type == link_type) {
			w->latest = at;
			return &w->interfaces[at];
		}
	}
	w->interfaces =
	    alloc_resized(w->interfaces, w->interface_count + 1, sizeof(*w->interfaces));
	w->interfaces[w->interface_count] = (struct written_interface){
		.input = input, .link_type = link_type, .name = input_name
	};
	w->latest = w->interface_count++;
	return &w->interfaces[w->latest];
}

void
writer_frame(struct writer *w, const struct frame *frame, const char *input_name,
    struct bytes comments)
{
	struct written_interface *interface =
	    writer_get_interface(w, frame->input, frame->link_type, input_name);
	size_t len = FRAME_BODY + padded(frame->captured.len) + options_size(comments);

	writer_begin_block(w);
	if (!interface->is_described)
		writer_describe(w, interface);
	put_block_begin(&w->buffer, BLOCK_ENHANCED_PACKET, len);
	put_u32(&w->buffer, interface->index);
	put_u32(&w->buffer, (uint32_t)(frame->at_ns >> 32));
	put_u32(&w->buffer, (uint32_t)frame->at_ns);
	put_u32(&w->buffer, (uint32_t)frame->captured.len);
	put_u32(&w->buffer, frame->wire_len);
	put_padded(&w->buffer, frame->captured);
	put_options(&w->buffer, comments);
	put_block_end(&w->buffer, len);
	writer_write_when_full(w);
}

void
writer_secrets(struct writer *w, uint32_t type, struct bytes data)
{
	size_t len = SECRETS_BODY + padded(data.len);

	writer_begin_block(w);
	put_block_begin(&w->buffer, BLOCK_SECRETS, len);
	put_u32(&w->buffer, type);
	put_u32(&w->buffer, (uint32_t)data.len);
	put_padded(&w->buffer, data);
	put_block_end(&w->buffer, len);
	writer_write_when_full(w);
}

void
writer_name(struct writer *w, struct address address, struct bytes name)
{
	static const uint8_t zeros[BLOCK_ALIGNMENT];
	size_t address_len = address.family == 4 ? 4 : 16;
	size_t len = address_len + name.len + 1;

	put_u16(&w->names, address.family == 4 ? NAME_RECORD_IPV4 : NAME_RECORD_IPV6);
	put_u16(&w->names, (uint32_t)len);
	buffer_add(&w->names, bytes_of(address.octets, address_len));
	buffer_add(&w->names, name);
	buffer_add(&w->names, bytes_of(zeros, padded(len) - len + 1));
	if (w->names.len >= FLUSH_SIZE)
		writer_begin_block(w);
}

void
writer_add_comment(struct buffer *options, struct bytes text)
{
	put_option(options, OPTION_COMMENT, text);
}

void
writer_section_comment(struct writer *w, struct bytes text)
{
	if (w->section_comments.len >= FLUSH_SIZE)
		writer_open_section(w);
	if (w->section_is_open) {
		writer_finish_section(w);
		for (uint32_t i = 0; i < w->interface_count; i++)
			w->interfaces[i].is_described = false;
		w->described_count = 0;
		w->section_is_open = false;
	}
	writer_add_comment(&w->section_comments, text);
}

void
writer_interface_comment(struct writer *w, uint32_t input, uint16_t link_type,
    const char *input_name, struct bytes text)
{
	struct written_interface *interface =
	    writer_get_interface(w, input, link_type, input_name);

	if (interface->comments.len >= FLUSH_SIZE)
		writer_describe(w, interface);
	interface->is_described = false;
	writer_add_comment(&interface->comments, text);
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

	writer_finish_section(w);
	writer_write(w);
	if (close(w->fd) < 0 && w->err == 0)
		w->err = -errno;
	err = w->err == 0 ? 0 : writer_fault(w->path, w->err, error);
	for (uint32_t i = 0; i < w->interface_count; i++)
		buffer_clear(&w->interfaces[i].comments);
	buffer_clear(&w->section_comments);
	buffer_clear(&w->names);
	buffer_clear(&w->buffer);
	free(w->interfaces);
	free(w->path);
	free(w);
	return err;
}
