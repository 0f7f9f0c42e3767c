/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/dissectors/turns.h"
#include "tests/test.h"

extern const struct dissector dissector_sse;

/* clang-format off */
#define SERVER(text) { SIDE_SERVER, { (const uint8_t *)(text), sizeof(text) - 1 } }
/* clang-format on */

static void
an_event_is_dispatched_by_an_empty_line(void **state)
{
	static const struct turn turns[] = { SERVER(
	    ": a comment\n\nevent: add\ndata: 123\ndata:45\nid: 1\n\ndata: 6\n") };
	static const struct origin origin = { .url = { (const uint8_t *)"http://h.test/e",
						  15 } };
	struct session *session = session_new(&dissector_sse);

	(void)state;
	session->chunk.origin = &origin;
	session_bytes(session, SIDE_SERVER, turns[0].bytes);
	assert_says(session, "\"event\":\"sse\",\"frame\":1,\"time\":0.001000000,"
			     "\"url\":\"http://h.test/e\",\"type\":\"add\",\"bytes\":6}");
	assert_int_equal(session_count(session, "sse"), 1);
	session_bytes(session, SIDE_SERVER, BYTES("\n"));
	assert_says(session,
	    "\"frame\":2,\"time\":0.002000000,"
	    "\"url\":\"http://h.test/e\",\"type\":\"message\",\"bytes\":1}");
	assert_same_however_cut(&dissector_sse, turns, 1);
	session_free(session);
}

static void
lines_end_in_cr_or_lf_or_both(void **state)
{
	static const struct turn turns[] = { SERVER(
	    "data: a\r\n\r\ndata: b\r\rdata: c\n\ndata: d\n\r\ndata: e\r\n\n") };
	struct session *session = turns_played(&dissector_sse, turns, 1);

	(void)state;
	assert_int_equal(session_count(session, "sse"), 5);
	assert_same_however_cut(&dissector_sse, turns, 1);
	session_free(session);
}

static void
a_byte_order_mark_belongs_to_no_line(void **state)
{
	static const struct turn turns[] = { SERVER("\xef\xbb\xbf"
						    "data: a\n\n\xef\xbb\xbf"
						    "data: b\n\n") };
	struct session *session = turns_played(&dissector_sse, turns, 1);

	(void)state;
	assert_int_equal(session_count(session, "sse"), 1);
	assert_same_however_cut(&dissector_sse, turns, 1);
	session_free(session);
}

static void
an_event_without_data_is_not_dispatched(void **state)
{
	static const struct turn turns[] = { SERVER(
	    "event: a\n\ndatum: 1\ndatadatadata: 2\nid: 1\n\n\n\ndata\n\n") };
	struct session *session = turns_played(&dissector_sse, turns, 1);

	(void)state;
	assert_int_equal(session_count(session, "sse"), 1);
	assert_says(session, "\"type\":\"message\",\"bytes\":0}");
	session_free(session);
}

static void
the_last_type_of_an_event_counts_and_only_for_it(void **state)
{
	static const struct turn turns[] = { SERVER(
	    "event: a\nevent: b\ndata: 1\n\ndata: 2\n\n") };
	struct session *session = turns_played(&dissector_sse, turns, 1);

	(void)state;
	assert_says(session, "\"type\":\"b\"");
	assert_says(session, "\"type\":\"message\"");
	session_free(session);
}

static void
the_event_with_a_gap_in_it_is_left_out(void **state)
{
	static const struct turn turns[] = { SERVER("data: a\n") };
	struct session *session = turns_played(&dissector_sse, turns, 1);

	(void)state;
	session_gap(session, SIDE_SERVER, 10);
	session_bytes(session, SIDE_SERVER, BYTES("\ndata: b\n\ndata: cd\n\n"));
	assert_int_equal(session_count(session, "sse"), 1);
	assert_says(session, "\"bytes\":2");
	session_free(session);
}

static void
an_endless_line_is_only_counted(void **state)
{
	struct session *session = session_new(&dissector_sse);

	(void)state;
	session_bytes(session, SIDE_SERVER, BYTES("event: "));
	for (int i = 0; i < 100; i++)
		session_bytes(session, SIDE_SERVER, BYTES("0123456789"));
	session_bytes(session, SIDE_SERVER, BYTES("\ndata: "));
	for (int i = 0; i < 100; i++)
		session_bytes(session, SIDE_SERVER, BYTES("0123456789"));
	assert_int_equal(session->sides[SIDE_SERVER].waiting.len, 0);
	session_bytes(session, SIDE_SERVER, BYTES("\n\n"));
	assert_says(session, "01234567\",\"bytes\":1000}");
	session_free(session);
}

static void
what_is_not_over_when_the_stream_is_is_no_event(void **state)
{
	static const struct turn turns[] = { SERVER("data: a\n") };
	struct session *session = turns_played(&dissector_sse, turns, 1);

	(void)state;
	session_end(session, SIDE_SERVER);
	assert_int_equal(session_count(session, "sse"), 0);
	session_free(session);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_event_is_dispatched_by_an_empty_line),
		cmocka_unit_test(lines_end_in_cr_or_lf_or_both),
		cmocka_unit_test(a_byte_order_mark_belongs_to_no_line),
		cmocka_unit_test(an_event_without_data_is_not_dispatched),
		cmocka_unit_test(the_last_type_of_an_event_counts_and_only_for_it),
		cmocka_unit_test(the_event_with_a_gap_in_it_is_left_out),
		cmocka_unit_test(an_endless_line_is_only_counted),
		cmocka_unit_test(what_is_not_over_when_the_stream_is_is_no_event),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
