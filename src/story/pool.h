/* SPDX-License-Identifier: BSD-2-Clause */
/* Arenas that wait to be used again: records of one kind come and go all the time, and
 * their memory need not go back and forth with them.  All-zero is a valid empty pool. */
#ifndef STORY_POOL_H
#define STORY_POOL_H

#include "base/arena.h"

enum { POOL_MAX = 64 };

struct pool {
	struct arena arenas[POOL_MAX];
	uint32_t count;
};

/* An empty arena: a used one, or a new one whose first block has this size. */
struct arena pool_take(struct pool *, size_t block_size);
void pool_give(struct pool *, struct arena arena_taken);
void pool_clear(struct pool *);

#endif
