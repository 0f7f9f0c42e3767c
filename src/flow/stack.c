/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow/stack.h"

enum {
	CLAIM_BYTES_MAX = 256,    /* more than any claim needs to see */
	WAITING_MAX = 256 * 1024, /* an incomplete message, at most */
	LAYERS_MAX = 8,           /* on top of each other */
};

/* One call of a dissector: the sink it talks to, and what it asked for. */
struct call {
	struct sink sink; /* first: the sink's calls come back with its address */
	const struct stack_receiver *receiver;
	struct layer *layer;
	const struct chunk *chunk;
	uint64_t skip;
	int depth;
};

static void layer_feed(struct layer *layer, const struct stack_receiver *receiver,
    const struct chunk *chunk, struct bytes bytes, int depth);

static struct call *
call_of(struct sink *sink)
{
	return (struct call *)(void *)sink;
}

static void
call_event(struct sink *sink, struct event *event)
{
	const struct call *call = call_of(sink);

	call->receiver->event(call->receiver->owner, event);
}

static void
call_skip(struct sink *sink, uint64_t size)
{
	struct call *call = call_of(sink);

	call->skip = size > UINT64_MAX - call->skip ? UINT64_MAX : call->skip + size;
}

static struct flow_ref
call_find_flow(struct sink *sink, uint8_t protocol, struct address src, uint16_t sport,
    struct address dst, uint16_t dport)
{
	const struct call *call = call_of(sink);

	return call->receiver->find_flow(
	    call->receiver->owner, protocol, src, sport, dst, dport);
}

static const struct tls_secrets *
call_secrets(struct sink *sink, struct bytes client_random)
{
	const struct call *call = call_of(sink);

	return call->receiver->secrets(call->receiver->owner, client_random);
}

static void
call_id(struct sink *sink, enum side side, struct bytes id)
{
	const struct call *call = call_of(sink);

	if (call->receiver->id != NULL)
		call->receiver->id(call->receiver->owner, side, id);
}

static void
call_wake(struct sink *sink)
{
	const struct call *call = call_of(sink);

	if (call->receiver->wake != NULL)
		call->receiver->wake(call->receiver->owner);
}

static void
call_inner(struct sink *sink, const struct inner *inner)
{
	struct call *call = call_of(sink);
	struct chunk chunk = sink->late != NULL ? *sink->late : *call->chunk;
	struct layer *layer;

	if (call->depth >= LAYERS_MAX)
		return;
	layer = layer_inner(call->layer, call->receiver, inner->stream, inner->name);
	if (layer == NULL)
		return;
	chunk.what = inner->what;
	chunk.side = inner->side;
	chunk.stream = inner->stream;
	chunk.gap_size = inner->gap_size;
	chunk.origin = inner->origin;
	chunk.reset = inner->reset;
	if (inner->frame != 0) {
		chunk.frame = inner->frame;
		chunk.at_ns = inner->at_ns;
	}
	chunk.skip_lost = 0;
	chunk.skip_left = 0;
	chunk.is_datagram = false;
	chunk.is_cut = false;
	chunk.transport = call->layer->dissector->name;
	layer_feed(layer, call->receiver, &chunk, inner->bytes, call->depth + 1);
}

static struct bytes
call_opened(struct sink *sink, struct bytes plain)
{
	const struct trace *trace = call_of(sink)->receiver->trace;

	return trace->opened(trace->receiver, plain);
}

static struct call
call_of_layer(struct layer *layer, const struct stack_receiver *receiver,
    const struct chunk *chunk, int depth)
{
	return (struct call){
		.sink = { .scratch = receiver->scratch,
		    .event = call_event,
		    .skip = call_skip,
		    .inner = call_inner,
		    .find_flow = call_find_flow,
		    .secrets = call_secrets,
		    .id = call_id,
		    .wake = call_wake,
		    .opened = receiver->trace == NULL ? NULL : call_opened,
		    .wait = receiver->wait },
		.receiver = receiver,
		.layer = layer,
		.chunk = chunk,
		.depth = depth,
	};
}

