/* SPDX-License-Identifier: BSD-2-Clause */
/* Field sections and the table they refer to, RFC 9204.  A side may use a table as large
 * as the other side's SETTINGS say, and with 0-RTT long before these come; a section may
 * overtake the instructions that it needs.  Both wait, within limits, and are then told
 * with the frame and time that brought them. */
#include <stdlib.h>

#include "base/die.h"
#include "dissectors/http3-section.h"
#include "dissectors/http3-stream.h"

enum {
	WAITING_MAX = 128,
	WAITING_BYTES_MAX = 256 * 1024,
	INSTRUCTIONS_MAX = 128 * 1024,
};

static struct http_call
http_call_of(const struct http3_call *call, const struct chunk *chunk, uint64_t began_ns)
{
	return (struct http_call){ &call->stream->exchange, call->sink, chunk, BYTES("3"),
		call->stream->id, began_ns, &call->http3->bodies };
}

/* The decoder for a section of this side; NULL where the settings are still to come. */
static struct qpack *
table_for(struct http3 *http3, enum side side, struct bytes section)
{
	if (qpack_needs_table(section))
		return http3->sides[side].table;
	if (http3->no_table == NULL)
		http3->no_table = qpack_new(0);
	return http3->no_table;
}

/* Reads and tells a section; QPACK_BLOCKED where it has to wait. */
static enum qpack_answer
section_tell(const struct http3_call *call, const struct chunk *chunk, uint64_t began_ns,
    struct bytes section, uint64_t *needed)
{
	struct http_call http = http_call_of(call, chunk, began_ns);
	struct qpack *table = table_for(call->http3, chunk->side, section);
	struct http_fields fields = { 0 };
	enum qpack_answer answer;

	*needed = 0;
	if (table == NULL)
		return QPACK_BLOCKED;
	answer = qpack_read(
	    table, call->sink->scratch, call->stream->id, section, &fields, needed);
	if (answer == QPACK_BLOCKED)
		return answer;
	if (answer == QPACK_BROKEN)
		sink_warn(call->sink, chunk, "http3", "header fields that cannot be read");
	else if (fields.is_too_large)
		sink_warn(call->sink, chunk, "http3", "more header fields than are read");
	http_fields_tell(&http, &fields);
	return answer;
}

static bool
has_waiting(const struct http3 *http3, const struct http3_waiting *end, uint64_t stream,
    enum side side)
{
	for (const struct http3_waiting *w = http3->waiting; w != end; w = w->next)
		if (w->stream == stream && w->side == side)
			return true;
	return false;
}

static struct http3_waiting *
waiting_add(const struct http3_call *call, struct bytes section)
{
	struct http3 *http3 = call->http3;
	struct http3_waiting **place = &http3->waiting;
	struct http3_waiting *w;

	if (http3->waiting_count >= WAITING_MAX ||
	    http3->waiting_bytes + section.len > WAITING_BYTES_MAX) {
		sink_warn(call->sink, call->chunk, "http3",
		    "header fields wait for too much that did not come");
		return NULL;
	}
	while (*place != NULL)
		place = &(*place)->next;
	w = alloc_zeroed(1, sizeof(*w) + section.len);
	w->stream = call->stream->id;
	w->side = call->chunk->side;
	w->frame = call->chunk->frame;
	w->at_ns = call->chunk->at_ns;
	w->began_ns = call->half->began_ns;
	w->size = section.len;
	if (section.len > 0)
		memcpy(w->bytes, section.at, section.len);
	*place = w;
	http3->waiting_count++;
	http3->waiting_bytes += section.len;
	return w;
}

void
http3_section_take(const struct http3_call *call, struct bytes section)
{
	struct http3_waiting *w;
	uint64_t needed = 0;

	if (!has_waiting(call->http3, NULL, call->stream->id, call->chunk->side) &&
	    section_tell(call, call->chunk, call->half->began_ns, section, &needed) !=
		QPACK_BLOCKED)
		return;
	w = waiting_add(call, section);
	if (w != NULL)
		w->needed = needed;
}

