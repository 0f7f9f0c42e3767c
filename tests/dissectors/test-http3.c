/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/dissectors/quic-talk.h"
#include "tests/test.h"

#define V1 0x00000001

/* Sections without a table: two zeros, then fields out of QPACK's static one. */
#define GET_H3 "\x01\x0e\0\0\xd1\xd7\xc1\x50\x07h3.test"
#define STATUS_103 "\x01\x03\0\0\xd8"
#define STATUS_200 "\x01\x03\0\0\xd9"
#define DATA_5 "\0\x05hello"
/* A trailer "a: b". */
#define TRAILER                                                                            \
	"\x01\x06\0\0\x21"                                                                 \
	"a\x01"                                                                            \
	"b"

/* A server's control stream that lets the client use a table of 220 bytes. */
#define SETTINGS_220 "\0\x04\x03\x01\x40\xdc"
/* The encoder stream that fills it: capacity 220, then "x-a: one". */
#define ENCODER "\x02\x3f\xbd\x01\x43x-a\x03one"
/* GET, and the first field of the table. */
#define GET_WITH_TABLE "\x01\x0f\x02\0\xd1\xd7\xc1\x50\x07h3.test\x80"

enum { CLIENT_ENCODER = 6, SERVER_CONTROL = 3 };

static void
send_stream(struct talk *talk, enum side side, uint64_t id, uint64_t offset,
    struct bytes bytes, bool is_last)
{
	talk_send(
	    talk, side, QUIC_APPLICATION, talk_stream(talk, id, offset, bytes, is_last));
}

static void
assert_told(struct talk *talk, const char *text)
{
	if (strstr(talk_events(talk), text) == NULL)
		fail_msg("%s is not in\n%s", text, talk_events(talk));
}

static void
assert_not_told(struct talk *talk, const char *text)
{
	if (strstr(talk_events(talk), text) != NULL)
		fail_msg("%s is in\n%s", text, talk_events(talk));
}

static void
a_request_and_its_response_are_told(void **state)
{
	struct talk *talk = talk_new(V1);

	(void)state;
	talk_greet(talk);
	send_stream(talk, SIDE_CLIENT, 0, 0, BYTES(GET_H3), true);
	send_stream(talk, SIDE_SERVER, 0, 0, BYTES(STATUS_200 DATA_5), false);
	send_stream(talk, SIDE_SERVER, 0, 12, BYTES(TRAILER), true);
	assert_told(talk, "\"event\":\"http.request\",\"frame\":3,");
	assert_told(talk, "\"version\":\"3\",\"method\":\"GET\",\"target\":\"/\","
			  "\"host\":\"h3.test\",\"url\":\"https://h3.test/\",\"stream\":0");
	assert_told(talk, "\"event\":\"http.response\",\"frame\":4,");
	assert_told(talk, "\"status\":200,\"stream\":0,\"url\":\"https://h3.test/\","
			  "\"request_frame\":3,\"headers\":[],\"ttfb\":0.001000000");
	assert_told(talk, "\"direction\":\"response\",\"url\":\"https://h3.test/\","
			  "\"stream\":0,\"bytes\":5,\"decoded_bytes\":5,\"complete\":true");
	assert_told(talk, "\"trailers\":[[\"a\",\"b\"]]");
	talk_free(talk);
}

/* 200, text/html; charset=utf-8, gzip; a page in two DATA frames, 37 bytes. */
#define PAGE                                                                               \
	"\x01\x05\0\0\xd9\xf4\xeb"                                                         \
	"\0\x0a\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03"                                   \
	"\0\x1b\xb3\xc9\xc9\xcc\xcb\x56\xc8\x28\x4a\x4d\xb3\x4d\xd4\x4b"                   \
	"\x2e\x2e\xb6\x03\x00\x79\x25\x06\xaf\x11\x00\x00\x00"

static void
a_page_is_decoded_from_all_its_frames(void **state)
{
	struct talk *talk = talk_new(V1);
	struct bytes page = BYTES(PAGE);

	(void)state;
	talk_greet(talk);
	send_stream(talk, SIDE_CLIENT, 0, 0, BYTES(GET_H3), true);
	send_stream(talk, SIDE_SERVER, 0, 0, bytes_first(page, 25), false);
	send_stream(talk, SIDE_SERVER, 0, 25, bytes_from(page, 25), true);
	assert_told(talk, "\"bytes\":37,\"decoded_bytes\":17,\"complete\":true,"
			  "\"mime\":\"text/html\"");
	talk_free(talk);
}