static enum verdict
call_dissect(struct call *call, const struct dissector *dissector,
    const struct chunk *chunk, struct cursor *in)
{
	const struct trace *trace = call->receiver->trace;
	void *state = call->layer->state;
	enum verdict verdict;

	if (trace == NULL)
		return dissector->dissect(state, &call->sink, chunk, in);
	trace->begin(trace->receiver, call->layer, dissector, chunk, in);
	verdict = dissector->dissect(state, &call->sink, chunk, in);
	if (trace->end != NULL)
		trace->end(trace->receiver, in);
	return verdict;
}

enum verdict
stack_call(const struct dissector *dissector, void *state,
    const struct stack_receiver *receiver, const struct chunk *chunk, struct bytes bytes)
{
	struct layer layer = { .dissector = dissector, .state = state };
	struct call call = call_of_layer(&layer, receiver, chunk, LAYERS_MAX);
	struct cursor in = cursor_of(bytes);

	return call_dissect(&call, dissector, chunk, &in);
}

static bool
dissector_has_port(const struct dissector *dissector, const struct chunk *chunk)
{
	const uint16_t *ports =
	    chunk->is_datagram ? dissector->udp_ports : dissector->tcp_ports;

	for (int i = 0; i < PORTS_MAX && ports[i] != 0; i++)
		if (ports[i] == chunk->src_port || ports[i] == chunk->dst_port)
			return true;
	return false;
}

/* Who claims these bytes; in doubt CLAIM_MORE.  On its own port a dissector goes first. */
static enum claim
dissector_claiming(const struct chunk *chunk, struct bytes bytes,
    const struct dissector * not, const struct dissector **claiming)
{
	enum claim best = CLAIM_NO;

	for (size_t i = 0; i < dissector_count; i++) {
		const struct dissector *dissector = dissectors[i];
		enum claim claim;

		if (dissector->claims == NULL || dissector == not )
			continue;
		claim = dissector->claims(chunk, bytes);
		if (claim == CLAIM_YES &&
		    (best != CLAIM_YES || dissector_has_port(dissector, chunk))) {
			*claiming = dissector;
			best = CLAIM_YES;
		}
		if (claim == CLAIM_MORE && best == CLAIM_NO)
			best = CLAIM_MORE;
	}
	return best;
}

/* Where nobody claims the bytes, the port decides, once a flow. */
static const struct dissector *
dissector_by_port(const struct chunk *chunk, const struct dissector * not )
{
	for (size_t i = 0; i < dissector_count; i++)
		if (dissectors[i] != not &&dissector_has_port(dissectors[i], chunk))
			return dissectors[i];
	return NULL;
}

/* What waited on the other side, in case somebody would claim it, goes if the dissector
 * found by these bytes does not. */
static void
layer_drop_strange(struct layer *layer, const struct chunk *chunk)
{
	struct buffer *waiting =
	    &layer->sides[chunk->side == SIDE_CLIENT ? SIDE_SERVER : SIDE_CLIENT].waiting;

	if (waiting->len > 0 && layer->dissector->claims != NULL &&
	    layer->dissector->claims(chunk, buffer_bytes(waiting)) == CLAIM_NO)
		buffer_clear(waiting);
}

/* Finds a dissector other than `not` for a layer that has none.  CLAIM_YES: it has one now.
 * A datagram on a known port needs no second look; a stream may carry anything on any. */
static enum claim
layer_recognise(struct layer *layer, const struct stack_receiver *receiver,
    const struct chunk *chunk, struct bytes bytes, const struct dissector * not )
{
	const struct dissector *found = NULL;
	enum claim claim = CLAIM_NO;

	if (chunk->is_datagram)
		found = dissector_by_port(chunk, not );
	if (found == NULL)
		claim = dissector_claiming(chunk, bytes, not, &found);
	if (claim == CLAIM_MORE && !chunk->is_datagram && bytes.len < CLAIM_BYTES_MAX &&
	    chunk->what != CHUNK_END)
		return CLAIM_MORE;
	if (found == NULL && !chunk->is_datagram && !layer->was_tried_by_port) {
		found = dissector_by_port(chunk, not );
		layer->was_tried_by_port = true;
	}
	if (found == NULL)
		return CLAIM_NO;
	layer_set_dissector(layer, receiver, found);
	layer_drop_strange(layer, chunk);
	return CLAIM_YES;
}

/* What follows from a call. */
enum step {
	STEP_AGAIN, /* there is more to read, or a skip has just ended */
	STEP_WAIT,  /* the rest is the beginning of a message */
	STEP_STOP,  /* nothing more to be had from these bytes */
};

