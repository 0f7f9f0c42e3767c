/* SPDX-License-Identifier: BSD-2-Clause */
/* HTTP/2 of which something is missing, or which is meant to hurt. */
#include <stdlib.h>

#include "tests/dissectors/http2.h"
#include "tests/test.h"

/* What a side goes on with after these many turns. */
static void
play_on(struct session *session, const struct talk *talk, size_t from)
{
	for (size_t i = from; i < talk->turn_count; i++)
		session_bytes(session, talk->turns[i].side, talk->turns[i].bytes);
}

static struct session *
play_first(const struct talk *talk, size_t turn_count)
{
	return turns_played(&dissector_http2, talk->turns, turn_count);
}

static void
a_gap_in_a_body_is_counted_and_what_follows_is_read(void **state)
{
	struct talk *talk = talk_new();
	struct session *session;

	(void)state;
	talk_get(talk, 1);
	talk_headers(talk, SIDE_SERVER, 0, 1, ":status: 200\nx-new: 1\n");
	talk_frame_of_size(
	    talk, SIDE_SERVER, HTTP2_DATA, HTTP2_END_STREAM, 1, 100, BYTES("0123456789"));
	talk_get(talk, 3);
	talk_headers(talk, SIDE_SERVER, 0, 3, ":status: 204\nx-new: 1\n");
	session = play_first(talk, 5);
	session_gap(session, SIDE_SERVER, 80);
	session_bytes(session, SIDE_SERVER, BYTES("0123456789"));
	assert_says(session,
	    "\"direction\":\"response\",\"url\":\"https://h.test/a\","
	    "\"stream\":1,\"bytes\":100,\"decoded_bytes\":100,\"duration\"");
	play_on(session, talk, 5);
	assert_says(session, "\"status\":204,\"stream\":3,\"url\":\"https://h.test/a\","
			     "\"request_frame\":8,\"headers\":[[\"x-new\",\"1\"]]");
	assert_int_equal(session_count(session, "warning"), 0);
	session_free(session);
	talk_free(talk);
}

/* Two requests; what the first put into the table is what the second refers to. */
static struct talk *
two_requests(void)
{
	struct talk *talk = talk_new();

	talk_headers(talk, SIDE_CLIENT, HTTP2_END_STREAM, 1,
	    ":method: GET\n:scheme: https\n:authority: h.test\n:path: /a\nx-old: 1\n");
	talk_headers(talk, SIDE_CLIENT, HTTP2_END_STREAM, 3,
	    ":method: GET\n:scheme: https\n:authority: o.test\n:path: /b\nx-old: 1\n"
	    "x-new: 2\n");
	talk_headers(talk, SIDE_CLIENT, HTTP2_END_STREAM, 5,
	    ":method: GET\n:scheme: https\n:authority: o.test\n:path: /c\nx-old: 1\n"
	    "x-new: 2\n");
	return talk;
}

static void
after_a_gap_what_refers_to_lost_fields_is_left_out(void **state)
{
	struct talk *talk = two_requests();
	struct session *session = play_first(talk, 2);

	(void)state;
	session_gap(session, SIDE_CLIENT, talk->turns[2].bytes.len);
	play_on(session, talk, 3);
	assert_says_not(session, "\"stream\":1");
	assert_says(session, "\"target\":\"/b\",\"host\":\"o.test\","
			     "\"url\":\"https://o.test/b\",\"stream\":3,"
			     "\"headers\":[[\"x-new\",\"2\"]]");
	assert_says(session, "\"url\":\"https://o.test/c\",\"stream\":5,"
			     "\"headers\":[[\"x-new\",\"2\"]]");
	assert_int_equal(session_count(session, "warning"), 1);
	session_free(session);
	talk_free(talk);
}

static void
a_connection_is_read_from_its_middle_on(void **state)
{
	struct talk *talk = two_requests();
	struct session *session = session_new(&dissector_http2);

	(void)state;
	session_bytes(session, SIDE_CLIENT, BYTES("the end of some frame"));
	play_on(session, talk, 3);
	assert_says(session, "\"url\":\"https://o.test/b\",\"stream\":3");
	session_free(session);
	talk_free(talk);
}

static void
a_frame_is_found_again_in_single_bytes_too(void **state)
{
	struct talk *talk = two_requests();
	struct session *session = play_first(talk, 2);

	(void)state;
	session_gap(session, SIDE_CLIENT, 1000);
	session_single_bytes(session, SIDE_CLIENT, BYTES("\xff\0\0\0 rest of a frame"));
	session_single_bytes(session, SIDE_CLIENT, talk->turns[4].bytes);
	assert_says(session, "\"target\":\"/c\",\"stream\":5");
	session_free(session);
	talk_free(talk);
}

