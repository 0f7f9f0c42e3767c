/* SPDX-License-Identifier: BSD-2-Clause */
/* Bodies of blocks, draft-ietf-opsawg-pcapng section 4:
 * section header: byte order, version, section length | options
 * interface: link type, reserved, snap length | options ; option: code, length | value
 * frame: interface, time (two words), captured length, wire length | bytes | options
 * names: record* | options ; record: type, length | address, name*, each with a final NUL
 */
#include "capture/pcapng_block.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/die.h"

enum {
	BYTE_ORDER_SIZE = 4,
	SECTION_REST_SIZE = 10, /* minor version, section length */

	RESOLUTION_IS_BINARY = 0x80,
	EXPONENT_MASK = 0x7f,
	DECIMALS_MAX = 19, /* 10^19 is the last power in 64 bits */
	BITS_MAX = 63,
	TICKS_USUAL = 1000000,
	INTERFACES_USUAL = 4,
	INTERFACES_MAX = 65536, /* of a section */
	SECTIONS_KEPT_MAX = 65536,
	INTERFACES_KEPT_MAX = 1 << 20, /* of all sections */
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

struct option {
	uint16_t code;
	struct bytes value;
};

/* False behind the last, or where the next does not fit. */
static bool
option_next(const struct pcapng_file *f, struct cursor *in, struct option *option)
{
	uint16_t size;

	option->code = pcapng_u16(f, in);
	size = pcapng_u16(f, in);
	option->value = cursor_bytes(in, size);
	if (in->broken || option->code == OPTION_END)
		return false;
	cursor_take(in, MIN((size_t)-size % BLOCK_ALIGNMENT, cursor_left(in)));
	return true;
}

static void
block_give_comment(const struct block *block, const struct option *option,
    enum comment_on on, uint16_t link_type)
{
	struct comment comment = { on, link_type, option->value };

	if (block->extras != NULL && option->code == OPTION_COMMENT)
		block->extras->comment(block->extras->receiver, &comment);
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
interface_set_option(const struct pcapng_file *f, struct interface *interface,
    const struct option *option, const char **wrong)
{
	struct cursor value = cursor_of(option->value);

	if (option->code == OPTION_TIME_RESOLUTION && option->value.len == 1)
		interface_set_resolution(interface, cursor_u8(&value), wrong);
	if (option->code == OPTION_TIME_OFFSET && option->value.len == 8)
		interface_set_offset(interface, pcapng_u64(f, &value));
}

/* Blocks ---------------------------------------------------------------------- */

static bool
block_section(struct pcapng_file *f, struct block *block, struct frame *frame)
{
	struct option option;
	uint16_t major;

	(void)frame;
	cursor_take(&block->body, BYTE_ORDER_SIZE);
	major = pcapng_u16(f, &block->body);
	if (block->body.broken || major != PCAPNG_MAJOR)
		block->wrong = "a section of a version that is not understood";
	if (f->keeps_sections)
		f->kept_interface_count = f->interface_count;
	f->interface_count = f->first_interface = f->kept_interface_count;
	cursor_take(&block->body, SECTION_REST_SIZE);
	while (option_next(f, &block->body, &option))
		block_give_comment(block, &option, COMMENT_ON_SECTION, 0);
	return false;
}

static bool
block_interface(struct pcapng_file *f, struct block *block, struct frame *frame)
{
	struct interface interface = { .ticks = TICKS_USUAL };
	struct option option;

	(void)frame;
	interface.link_type = pcapng_u16(f, &block->body);
	cursor_take(&block->body, 2); /* reserved */
	interface.snap_len = pcapng_u32(f, &block->body);
	if (block->body.broken)
		block->wrong = "an interface block that is too short";
	while (option_next(f, &block->body, &option)) {
		interface_set_option(f, &interface, &option, &block->wrong);
		block_give_comment(
		    block, &option, COMMENT_ON_INTERFACE, interface.link_type);
	}
	if (NS_PER_S % interface.ticks == 0 && interface.offset_s == 0)
		interface.ns_per_tick = NS_PER_S / interface.ticks;
	if (f->interface_count - f->first_interface == INTERFACES_MAX) {
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

	if (index < f->interface_count - f->first_interface)
		return &f->interfaces[f->first_interface + index];
	block->wrong = "a frame of an interface that was not described";
	return &none;
}

static void
block_give_frame_comments(
    const struct pcapng_file *f, struct block *block, uint32_t captured)
{
	struct option option;

	cursor_take(&block->body, (size_t)-captured % BLOCK_ALIGNMENT);
	while (option_next(f, &block->body, &option))
		block_give_comment(block, &option, COMMENT_ON_FRAME, 0);
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
	else if (cursor_left(&block->body) >= BLOCK_ALIGNMENT)
		block_give_frame_comments(f, block, captured);
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

static void
block_give_names(const struct block *block, struct bytes address, struct bytes names)
{
	while (names.len > 0) {
		struct bytes name = bytes_first(names, bytes_index(names, 0));

		if (name.len > 0)
			block->extras->name(
			    block->extras->receiver, address_of(address), name);
		names = bytes_from(names, name.len + 1);
	}
}

/* Records of other addresses (MACs) are passed over.  One that does not fit is no reason to
 * lose the frames behind it. */
static bool
block_names(struct pcapng_file *f, struct block *block, struct frame *frame)
{
	struct option record; /* of the same form */

	(void)frame;
	while (block->extras != NULL && option_next(f, &block->body, &record)) {
		struct cursor value = cursor_of(record.value);
		size_t size = record.code == NAME_RECORD_IPV4   ? 4
			      : record.code == NAME_RECORD_IPV6 ? 16
								: 0;
		struct bytes address = cursor_bytes(&value, size);

		if (size > 0 && !value.broken)
			block_give_names(block, address, cursor_rest(&value));
	}
	return false;
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

/* What is in no row is passed over: statistics, secrets (which the caller takes), and
 * whatever will be invented. */
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
	{ BLOCK_NAMES, block_names },
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

bool
block_is_frame(const struct block *block)
{
	return block->type == BLOCK_ENHANCED_PACKET || block->type == BLOCK_PACKET ||
	       block->type == BLOCK_SIMPLE_PACKET;
}

void
pcapng_keep_section(struct pcapng_file *f, uint64_t offset)
{
	struct pcapng_section section = { offset, f->interface_count, f->big_endian };

	if (!f->keeps_sections)
		return;
	if (f->section_count == SECTIONS_KEPT_MAX ||
	    f->interface_count > INTERFACES_KEPT_MAX) {
		f->keeps_sections = false;
		f->unkept = offset;
		return;
	}
	f->sections =
	    alloc_resized(f->sections, f->section_count + 1, sizeof(*f->sections));
	f->sections[f->section_count++] = section;
}

bool
pcapng_as_at(const struct pcapng_file *f, uint64_t offset, struct pcapng_file *as_it_was)
{
	size_t after = f->section_count;

	while (after > 0 && f->sections[after - 1].offset > offset)
		after--;
	if (after == 0 || (f->unkept != 0 && offset >= f->unkept))
		return false;
	*as_it_was = (struct pcapng_file){
		.big_endian = f->sections[after - 1].big_endian,
		.interfaces = f->interfaces,
		.first_interface = f->sections[after - 1].first_interface,
		.interface_count = f->interface_count,
	};
	return true;
}

void
pcapng_clear(struct pcapng_file *f)
{
	free(f->interfaces);
	free(f->sections);
	*f = (struct pcapng_file){ 0 };
}