/* After a verdict of DONE: passes over what the dissector does not want. */
static enum step
side_skip(struct layer_side *side, uint64_t skip, struct cursor *in)
{
	uint64_t here = MIN(skip, cursor_left(in));

	cursor_take(in, (size_t)here);
	side->skip = skip - here;
	side->skip_lost = 0;
	return side->skip == 0 && (skip > 0 || cursor_left(in) > 0) ? STEP_AGAIN
								    : STEP_STOP;
}

static enum step
layer_step(struct layer *layer, const struct stack_receiver *receiver,
    const struct chunk *chunk, struct cursor *in, int depth)
{
	struct layer_side *side = &layer->sides[chunk->side];
	struct call call = call_of_layer(layer, receiver, chunk, depth);
	const struct dissector *dissector = layer->dissector;
	struct cursor before = *in;

	switch (call_dissect(&call, dissector, chunk, in)) {
	case VERDICT_DONE:
		layer->has_message = true;
		if (cursor_left(in) == cursor_left(&before) && call.skip == 0)
			return STEP_STOP;
		return side_skip(side, call.skip, in);
	case VERDICT_MORE: *in = before; return STEP_WAIT;
	case VERDICT_OTHER:
		*in = before;
		if (layer->has_message)
			return STEP_STOP;
		layer_set_dissector(layer, receiver, NULL);
		if (layer_recognise(layer, receiver, chunk, cursor_rest(in), dissector) ==
		    CLAIM_YES)
			return STEP_AGAIN;
		return STEP_STOP;
	case VERDICT_BROKEN:
		sink_warn(&call.sink, chunk, dissector->name, "malformed message");
		side->is_broken = !chunk->is_datagram;
		return STEP_STOP;
	}
	return STEP_STOP;
}

/* Calls the dissector, or looks for one, until these bytes are used up. */
static enum step
layer_read(struct layer *layer, const struct stack_receiver *receiver,
    const struct chunk *chunk, struct cursor *in, int depth)
{
	struct chunk part = *chunk;
	enum step step = STEP_AGAIN;

	if (layer->dissector == NULL) {
		enum claim claim = CLAIM_NO;

		if (cursor_left(in) > 0)
			claim =
			    layer_recognise(layer, receiver, chunk, cursor_rest(in), NULL);
		if (claim != CLAIM_YES)
			return claim == CLAIM_MORE ? STEP_WAIT : STEP_STOP;
	}
	while (step == STEP_AGAIN) {
		step = layer_step(layer, receiver, &part, in, depth);
		part.skip_lost = 0;
	}
	return step;
}

/* Nobody knows what has waited, but somebody these bytes: behind a SOCKS request or
 * STARTTLS a known protocol begins with a segment of its own. */
static bool
layer_begins_late(const struct layer *layer, const struct chunk *chunk, struct bytes bytes)
{
	const struct buffer *waiting = &layer->sides[chunk->side].waiting;
	const struct dissector *found = NULL;

	if (layer->dissector != NULL || waiting->len == 0)
		return false;
	return dissector_claiming(chunk, bytes, NULL, &found) == CLAIM_YES;
}

/* The same, with what waited for more in front, and what waits on behind. */
static void
layer_run(struct layer *layer, const struct stack_receiver *receiver,
    const struct chunk *chunk, struct bytes bytes, int depth)
{
	struct layer_side *side = &layer->sides[chunk->side];
	bool had_waiting;
	struct cursor in;
	enum step step;

	if (layer_begins_late(layer, chunk, bytes))
		buffer_clear(&side->waiting);
	had_waiting = side->waiting.len > 0;
	if (had_waiting) {
		buffer_add(&side->waiting, bytes);
		bytes = buffer_bytes(&side->waiting);
	}
	in = cursor_of(bytes);
	step = layer_read(layer, receiver, chunk, &in, depth);
	if (step == STEP_WAIT && bytes.len <= WAITING_MAX && chunk->what == CHUNK_BYTES) {
		if (had_waiting)
			buffer_drop(&side->waiting, bytes.len - cursor_left(&in));
		else
			buffer_add(&side->waiting, cursor_rest(&in));
		return;
	}
	if (step == STEP_WAIT)
		side->is_broken = true;
	buffer_clear(&side->waiting);
}

