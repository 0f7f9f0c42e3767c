/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow/ids.h"

enum { IDS_MAX = 32 /* of one flow */ };

bool
flow_id_is(const struct flow_id *flow_id, struct bytes id)
{
	return bytes_equal(bytes_of(flow_id->at, flow_id->size), id);
}

struct map_probe
ids_probe(const struct flow_ids *ids, const struct hash_key *key, struct bytes id)
{
	return map_probe(&ids->map, hash_bytes(key, id));
}

/* Takes *place out of its list. */
static void
id_remove(struct flow_ids *ids, struct recycler *memory, struct flow_id **place)
{
	struct flow_id *id = *place;

	*place = id->next;
	map_remove(&ids->map, id->hash, id);
	ids->counts[id->size]--;
	recycler_give(memory, id, sizeof(*id));
}

void
ids_add(struct flow_ids *ids, const struct hash_key *key, struct recycler *memory,
    struct flow_id **list, struct flow *flow, enum side side, struct bytes id)
{
	struct flow_id **place = list;
	struct flow_id *added;
	int count = 0;

	if (id.len < FLOW_ID_MIN || id.len > FLOW_ID_MAX)
		return;
	for (; *place != NULL && count < IDS_MAX - 1; place = &(*place)->next, count++)
		if ((*place)->side == side && flow_id_is(*place, id))
			return;
	if (*place != NULL)
		id_remove(ids, memory, place);
	added = recycler_take(memory, sizeof(*added));
	added->flow = flow;
	added->hash = hash_bytes(key, id);
	added->side = side;
	added->size = (uint8_t)id.len;
	memcpy(added->at, id.at, id.len);
	added->next = *list;
	*list = added;
	ids->counts[id.len]++;
	map_add(&ids->map, added->hash, added);
}

void
ids_forget(struct flow_ids *ids, struct recycler *memory, struct flow_id **list)
{
	while (*list != NULL)
		id_remove(ids, memory, list);
}
