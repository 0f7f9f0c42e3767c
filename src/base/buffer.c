/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdarg.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/die.h"

enum { SIZE_FIRST = 256 };

uint8_t *
buffer_reserve(struct buffer *buffer, size_t more)
{
	size_t want = buffer->len + more;

	if (want > buffer->size) {
		size_t size = MAX(buffer->size * 2, (size_t)SIZE_FIRST);

		buffer->size = MAX(size, want);
		buffer->at = alloc_resized(buffer->at, buffer->size, 1);
	}
	return buffer->at + buffer->len;
}

void
buffer_add(struct buffer *buffer, struct bytes bytes)
{
	if (bytes.len == 0)
		return;
	memcpy(buffer_reserve(buffer, bytes.len), bytes.at, bytes.len);
	buffer->len += bytes.len;
}

void
buffer_add_string(struct buffer *buffer, const char *string)
{
	buffer_add(buffer, bytes_of_string(string));
}

void
buffer_printf(struct buffer *buffer, const char *format, ...)
{
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len <= 0)
		return;
	va_start(args, format);
	vsnprintf(
	    (char *)buffer_reserve(buffer, (size_t)len + 1), (size_t)len + 1, format, args);
	va_end(args);
	buffer->len += (size_t)len;
}

void
buffer_drop(struct buffer *buffer, size_t len)
{
	if (len >= buffer->len) {
		buffer->len = 0;
		return;
	}
	memmove(buffer->at, buffer->at + len, buffer->len - len);
	buffer->len -= len;
}

void
buffer_clear(struct buffer *buffer)
{
	free(buffer->at);
	*buffer = (struct buffer){ 0 };
}
