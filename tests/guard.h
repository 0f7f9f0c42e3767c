/* SPDX-License-Identifier: BSD-2-Clause */
/* Bytes placed flush against a page that cannot be read: reading one byte too many ends the
 * test at the instruction that did it. */
#ifndef TESTS_GUARD_H
#define TESTS_GUARD_H

#include <assert.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/bytes.h"

struct guard {
	uint8_t *map;
	size_t room; /* bytes before the page that cannot be read */
	size_t size; /* of the map */
};

/* Room for `len` bytes at once. */
static inline struct guard
guard_new(size_t len)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	struct guard guard = { .room = (len / page + 1) * page };

	guard.size = guard.room + page;
	guard.map = mmap(
	    NULL, guard.size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	assert(guard.map != MAP_FAILED);
	int refused = mprotect(guard.map + guard.room, page, PROT_NONE);

	assert(refused == 0);
	(void)refused;
	return guard;
}

static inline void
guard_free(struct guard *guard)
{
	munmap(guard->map, guard->size);
	*guard = (struct guard){ 0 };
}

/* A copy that ends where reading ends; good until the next one is placed. */
static inline struct bytes
guard_place(struct guard *guard, struct bytes bytes)
{
	assert(bytes.len <= guard->room);
	uint8_t *at = guard->map + guard->room - bytes.len;

	if (bytes.len > 0)
		memcpy(at, bytes.at, bytes.len);
	return (struct bytes){ at, bytes.len };
}

#endif
