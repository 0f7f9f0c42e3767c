/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow/move.h"
#include "event/tcp.h"

enum { SAME_ID_MAX = 16 /* flows with the same id that are looked at */ };

/* How well the packet fits between the ends of this flow, `to` being called by its id: 0
 * where neither end is one of them. */
static int
likeness(const struct flow *flow, enum side to, const struct packet *packet)
{
	enum side from = side_other(to);
	bool same_src = address_equal(packet->src, flow->address[from]);
	bool same_dst = address_equal(packet->dst, flow->address[to]);
	bool from_end = same_src && packet->sport == flow->port[from];
	bool to_end = same_dst && packet->dport == flow->port[to];

	return from_end || to_end ? 1 + same_src + same_dst : 0;
}

/* The flow that has this id and fits best; NULL: none does. */
static const struct flow_id *
id_find(const struct context *context, const struct packet *packet, struct bytes id)
{
	struct map_probe probe =
	    ids_probe(&context->table->ids, &context->table->hash_key, id);
	const struct flow_id *found, *best = NULL;
	int most = 0;

	for (int i = 0; i < SAME_ID_MAX && (found = map_next(&probe)) != NULL; i++) {
		int like = 0;

		if (flow_id_is(found, id) && found->flow->input == context->frame->input)
			like = likeness(found->flow, found->side, packet);
		if (like > most) {
			most = like;
			best = found;
		}
	}
	return best;
}

/* Where the datagram does not tell how long the id is, every length in use is tried. */
static const struct flow_id *
id_of_datagram(const struct context *context, const struct packet *packet,
    const struct dissector *dissector)
{
	size_t size = 0;
	struct bytes place = dissector->find_id(packet->payload, &size);
	const struct flow_id *found = NULL;

	for (size_t i = FLOW_ID_MAX; i >= FLOW_ID_MIN && found == NULL; i--)
		if (context->table->ids.counts[i] > 0 && place.len >= i &&
		    (size == 0 || size == i))
			found = id_find(context, packet, bytes_first(place, i));
	return found;
}

static void
move_tell(struct context *context, const struct flow *flow, enum side from)
{
	struct event_flow_moved event = { .head = context_head(
					      context, flow, EVENT_FLOW_MOVED, from) };
	const struct flow *path = flow->paths;
	bool client_moved =
	    path->port[SIDE_CLIENT] != flow->port[SIDE_CLIENT] ||
	    !address_equal(path->address[SIDE_CLIENT], flow->address[SIDE_CLIENT]);

	event.who = client_moved ? "client" : "server";
	context_tell(context, flow, &event.head);
}

struct flow *
move_find(struct context *context, const struct packet *packet, const struct flow_key *key)
{
	const struct flow_id *id = NULL;
	struct flow *path;
	enum side from;

	if (context->table->ids.map.count == 0 || table_is_full(context->table))
		return NULL;
	for (size_t i = 0; i < dissector_count && id == NULL; i++)
		if (dissectors[i]->find_id != NULL)
			id = id_of_datagram(context, packet, dissectors[i]);
	if (id == NULL)
		return NULL;
	from = side_other(id->side);
	path = table_add_path(context->table, key, id->flow, context->frame->at_ns);
	path->input = context->frame->input;
	path->first_side = from;
	path->address[from] = packet->src;
	path->address[id->side] = packet->dst;
	path->port[from] = packet->sport;
	path->port[id->side] = packet->dport;
	context->path = path;
	move_tell(context, id->flow, from);
	return path;
}