static void
a_gap_makes_open_bodies_incomplete(void **state)
{
	struct talk *talk = talk_new();
	struct session *session;

	(void)state;
	talk_get(talk, 1);
	talk_headers(talk, SIDE_SERVER, 0, 1, ":status: 200\n");
	talk_frame(talk, SIDE_SERVER, HTTP2_DATA, 0, 1, BYTES("012"));
	talk_frame(talk, SIDE_SERVER, HTTP2_DATA, HTTP2_END_STREAM, 1, BYTES("34"));
	session = play_first(talk, 5);
	session_gap(session, SIDE_SERVER, 10);
	play_on(session, talk, 5);
	assert_says(session, "\"stream\":1,\"bytes\":5,\"decoded_bytes\":5,\"duration\"");
	session_free(session);
	talk_free(talk);
}

static void
the_rest_of_a_lost_block_is_passed_over(void **state)
{
	struct talk *talk = talk_new();
	struct session *session;

	(void)state;
	talk_frame(talk, SIDE_CLIENT, HTTP2_CONTINUATION, HTTP2_END_HEADERS, 1,
	    BYTES("rest of a block"));
	talk_get(talk, 3);
	session = play_first(talk, 2);
	session_gap(session, SIDE_CLIENT, 30);
	play_on(session, talk, 2);
	assert_says(session, "\"url\":\"https://h.test/a\",\"stream\":3");
	assert_int_equal(session_count(session, "warning"), 0);
	session_free(session);
	talk_free(talk);
}

static void
a_message_behind_a_gap_is_complete(void **state)
{
	struct talk *talk = talk_new();
	struct session *session;

	(void)state;
	talk_get(talk, 1);
	talk_headers(talk, SIDE_SERVER, 0, 1, ":status: 200\n");
	talk_frame(talk, SIDE_SERVER, HTTP2_DATA, HTTP2_END_STREAM, 1, BYTES("34"));
	session = play_first(talk, 3);
	session_gap(session, SIDE_SERVER, 10);
	play_on(session, talk, 3);
	assert_says(
	    session, "\"stream\":1,\"bytes\":2,\"decoded_bytes\":2,\"complete\":true");
	assert_int_equal(session_count(session, "warning"), 0);
	session_free(session);
	talk_free(talk);
}

static void
a_gap_in_what_is_handed_on_keeps_the_place(void **state)
{
	struct talk *talk = talk_new();
	struct session *session;

	(void)state;
	talk_get(talk, 1);
	talk_headers(
	    talk, SIDE_SERVER, 0, 1, ":status: 200\ncontent-type: text/event-stream\n");
	talk_frame_of_size(
	    talk, SIDE_SERVER, HTTP2_DATA, HTTP2_END_STREAM, 1, 10, BYTES("abc"));
	session = talk_played(talk);
	session_gap(session, SIDE_SERVER, 4);
	session_bytes(session, SIDE_SERVER, BYTES("hij"));
	assert_says(session, "\"stream\":1,\"bytes\":10,\"decoded_bytes\":10,\"mime\"");
	session_free(session);
	talk_free(talk);
}

static void
the_connections_end_cuts_off_what_is_open(void **state)
{
	struct talk *talk = talk_new();
	struct session *session;

	(void)state;
	talk_get(talk, 1);
	talk_headers(talk, SIDE_SERVER, 0, 1, ":status: 200\n");
	talk_frame_of_size(
	    talk, SIDE_SERVER, HTTP2_DATA, HTTP2_END_STREAM, 1, 100, BYTES("0123456789"));
	session = talk_played(talk);
	session_end(session, SIDE_CLIENT);
	assert_int_equal(session_count(session, "http.body"), 1);
	session_end(session, SIDE_SERVER);
	assert_says(session, "\"stream\":1,\"bytes\":10,\"decoded_bytes\":10,\"duration\"");
	assert_int_equal(session_count(session, "http.body"), 2);
	session_free(session);
	talk_free(talk);
}

static void
a_block_that_cannot_be_read_is_one_warning(void **state)
{
	struct talk *talk = talk_new();
	struct session *session;

	(void)state;
	talk_frame(talk, SIDE_CLIENT, HTTP2_HEADERS, HTTP2_END_HEADERS, 1, BYTES("\xff"));
	talk_frame(talk, SIDE_CLIENT, HTTP2_HEADERS, HTTP2_END_HEADERS, 3, BYTES("\x80"));
	talk_get(talk, 5);
	session = talk_played(talk);
	assert_int_equal(session_count(session, "warning"), 1);
	assert_says(session, "\"url\":\"https://h.test/a\",\"stream\":5");
	session_free(session);
	talk_free(talk);
}

