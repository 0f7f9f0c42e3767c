/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/dissectors/sink.h"
#include "base/clock.h"
#include "base/die.h"
#include "base/json.h"
#include "tests/guard.h"
#include "tests/test.h"

#include <stdlib.h>

static struct session *
session_of(struct sink *sink)
{
	return (struct session *)(void *)sink;
}

static void
note_event(struct sink *sink, struct event *event)
{
	struct session *session = session_of(sink);
	struct json json = json_to(&session->events);

	if (event->kind == EVENT_SEALED && !session->tells_sealed)
		return;
	event_to_json(&json, event, (struct event_output){ .secrets = SECRETS_SHOWN });
	buffer_add_char(&session->events, '\n');
}

static void
note_skip(struct sink *sink, uint64_t size)
{
	struct session *session = session_of(sink);
	struct session_side *side = &session->sides[session->chunk.side];

	side->skip += size;
	side->skipped += size;
}

static void
note_inner(struct sink *sink, const struct inner *inner)
{
	struct session_side *side = &session_of(sink)->sides[inner->side];

	side->inner_name = inner->name;
	side->inner_calls++;
	side->inner_stream = inner->stream;
	side->inner_lost += inner->gap_size;
	buffer_add(&side->inner, inner->bytes);
}

static struct flow_ref
note_find_flow(struct sink *sink, uint8_t protocol, struct address src, uint16_t sport,
    struct address dst, uint16_t dport)
{
	struct session *session = session_of(sink);
	char from[ADDRESS_TEXT_SIZE];
	char to[ADDRESS_TEXT_SIZE];

	buffer_printf(&session->asked, "%u %s %u %s %u\n", protocol,
	    address_text(src, from), sport, address_text(dst, to), dport);
	return session->about;
}

static const struct tls_secrets *
note_secrets(struct sink *sink, struct bytes client_random)
{
	(void)client_random;
	return session_of(sink)->secrets;
}

struct session *
session_new(const struct dissector *dissector)
{
	struct session *session = alloc_zeroed(1, sizeof(*session));

	session->dissector = dissector;
	session->sink = (struct sink){ .scratch = &session->scratch,
		.event = note_event,
		.skip = note_skip,
		.inner = note_inner,
		.find_flow = note_find_flow,
		.secrets = note_secrets };
	session->chunk.transport = dissector->udp_ports[0] != 0 ? "udp" : "tcp";
	if (dissector->state_size > 0)
		session->state = alloc_zeroed(1, dissector->state_size);
	return session;
}

void
session_free(struct session *session)
{
	if (session == NULL)
		return;
	if (session->dissector->clear != NULL)
		session->dissector->clear(session->state);
	free(session->state);
	for (int i = 0; i < 2; i++) {
		buffer_clear(&session->sides[i].waiting);
		buffer_clear(&session->sides[i].inner);
	}
	buffer_clear(&session->events);
	buffer_clear(&session->asked);
	arena_clear(&session->scratch);
	free(session);
}

static void
next_frame(struct session *session, enum side side, enum chunk_what what)
{
	session->chunk.side = side;
	session->chunk.what = what;
	session->chunk.frame++;
	session->chunk.at_ns = session->chunk.frame * NS_PER_MS;
	session->chunk.gap_size = 0;
}

/* Calls the dissector with a copy of `bytes`, which ends flush against a page that cannot
 * be read and is gone after the call: nobody may keep a pointer into it.  Says how many
 * bytes were taken. */
static size_t
call(struct session *session, struct bytes bytes)
{
	struct guard guard = guard_new(bytes.len);
	struct cursor in = cursor_of(guard_place(&guard, bytes));
	size_t taken;

	session->calls++;
	session->verdict = session->dissector->dissect(
	    session->state, &session->sink, &session->chunk, &in);
	taken = bytes.len - cursor_left(&in);
	guard_free(&guard);
	arena_reset(&session->scratch);
	return session->verdict == VERDICT_DONE ? taken : 0;
}

static enum verdict
hand_over_datagram(struct session *session, enum side side, struct bytes bytes, bool is_cut)
{
	size_t taken;

	next_frame(session, side, CHUNK_BYTES);
	session->chunk.is_datagram = true;
	session->chunk.is_cut = is_cut;
	do {
		taken = call(session, bytes);
		bytes = bytes_from(bytes, taken);
	} while (taken > 0 && bytes.len > 0);
	return session->verdict;
}

enum verdict
session_datagram(struct session *session, enum side side, struct bytes bytes)
{
	return hand_over_datagram(session, side, bytes, false);
}

enum verdict
session_cut_datagram(struct session *session, enum side side, struct bytes bytes)
{
	return hand_over_datagram(session, side, bytes, true);
}

