/* SPDX-License-Identifier: BSD-2-Clause */
/* pcap: magic, version, two unused words, snap length, link type | record* ;
 * record: seconds, fraction, captured length, wire length | frame. */
#include "capture/pcap_file.h"

#include "base/clock.h"
#include "base/cursor.h"
#include "capture/fault.h"

enum {
	MAGIC_SIZE = 4,
	FILE_HEADER_SIZE = 24,
	RECORD_HEADER_SIZE = 16,
	RECORD_HEADER_SIZE_MODIFIED = 24, /* then interface, protocol, packet type */
	LINK_TYPE_MASK = 0x03ffffff,      /* above: how long the frames' check sums are */
	LINK_TYPE_NONE = 0xffff,
	MAJOR_USUAL = 2,
	MAJOR_DG_UX = 543,
	MINOR_UNSWAPPED = 4, /* before it, some wrote the two lengths the other way round */
};

struct pcap_file {
	bool big_endian;
	bool may_be_swapped;
	uint16_t link_type;
	uint32_t record_header_size;
	uint64_t fraction_ns;
	uint32_t frame_count;
};

static const struct magic {
	uint32_t value;
	uint32_t record_header_size;
	uint64_t fraction_ns;
} magics[] = {
	{ 0xa1b2c3d4, RECORD_HEADER_SIZE, NS_PER_US },
	{ 0xa1b23c4d, RECORD_HEADER_SIZE, 1 },
	{ 0xa1b2cd34, RECORD_HEADER_SIZE_MODIFIED, NS_PER_US },
};

static const struct magic *
magic_find(struct bytes start, bool *big_endian)
{
	struct cursor little = cursor_of(start);
	struct cursor big = little;
	uint32_t as_little = cursor_u32le(&little);
	uint32_t as_big = cursor_u32(&big);

	for (size_t i = 0; i < COUNT_OF(magics); i++) {
		*big_endian = as_big == magics[i].value;
		if (*big_endian || as_little == magics[i].value)
			return &magics[i];
	}
	return NULL;
}

static inline uint32_t
pcap_u32(const struct pcap_file *f, struct cursor *c)
{
	return f->big_endian ? cursor_u32(c) : cursor_u32le(c);
}

static inline uint16_t
pcap_u16(const struct pcap_file *f, struct cursor *c)
{
	return f->big_endian ? cursor_u16(c) : cursor_u16le(c);
}

static bool
pcap_is(struct bytes start)
{
	bool big_endian;

	return magic_find(start, &big_endian) != NULL;
}

static enum capture_next
pcap_begin(void *state, struct source *s, struct capture_error *fault)
{
	struct pcap_file *f = state;
	enum source_answer answer = source_need(s, FILE_HEADER_SIZE);
	const struct magic *magic;
	struct cursor head;
	uint16_t major, minor;
	uint32_t link_type;

	if (answer != SOURCE_READY)
		return format_short(s, answer, 0, fault);
	magic = magic_find(source_bytes(s, MAGIC_SIZE), &f->big_endian);
	head = cursor_of(source_bytes(s, FILE_HEADER_SIZE));
	cursor_take(&head, MAGIC_SIZE);
	major = pcap_u16(f, &head);
	minor = pcap_u16(f, &head);
	cursor_take(&head, 12); /* time zone, accuracy, snap length: nobody minds them */
	link_type = pcap_u32(f, &head) & LINK_TYPE_MASK;
	if (magic == NULL || (major != MAJOR_USUAL && major != MAJOR_DG_UX)) {
		fault_set(
		    fault, 0, "is pcap of version %u.%u (2.4 is understood)", major, minor);
		return CAPTURE_END;
	}
	f->link_type = (uint16_t)MIN(link_type, (uint32_t)LINK_TYPE_NONE);
	f->may_be_swapped = minor < MINOR_UNSWAPPED;
	f->record_header_size = magic->record_header_size;
	f->fraction_ns = magic->fraction_ns;
	source_take(s, FILE_HEADER_SIZE);
	return CAPTURE_FRAME;
}

static enum capture_next
pcap_next_frame(void *state, struct source *s, struct frame *frame,
    const struct extras_sink *extras, struct capture_error *fault)
{
	struct pcap_file *f = state;
	size_t head_size = f->record_header_size;
	enum source_answer answer = source_need(s, head_size);
	struct cursor head;
	uint64_t seconds, fraction;
	uint32_t captured, wire;

	(void)extras; /* this format has none */
	if (answer != SOURCE_READY)
		return format_short(s, answer, f->frame_count + 1, fault);
	head = cursor_of(source_bytes(s, RECORD_HEADER_SIZE));
	seconds = pcap_u32(f, &head);
	fraction = pcap_u32(f, &head);
	captured = pcap_u32(f, &head);
	wire = pcap_u32(f, &head);
	if (f->may_be_swapped && captured > wire) {
		uint32_t other = captured;

		captured = wire;
		wire = other;
	}
	if (captured > RECORD_MAX)
		return format_damaged(
		    s, "a frame longer than 16 MiB", f->frame_count + 1, fault);
	answer = source_need(s, head_size + captured);
	if (answer != SOURCE_READY)
		return format_short(s, answer, f->frame_count + 1, fault);
	frame->number = ++f->frame_count;
	frame->at_ns = seconds * NS_PER_S + fraction * f->fraction_ns;
	frame->link_type = f->link_type;
	frame->wire_len = MAX(wire, captured);
	frame->offset = s->offset;
	source_take(s, head_size);
	frame->captured = source_bytes(s, captured);
	source_take(s, captured);
	__builtin_prefetch(s->at); /* the next header, while this frame is worked on */
	return CAPTURE_FRAME;
}

static bool
pcap_again(const void *state, struct source *s, uint64_t offset, uint32_t number,
    struct frame *frame)
{
	struct pcap_file f = *(const struct pcap_file *)state;
	struct capture_error unsaid;

	(void)offset;
	f.frame_count = number - 1;
	return pcap_next_frame(&f, s, frame, NULL, &unsaid) == CAPTURE_FRAME;
}

static bool
pcap_link_type(const void *state, uint16_t *link_type)
{
	const struct pcap_file *f = state;

	*link_type = f->link_type;
	return true;
}

static void
pcap_clear(void *state)
{
	*(struct pcap_file *)state = (struct pcap_file){ 0 };
}

const struct format format_pcap = {
	.name = "pcap",
	.state_size = sizeof(struct pcap_file),
	.is = pcap_is,
	.begin = pcap_begin,
	.next = pcap_next_frame,
	.again = pcap_again,
	.link_type = pcap_link_type,
	.clear = pcap_clear,
};
