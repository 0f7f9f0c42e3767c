/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "base/clock.h"
#include "base/die.h"
#include "dissectors/tls-inside.h"
#include "dissectors/tls-late.h"
#include "dissectors/tls-sealed.h"

enum { WAIT_S = 10, HELD_MAX = 256 * 1024, HELD_IN_ALL_MAX = 64 * 1024 * 1024 };

/* A record as it came. */
struct held {
	struct held *next;
	struct chunk chunk; /* that completed it */
	size_t size;
	uint8_t bytes[];
};

struct tls_late {
	struct secrets_wait *wait;
	struct held *first;
	struct held **end; /* where the next is put; NULL: at `first` */
	size_t held;
	bool has_ended[2]; /* the sides */
	bool is_over;      /* nothing waits here again */
	bool is_too_late;  /* said so */
};

static struct bytes
held_bytes(const struct held *held)
{
	return bytes_of(held->bytes, held->size);
}

static void
drop_first(struct tls_late *late)
{
	struct held *held = late->first;

	late->first = held->next;
	if (late->first == NULL)
		late->end = NULL;
	late->held -= held->size;
	late->wait->held -= held->size;
	free(held);
}

/* Opens what waits, if its secret has come.  True where nothing waits any more. */
static bool
open_held(struct tls *tls, struct sink *sink)
{
	struct tls_late *late = tls->late;
	bool is_open = true;

	if (late == NULL || late->first == NULL)
		return true;
	if (!tls_inside_take_secrets(tls, sink, &late->first->chunk))
		return false;
	while (late->first != NULL && is_open) {
		struct cursor in = cursor_of(held_bytes(late->first));

		sink->late = &late->first->chunk;
		is_open = tls_sealed_record(tls, sink, sink->late, &in);
		if (is_open)
			drop_first(late);
	}
	sink->late = NULL;
	return is_open;
}

static bool
may_wait(const struct tls_late *late, const struct chunk *chunk, size_t size)
{
	if (late->is_over || late->held + size > HELD_MAX ||
	    late->wait->held + size > HELD_IN_ALL_MAX)
		return false;
	return late->first == NULL ||
	       clock_between(late->first->chunk.at_ns, chunk->at_ns) <= WAIT_S * NS_PER_S;
}

/* What is let go is told as what never could be opened. */
static void
let_go(struct tls *tls, struct sink *sink)
{
	struct tls_late *late = tls->late;

	late->is_over = true;
	while (late->first != NULL) {
		const struct held *held = late->first;

		tls_sealed_pass(tls, sink, &held->chunk, held_bytes(held));
		tls_inside_lose(tls, held->chunk.side, held->size);
		drop_first(late);
	}
}

static bool
keep(struct tls *tls, struct sink *sink, const struct chunk *chunk, struct bytes record)
{
	struct held *held;

	if (sink->wait == NULL)
		return false;
	if (tls->late == NULL) {
		tls->late = alloc_zeroed(1, sizeof(*tls->late));
		tls->late->wait = sink->wait;
	}
	if (!may_wait(tls->late, chunk, record.len)) {
		let_go(tls, sink);
		return false;
	}
	held = alloc_zeroed(1, sizeof(*held) + record.len);
	held->chunk = *chunk;
	held->size = record.len;
	memcpy(held->bytes, record.at, record.len);
	*(tls->late->end == NULL ? &tls->late->first : tls->late->end) = held;
	tls->late->end = &held->next;
	tls->late->held += record.len;
	tls->late->wait->held += record.len;
	sink_wake(sink);
	return true;
}

/* May sealed records wait here? */
static bool
records_may_wait(const struct tls *tls, const struct sink *sink)
{
	return sink->wait != NULL && tls->has_hello &&
	       (tls->late == NULL || !tls->late->is_over);
}

bool
tls_late_reads(
    const struct tls *tls, const struct sink *sink, enum side side, uint8_t record_type)
{
	if (tls->inside == NULL ? !records_may_wait(tls, sink) : tls->inside->is_given_up)
		return false;
	if (tls->version >= TLS_1_3)
		return record_type == TLS_RECORD_APPLICATION;
	if (tls->version == 0)
		return record_type == TLS_RECORD_APPLICATION && side == tls->client_side &&
		       tls->has_early_data;
	return tls->sides[side].is_encrypted || record_type == TLS_RECORD_APPLICATION;
}

enum verdict
tls_late_record(
    struct tls *tls, struct sink *sink, const struct chunk *chunk, struct cursor *in)
{
	struct cursor at = *in;
	struct bytes record;
	uint16_t size;

	cursor_take(&at, TLS_RECORD_HEADER - 2);
	size = cursor_u16(&at);
	cursor_take(&at, size);
	if (at.broken)
		return VERDICT_MORE;
	if (open_held(tls, sink) &&
	    (tls->inside != NULL || tls_inside_take_secrets(tls, sink, chunk)) &&
	    tls_sealed_record(tls, sink, chunk, in))
		return VERDICT_DONE;
	record = cursor_bytes(in, TLS_RECORD_HEADER + (size_t)size);
	if (!keep(tls, sink, chunk, record))
		tls_sealed_pass(tls, sink, chunk, record);
	return VERDICT_DONE;
}

void
tls_late_end(struct tls *tls, struct sink *sink, enum side side)
{
	if (tls->late == NULL || tls->late->first == NULL)
		return;
	tls->late->has_ended[side] = true;
	if (!open_held(tls, sink) && tls->late->has_ended[SIDE_CLIENT] &&
	    tls->late->has_ended[SIDE_SERVER])
		let_go(tls, sink);
}

void
tls_late_wake(struct tls *tls, struct sink *sink, const struct chunk *chunk)
{
	if (open_held(tls, sink))
		return;
	if (may_wait(tls->late, chunk, 0))
		sink_wake(sink);
	else
		let_go(tls, sink);
}

void
tls_late_lose(struct tls *tls, struct sink *sink)
{
	if (tls->late != NULL && !open_held(tls, sink))
		let_go(tls, sink);
}

void
tls_late_tell(struct tls *tls, struct sink *sink, const struct chunk *chunk)
{
	struct tls_late *late = tls->late;

	if (late == NULL || !late->is_over || late->is_too_late ||
	    sink_secrets(sink, bytes_of(tls->client_random, TLS_RANDOM_SIZE)) == NULL)
		return;
	late->is_too_late = true;
	tls->unopened = "its secret came too late";
	sink_warn(sink, chunk, "tls", tls->unopened);
}

void
tls_late_free(struct tls_late *late)
{
	if (late == NULL)
		return;
	while (late->first != NULL)
		drop_first(late);
	free(late);
}
