/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow/layer.h"

enum { STREAMS_MAX = 1024 /* beside each other */ };

static void *
state_new(const struct dissector *dissector, const struct stack_receiver *receiver)
{
	return dissector->state_size > 0
		   ? recycler_take(receiver->memory, dissector->state_size)
		   : NULL;
}

static void
state_free(
    const struct dissector *dissector, void *state, const struct stack_receiver *receiver)
{
	if (state == NULL)
		return;
	if (dissector->clear != NULL)
		dissector->clear(state);
	recycler_give(receiver->memory, state, dissector->state_size);
}

void
layer_set_dissector(struct layer *layer, const struct stack_receiver *receiver,
    const struct dissector *dissector)
{
	state_free(layer->dissector, layer->state, receiver);
	layer->dissector = dissector;
	layer->state = dissector == NULL ? NULL : state_new(dissector, receiver);
}

/* Takes *place out of its list. */
static void
layer_remove(struct layer **place, const struct stack_receiver *receiver)
{
	struct layer *layer = *place;

	*place = layer->next;
	layer_clear(layer, receiver);
	recycler_give(receiver->memory, layer, sizeof(*layer));
}

void
layer_clear(struct layer *layer, const struct stack_receiver *receiver)
{
	while (layer->inner != NULL)
		layer_remove(&layer->inner, receiver);
	state_free(layer->shared, layer->shared_state, receiver);
	if (!layer->borrows_state)
		state_free(layer->dissector, layer->state, receiver);
	buffer_clear(&layer->sides[SIDE_CLIENT].waiting);
	buffer_clear(&layer->sides[SIDE_SERVER].waiting);
}

/* The state that an inner layer of this dissector works with. */
static void *
layer_shared_state(struct layer *outer, const struct stack_receiver *receiver,
    const struct dissector *dissector)
{
	if (outer->shared == NULL) {
		outer->shared = dissector;
		outer->shared_state = state_new(dissector, receiver);
	}
	return outer->shared == dissector ? outer->shared_state : NULL;
}

/* Gives a new inner layer the dissector it was named for: nobody else may try. */
static void
layer_name(struct layer *layer, const struct stack_receiver *receiver, struct layer *outer,
    const char *name)
{
	const struct dissector *dissector = dissector_find(name);

	layer->has_message = true;
	if (dissector == NULL || !dissector->shares_state) {
		layer_set_dissector(layer, receiver, dissector);
		return;
	}
	layer->state = layer_shared_state(outer, receiver, dissector);
	layer->dissector = layer->state == NULL ? NULL : dissector;
	layer->borrows_state = true;
}

struct layer *
layer_inner(struct layer *outer, const struct stack_receiver *receiver, uint64_t stream,
    const char *name)
{
	struct layer **place = &outer->inner;
	int count = 0;

	while (*place != NULL) {
		struct layer *layer = *place;

		if (layer->sides[SIDE_CLIENT].is_over &&
		    layer->sides[SIDE_SERVER].is_over) {
			layer_remove(place, receiver);
			continue;
		}
		if (layer->stream == stream)
			return layer;
		place = &layer->next;
		count++;
	}
	if (count >= STREAMS_MAX)
		return NULL;
	*place = recycler_take(receiver->memory, sizeof(**place));
	(*place)->stream = stream;
	if (name[0] != '\0')
		layer_name(*place, receiver, outer, name);
	return *place;
}
