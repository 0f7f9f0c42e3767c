/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/pool.h"

/* What grew beyond this was an exception and is not worth keeping. */
enum { KEPT_SIZE = 64 * 1024 };

struct arena
pool_take(struct pool *pool, size_t block_size)
{
	if (pool->count > 0)
		return pool->arenas[--pool->count];
	return (struct arena){ .block_size = block_size };
}

void
pool_give(struct pool *pool, struct arena arena_taken)
{
	if (pool->count == POOL_MAX || arena_taken.held > KEPT_SIZE) {
		arena_clear(&arena_taken);
		return;
	}
	arena_reset(&arena_taken);
	pool->arenas[pool->count++] = arena_taken;
}

void
pool_clear(struct pool *pool)
{
	while (pool->count > 0)
		arena_clear(&pool->arenas[--pool->count]);
}