static void
without_secrets_nothing_inside_is_told(void **state)
{
	struct talk *talk = talk_new(V1);

	(void)state;
	talk->knows_secrets = false;
	talk_greet(talk);
	send_stream(talk, SIDE_CLIENT, 0, 0, BYTES(GET_H3), true);
	assert_not_told(talk, "http.request");
	assert_not_told(talk, "warning");
	talk_free(talk);
}

static void
an_interim_response_is_told_apart(void **state)
{
	struct talk *talk = talk_new(V1);

	(void)state;
	talk_greet(talk);
	send_stream(talk, SIDE_CLIENT, 0, 0, BYTES(GET_H3), true);
	send_stream(talk, SIDE_SERVER, 0, 0, BYTES(STATUS_103 STATUS_200), true);
	assert_int_equal(talk_count(talk, "\"event\":\"http.response\""), 2);
	assert_told(talk, "\"status\":103");
	assert_told(talk, "\"status\":200");
	talk_free(talk);
}

static void
pieces_of_a_stream_come_in_any_order(void **state)
{
	struct talk *talk = talk_new(V1);
	struct bytes request = BYTES(GET_H3);

	(void)state;
	talk_greet(talk);
	send_stream(talk, SIDE_CLIENT, 0, 9, bytes_from(request, 9), true);
	send_stream(talk, SIDE_CLIENT, 0, 3, bytes_first(bytes_from(request, 3), 8), false);
	assert_not_told(talk, "http.request");
	send_stream(talk, SIDE_CLIENT, 0, 0, bytes_first(request, 5), false);
	assert_told(talk, "\"event\":\"http.request\",\"frame\":5,");
	assert_told(talk, "\"direction\":\"request\"");
	talk_free(talk);
}

static void
what_was_sent_twice_is_told_once(void **state)
{
	struct talk *talk = talk_new(V1);

	(void)state;
	talk_greet(talk);
	for (int i = 0; i < 2; i++) {
		send_stream(talk, SIDE_CLIENT, 0, 0, BYTES(GET_H3), true);
		send_stream(talk, SIDE_SERVER, 0, 0, BYTES(STATUS_200), true);
	}
	assert_int_equal(talk_count(talk, "\"event\":\"http.request\""), 1);
	assert_int_equal(talk_count(talk, "\"event\":\"http.response\""), 1);
	talk_free(talk);
}

static void
a_request_in_0_rtt_before_the_hello_waits_for_it(void **state)
{
	struct talk *talk = talk_new(V1);

	(void)state;
	talk_send(
	    talk, SIDE_CLIENT, QUIC_EARLY, talk_stream(talk, 0, 0, BYTES(GET_H3), true));
	assert_not_told(talk, "http.request");
	talk_greet(talk);
	assert_told(talk, "\"event\":\"http.request\",\"frame\":1,");
	assert_told(talk, "\"url\":\"https://h3.test/\"");
	talk_free(talk);
}

static void
keys_are_updated_and_late_packets_of_before_still_open(void **state)
{
	struct talk *talk = talk_new(V1);
	struct bytes late;

	(void)state;
	talk_greet(talk);
	send_stream(talk, SIDE_CLIENT, 0, 0, BYTES(GET_H3), true);
	late =
	    arena_copy(&talk->scratch, talk_seal(talk, SIDE_CLIENT, QUIC_APPLICATION,
					   talk_stream(talk, 4, 0, BYTES(GET_H3), true)));
	talk->updates[SIDE_CLIENT] = 1;
	{
		struct bytes next = talk_seal(talk, SIDE_CLIENT, QUIC_APPLICATION,
		    talk_stream(talk, 8, 0, BYTES(GET_H3), true));
		uint8_t kept[200];
		size_t size = late.len;

		assert_true(size <= sizeof(kept));
		memcpy(kept, late.at, size);
		talk_datagram(talk, SIDE_CLIENT, next);
		talk_datagram(talk, SIDE_CLIENT, bytes_of(kept, size));
	}
	talk->updates[SIDE_CLIENT] = 2;
	send_stream(talk, SIDE_CLIENT, 12, 0, BYTES(GET_H3), true);
	assert_told(talk, "\"stream\":0");
	assert_told(talk, "\"stream\":4");
	assert_told(talk, "\"stream\":8");
	assert_told(talk, "\"stream\":12");
	talk_free(talk);
}