static void
message_end(const struct http3_call *call, const struct chunk *chunk, bool is_complete)
{
	struct http_call http = http_call_of(call, chunk, 0);

	http_message_end(&http, chunk->side, is_complete);
}

void
http3_section_end(const struct http3_call *call, bool is_complete)
{
	struct http3_waiting *w = NULL;

	if (has_waiting(call->http3, NULL, call->stream->id, call->chunk->side))
		w = waiting_add(call, (struct bytes){ NULL, 0 });
	if (w == NULL) {
		message_end(call, call->chunk, is_complete);
		return;
	}
	w->is_end = true;
	w->is_complete = is_complete;
}

/* Tells one that waited; false where it waits on. */
static bool
waiting_tell(const struct http3_call *call, const struct http3_waiting *w)
{
	struct http3_call own = *call;
	struct chunk chunk = *call->chunk;
	uint64_t needed;

	own.stream = http3_stream_find(call->http3, w->stream);
	if (own.stream == NULL)
		return true;
	chunk.side = w->side;
	chunk.stream = w->stream;
	chunk.frame = w->frame;
	chunk.at_ns = w->at_ns;
	if (!w->is_end)
		return section_tell(&own, &chunk, w->began_ns, bytes_of(w->bytes, w->size),
			   &needed) != QPACK_BLOCKED;
	message_end(&own, &chunk, w->is_complete);
	return true;
}

/* May it be that this one can be read now? */
static bool
waiting_is_ready(const struct http3 *http3, const struct http3_waiting *w, enum side side)
{
	const struct qpack *table = http3->sides[side].table;

	return w->side == side && table != NULL &&
	       (w->is_end || qpack_has(table, w->needed)) &&
	       !has_waiting(http3, w, w->stream, side);
}

/* After something has come that this side's sections may have waited for. */
static void
waiting_retry(const struct http3_call *call, enum side side)
{
	struct http3 *http3 = call->http3;
	struct http3_waiting **place = &http3->waiting;

	while (*place != NULL) {
		struct http3_waiting *w = *place;

		if (!waiting_is_ready(http3, w, side) || !waiting_tell(call, w)) {
			place = &w->next;
			continue;
		}
		*place = w->next;
		http3->waiting_count--;
		http3->waiting_bytes -= w->size;
		http3_stream_settle(http3, w->stream);
		free(w);
	}
}

void
http3_section_settings(const struct http3_call *call, uint64_t capacity)
{
	enum side sender = side_other(call->chunk->side);
	struct http3_side *side = &call->http3->sides[sender];

	if (side->table != NULL)
		return;
	side->table = qpack_new(capacity);
	qpack_add_instructions(side->table, buffer_bytes(&side->instructions));
	buffer_clear(&side->instructions);
	if (side->is_damaged)
		qpack_damage(side->table);
	waiting_retry(call, sender);
}

void
http3_section_instructions(const struct http3_call *call, struct bytes bytes)
{
	struct http3_side *side = &call->http3->sides[call->chunk->side];

	if (side->table != NULL) {
		qpack_add_instructions(side->table, bytes);
		waiting_retry(call, call->chunk->side);
		return;
	}
	if (side->is_damaged || side->instructions.len + bytes.len > INSTRUCTIONS_MAX)
		side->is_damaged = true;
	else
		buffer_add(&side->instructions, bytes);
}

void
http3_section_damage(const struct http3_call *call)
{
	struct http3_side *side = &call->http3->sides[call->chunk->side];

	side->is_damaged = true;
	if (side->table == NULL)
		return;
	qpack_damage(side->table);
	waiting_retry(call, call->chunk->side);
}

void
http3_section_clear(struct http3 *http3)
{
	while (http3->waiting != NULL) {
		struct http3_waiting *next = http3->waiting->next;

		free(http3->waiting);
		http3->waiting = next;
	}
	qpack_free(http3->no_table);
	for (int i = 0; i < 2; i++) {
		qpack_free(http3->sides[i].table);
		buffer_clear(&http3->sides[i].instructions);
	}
}
