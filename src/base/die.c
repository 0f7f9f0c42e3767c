/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"

void
die(enum exit_status status, const char *format, ...)
{
	va_list args;

	fputs("webflow: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit((int)status);
}

void *
alloc_zeroed(size_t count, size_t size)
{
	void *memory = calloc(count, size);

	if (memory == NULL && count > 0 && size > 0)
		die(EXIT_CANNOT, "out of memory");
	return memory;
}

void *
alloc_resized(void *old, size_t count, size_t size)
{
	void *memory = count > SIZE_MAX / size ? NULL : realloc(old, count * size);

	if (memory == NULL && count > 0)
		die(EXIT_CANNOT, "out of memory");
	return memory;
}

void *
alloc_grown(void *items, size_t count, size_t size)
{
	if (count != 0 && (count & (count - 1)) != 0)
		return items;
	return alloc_resized(items, count == 0 ? 1 : count * 2, size);
}

char *
alloc_string(const char *string)
{
	size_t size = strlen(string) + 1;

	return memcpy(alloc_zeroed(1, size), string, size);
}
