/* SPDX-License-Identifier: BSD-2-Clause */
/* Bytes from the network: a pointer with a length, never a C string.
 * A struct bytes borrows; who made it says how long what it points to lives. */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define COUNT_OF(array) (sizeof(array) / sizeof(*(array)))

struct bytes {
	const uint8_t *at;
	size_t len;
};

/* The bytes of a string literal, without its final NUL. */
#define BYTES(literal)                                                                     \
	((struct bytes){ (const uint8_t *)("" literal), sizeof(literal) - 1 })

static inline struct bytes
bytes_of(const void *at, size_t len)
{
	return (struct bytes){ at, len };
}

/* The bytes of a NUL-terminated string of ours. */
static inline struct bytes
bytes_of_string(const char *string)
{
	return (
	    struct bytes){ (const uint8_t *)string, string == NULL ? 0 : strlen(string) };
}

static inline bool
bytes_equal(struct bytes a, struct bytes b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

/* Upper and lower case of ASCII are the same.  A look at the middle spares most calls where
 * one text is held against a table of others. */
static inline bool
bytes_equal_nocase(struct bytes a, struct bytes b)
{
	if (a.len != b.len)
		return false;
	if (a.len == 0)
		return true;
	return ((a.at[a.len / 2] ^ b.at[a.len / 2]) & ~('a' ^ 'A')) == 0 &&
	       strncasecmp((const char *)a.at, (const char *)b.at, a.len) == 0;
}

static inline bool
bytes_start_with(struct bytes whole, struct bytes start)
{
	return start.len == 0 ||
	       (whole.len >= start.len && memcmp(whole.at, start.at, start.len) == 0);
}

static inline bool
bytes_end_with(struct bytes whole, struct bytes end)
{
	return end.len == 0 ||
	       (whole.len >= end.len &&
		   memcmp(whole.at + whole.len - end.len, end.at, end.len) == 0);
}

/* What is left of `whole` from `from` on; empty where there is nothing. */
static inline struct bytes
bytes_from(struct bytes whole, size_t from)
{
	if (from >= whole.len)
		return (struct bytes){ NULL, 0 };
	return (struct bytes){ whole.at + from, whole.len - from };
}

static inline struct bytes
bytes_first(struct bytes whole, size_t len)
{
	return (struct bytes){ whole.at, MIN(whole.len, len) };
}

/* Where `byte` stands first, or whole.len where it does not. */
static inline size_t
bytes_index(struct bytes whole, uint8_t byte)
{
	const uint8_t *found = whole.len == 0 ? NULL : memchr(whole.at, byte, whole.len);

	return found == NULL ? whole.len : (size_t)(found - whole.at);
}

/* Without blanks and tabs at either end. */
static inline struct bytes
bytes_trim(struct bytes b)
{
	while (b.len > 0 && (b.at[0] == ' ' || b.at[0] == '\t'))
		b = (struct bytes){ b.at + 1, b.len - 1 };
	while (b.len > 0 && (b.at[b.len - 1] == ' ' || b.at[b.len - 1] == '\t'))
		b.len--;
	return b;
}

#endif