static void
blocks_are_read_no_more_where_none_can_be(void **state)
{
	struct talk *talk = talk_new();
	struct session *session = talk_played(talk);

	(void)state;
	talk_frame(talk, SIDE_CLIENT, HTTP2_HEADERS, HTTP2_END_HEADERS, 1, BYTES("\xff"));
	talk_get(talk, 5);
	for (int i = 0; i < 300; i++)
		session_bytes(session, SIDE_CLIENT, talk->turns[2].bytes);
	session_bytes(session, SIDE_CLIENT, talk->turns[3].bytes);
	assert_int_equal(session_count(session, "warning"), 1);
	assert_int_equal(session_count(session, "http.request"), 0);
	session_free(session);
	talk_free(talk);
}

static void
what_is_no_frame_is_a_warning_and_the_place_is_found_again(void **state)
{
	struct talk *talk = talk_new();
	struct session *session;

	(void)state;
	talk_frame(talk, SIDE_CLIENT, HTTP2_PING, 0, 5, BYTES("rubbish, and more of it"));
	talk_get(talk, 1);
	session = talk_played(talk);
	assert_says(session, "\"text\":\"no frame where one should be\"");
	assert_says(session, "\"url\":\"https://h.test/a\",\"stream\":1");
	session_free(session);
	talk_free(talk);
}

static void
a_flood_of_continuations_is_given_up(void **state)
{
	struct talk *talk = talk_new();
	struct bytes block = talk_block(talk, SIDE_CLIENT, GET_FIELDS);
	struct session *session;

	(void)state;
	talk_frame(talk, SIDE_CLIENT, HTTP2_HEADERS, HTTP2_END_STREAM, 1, block);
	for (int i = 0; i < 70; i++)
		talk_frame(talk, SIDE_CLIENT, HTTP2_CONTINUATION, 0, 1, BYTES("\x82"));
	talk_frame(
	    talk, SIDE_CLIENT, HTTP2_CONTINUATION, HTTP2_END_HEADERS, 1, BYTES("\x82"));
	session = talk_played(talk);
	assert_int_equal(session_count(session, "warning"), 1);
	assert_int_equal(session_count(session, "http.request"), 0);
	session_free(session);
	talk_free(talk);
}

/* A block of references to one large field: small on the wire, large when read. */
static void
a_header_bomb_is_cut_off(void **state)
{
	struct talk *talk = talk_new();
	struct buffer block = { 0 };
	struct session *session;

	(void)state;
	buffer_add(&block, BYTES("\x82\x87\x84\x40\1x\x7f\xa1\x1e")); /* 4000 bytes */
	memset(buffer_reserve(&block, 4000), 'y', 4000);
	block.len += 4000;
	for (int i = 0; i < 10000; i++)
		buffer_add_char(&block, (char)0xbe); /* the newest entry */
	talk_frame(
	    talk, SIDE_CLIENT, HTTP2_HEADERS, HTTP2_END_HEADERS, 1, buffer_bytes(&block));
	session = talk_played(talk);
	assert_says(session, "\"method\":\"GET\",\"target\":\"/\"");
	assert_says(session, "\"text\":\"a header list without an end\"");
	assert_true(session->events.len < 300 * 1024);
	session_free(session);
	buffer_clear(&block);
	talk_free(talk);
}

static void
frames_of_16_megabytes_go_by(void **state)
{
	struct talk *talk = talk_new();
	struct talk *afresh = talk_new();
	struct session *session;
	int calls;

	(void)state;
	talk_get(talk, 1);
	talk_headers(talk, SIDE_SERVER, 0, 1, ":status: 200\n");
	talk_frame_of_size(talk, SIDE_SERVER, HTTP2_DATA, 0, 1, 0xffffff, BYTES("x"));
	talk_frame_of_size(
	    talk, SIDE_CLIENT, HTTP2_HEADERS, HTTP2_END_HEADERS, 3, 0xffffff, BYTES("x"));
	session = talk_played(talk);
	calls = session->calls;
	session_gap(session, SIDE_SERVER, 0xffffff - 2);
	session_gap(session, SIDE_CLIENT, 0xffffff - 2);
	assert_int_equal(session->calls, calls);
	session_bytes(session, SIDE_CLIENT, BYTES("x"));
	assert_int_equal(session_count(session, "warning"), 1);
	talk_get(afresh, 5);
	play_on(session, afresh, 2);
	assert_says(session, "\"url\":\"https://h.test/a\",\"stream\":5");
	session_free(session);
	talk_free(afresh);
	talk_free(talk);
}

