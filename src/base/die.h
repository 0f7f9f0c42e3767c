/* SPDX-License-Identifier: BSD-2-Clause */
/* The end of the program, for main and the allocator alone. */
#ifndef BASE_DIE_H
#define BASE_DIE_H

#include <stddef.h>

/* Exit statuses, as webflow(1) lists them. */
enum exit_status { EXIT_DONE = 0, EXIT_CANNOT = 1, EXIT_USAGE = 2, EXIT_DAMAGED = 3 };

/* Prints one line, "webflow: ...", on standard error and exits. */
_Noreturn void die(enum exit_status status, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Memory, or the end of the program.  alloc_zeroed gives zeros. */
void *alloc_zeroed(size_t count, size_t size);
void *alloc_resized(void *old, size_t count, size_t size);
/* Room for one more than `count` items, all of which came in by this: it doubles. */
void *alloc_grown(void *items, size_t count, size_t size);
char *alloc_string(const char *string);

#endif
