/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "base/die.h"
#include "base/map.h"

enum { SLOTS_FIRST = 64 };

static void
map_place(struct map *map, uint64_t hash, void *item)
{
	size_t mask = map->slot_count - 1;
	size_t at = (size_t)hash & mask;

	while (map->slots[at].item != NULL)
		at = (at + 1) & mask;
	map->slots[at] = (struct map_slot){ hash, item };
}

static void
map_grow(struct map *map)
{
	struct map old = *map;

	map->slot_count = old.slot_count == 0 ? SLOTS_FIRST : old.slot_count * 2;
	map->slots = alloc_zeroed(map->slot_count, sizeof(*map->slots));
	for (size_t i = 0; i < old.slot_count; i++)
		if (old.slots[i].item != NULL)
			map_place(map, old.slots[i].hash, old.slots[i].item);
	free(old.slots);
}

void
map_add(struct map *map, uint64_t hash, void *item)
{
	if (map->count >= map->slot_count / 2)
		map_grow(map);
	map_place(map, hash, item);
	map->count++;
}

/* Closes the hole at `hole`: what was pushed past it by linear probing moves up. */
static void
map_close_hole(struct map *map, size_t hole)
{
	size_t mask = map->slot_count - 1;

	for (size_t at = (hole + 1) & mask; map->slots[at].item != NULL;
	     at = (at + 1) & mask) {
		size_t home = (size_t)map->slots[at].hash & mask;

		if (((at - home) & mask) < ((at - hole) & mask))
			continue;
		map->slots[hole] = map->slots[at];
		hole = at;
	}
	map->slots[hole] = (struct map_slot){ 0 };
}

void
map_remove(struct map *map, uint64_t hash, const void *item)
{
	size_t mask = map->slot_count - 1;

	if (map->slot_count == 0)
		return;
	for (size_t at = (size_t)hash & mask; map->slots[at].item != NULL;
	     at = (at + 1) & mask) {
		if (map->slots[at].item != item)
			continue;
		map_close_hole(map, at);
		map->count--;
		return;
	}
}

void
map_clear(struct map *map)
{
	free(map->slots);
	*map = (struct map){ 0 };
}
