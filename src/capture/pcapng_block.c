/* SPDX-License-Identifier: BSD-2-Clause */
/* Bodies of blocks, draft-ietf-opsawg-pcapng section 4:
 * section header: byte order, version, section length | options
 * interface: link type, reserved, snap length | options ; option: code, length | value
 * frame: interface, time (two words), captured length, wire length | bytes | options */
#include "capture/pcapng_block.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/die.h"

enum {
	BYTE_ORDER_SIZE = 4,

	RESOLUTION_IS_BINARY = 0x80,
	EXPONENT_MASK = 0x7f,
	DECIMALS_MAX = 19, /* 10^19 is the last power in 64 bits */
	BITS_MAX = 63,
	TICKS_USUAL = 1000000,
	INTERFACES_USUAL = 4,
	INTERFACES_MAX = 65536,
};

#define TICKS_EXACT_MAX (UINT64_C(1) << 33) /* times NS_PER_S fits in 64 bits */
#define SECONDS_MAX (UINT64_MAX / NS_PER_S)

struct interface {
	uint16_t link_type;
	uint32_t snap_len; /* 0: no limit */
	uint64_t ticks;    /* a second */
	uint64_t offset_s; /* added to every time, or taken off */
	bool is_offset_negative;
	uint64_t ns_per_tick; /* 0: no whole number, or an offset */
};

static inline uint64_t
pcapng_time(const struct pcapng_file *f, struct cursor *c)
{
	uint64_t high = pcapng_u32(f, c);

	return high << 32 | pcapng_u32(f, c);
}

static uint64_t
pcapng_u64(const struct pcapng_file *f, struct cursor *c)
{
	uint64_t first = pcapng_u32(f, c);
	uint64_t second = pcapng_u32(f, c);

	return f->big_endian ? first << 32 | second : second << 32 | first;
}

/* `rest` ticks as nanoseconds, of which there are less than a second's. */
static uint64_t
fraction_ns(uint64_t rest, uint64_t ticks)
{
	if (ticks % NS_PER_S == 0)
		return rest / (ticks / NS_PER_S);
	while (ticks > TICKS_EXACT_MAX) { /* so fine that no nanosecond is lost */
		ticks >>= 1;
		rest >>= 1;
	}
	return rest * NS_PER_S / ticks;
}

/* What cannot be said in 64 bits of nanoseconds since the epoch becomes the nearest. */
static uint64_t
interface_ns(const struct interface *interface, uint64_t time)
{
	uint64_t seconds;

	if (interface->ns_per_tick > 0 && time <= UINT64_MAX / interface->ns_per_tick)
		return time * interface->ns_per_tick;
	seconds = time / interface->ticks;
	if (interface->is_offset_negative) {
		if (seconds < interface->offset_s)
			return 0;
		seconds -= interface->offset_s;
	} else if (seconds < SECONDS_MAX)
		seconds += MIN(interface->offset_s, SECONDS_MAX);
	if (seconds >= SECONDS_MAX)
		return UINT64_MAX;
	return seconds * NS_PER_S + fraction_ns(time % interface->ticks, interface->ticks);
}

static void
interface_set_resolution(
    struct interface *interface, uint8_t resolution, const char **wrong)
{
	unsigned exponent = resolution & EXPONENT_MASK;

	if (resolution & RESOLUTION_IS_BINARY) {
		if (exponent > BITS_MAX)
			*wrong = "a time resolution that is too fine";
		interface->ticks = UINT64_C(1) << MIN(exponent, (unsigned)BITS_MAX);
		return;
	}
	if (exponent > DECIMALS_MAX)
		*wrong = "a time resolution that is too fine";
	interface->ticks = 1;
	for (unsigned i = 0; i < MIN(exponent, (unsigned)DECIMALS_MAX); i++)
		interface->ticks *= 10;
}

static void
interface_set_offset(struct interface *interface, uint64_t offset)
{
	interface->is_offset_negative = offset >> 63 != 0;
	interface->offset_s = interface->is_offset_negative ? 0 - offset : offset;
}

static void
interface_read_options(
    const struct pcapng_file *f, struct interface *interface, struct block *block)
{
	while (cursor_left(&block->body) > 0) {
		uint16_t code = pcapng_u16(f, &block->body);
		uint16_t size = pcapng_u16(f, &block->body);
		struct cursor value = cursor_sub(&block->body, size);

		if (code == OPTION_END)
			return;
		cursor_take(&block->body, (size_t)-size % BLOCK_ALIGNMENT);
		if (code == OPTION_TIME_RESOLUTION && size == 1)
			interface_set_resolution(
			    interface, cursor_u8(&value), &block->wrong);
		if (code == OPTION_TIME_OFFSET && size == 8)
			interface_set_offset(interface, pcapng_u64(f, &value));
	}
}

/* Blocks ---------------------------------------------------------------------- */

static bool
block_section(struct pcapng_file *f, struct block *block, struct frame *frame)
{
	uint16_t major;

	(void)frame;
	cursor_take(&block->body, BYTE_ORDER_SIZE);
	major = pcapng_u16(f, &block->body);
	if (block->body.broken || major != PCAPNG_MAJOR)
		block->wrong = "a section of a version that is not understood";
	f->interface_count = 0;
	return false;
}