static void
a_section_waits_for_its_instructions_and_keeps_its_frame(void **state)
{
	struct talk *talk = talk_new(V1);

	(void)state;
	talk_greet(talk);
	send_stream(talk, SIDE_SERVER, SERVER_CONTROL, 0, BYTES(SETTINGS_220), false);
	send_stream(talk, SIDE_CLIENT, 0, 0, BYTES(GET_WITH_TABLE), true);
	assert_not_told(talk, "http.request");
	send_stream(talk, SIDE_CLIENT, CLIENT_ENCODER, 0, BYTES(ENCODER), false);
	assert_told(talk, "\"event\":\"http.request\",\"frame\":4,");
	assert_told(talk, "\"headers\":[[\"x-a\",\"one\"]]");
	assert_told(talk, "\"event\":\"http.body\",\"frame\":4,");
	talk_free(talk);
}

static void
sections_before_the_settings_wait_for_them(void **state)
{
	struct talk *talk = talk_new(V1);

	(void)state;
	talk_greet(talk);
	send_stream(talk, SIDE_CLIENT, CLIENT_ENCODER, 0, BYTES(ENCODER), false);
	send_stream(talk, SIDE_CLIENT, 0, 0, BYTES(GET_WITH_TABLE), true);
	assert_not_told(talk, "http.request");
	send_stream(talk, SIDE_SERVER, SERVER_CONTROL, 0, BYTES(SETTINGS_220), false);
	assert_told(talk, "\"headers\":[[\"x-a\",\"one\"]]");
	talk_free(talk);
}

static void
sections_that_wait_for_ever_are_bounded_and_told(void **state)
{
	struct talk *talk = talk_new(V1);

	(void)state;
	talk_greet(talk);
	for (uint64_t i = 0; i < 300; i++)
		send_stream(talk, SIDE_CLIENT, 4 * i, 0, BYTES(GET_WITH_TABLE), false);
	assert_not_told(talk, "http.request");
	assert_told(talk, "header fields wait for too much");
	talk_free(talk);
}

static void
a_table_survives_more_sections_than_it_acknowledges(void **state)
{
	struct talk *talk = talk_new(V1);

	(void)state;
	talk_greet(talk);
	send_stream(talk, SIDE_SERVER, SERVER_CONTROL, 0, BYTES(SETTINGS_220), false);
	send_stream(talk, SIDE_CLIENT, CLIENT_ENCODER, 0, BYTES(ENCODER), false);
	for (uint64_t i = 0; i < 1500; i++) {
		send_stream(talk, SIDE_CLIENT, 4 * i, 0, BYTES(GET_WITH_TABLE), true);
		send_stream(talk, SIDE_SERVER, 4 * i, 0, BYTES(STATUS_200), true);
	}
	assert_int_equal(talk_count(talk, "\"event\":\"http.request\""), 1500);
	assert_not_told(talk, "warning");
	talk_free(talk);
}

static void
a_stream_that_is_reset_has_no_complete_body(void **state)
{
	struct talk *talk = talk_new(V1);

	(void)state;
	talk_greet(talk);
	send_stream(talk, SIDE_CLIENT, 0, 0, BYTES(GET_H3), true);
	send_stream(talk, SIDE_SERVER, 0, 0, BYTES(STATUS_200 DATA_5), false);
	talk_send(talk, SIDE_SERVER, QUIC_APPLICATION, BYTES("\x04\0\x41\x0c\x0c"));
	assert_told(talk, "\"direction\":\"response\",\"url\":\"https://h3.test/\","
			  "\"stream\":0,\"bytes\":5,\"decoded_bytes\":5,\"duration\"");
	assert_not_told(talk, "\"bytes\":5,\"decoded_bytes\":5,\"complete\":true");
	assert_told(talk, "\"request_frame\":3,\"by\":\"server\",\"error\":268,"
			  "\"error_name\":\"H3_REQUEST_CANCELLED\"");
	talk_free(talk);
}

