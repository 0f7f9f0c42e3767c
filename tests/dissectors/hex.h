/* SPDX-License-Identifier: BSD-2-Clause */
/* Bytes written as hexadecimal digits, as RFCs print their vectors. */
#ifndef TESTS_DISSECTORS_HEX_H
#define TESTS_DISSECTORS_HEX_H

#include "base/arena.h"

static inline unsigned
hex_digit(char c)
{
	return (unsigned)(c >= 'a' ? c - 'a' + 10 : c - '0');
}

static inline struct bytes
hex_bytes(struct arena *arena, const char *hex)
{
	size_t len = strlen(hex) / 2;
	uint8_t *at = arena_alloc(arena, len);

	for (size_t i = 0; i < len; i++)
		at[i] = (uint8_t)(hex_digit(hex[2 * i]) << 4 | hex_digit(hex[2 * i + 1]));
	return bytes_of(at, len);
}

#endif