static void
layer_feed_bytes(struct layer *layer, const struct stack_receiver *receiver,
    const struct chunk *chunk, struct bytes bytes, int depth)
{
	struct layer_side *side = &layer->sides[chunk->side];
	struct chunk part = *chunk;
	bool skip_ends = false;

	if (side->skip > 0) {
		uint64_t here = MIN(side->skip, bytes.len);

		side->skip -= here;
		if (side->skip > 0)
			return;
		bytes = bytes_from(bytes, (size_t)here);
		part.skip_lost = side->skip_lost;
		skip_ends = true;
	}
	if (!side->is_broken && (bytes.len > 0 || skip_ends))
		layer_run(layer, receiver, &part, bytes, depth);
}

/* A gap inside what is skipped is only counted; whatever it leaves is told. */
static void
layer_feed_gap(struct layer *layer, const struct stack_receiver *receiver,
    const struct chunk *chunk, int depth)
{
	struct layer_side *side = &layer->sides[chunk->side];
	uint64_t skipped = MIN(side->skip, chunk->gap_size);
	struct chunk part = *chunk;

	if (skipped > 0) {
		struct chunk end = *chunk;

		side->skip_lost += skipped;
		side->skip -= skipped;
		if (side->skip > 0)
			return;
		end.what = CHUNK_BYTES;
		end.skip_lost = side->skip_lost;
		if (!side->is_broken)
			layer_run(layer, receiver, &end, (struct bytes){ NULL, 0 }, depth);
		part.gap_size -= skipped;
		if (part.gap_size == 0)
			return;
	}
	buffer_clear(&side->waiting);
	side->is_broken = false;
	if (layer->dissector != NULL)
		layer_run(layer, receiver, &part, (struct bytes){ NULL, 0 }, depth);
}

static void
layer_feed_end(struct layer *layer, const struct stack_receiver *receiver,
    const struct chunk *chunk, int depth)
{
	struct layer_side *side = &layer->sides[chunk->side];
	struct chunk part = *chunk;

	if (side->is_over)
		return;
	side->is_over = true;
	part.skip_left = side->skip;
	part.skip_lost = side->skip_lost;
	side->skip = 0;
	if (layer->dissector != NULL && !side->is_broken)
		layer_run(layer, receiver, &part, (struct bytes){ NULL, 0 }, depth);
	side->is_broken = true;
}

static void
layer_feed(struct layer *layer, const struct stack_receiver *receiver,
    const struct chunk *chunk, struct bytes bytes, int depth)
{
	if (receiver->trace != NULL && receiver->trace->feed != NULL)
		receiver->trace->feed(
		    receiver->trace->receiver, layer, depth, chunk, bytes);
	if (chunk->what == CHUNK_BYTES) {
		layer_feed_bytes(layer, receiver, chunk, bytes, depth);
		return;
	}
	if (chunk->what == CHUNK_GAP) {
		layer_feed_gap(layer, receiver, chunk, depth);
		return;
	}
	layer_feed_end(layer, receiver, chunk, depth);
	for (struct layer *inner = layer->inner; inner != NULL; inner = inner->next)
		layer_feed(inner, receiver, chunk, bytes, depth + 1);
}

void
stack_feed(struct stack *stack, const struct stack_receiver *receiver,
    const struct chunk *chunk, struct bytes bytes)
{
	layer_feed(&stack->base, receiver, chunk, bytes, 0);
}

void
stack_datagram(struct stack *stack, const struct stack_receiver *receiver,
    const struct chunk *chunk, struct bytes bytes)
{
	struct cursor in = cursor_of(bytes);

	layer_read(&stack->base, receiver, chunk, &in, 0);
}

/* Only who reads the flow itself waits for anything. */
void
stack_wake(
    struct stack *stack, const struct stack_receiver *receiver, const struct chunk *chunk)
{
	struct call call = call_of_layer(&stack->base, receiver, chunk, 0);
	const struct dissector *dissector = stack->base.dissector;

	if (dissector != NULL && dissector->wake != NULL)
		dissector->wake(stack->base.state, &call.sink, chunk);
}

void
stack_clear(struct stack *stack, const struct stack_receiver *receiver)
{
	layer_clear(&stack->base, receiver);
	*stack = (struct stack){ 0 };
}
