/* SPDX-License-Identifier: BSD-2-Clause */
/* Bytes that grow: what waits to be written or for the rest of its message.
 * All-zero is a valid empty buffer.  Lack of memory ends the program. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include "base/bytes.h"

struct buffer {
	uint8_t *at;
	size_t len;
	size_t size; /* bytes there is room for */
};

/* Room for `more` bytes behind what is there; where to write them. */
uint8_t *buffer_reserve(struct buffer *buffer, size_t more);
void buffer_add(struct buffer *buffer, struct bytes bytes);
void buffer_add_string(struct buffer *buffer, const char *string);
/* At most 62 bits, in one, two, four or eight bytes: cursor_varint reads it. */
void buffer_add_varint(struct buffer *buffer, uint64_t value);
void buffer_printf(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Takes `len` bytes off the front. */
void buffer_drop(struct buffer *buffer, size_t len);
void buffer_clear(struct buffer *buffer);

static inline struct bytes
buffer_bytes(const struct buffer *buffer)
{
	return (struct bytes){ buffer->at, buffer->len };
}

static inline void
buffer_add_char(struct buffer *buffer, char c)
{
	if (buffer->len == buffer->size)
		buffer_reserve(buffer, 1);
	buffer->at[buffer->len++] = (uint8_t)c;
}

#endif
