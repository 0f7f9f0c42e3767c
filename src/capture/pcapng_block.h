/* SPDX-License-Identifier: BSD-2-Clause */
/* One pcapng block at a time: what its body says, in the light of the section so far. */
#ifndef CAPTURE_PCAPNG_BLOCK_H
#define CAPTURE_PCAPNG_BLOCK_H

#include "base/cursor.h"
#include "base/frame.h"
#include "capture/format.h"
#include "capture/pcapng.h"

struct interface;

/* A section that frames are read from once more. */
struct pcapng_section {
	uint64_t offset;
	size_t first_interface;
	bool big_endian;
};

struct pcapng_file {
	bool big_endian;              /* of this section */
	struct interface *interfaces; /* of this section, behind those of kept ones */
	size_t first_interface;       /* of this section */
	size_t kept_interface_count;  /* of earlier sections */
	size_t interface_count;       /* in all */
	size_t interface_room;
	bool has_link_type; /* an interface was seen, perhaps in an earlier section */
	uint16_t link_type;
	uint32_t frame_count;
	bool keeps_sections;
	struct pcapng_section *sections; /* kept */
	size_t section_count;
	uint64_t unkept; /* from this offset on none are; 0: there is no such offset */
};

/* `body` is what stands between the two total lengths.  `wrong` is NULL until something
 * in it makes no sense. */
struct block {
	uint32_t type;
	uint32_t size; /* in all */
	struct cursor body;
	const char *wrong;
	const struct extras_sink *extras; /* NULL: nobody wants them */
};

/* Has the block filled *frame (all but `input` and `offset`)?  Its extras are given on the
 * way. */
bool block_read(struct pcapng_file *, struct block *, struct frame *frame);
/* Does it hold a frame? */
bool block_is_frame(const struct block *);
/* The section that begins at `offset` was read: where sections are kept, so is this one. */
void pcapng_keep_section(struct pcapng_file *, uint64_t offset);
/* What reads a frame at this offset once more, borrowed from `f`.  False: not kept. */
bool pcapng_as_at(
    const struct pcapng_file *f, uint64_t offset, struct pcapng_file *as_it_was);
void pcapng_clear(struct pcapng_file *);

static inline uint16_t
pcapng_u16(const struct pcapng_file *f, struct cursor *c)
{
	return f->big_endian ? cursor_u16(c) : cursor_u16le(c);
}

static inline uint32_t
pcapng_u32(const struct pcapng_file *f, struct cursor *c)
{
	return f->big_endian ? cursor_u32(c) : cursor_u32le(c);
}

#endif
