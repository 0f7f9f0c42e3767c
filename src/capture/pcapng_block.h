/* SPDX-License-Identifier: BSD-2-Clause */
/* One pcapng block at a time: what its body says, in the light of the section so far. */
#ifndef CAPTURE_PCAPNG_BLOCK_H
#define CAPTURE_PCAPNG_BLOCK_H

#include "base/cursor.h"
#include "base/frame.h"
#include "capture/format.h"
#include "capture/pcapng.h"

struct interface;

struct pcapng_file {
	bool big_endian;              /* of this section */
	struct interface *interfaces; /* of this section */
	size_t interface_count;
	size_t interface_room;
	bool has_link_type; /* an interface was seen, perhaps in an earlier section */
	uint16_t link_type;
	uint32_t frame_count;
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
