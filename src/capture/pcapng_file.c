/* SPDX-License-Identifier: BSD-2-Clause */
/* pcapng: block* ; block: type, total length | body | total length again. */
#include "capture/pcapng_file.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/buffer.h"
#include "capture/fault.h"
#include "capture/pcapng_block.h"

enum {
	MAGIC_SIZE = 4,
	BLOCK_HEADER_SIZE = 8,
	BLOCK_TRAILER_SIZE = 4,
	BLOCK_SIZE_MIN = BLOCK_HEADER_SIZE + BLOCK_TRAILER_SIZE,
	BLOCK_SIZE_MAX = RECORD_MAX + 4096, /* a frame, its header and comments */
	WALK_READ_SIZE = 256 << 10,
};

/* Reads type and size out of the first BLOCK_SIZE_MIN bytes; a section header, whose type
 * is the same from either end, says the byte order from here on. */
static void
block_begin(struct pcapng_file *f, struct block *block, struct bytes start)
{
	struct cursor c = cursor_of(start);
	struct cursor order;

	*block = (struct block){ .type = pcapng_u32(f, &c) };
	if (block->type == BLOCK_SECTION) {
		order = cursor_from(start, BLOCK_HEADER_SIZE);
		f->big_endian = cursor_u32(&order) == BYTE_ORDER_MAGIC;
		order = cursor_from(start, BLOCK_HEADER_SIZE);
		if (!f->big_endian && cursor_u32le(&order) != BYTE_ORDER_MAGIC)
			block->wrong = "a section without byte order";
	}
	block->size = pcapng_u32(f, &c);
	if (block->size < BLOCK_SIZE_MIN || block->size % BLOCK_ALIGNMENT != 0)
		block->wrong = "a block of impossible length";
	else if (block->size > BLOCK_SIZE_MAX)
		block->wrong = "a block longer than 16 MiB";
}

static void
block_set_body(const struct pcapng_file *f, struct block *block, struct bytes whole)
{
	struct cursor trailer = cursor_from(whole, block->size - BLOCK_TRAILER_SIZE);

	if (pcapng_u32(f, &trailer) != block->size)
		block->wrong = "a block whose two lengths differ";
	block->body = cursor_of(bytes_from(
	    bytes_first(whole, block->size - BLOCK_TRAILER_SIZE), BLOCK_HEADER_SIZE));
}

static void
block_give_secrets(
    const struct pcapng_file *f, struct block *block, const struct extras_sink *extras)
{
	uint32_t type = pcapng_u32(f, &block->body);
	uint32_t size = pcapng_u32(f, &block->body);
	struct bytes data = cursor_bytes(&block->body, size);

	if (block->body.broken)
		block->wrong = "secrets that do not fit into their block";
	else
		extras->secrets(extras->receiver, type, data);
}

static bool
pcapng_is(struct bytes start)
{
	struct cursor c = cursor_of(start);
	struct cursor order = cursor_from(start, BLOCK_HEADER_SIZE);
	struct cursor order_swapped = order;

	if (cursor_u32(&c) != BLOCK_SECTION)
		return false;
	return cursor_u32(&order) == BYTE_ORDER_MAGIC || order.broken ||
	       cursor_u32le(&order_swapped) == BYTE_ORDER_MAGIC;
}

/* Brings the next block to hand, whole, without going past it. */
static enum capture_next
pcapng_peek(struct pcapng_file *f, struct source *s, struct block *block, uint32_t number,
    struct capture_error *fault)
{
	enum source_answer answer = source_need(s, BLOCK_SIZE_MIN);

	if (answer != SOURCE_READY)
		return format_short(s, answer, number, fault);
	block_begin(f, block, source_bytes(s, BLOCK_SIZE_MIN));
	if (block->wrong != NULL)
		return format_damaged(s, block->wrong, number, fault);
	answer = source_need(s, block->size);
	if (answer != SOURCE_READY)
		return format_short(s, answer, number, fault);
	block_set_body(f, block, source_bytes(s, block->size));
	if (block->wrong != NULL)
		return format_damaged(s, block->wrong, number, fault);
	return CAPTURE_FRAME;
}

/* Interfaces that are at hand already: whoever opens the file can know the link type. */
static void
pcapng_read_interfaces(struct pcapng_file *f, struct source *s)
{
	struct capture_error unsaid; /* it is said when the reading comes to it */
	struct frame none;
	struct block block;

	while (source_left(s) >= BLOCK_SIZE_MIN) {
		block_begin(f, &block, source_bytes(s, BLOCK_SIZE_MIN));
		if (block.type != BLOCK_INTERFACE || source_left(s) < block.size ||
		    pcapng_peek(f, s, &block, 0, &unsaid) != CAPTURE_FRAME)
			return;
		block_read(f, &block, &none);
		if (block.wrong != NULL)
			return;
		source_take(s, block.size);
	}
}