static void
who_wants_no_answer_gives_the_request_up(void **state)
{
	struct talk *talk = talk_new(V1);

	(void)state;
	talk_greet(talk);
	send_stream(talk, SIDE_CLIENT, 0, 0, BYTES(GET_H3), true);
	talk_send(talk, SIDE_CLIENT, QUIC_APPLICATION, BYTES("\x05\0\x41\x0c"));
	talk_send(talk, SIDE_SERVER, QUIC_APPLICATION, BYTES("\x04\0\x41\x0c\0"));
	assert_told(talk, "\"by\":\"client\",\"error\":268,"
			  "\"error_name\":\"H3_REQUEST_CANCELLED\"");
	assert_int_equal(talk_count(talk, "http.reset"), 1);
	talk_free(talk);
}

static void
a_close_ends_what_is_open(void **state)
{
	struct talk *talk = talk_new(V1);

	(void)state;
	talk_greet(talk);
	send_stream(talk, SIDE_CLIENT, 0, 0, BYTES(GET_H3), true);
	send_stream(talk, SIDE_SERVER, 0, 0, BYTES(STATUS_200 "\0\x40\x64hello"), false);
	talk_send(talk, SIDE_CLIENT, QUIC_APPLICATION, BYTES("\x1d\0\0"));
	assert_told(talk, "\"bytes\":5,\"decoded_bytes\":5,\"duration\"");
	talk_free(talk);
}

static void
what_is_open_is_told_when_a_connection_falls_silent(void **state)
{
	struct talk *talk = talk_new(V1);

	(void)state;
	talk_greet(talk);
	send_stream(talk, SIDE_CLIENT, 0, 0, BYTES(GET_H3), true);
	send_stream(talk, SIDE_SERVER, 0, 0, BYTES(STATUS_200 "\0\x40\x64hello"), false);
	talk_fall_silent(talk);
	assert_told(talk, "\"bytes\":5,\"decoded_bytes\":5,\"duration\"");
	assert_int_equal(talk_count(talk, "\"direction\":\"response\""), 1);
	talk_free(talk);
}

static void
pieces_behind_a_hole_keep_their_own_frame(void **state)
{
	struct talk *talk = talk_new(V1);

	(void)state;
	talk_greet(talk);
	send_stream(talk, SIDE_CLIENT, 0, 0, BYTES(GET_H3), true);
	send_stream(talk, SIDE_SERVER, 0, 0, BYTES(STATUS_200 "\0\x05"), false);
	send_stream(talk, SIDE_SERVER, 0, 12, BYTES(TRAILER), true);
	send_stream(talk, SIDE_CLIENT, 4, 0, BYTES(GET_H3), true);
	talk_fall_silent(talk);
	assert_told(talk, "\"event\":\"http.body\",\"frame\":5,");
	assert_told(talk, "\"trailers\":[[\"a\",\"b\"]]");
	assert_not_told(talk, "\"bytes\":5,\"decoded_bytes\":5,\"complete\":true");
	talk_free(talk);
}

static void
a_hole_in_a_body_is_passed_over_in_the_end(void **state)
{
	enum { PIECE = 1000, PIECES = 2200 };
	static uint8_t piece[PIECE];
	struct talk *talk = talk_new(V1);
	uint64_t offset = 5 + 5;

	(void)state;
	talk_greet(talk);
	send_stream(talk, SIDE_CLIENT, 0, 0, BYTES(GET_H3), true);
	send_stream(talk, SIDE_SERVER, 0, 0, BYTES(STATUS_200 "\0\x80\x40\0\0"), false);
	offset += PIECE; /* never captured */
	for (int i = 0; i < PIECES; i++, offset += PIECE)
		send_stream(talk, SIDE_SERVER, 0, offset, bytes_of(piece, PIECE), false);
	send_stream(talk, SIDE_CLIENT, 4, 0, BYTES(GET_H3), true);
	offset = 5 + 5 + 0x400000;
	send_stream(talk, SIDE_SERVER, 0, offset, BYTES(TRAILER), true);
	talk_send(talk, SIDE_CLIENT, QUIC_APPLICATION, BYTES("\x1d\0\0"));
	assert_told(talk, "\"stream\":4");
	assert_told(talk, "\"trailers\":[[\"a\",\"b\"]]");
	assert_int_equal(talk_count(talk, "\"direction\":\"response\""), 1);
	assert_not_told(
	    talk, "\"bytes\":4194304,\"decoded_bytes\":4194304,\"complete\":true");
	talk_free(talk);
}

