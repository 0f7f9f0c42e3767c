/* SPDX-License-Identifier: BSD-2-Clause */
/* From a hash to items that somebody else owns: open addressing, 16 bytes a slot.
 * The caller hashes (hash.h) and compares; equal hashes of different keys are his to
 * tell apart:
 *
 *	struct map_probe probe = map_probe(&table->flows, hash);
 *	struct flow *flow;
 *
 *	while ((flow = map_next(&probe)) != NULL)
 *		if (key_equal(&flow->key, key))
 *			return flow;
 *
 * All-zero is a valid empty map.  Lack of memory ends the program. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/bytes.h"

struct map_slot {
	uint64_t hash;
	void *item; /* NULL: the slot is free */
};

struct map {
	struct map_slot *slots;
	size_t slot_count; /* a power of two */
	size_t count;
};

struct map_probe {
	const struct map *map;
	uint64_t hash;
	size_t at;
};

/* Adds without looking whether such an item is there. */
void map_add(struct map *map, uint64_t hash, void *item);
/* Takes out just this item; nothing happens where it is not there. */
void map_remove(struct map *map, uint64_t hash, const void *item);
void map_clear(struct map *map);

static inline struct map_probe
map_probe(const struct map *map, uint64_t hash)
{
	return (struct map_probe){ map, hash, (size_t)hash };
}

/* The next item added under this hash; NULL after the last. */
static inline void *
map_next(struct map_probe *probe)
{
	const struct map *map = probe->map;

	if (map->slot_count == 0)
		return NULL;
	for (;;) {
		const struct map_slot *slot =
		    &map->slots[probe->at++ & (map->slot_count - 1)];

		if (slot->item == NULL || slot->hash == probe->hash)
			return slot->item;
	}
}

#endif
