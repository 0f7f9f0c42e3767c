/* SPDX-License-Identifier: BSD-2-Clause */
/* Where each frame of an input lies, so that it can be fetched again: about three bytes a
 * frame.  Numbers and offsets only grow.  All-zero is valid and empty. */
#ifndef CAPTURE_PLACES_H
#define CAPTURE_PLACES_H

#include "base/buffer.h"

struct places_mark;

struct places {
	struct places_mark *marks; /* every so many frames: decoding starts there */
	size_t mark_count, mark_room;
	struct buffer deltas; /* of the frames behind each mark: number, offset */
	uint32_t last_number; /* of the frame added last */
	uint64_t last_offset;
	uint32_t since_mark;
};

void places_add(struct places *, uint32_t number, uint64_t offset);
/* False where no frame of that number was added, or it was dropped. */
bool places_find(const struct places *, uint32_t number, uint64_t *offset);
/* Frames that lie before this offset are gone: most of them are dropped. */
void places_drop_before(struct places *, uint64_t offset);
void places_clear(struct places *);

#endif