static void
frames_and_streams_nobody_knows_are_passed_over(void **state)
{
	struct talk *talk = talk_new(V1);

	(void)state;
	talk_greet(talk);
	send_stream(talk, SIDE_SERVER, 7, 0, BYTES("\x21 grease"), true);
	send_stream(talk, SIDE_SERVER, 11, 0, BYTES("\x01\0" STATUS_200), true); /* push */
	send_stream(talk, SIDE_CLIENT, 0, 0, BYTES("\x40\x5f\x03???" GET_H3), true);
	send_stream(talk, SIDE_SERVER, 0, 0, BYTES("\x05\x04push" STATUS_200), true);
	assert_int_equal(talk_count(talk, "\"event\":\"http.request\""), 1);
	assert_int_equal(talk_count(talk, "\"event\":\"http.response\""), 1);
	assert_not_told(talk, "warning");
	talk_free(talk);
}

static void
streams_without_end_are_bounded(void **state)
{
	struct talk *talk = talk_new(V1);

	(void)state;
	talk_greet(talk);
	for (uint64_t i = 0; i < 3000; i++)
		send_stream(talk, SIDE_CLIENT, 4 * i, 0, BYTES(GET_H3), false);
	assert_int_equal(talk_count(talk, "\"event\":\"http.request\""), 3000);
	talk_free(talk);
}

static void
a_forged_initial_packet_changes_nothing(void **state)
{
	struct talk *talk = talk_new(V1);

	(void)state;
	talk_greet(talk);
	send_stream(talk, SIDE_CLIENT, 0, 0, BYTES(GET_H3), true);
	talk_send(talk, SIDE_CLIENT, QUIC_INITIAL, BYTES("\x04\x04\0\0\x1c\0\0\0"));
	talk->dcid.at[0] = 0xbb;
	talk_send(talk, SIDE_CLIENT, QUIC_INITIAL,
	    talk_crypto(talk, 0, talk_hello(talk, "forged")));
	send_stream(talk, SIDE_CLIENT, 4, 0, BYTES(GET_H3), true);
	assert_told(talk, "\"stream\":4");
	assert_int_equal(talk_count(talk, "quic.initial"), 2);
	talk_free(talk);
}

static void
another_protocol_is_not_taken_for_http3(void **state)
{
	struct talk *talk = talk_new(V1);

	(void)state;
	talk_send(talk, SIDE_CLIENT, QUIC_INITIAL,
	    talk_crypto(talk, 0, talk_hello(talk, "perf")));
	send_stream(talk, SIDE_CLIENT, 0, 0, BYTES(GET_H3), true);
	assert_not_told(talk, "http.request");
	talk_free(talk);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_and_its_response_are_told),
		cmocka_unit_test(a_page_is_decoded_from_all_its_frames),
		cmocka_unit_test(without_secrets_nothing_inside_is_told),
		cmocka_unit_test(an_interim_response_is_told_apart),
		cmocka_unit_test(pieces_of_a_stream_come_in_any_order),
		cmocka_unit_test(what_was_sent_twice_is_told_once),
		cmocka_unit_test(a_request_in_0_rtt_before_the_hello_waits_for_it),
		cmocka_unit_test(keys_are_updated_and_late_packets_of_before_still_open),
		cmocka_unit_test(a_section_waits_for_its_instructions_and_keeps_its_frame),
		cmocka_unit_test(sections_before_the_settings_wait_for_them),
		cmocka_unit_test(sections_that_wait_for_ever_are_bounded_and_told),
		cmocka_unit_test(a_table_survives_more_sections_than_it_acknowledges),
		cmocka_unit_test(a_stream_that_is_reset_has_no_complete_body),
		cmocka_unit_test(who_wants_no_answer_gives_the_request_up),
		cmocka_unit_test(a_close_ends_what_is_open),
		cmocka_unit_test(what_is_open_is_told_when_a_connection_falls_silent),
		cmocka_unit_test(pieces_behind_a_hole_keep_their_own_frame),
		cmocka_unit_test(a_hole_in_a_body_is_passed_over_in_the_end),
		cmocka_unit_test(frames_and_streams_nobody_knows_are_passed_over),
		cmocka_unit_test(streams_without_end_are_bounded),
		cmocka_unit_test(a_forged_initial_packet_changes_nothing),
		cmocka_unit_test(another_protocol_is_not_taken_for_http3),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
