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

	if (want > buffer->size || buffer->at == NULL) {
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
buffer_add_varint(struct buffer *buffer, uint64_t value)
{
	int log2_size = value < 1 << 6 ? 0 : value < 1 << 14 ? 1 : value < 1 << 30 ? 2 : 3;
	int size = 1 << log2_size;

	value |= (uint64_t)log2_size << (8 * size - 2);
	while (size-- > 0)
		buffer_add_char(buffer, (char)(value >> (8 * size)));
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
