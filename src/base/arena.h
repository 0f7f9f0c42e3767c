/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory that is freed in one call: what a frame, a flow or a page needs.
 * All-zero is a valid empty arena.  Lack of memory ends the program. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/bytes.h"

struct arena_block;

struct arena {
	struct arena_block *head;
	uint8_t *at;
	size_t left;
	size_t block_size; /* of the next block; 0 chooses */
	size_t held;       /* bytes of all blocks */
};

/* Zeroed, aligned for any type, good until the arena is reset or cleared. */
void *arena_alloc(struct arena *arena, size_t size);
/* Room for an array; ends the program where the product overflows. */
void *arena_array(struct arena *arena, size_t count, size_t size);
struct bytes arena_copy(struct arena *arena, struct bytes bytes);
/* As printf; the NUL behind the text is not counted. */
struct bytes arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Forgets everything and keeps one block for what comes next. */
void arena_reset(struct arena *arena);
/* Gives everything back; the arena is empty and may be used again. */
void arena_clear(struct arena *arena);

#endif
