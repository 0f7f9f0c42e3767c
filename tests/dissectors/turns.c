/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "tests/dissectors/turns.h"
#include "tests/test.h"

struct session *
turns_played(const struct dissector *dissector, const struct turn *turns, size_t turn_count)
{
	struct session *session = session_new(dissector);

	for (size_t i = 0; i < turn_count; i++)
		session_bytes(session, turns[i].side, turns[i].bytes);
	return session;
}

/* The events without the numbers that the frames' number decides. */
static char *
timeless(struct session *session)
{
	static const char *const keys[] = { "\"frame\":", "\"time\":", "\"duration\":",
		"\"ttfb\":", "\"request_frame\":" };
	const char *from = session_events(session);
	char *copy = calloc(1, strlen(from) + 1);
	char *to = copy;

	assert_non_null(copy);
	while (*from != '\0') {
		size_t len = 1;

		for (size_t i = 0; i < COUNT_OF(keys); i++)
			if (strncmp(from, keys[i], strlen(keys[i])) == 0)
				len = strlen(keys[i]);
		memcpy(to, from, len);
		to += len;
		from += len;
		if (len > 1)
			from += strspn(from, "0123456789.");
	}
	return copy;
}

static void
assert_same(struct session *session, const char *expected, size_t turn, size_t at)
{
	char *said = timeless(session);

	if (strcmp(said, expected) != 0)
		fail_msg("turn %zu cut at %zu says\n%s\nnot\n%s", turn, at, said, expected);
	free(said);
	session_free(session);
}

static void
cut_turn(const struct dissector *dissector, const struct turn *turns, size_t turn_count,
    size_t cut, const char *expected)
{
	for (size_t at = 1; at < turns[cut].bytes.len; at++) {
		struct session *session = turns_played(dissector, turns, cut);

		session_bytes(session, turns[cut].side, bytes_first(turns[cut].bytes, at));
		session_bytes(session, turns[cut].side, bytes_from(turns[cut].bytes, at));
		for (size_t i = cut + 1; i < turn_count; i++)
			session_bytes(session, turns[i].side, turns[i].bytes);
		assert_same(session, expected, cut, at);
	}
}

void
assert_same_however_cut(
    const struct dissector *dissector, const struct turn *turns, size_t turn_count)
{
	struct session *whole = turns_played(dissector, turns, turn_count);
	struct session *single = session_new(dissector);
	char *expected = timeless(whole);

	for (size_t i = 0; i < turn_count; i++)
		session_single_bytes(single, turns[i].side, turns[i].bytes);
	assert_same(single, expected, turn_count, 0);
	for (size_t i = 0; i < turn_count; i++)
		cut_turn(dissector, turns, turn_count, i, expected);
	free(expected);
	session_free(whole);
}

void
turns_every_cut(
    const struct dissector *dissector, const struct turn *turns, size_t turn_count)
{
	for (size_t i = 0; i < turn_count; i++)
		for (size_t len = 0; len <= turns[i].bytes.len; len++) {
			struct session *session = turns_played(dissector, turns, i);

			session_bytes(
			    session, turns[i].side, bytes_first(turns[i].bytes, len));
			session_end(session, SIDE_CLIENT);
			session_end(session, SIDE_SERVER);
			session_free(session);
		}
}