/* Lets what waits go by as far as a skip reaches.  True when no skip is left. */
static bool
pass_over(struct session_side *side)
{
	size_t size = side->waiting.len;

	if (side->skip == 0)
		return true;
	if (side->skip < size)
		size = (size_t)side->skip;
	buffer_drop(&side->waiting, size);
	side->skip -= size;
	side->has_skipped = side->skip == 0;
	return side->skip == 0;
}

/* One call of the dissector and what follows from it.  True: there may be another. */
static bool
step(struct session *session, struct session_side *side)
{
	size_t taken;

	session->chunk.skip_lost = side->skip_lost;
	side->skip_lost = 0;
	side->has_skipped = false;
	taken = call(session, buffer_bytes(&side->waiting));
	buffer_drop(&side->waiting, taken);
	if (session->verdict == VERDICT_BROKEN || session->verdict == VERDICT_OTHER) {
		side->is_broken = true;
		side->waiting.len = 0;
	}
	return session->verdict == VERDICT_DONE && (taken > 0 || side->skip > 0);
}

static void
run(struct session *session, struct session_side *side)
{
	while (!side->is_broken && pass_over(side) &&
	       (side->waiting.len > 0 || side->has_skipped))
		if (!step(session, side))
			return;
}

enum verdict
session_bytes(struct session *session, enum side from, struct bytes bytes)
{
	struct session_side *side = &session->sides[from];

	next_frame(session, from, CHUNK_BYTES);
	if (side->is_broken)
		return session->verdict;
	buffer_add(&side->waiting, bytes);
	run(session, side);
	return session->verdict;
}

enum verdict
session_single_bytes(struct session *session, enum side from, struct bytes bytes)
{
	for (size_t i = 0; i < bytes.len; i++)
		session_bytes(session, from, bytes_first(bytes_from(bytes, i), 1));
	return session->verdict;
}

enum verdict
session_gap(struct session *session, enum side from, uint64_t size)
{
	struct session_side *side = &session->sides[from];
	uint64_t in_skip = MIN(size, side->skip);

	next_frame(session, from, CHUNK_GAP);
	side->skip -= in_skip;
	side->skip_lost += in_skip;
	side->has_skipped = in_skip > 0 && side->skip == 0;
	if (size > 0 && in_skip == size && !side->has_skipped)
		return session->verdict;
	if (side->has_skipped) {
		session->chunk.what = CHUNK_BYTES;
		step(session, side);
		session->chunk.what = CHUNK_GAP;
	}
	if (size > 0 && in_skip == size)
		return session->verdict;
	side->is_broken = false;
	side->waiting.len = 0;
	session->chunk.gap_size = size - in_skip;
	step(session, side);
	return session->verdict;
}

enum verdict
session_end(struct session *session, enum side from)
{
	struct session_side *side = &session->sides[from];

	next_frame(session, from, CHUNK_END);
	if (side->is_broken)
		return session->verdict;
	session->chunk.skip_left = side->skip;
	side->skip = 0;
	step(session, side);
	session->chunk.skip_left = 0;
	return session->verdict;
}

const char *
session_events(struct session *session)
{
	*buffer_reserve(&session->events, 1) = '\0';
	return (const char *)session->events.at;
}

int
session_count(struct session *session, const char *kind)
{
	const char *at = session_events(session);
	struct buffer key = { 0 };
	int count = 0;

	buffer_printf(&key, "\"event\":\"%s\"", kind);
	buffer_add_char(&key, '\0');
	while ((at = strstr(at, (const char *)key.at)) != NULL) {
		at++;
		count++;
	}
	buffer_clear(&key);
	return count;
}

void
assert_says(struct session *session, const char *json)
{
	const char *events = session_events(session);

	if (strstr(events, json) == NULL)
		fail_msg("no %s in:\n%s", json, events);
}

void
assert_says_not(struct session *session, const char *json)
{
	const char *events = session_events(session);

	if (strstr(events, json) != NULL)
		fail_msg("there is %s in:\n%s", json, events);
}

void
session_forget_events(struct session *session)
{
	session->events.len = 0;
}

static struct session *
session_like(const struct dissector *dissector, const struct chunk *like)
{
	struct session *session = session_new(dissector);

	session->chunk = *like;
	return session;
}

void
session_every_cut(const struct dissector *dissector, const struct chunk *like,
    enum side side, struct bytes bytes)
{
	for (size_t len = 0; len <= bytes.len; len++) {
		struct session *session = session_like(dissector, like);

		if (like->is_datagram) {
			session_datagram(session, side, bytes_first(bytes, len));
			session_cut_datagram(session, side, bytes_first(bytes, len));
		} else {
			session_bytes(session, side, bytes_first(bytes, len));
			session_end(session, side);
		}
		session_free(session);
	}
}