/* Looks ahead at the section header, which the first block is, and at its interfaces.  The
 * reading begins with them again, for then there is somebody to take their comments. */
static enum capture_next
pcapng_begin(void *state, struct source *s, struct capture_error *fault)
{
	struct pcapng_file *f = state;
	struct frame none;
	struct block block;
	struct source ahead;
	enum capture_next answer = pcapng_peek(f, s, &block, 0, fault);

	if (answer != CAPTURE_FRAME)
		return answer;
	block_read(f, &block, &none);
	if (block.wrong != NULL) {
		fault_set(fault, 0, "is pcapng with %s (1.0 is understood)", block.wrong);
		return CAPTURE_END;
	}
	ahead = *s; /* only what is at hand is looked at, so nothing is read into it */
	source_take(&ahead, block.size);
	pcapng_read_interfaces(f, &ahead);
	return CAPTURE_FRAME;
}

static enum capture_next
pcapng_next(void *state, struct source *s, struct frame *frame,
    const struct extras_sink *extras, struct capture_error *fault)
{
	struct pcapng_file *f = state;

	for (;;) {
		uint32_t number = f->frame_count + 1;
		struct block block;
		enum capture_next answer = pcapng_peek(f, s, &block, number, fault);
		bool filled;

		if (answer != CAPTURE_FRAME)
			return answer;
		block.extras = extras;
		filled = block_read(f, &block, frame);
		if (block.type == BLOCK_SECRETS)
			block_give_secrets(f, &block, extras);
		if (block.wrong != NULL)
			return format_damaged(s, block.wrong, number, fault);
		if (block.type == BLOCK_SECTION)
			pcapng_keep_section(f, s->offset);
		frame->offset = s->offset;
		source_take(s, block.size);
		if (filled)
			return CAPTURE_FRAME;
	}
}

static void
pcapng_keep(void *state)
{
	struct pcapng_file *f = state;

	f->keeps_sections = true;
}

static bool
pcapng_again(const void *state, struct source *s, uint64_t offset, uint32_t number,
    struct frame *frame)
{
	struct capture_error unsaid;
	struct pcapng_file f;
	struct block block;

	if (!pcapng_as_at(state, offset, &f))
		return false;
	f.frame_count = number - 1;
	if (pcapng_peek(&f, s, &block, number, &unsaid) != CAPTURE_FRAME ||
	    !block_is_frame(&block))
		return false;
	frame->offset = offset;
	return block_read(&f, &block, frame) && block.wrong == NULL;
}

static bool
pcapng_link_type(const void *state, uint16_t *link_type)
{
	const struct pcapng_file *f = state;

	*link_type = f->link_type;
	return f->has_link_type;
}

static void
pcapng_clear_state(void *state)
{
	pcapng_clear(state);
}

const struct format format_pcapng = {
	.name = "pcapng",
	.state_size = sizeof(struct pcapng_file),
	.is = pcapng_is,
	.begin = pcapng_begin,
	.next = pcapng_next,
	.keep = pcapng_keep,
	.again = pcapng_again,
	.link_type = pcapng_link_type,
	.clear = pcapng_clear_state,
};

/* The walk ------------------------------------------------------------------- */

struct walk {
	int fd;
	uint64_t at; /* of window.at[0] in the file */
	struct buffer window;
};

/* `len` bytes of the file from `offset` on; fewer where it ends. */
static struct bytes
walk_read(struct walk *walk, uint64_t offset, size_t len)
{
	if (offset < walk->at || offset + len > walk->at + walk->window.len) {
		size_t size = MAX(len, (size_t)WALK_READ_SIZE);
		ssize_t got;

		walk->window.len = 0;
		walk->at = offset;
		got = pread(
		    walk->fd, buffer_reserve(&walk->window, size), size, (off_t)offset);
		walk->window.len = got > 0 ? (size_t)got : 0;
	}
	return bytes_first(
	    bytes_from(buffer_bytes(&walk->window), (size_t)(offset - walk->at)), len);
}

void
pcapng_walk_secrets(int fd, uint64_t start, const struct extras_sink *extras)
{
	struct pcapng_file f = { 0 };
	struct walk walk = { .fd = fd };
	uint64_t offset = start;

	for (;;) {
		struct bytes head = walk_read(&walk, offset, BLOCK_SIZE_MIN);
		struct block block;

		if (head.len < BLOCK_SIZE_MIN)
			break;
		block_begin(&f, &block, head);
		if (block.wrong != NULL)
			break;
		if (block.type == BLOCK_SECRETS) {
			struct bytes whole = walk_read(&walk, offset, block.size);

			if (whole.len < block.size)
				break;
			block_set_body(&f, &block, whole);
			block_give_secrets(&f, &block, extras);
		}
		offset += block.size;
	}
	buffer_clear(&walk.window);
}
