/* SPDX-License-Identifier: BSD-2-Clause */
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "base/heap.h"

/* The records of a thousand clients lie on more pages of 4 KiB than a processor remembers
 * the places of. */
enum {
	LARGE_PAGE = 2 * 1024 * 1024,
	HEAP_SIZE = 64 * 1024 * 1024,
	MAPPED_SIZE = 4 * 1024 * 1024, /* of blocks that do not lie in the heap */
	MAPPED_MAX = 65536,            /* of them, as usual */
};

void
heap_prefer_large_pages(void)
{
	uintptr_t start, end;
	void *heap;

	mallopt(M_MMAP_THRESHOLD, MAPPED_SIZE);
	mallopt(
	    M_TRIM_THRESHOLD, 2 * HEAP_SIZE); /* it must not shrink when this is freed */
	mallopt(M_MMAP_MAX, 0);
	heap = malloc(HEAP_SIZE);
	mallopt(M_MMAP_MAX, MAPPED_MAX);
	if (heap == NULL)
		return;
	start = ((uintptr_t)heap + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
	end = ((uintptr_t)heap + HEAP_SIZE) / LARGE_PAGE * LARGE_PAGE;
	madvise((void *)start, end - start, MADV_HUGEPAGE);
	free(heap);
}