static void
the_oldest_stream_makes_room(void **state)
{
	struct talk *talk = talk_new();
	struct session *session = talk_played(talk);

	(void)state;
	talk_headers(talk, SIDE_CLIENT, 0, 1, GET_FIELDS);
	session_bytes(session, SIDE_CLIENT, talk->turns[2].bytes);
	for (uint32_t i = 1; i < 1100; i++) {
		const uint8_t frame[] = { 0, 0, 1, 1, 4, 0, 0, (uint8_t)(i >> 7),
			(uint8_t)(i << 1 | 1), 0x82 };

		session_bytes(session, SIDE_CLIENT, bytes_of(frame, sizeof(frame)));
	}
	assert_int_equal(session_count(session, "http.request"), 1100);
	assert_int_equal(session_count(session, "http.body"), 1100 - 1024);
	assert_says(session, "\"direction\":\"request\",\"url\":\"https://h.test/a\","
			     "\"stream\":1,\"bytes\":0,\"decoded_bytes\":0,\"duration\"");
	session_free(session);
	talk_free(talk);
}

static void
a_stream_that_begins_again_while_it_is_read_is_survived(void **state)
{
	struct talk *talk = talk_new();
	struct session *session;

	(void)state;
	talk_get(talk, 1);
	talk_headers(
	    talk, SIDE_SERVER, 0, 1, ":status: 200\ncontent-type: text/event-stream\n");
	talk_frame_of_size(talk, SIDE_SERVER, HTTP2_DATA, 0, 1, 10, BYTES("abc"));
	talk_frame(talk, SIDE_CLIENT, HTTP2_RST_STREAM, 0, 1, BYTES("\0\0\0\x8"));
	talk_headers(talk, SIDE_CLIENT, 0, 1, GET_FIELDS);
	session = talk_played(talk);
	session_bytes(session, SIDE_SERVER, BYTES("defghij"));
	assert_int_equal(session_count(session, "http.request"), 2);
	assert_int_equal(session->sides[SIDE_SERVER].inner.len, 3);
	session_free(session);
	talk_free(talk);
}

static enum claim
claim_of(enum side side, struct bytes first)
{
	const struct chunk chunk = { .side = side };

	return dissector_http2.claims(&chunk, first);
}

static void
a_connection_is_known_by_what_either_side_says_first(void **state)
{
	(void)state;
	assert_int_equal(claim_of(SIDE_CLIENT, BYTES(PREFACE_TEXT)), CLAIM_YES);
	assert_int_equal(claim_of(SIDE_CLIENT, BYTES("PRI * HT")), CLAIM_MORE);
	assert_int_equal(claim_of(SIDE_CLIENT, BYTES("PUT / HTTP/1.1\r\n")), CLAIM_NO);
	assert_int_equal(claim_of(SIDE_SERVER, BYTES("\0\0\6\4\0\0\0\0\0")), CLAIM_YES);
	assert_int_equal(claim_of(SIDE_SERVER, BYTES("\0\0\0\4\0\0\0\0\0")), CLAIM_NO);
	assert_int_equal(claim_of(SIDE_SERVER, BYTES("HTTP/1.1 200 OK")), CLAIM_NO);
	assert_int_equal(claim_of(SIDE_SERVER, BYTES("\0\0\6")), CLAIM_MORE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_gap_in_a_body_is_counted_and_what_follows_is_read),
		cmocka_unit_test(after_a_gap_what_refers_to_lost_fields_is_left_out),
		cmocka_unit_test(a_connection_is_read_from_its_middle_on),
		cmocka_unit_test(a_frame_is_found_again_in_single_bytes_too),
		cmocka_unit_test(a_gap_makes_open_bodies_incomplete),
		cmocka_unit_test(the_rest_of_a_lost_block_is_passed_over),
		cmocka_unit_test(a_message_behind_a_gap_is_complete),
		cmocka_unit_test(a_gap_in_what_is_handed_on_keeps_the_place),
		cmocka_unit_test(the_connections_end_cuts_off_what_is_open),
		cmocka_unit_test(a_block_that_cannot_be_read_is_one_warning),
		cmocka_unit_test(blocks_are_read_no_more_where_none_can_be),
		cmocka_unit_test(
		    what_is_no_frame_is_a_warning_and_the_place_is_found_again),
		cmocka_unit_test(a_flood_of_continuations_is_given_up),
		cmocka_unit_test(a_header_bomb_is_cut_off),
		cmocka_unit_test(frames_of_16_megabytes_go_by),
		cmocka_unit_test(the_oldest_stream_makes_room),
		cmocka_unit_test(a_stream_that_begins_again_while_it_is_read_is_survived),
		cmocka_unit_test(a_connection_is_known_by_what_either_side_says_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