static bool
block_interface(struct pcapng_file *f, struct block *block, struct frame *frame)
{
	struct interface interface = { .ticks = TICKS_USUAL };

	(void)frame;
	interface.link_type = pcapng_u16(f, &block->body);
	cursor_take(&block->body, 2); /* reserved */
	interface.snap_len = pcapng_u32(f, &block->body);
	if (block->body.broken)
		block->wrong = "an interface block that is too short";
	interface_read_options(f, &interface, block);
	if (NS_PER_S % interface.ticks == 0 && interface.offset_s == 0)
		interface.ns_per_tick = NS_PER_S / interface.ticks;
	if (f->interface_count == INTERFACES_MAX) {
		block->wrong = "more than 65536 interfaces";
		return false;
	}
	if (f->interface_count == f->interface_room) {
		f->interface_room = MAX(2 * f->interface_room, (size_t)INTERFACES_USUAL);
		f->interfaces =
		    alloc_resized(f->interfaces, f->interface_room, sizeof(*f->interfaces));
	}
	f->interfaces[f->interface_count++] = interface;
	if (!f->has_link_type)
		f->link_type = interface.link_type;
	f->has_link_type = true;
	return false;
}

static const struct interface *
block_find_interface(const struct pcapng_file *f, struct block *block, uint32_t index)
{
	static const struct interface none = { .ticks = TICKS_USUAL };

	if (index < f->interface_count)
		return &f->interfaces[index];
	block->wrong = "a frame of an interface that was not described";
	return &none;
}

/* From the time on, enhanced and obsolete packet blocks are alike. */
static bool
block_fill_frame(struct pcapng_file *f, struct block *block, struct frame *frame,
    uint32_t interface_index)
{
	const struct interface *interface = block_find_interface(f, block, interface_index);
	uint64_t time = pcapng_time(f, &block->body);
	uint32_t captured = pcapng_u32(f, &block->body);
	uint32_t wire = pcapng_u32(f, &block->body);

	frame->captured = cursor_bytes(&block->body, captured);
	if (block->body.broken)
		block->wrong = "a frame that does not fit into its block";
	frame->number = ++f->frame_count;
	frame->at_ns = interface_ns(interface, time);
	frame->link_type = interface->link_type;
	frame->wire_len = MAX(wire, captured);
	return true;
}

static bool
block_enhanced_packet(struct pcapng_file *f, struct block *block, struct frame *frame)
{
	return block_fill_frame(f, block, frame, pcapng_u32(f, &block->body));
}

static bool
block_packet(struct pcapng_file *f, struct block *block, struct frame *frame)
{
	uint16_t interface_index = pcapng_u16(f, &block->body);

	cursor_take(&block->body, 2); /* how many were dropped */
	return block_fill_frame(f, block, frame, interface_index);
}

/* Of the first interface, at no time that anybody knows. */
static bool
block_simple_packet(struct pcapng_file *f, struct block *block, struct frame *frame)
{
	const struct interface *interface = block_find_interface(f, block, 0);
	uint32_t wire = pcapng_u32(f, &block->body);
	uint32_t captured =
	    interface->snap_len == 0 ? wire : MIN(wire, interface->snap_len);

	frame->captured = cursor_bytes(&block->body, captured);
	if (block->body.broken)
		block->wrong = "a frame that does not fit into its block";
	frame->number = ++f->frame_count;
	frame->at_ns = 0;
	frame->link_type = interface->link_type;
	frame->wire_len = wire;
	return true;
}

/* Wireshark lists these among the frames, so they have their numbers. */
static bool
block_numbered(struct pcapng_file *f, struct block *block, struct frame *frame)
{
	(void)block;
	(void)frame;
	f->frame_count++;
	return false;
}

/* What is in no row is passed over: names, statistics, secrets (which the caller takes),
 * and whatever will be invented. */
static const struct {
	uint32_t type;
	/* Is *frame filled?  body: what is between header and trailer. */
	bool (*read)(struct pcapng_file *, struct block *, struct frame *);
} block_kinds[] = {
	{ BLOCK_ENHANCED_PACKET, block_enhanced_packet },
	{ BLOCK_SIMPLE_PACKET, block_simple_packet },
	{ BLOCK_PACKET, block_packet },
	{ BLOCK_INTERFACE, block_interface },
	{ BLOCK_SECTION, block_section },
	{ 0x00000009, block_numbered }, /* systemd journal entry */
	{ 0x00000204, block_numbered }, /* sysdig events */
	{ 0x00000216, block_numbered },
	{ 0x00000221, block_numbered },
	{ 0x00000bad, block_numbered }, /* custom */
	{ 0x40000bad, block_numbered },
};

bool
block_read(struct pcapng_file *f, struct block *block, struct frame *frame)
{
	for (size_t i = 0; i < COUNT_OF(block_kinds); i++)
		if (block->type == block_kinds[i].type)
			return block_kinds[i].read(f, block, frame);
	return false;
}

void
pcapng_clear(struct pcapng_file *f)
{
	free(f->interfaces);
	*f = (struct pcapng_file){ 0 };
}
