/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdalign.h>
#include <stdarg.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/die.h"

enum { BLOCK_FIRST = 1024, BLOCK_MAX = 64 * 1024, ALIGN = alignof(max_align_t) };

struct arena_block {
	struct arena_block *next;
	size_t size;
	alignas(max_align_t) uint8_t memory[];
};

static void
arena_grow(struct arena *arena, size_t size)
{
	size_t want = arena->block_size == 0 ? BLOCK_FIRST : arena->block_size;
	struct arena_block *block;

	if (want < size)
		want = size;
	block = alloc_zeroed(1, sizeof(*block) + want);
	block->size = want;
	block->next = arena->head;
	arena->head = block;
	arena->at = block->memory;
	arena->left = want;
	arena->held += want;
	arena->block_size = MIN(want * 2, (size_t)BLOCK_MAX);
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	void *memory;

	size = (size + ALIGN - 1) / ALIGN * ALIGN;
	if (size > arena->left || arena->at == NULL)
		arena_grow(arena, size);
	memory = arena->at;
	arena->at += size;
	arena->left -= size;
	return memory;
}

void *
arena_array(struct arena *arena, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / 2 / size)
		die(EXIT_CANNOT, "out of memory");
	return arena_alloc(arena, count * size);
}

struct bytes
arena_copy(struct arena *arena, struct bytes bytes)
{
	uint8_t *copy;

	if (bytes.len == 0)
		return (struct bytes){ NULL, 0 };
	copy = arena_alloc(arena, bytes.len);
	memcpy(copy, bytes.at, bytes.len);
	return (struct bytes){ copy, bytes.len };
}

struct bytes
arena_format(struct arena *arena, const char *format, ...)
{
	va_list args;
	int len;
	char *text;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len < 0)
		return (struct bytes){ NULL, 0 };
	text = arena_alloc(arena, (size_t)len + 1);
	va_start(args, format);
	vsnprintf(text, (size_t)len + 1, format, args);
	va_end(args);
	return bytes_of(text, (size_t)len);
}

void
arena_reset(struct arena *arena)
{
	struct arena_block *kept = arena->head;

	if (kept == NULL)
		return;
	if (arena->at == kept->memory)
		return;
	while (kept->next != NULL) {
		struct arena_block *next = kept->next->next;

		arena->held -= kept->next->size;
		free(kept->next);
		kept->next = next;
	}
	memset(kept->memory, 0, kept->size - arena->left);
	arena->at = kept->memory;
	arena->left = kept->size;
}

void
arena_clear(struct arena *arena)
{
	while (arena->head != NULL) {
		struct arena_block *next = arena->head->next;

		free(arena->head);
		arena->head = next;
	}
	*arena = (struct arena){ 0 };
}
