/* SPDX-License-Identifier: BSD-2-Clause */
#include "event/http.h"
#include "tests/dissectors/turns.h"
#include "tests/test.h"

extern const struct dissector dissector_websocket;

/* clang-format off */
#define CLIENT(text) { SIDE_CLIENT, { (const uint8_t *)(text), sizeof(text) - 1 } }
#define SERVER(text) { SIDE_SERVER, { (const uint8_t *)(text), sizeof(text) - 1 } }
/* clang-format on */

#define MASK "\x11\x22\x33\x44"

static struct session *
session_of_request(bool is_deflated)
{
	static struct origin origins[2];
	struct session *session = session_new(&dissector_websocket);

	origins[is_deflated] =
	    (struct origin){ BYTES("http://h.test/chat"), 7, 0, is_deflated };
	session->chunk.origin = &origins[is_deflated];
	return session;
}

static void
each_frame_is_an_event_with_its_direction(void **state)
{
	static const struct turn turns[] = { CLIENT("\x81\x82" MASK "ab"),
		SERVER("\x82\x03"
		       "abc\x89\x00\x88\x02\x03\xe8") };
	struct session *session = turns_played(&dissector_websocket, turns, 2);

	(void)state;
	assert_says(session,
	    "\"event\":\"websocket\",\"frame\":1,\"time\":0.001000000,"
	    "\"opcode\":1,\"fin\":true,\"bytes\":2,\"direction\":\"sent\"}");
	assert_says(
	    session, "\"opcode\":2,\"fin\":true,\"bytes\":3,\"direction\":\"received\"");
	assert_says(session, "\"opcode\":9,\"fin\":true,\"bytes\":0,");
	assert_says(session, "\"opcode\":8,\"fin\":true,\"bytes\":2,");
	assert_int_equal(session_count(session, "websocket"), 4);
	assert_same_however_cut(&dissector_websocket, turns, 2);
	session_free(session);
}

static void
a_frame_carries_the_url_of_the_request_that_led_to_it(void **state)
{
	struct session *session = session_of_request(false);

	(void)state;
	session_bytes(session, SIDE_SERVER, BYTES("\x81\x00"));
	session_bytes(session, SIDE_SERVER, BYTES("\x81\x01x"));
	assert_says(session, "\"url\":\"http://h.test/chat\",\"opcode\":1,\"fin\":true,"
			     "\"bytes\":0");
	assert_says(session, "\"url\":\"http://h.test/chat\",\"opcode\":1,\"fin\":true,"
			     "\"bytes\":1");
	session_free(session);
}

static void
a_message_may_come_in_fragments_with_a_ping_between(void **state)
{
	static const struct turn turns[] = { SERVER(
	    "\x01\x01x\x89\x00\x00\x01y\x80\x01z") };
	struct session *session = turns_played(&dissector_websocket, turns, 1);

	(void)state;
	assert_says(session, "\"opcode\":1,\"bytes\":1");
	assert_says(session, "\"opcode\":9,\"fin\":true");
	assert_says(session, "\"opcode\":0,\"bytes\":1");
	assert_says(session, "\"opcode\":0,\"fin\":true,\"bytes\":1");
	session_free(session);
}

/* What the session's sink is told of compression, which no key shows. */
static void
note_compressed(struct sink *sink, struct event *event)
{
	struct session *session = (struct session *)(void *)sink;

	buffer_add_char(&session->asked,
	    ((struct event_websocket *)(void *)event)->is_compressed ? 'c' : '-');
}

static void
compression_is_known_by_the_answer_and_a_bit(void **state)
{
	struct session *agreed = session_of_request(true);
	struct session *not_agreed = session_of_request(false);

	(void)state;
	agreed->sink.event = note_compressed;
	not_agreed->sink.event = note_compressed;
	session_bytes(agreed, SIDE_SERVER, BYTES("\xc1\x01x\x81\x01y"));
	session_bytes(not_agreed, SIDE_SERVER, BYTES("\xc1\x01x\x81\x01y"));
	assert_memory_equal(agreed->asked.at, "c-", 2);
	assert_memory_equal(not_agreed->asked.at, "--", 2);
	session_free(agreed);
	session_free(not_agreed);
}

