/* SPDX-License-Identifier: BSD-2-Clause */
/* Where the allocator takes memory from. */
#ifndef BASE_HEAP_H
#define BASE_HEAP_H

/* Asks the system for large pages under the first megabytes of the heap, none of which is
 * used by this.  To be called once, before much is allocated; nothing happens where that
 * cannot be had. */
void heap_prefer_large_pages(void);

#endif
