/* SPDX-License-Identifier: BSD-2-Clause */
/* Flows by the ids that their sides are called by, for connections that go on from other
 * addresses or ports.  A flow owns its ids; the newest ones of each are kept.
 *
 * Where several flows know the same id, as when both sides of a translator are captured,
 * all of them are found. */
#ifndef FLOW_IDS_H
#define FLOW_IDS_H

#include "base/bytes.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/recycler.h"
#include "event/event.h"

enum {
	FLOW_ID_MIN = 4, /* a shorter one is found in too many datagrams by chance */
	FLOW_ID_MAX = 20,
};

struct flow;

struct flow_id {
	struct flow_id *next; /* of the same flow, an older one */
	struct flow *flow;
	uint64_t hash;
	enum side side; /* that is called by it */
	uint8_t size;
	uint8_t at[FLOW_ID_MAX];
};

/* All-zero is empty. */
struct flow_ids {
	struct map map;
	uint32_t counts[FLOW_ID_MAX + 1]; /* of this size */
};

/* An id of this flow, whose list of them is `list`; one that it has, or of a size that is
 * not found again, changes nothing. */
void ids_add(struct flow_ids *, const struct hash_key *, struct recycler *memory,
    struct flow_id **list, struct flow *, enum side, struct bytes id);
void ids_forget(struct flow_ids *, struct recycler *memory, struct flow_id **list);

/* All with this id, by map_next; it may yield others, too (flow_id_is). */
struct map_probe ids_probe(const struct flow_ids *, const struct hash_key *, struct bytes);
bool flow_id_is(const struct flow_id *, struct bytes id);

#endif
