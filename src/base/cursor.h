/* SPDX-License-Identifier: BSD-2-Clause */
/* The one way to read bytes that came off the wire.
 * A read past the end yields zero, empties the cursor and marks it broken, and the mark
 * stays: read everything, then ask once.  Numbers come out in host order. */
#ifndef BASE_CURSOR_H
#define BASE_CURSOR_H

#include "base/bytes.h"

struct cursor {
	const uint8_t *at;
	const uint8_t *end;
	bool broken;
};

static inline struct cursor
cursor_of(struct bytes bytes)
{
	return (struct cursor){ bytes.at, bytes.len == 0 ? bytes.at : bytes.at + bytes.len,
		false };
}

/* A cursor over `whole` that begins at `offset`; broken where that lies outside. */
static inline struct cursor
cursor_from(struct bytes whole, size_t offset)
{
	if (offset > whole.len)
		return (struct cursor){ NULL, NULL, true };
	return cursor_of((struct bytes){ whole.at + offset, whole.len - offset });
}

static inline size_t
cursor_left(const struct cursor *c)
{
	return (size_t)(c->end - c->at);
}

static inline struct bytes
cursor_rest(const struct cursor *c)
{
	return (struct bytes){ c->at, cursor_left(c) };
}

/* The next `len` bytes; NULL, and the cursor broken, where there are fewer. */
static inline const uint8_t *
cursor_take(struct cursor *c, size_t len)
{
	const uint8_t *p = c->at;

	if (len > cursor_left(c)) {
		c->at = c->end;
		c->broken = true;
		return NULL;
	}
	if (len > 0)
		c->at += len;
	return p;
}

static inline struct bytes
cursor_bytes(struct cursor *c, size_t len)
{
	const uint8_t *p = cursor_take(c, len);

	return (struct bytes){ p, p == NULL ? 0 : len };
}

/* A cursor of its own for the next `len` bytes, which cannot see past them. */
static inline struct cursor
cursor_sub(struct cursor *c, size_t len)
{
	struct cursor sub = cursor_of(cursor_bytes(c, len));

	sub.broken = c->broken;
	return sub;
}

static inline uint8_t
cursor_u8(struct cursor *c)
{
	const uint8_t *p = cursor_take(c, 1);

	return p == NULL ? 0 : p[0];
}

static inline uint16_t
cursor_u16(struct cursor *c)
{
	const uint8_t *p = cursor_take(c, 2);

	return (uint16_t)(p == NULL ? 0 : p[0] << 8 | p[1]);
}

/* A cursor of its own for a vector: its length stands before it, in one or two bytes. */
static inline struct cursor
cursor_sub8(struct cursor *c)
{
	return cursor_sub(c, cursor_u8(c));
}

static inline struct cursor
cursor_sub16(struct cursor *c)
{
	return cursor_sub(c, cursor_u16(c));
}

static inline uint32_t
cursor_u24(struct cursor *c)
{
	const uint8_t *p = cursor_take(c, 3);

	return p == NULL ? 0 : (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
}

static inline uint32_t
cursor_u32(struct cursor *c)
{
	const uint8_t *p = cursor_take(c, 4);

	return p == NULL ? 0
			 : (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
			       (uint32_t)p[2] << 8 | p[3];
}

static inline uint64_t
cursor_u64(struct cursor *c)
{
	uint64_t high = cursor_u32(c);

	return high << 32 | cursor_u32(c);
}

/* QUIC's variable-length integer, which HTTP/3 uses too (RFC 9000 16). */
static inline uint64_t
cursor_varint(struct cursor *c)
{
	uint64_t value = cursor_u8(c);
	int more = (1 << (value >> 6)) - 1;

	value &= 0x3f;
	while (more-- > 0)
		value = value << 8 | cursor_u8(c);
	return value;
}

/* Little-endian: capture files and radio headers. */
static inline uint16_t
cursor_u16le(struct cursor *c)
{
	const uint8_t *p = cursor_take(c, 2);

	return (uint16_t)(p == NULL ? 0 : p[1] << 8 | p[0]);
}

static inline uint32_t
cursor_u32le(struct cursor *c)
{
	const uint8_t *p = cursor_take(c, 4);

	return p == NULL ? 0
			 : (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 |
			       (uint32_t)p[1] << 8 | p[0];
}

#endif