static void
a_payload_is_passed_over_unread(void **state)
{
	struct session *session = session_new(&dissector_websocket);
	int calls;

	(void)state;
	session_bytes(session, SIDE_SERVER, BYTES("\x82\x7f\0\0\0\1\0\0\0\0"));
	calls = session->calls;
	for (int i = 0; i < 50; i++)
		session_bytes(session, SIDE_SERVER, BYTES("\x81\x01x"));
	assert_int_equal(session->calls, calls);
	assert_int_equal(session->sides[SIDE_SERVER].skipped, UINT64_C(1) << 32);
	assert_int_equal(session_count(session, "websocket"), 0);
	session_free(session);
}

static void
a_frame_is_told_in_the_segment_that_ends_it(void **state)
{
	struct session *session = session_new(&dissector_websocket);

	(void)state;
	session_bytes(session, SIDE_SERVER, BYTES("\x82\x7e\1\0"));
	session_bytes(session, SIDE_SERVER, BYTES("0123456789abcdef"));
	session_gap(session, SIDE_SERVER, 200);
	session_bytes(session, SIDE_SERVER,
	    BYTES("0123456789abcdef0123456789abcdef01234567\x8a\x00"));
	assert_says(session, "\"frame\":4,\"time\":0.004000000,\"opcode\":2,\"fin\":true,"
			     "\"bytes\":256");
	assert_says(session, "\"opcode\":10");
	assert_int_equal(session_count(session, "warning"), 0);
	session_free(session);
}

static void
behind_a_gap_between_frames_nothing_is_read_and_this_is_said_once(void **state)
{
	struct session *session = session_new(&dissector_websocket);

	(void)state;
	session_gap(session, SIDE_SERVER, 10);
	session_bytes(session, SIDE_SERVER, BYTES("\x81\x01x"));
	session_gap(session, SIDE_SERVER, 10);
	session_bytes(session, SIDE_CLIENT, BYTES("\x81\x01x"));
	assert_int_equal(session_count(session, "warning"), 1);
	assert_int_equal(session_count(session, "websocket"), 1);
	assert_says(session, "\"direction\":\"sent\"");
	session_free(session);
}

static void
what_cannot_be_a_frame_is_broken(void **state)
{
	static const struct bytes frames[] = {
		{ (const uint8_t *)"\x83\x00", 2 },         /* opcode */
		{ (const uint8_t *)"\x8b\x00", 2 },         /* control opcode */
		{ (const uint8_t *)"\x09\x00", 2 },         /* a ping in fragments */
		{ (const uint8_t *)"\x89\x7e\x01\x00", 4 }, /* a large ping */
		{ (const uint8_t *)"\x82\x7f\x80\0\0\0\0\0\0\0", 10 }, /* 2^63 bytes */
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(frames); i++) {
		struct session *session = session_new(&dissector_websocket);

		assert_int_equal(
		    session_bytes(session, SIDE_SERVER, frames[i]), VERDICT_BROKEN);
		session_gap(session, SIDE_SERVER, 1);
		session_bytes(session, SIDE_SERVER, BYTES("\x81\x01x"));
		assert_int_equal(session_count(session, "websocket"), 0);
		session_free(session);
	}
}

static void
a_frame_that_is_cut_off_is_no_event(void **state)
{
	struct session *session = session_new(&dissector_websocket);

	(void)state;
	session_bytes(session, SIDE_SERVER, BYTES("\x82\x05x"));
	session_end(session, SIDE_SERVER);
	assert_int_equal(session_count(session, "websocket"), 0);
	session_free(session);
}

static void
the_largest_size_is_skipped(void **state)
{
	struct session *session = session_new(&dissector_websocket);

	(void)state;
	session_bytes(
	    session, SIDE_CLIENT, BYTES("\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xff" MASK));
	session_bytes(session, SIDE_CLIENT, BYTES("0123456789"));
	assert_true(session->sides[SIDE_CLIENT].skip == INT64_MAX - 10);
	session_free(session);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_frame_is_an_event_with_its_direction),
		cmocka_unit_test(a_frame_carries_the_url_of_the_request_that_led_to_it),
		cmocka_unit_test(a_message_may_come_in_fragments_with_a_ping_between),
		cmocka_unit_test(compression_is_known_by_the_answer_and_a_bit),
		cmocka_unit_test(a_payload_is_passed_over_unread),
		cmocka_unit_test(a_frame_is_told_in_the_segment_that_ends_it),
		cmocka_unit_test(
		    behind_a_gap_between_frames_nothing_is_read_and_this_is_said_once),
		cmocka_unit_test(what_cannot_be_a_frame_is_broken),
		cmocka_unit_test(a_frame_that_is_cut_off_is_no_event),
		cmocka_unit_test(the_largest_size_is_skipped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
