/* SPDX-License-Identifier: BSD-2-Clause */
/* What HTTP/2 says when all of it is there. */
#include "tests/dissectors/http2.h"
#include "tests/test.h"

static void
a_request_is_told_with_its_url_and_headers(void **state)
{
	struct talk *talk = talk_new();
	struct session *session;

	(void)state;
	talk_get(talk, 1);
	session = talk_played(talk);
	assert_says(session,
	    "\"event\":\"http.request\",\"frame\":3,\"time\":0.003000000,"
	    "\"version\":\"2\",\"method\":\"GET\",\"target\":\"/a\",\"host\":\"h.test\","
	    "\"url\":\"https://h.test/a\",\"stream\":1,\"headers\":[[\"accept\",\"*/*\"]]");
	assert_says(session,
	    "\"direction\":\"request\",\"url\":\"https://h.test/a\",\"stream\":1,"
	    "\"bytes\":0,\"decoded_bytes\":0,\"complete\":true");
	assert_int_equal(session_count(session, "warning"), 0);
	session_free(session);
	talk_free(talk);
}

static void
a_response_is_told_with_its_request(void **state)
{
	struct talk *talk = talk_new();
	struct session *session;

	(void)state;
	talk_get(talk, 1);
	talk_headers(talk, SIDE_SERVER, 0, 1,
	    ":status: 404\ncontent-type: text/html; charset=utf-8\n");
	talk_frame(talk, SIDE_SERVER, HTTP2_DATA, 0, 1, BYTES("0123"));
	talk_frame(talk, SIDE_SERVER, HTTP2_DATA, HTTP2_END_STREAM, 1, BYTES("45"));
	session = talk_played(talk);
	assert_says(session, "\"status\":404,\"stream\":1,\"url\":\"https://h.test/a\","
			     "\"request_frame\":3,\"headers\":[[\"content-type\"");
	assert_says(session, "\"ttfb\":0.001000000");
	assert_says(session,
	    "\"direction\":\"response\",\"url\":\"https://h.test/a\",\"stream\":1,"
	    "\"bytes\":6,\"decoded_bytes\":6,\"complete\":true,\"mime\":\"text/"
	    "html\",\"duration\":0.002");
	session_free(session);
	talk_free(talk);
}

static void
early_responses_are_events_of_their_own(void **state)
{
	struct talk *talk = talk_new();
	struct session *session;

	(void)state;
	talk_get(talk, 1);
	talk_headers(talk, SIDE_SERVER, 0, 1, ":status: 103\nlink: </s.css>\n");
	talk_headers(talk, SIDE_SERVER, HTTP2_END_STREAM, 1, ":status: 204\n");
	session = talk_played(talk);
	assert_says(session, "\"status\":103,\"stream\":1,\"url\":\"https://h.test/a\"");
	assert_says(session, "\"status\":204,\"stream\":1,\"url\":\"https://h.test/a\"");
	assert_int_equal(session_count(session, "http.body"), 2);
	session_free(session);
	talk_free(talk);
}

static void
trailers_are_told_with_the_body(void **state)
{
	struct talk *talk = talk_new();
	struct session *session;

	(void)state;
	talk_get(talk, 1);
	talk_headers(talk, SIDE_SERVER, 0, 1, ":status: 200\n");
	talk_frame(talk, SIDE_SERVER, HTTP2_DATA, 0, 1, BYTES("abc"));
	talk_headers(talk, SIDE_SERVER, HTTP2_END_STREAM, 1, "x-sum: 15\n");
	session = talk_played(talk);
	assert_int_equal(session_count(session, "http.response"), 1);
	assert_says(session,
	    "\"bytes\":3,\"decoded_bytes\":3,\"complete\":true,\"duration\":0.002000000,"
	    "\"trailers\":[[\"x-sum\",\"15\"]]");
	session_free(session);
	talk_free(talk);
}

static void
padding_and_priority_are_no_part_of_a_block_or_a_body(void **state)
{
	struct talk *talk = talk_new();
	struct buffer payload = { 0 };
	struct session *session;

	(void)state;
	buffer_add(&payload, BYTES("\3\x80\0\0\0\x10"));
	buffer_add(&payload, talk_block(talk, SIDE_CLIENT, GET_FIELDS));
	buffer_add(&payload, BYTES("\0\0\0"));
	talk_frame(talk, SIDE_CLIENT, HTTP2_HEADERS,
	    HTTP2_END_HEADERS | HTTP2_PADDED | HTTP2_HAS_PRIORITY, 1,
	    buffer_bytes(&payload));
	talk_frame(talk, SIDE_CLIENT, HTTP2_DATA, HTTP2_END_STREAM | HTTP2_PADDED, 1,
	    BYTES("\2ab\0\0"));
	session = talk_played(talk);
	assert_says(session, "\"url\":\"https://h.test/a\",\"stream\":1,\"headers\"");
	assert_says(
	    session, "\"stream\":1,\"bytes\":2,\"decoded_bytes\":2,\"complete\":true");
	session_free(session);
	buffer_clear(&payload);
	talk_free(talk);
}

static void
a_block_goes_on_in_continuations(void **state)
{
	struct talk *talk = talk_new();
	struct bytes block = talk_block(talk, SIDE_CLIENT, GET_FIELDS);
	struct session *session;

	(void)state;
	talk_frame(
	    talk, SIDE_CLIENT, HTTP2_HEADERS, HTTP2_END_STREAM, 1, bytes_first(block, 3));
	talk_frame(talk, SIDE_CLIENT, HTTP2_CONTINUATION, 0, 1,
	    bytes_first(bytes_from(block, 3), 2));
	talk_frame(talk, SIDE_CLIENT, HTTP2_CONTINUATION, HTTP2_END_HEADERS, 1,
	    bytes_from(block, 5));
	session = talk_played(talk);
	assert_says(session, "\"event\":\"http.request\",\"frame\":5,");
	assert_says(session, "\"url\":\"https://h.test/a\"");
	assert_says(session, "\"event\":\"http.body\",\"frame\":5,");
	session_free(session);
	talk_free(talk);
}

static void
hosts_that_share_a_connection_keep_their_urls(void **state)
{
	struct talk *talk = talk_new();
	struct session *session;

	(void)state;
	talk_get(talk, 1);
	talk_headers(talk, SIDE_CLIENT, HTTP2_END_STREAM, 3,
	    ":method: GET\n:scheme: https\n:authority: o.test:444\n:path: /b\n");
	talk_headers(talk, SIDE_SERVER, HTTP2_END_STREAM, 3, ":status: 304\n");
	talk_headers(talk, SIDE_SERVER, HTTP2_END_STREAM, 1, ":status: 200\n");
	session = talk_played(talk);
	assert_says(
	    session, "\"status\":304,\"stream\":3,\"url\":\"https://o.test:444/b\"");
	assert_says(session, "\"status\":200,\"stream\":1,\"url\":\"https://h.test/a\"");
	session_free(session);
	talk_free(talk);
}

static void
host_serves_where_there_is_no_authority(void **state)
{
	struct talk *talk = talk_new();
	struct session *session;

	(void)state;
	talk_headers(talk, SIDE_CLIENT, HTTP2_END_STREAM, 1,
	    ":method: GET\n:scheme: http\n:path: /\nhost: o.test\n");
	session = talk_played(talk);
	assert_says(session, "\"host\":\"o.test\",\"url\":\"http://o.test/\"");
	session_free(session);
	talk_free(talk);
}

static void
connect_and_asterisk_have_no_url(void **state)
{
	struct talk *talk = talk_new();
	struct session *session;

	(void)state;
	talk_headers(talk, SIDE_CLIENT, 0, 1, ":method: CONNECT\n:authority: o.test:443\n");
	talk_headers(talk, SIDE_CLIENT, HTTP2_END_STREAM, 3,
	    ":method: OPTIONS\n:scheme: https\n:authority: h.test\n:path: *\n");
	session = talk_played(talk);
	assert_says(
	    session, "\"target\":\"o.test:443\",\"host\":\"o.test:443\",\"stream\"");
	assert_says(session, "\"target\":\"*\",\"host\":\"h.test\",\"stream\":3");
	assert_says_not(session, "\"url\"");
	session_free(session);
	talk_free(talk);
}

static void
a_promise_is_a_request_that_is_over(void **state)
{
	struct talk *talk = talk_new();
	struct buffer payload = { 0 };
	struct session *session;

	(void)state;
	talk_get(talk, 1);
	buffer_add(&payload, BYTES("\0\0\0\2"));
	buffer_add(&payload,
	    talk_block(talk, SIDE_SERVER,
		":method: GET\n:scheme: https\n:authority: h.test\n:path: /s.css\n"));
	talk_frame(talk, SIDE_SERVER, HTTP2_PUSH_PROMISE, HTTP2_END_HEADERS, 1,
	    buffer_bytes(&payload));
	talk_headers(talk, SIDE_SERVER, HTTP2_END_STREAM, 2, ":status: 200\n");
	session = talk_played(talk);
	assert_says(session, "\"url\":\"https://h.test/s.css\",\"stream\":2,\"headers\"");
	assert_says(session, "\"stream\":2,\"url\":\"https://h.test/s.css\","
			     "\"request_frame\":4,");
	assert_int_equal(session_count(session, "http.body"), 2);
	session_free(session);
	buffer_clear(&payload);
	talk_free(talk);
}

static void
what_a_reset_cuts_off_is_incomplete(void **state)
{
	struct talk *talk = talk_new();
	struct session *session;

	(void)state;
	talk_get(talk, 1);
	talk_headers(talk, SIDE_SERVER, 0, 1, ":status: 200\n");
	talk_frame(talk, SIDE_SERVER, HTTP2_DATA, 0, 1, BYTES("abc"));
	talk_frame(talk, SIDE_CLIENT, HTTP2_RST_STREAM, 0, 1, BYTES("\0\0\0\x8"));
	talk_frame(talk, SIDE_SERVER, HTTP2_DATA, HTTP2_END_STREAM, 1, BYTES("def"));
	session = talk_played(talk);
	assert_says(session, "\"direction\":\"response\",\"url\":\"https://h.test/a\","
			     "\"stream\":1,\"bytes\":3,\"decoded_bytes\":3,\"duration\"");
	assert_int_equal(session_count(session, "http.body"), 2);
	session_free(session);
	talk_free(talk);
}

static void
a_reset_says_who_gave_up_and_why(void **state)
{
	struct talk *talk = talk_new();
	struct session *session;

	(void)state;
	talk_get(talk, 1);
	talk_frame(talk, SIDE_CLIENT, HTTP2_RST_STREAM, 0, 1, BYTES("\0\0\0\x8"));
	talk_get(talk, 3);
	talk_headers(talk, SIDE_SERVER, 0, 3, ":status: 200\n");
	talk_frame(talk, SIDE_SERVER, HTTP2_RST_STREAM, 0, 3, BYTES("\0\0\1\2"));
	session = talk_played(talk);
	assert_says(session, "\"version\":\"2\",\"stream\":1,\"url\":\"https://h.test/a\","
			     "\"request_frame\":3,\"by\":\"client\",\"error\":8,"
			     "\"error_name\":\"CANCEL\"");
	assert_says(session, "\"by\":\"server\",\"error\":258}");
	assert_int_equal(session_count(session, "http.reset"), 2);
	session_free(session);
	talk_free(talk);
}

static void
a_reset_of_what_is_over_is_not_told(void **state)
{
	struct talk *talk = talk_new();
	struct session *session;

	(void)state;
	talk_get(talk, 1);
	talk_headers(talk, SIDE_SERVER, HTTP2_END_STREAM, 1, ":status: 200\n");
	talk_frame(talk, SIDE_SERVER, HTTP2_RST_STREAM, 0, 1, BYTES("\0\0\0\0"));
	session = talk_played(talk);
	assert_int_equal(session_count(session, "http.reset"), 0);
	session_free(session);
	talk_free(talk);
}

static void
alternative_services_are_told_with_their_origin(void **state)
{
	struct talk *talk = talk_new();
	struct session *session;

	(void)state;
	talk_frame(talk, SIDE_SERVER, HTTP2_ALTSVC, 0, 0,
	    BYTES("\0\x0ehttps://a.testh3=\":443\""));
	talk_get(talk, 1);
	talk_frame(talk, SIDE_SERVER, HTTP2_ALTSVC, 0, 1, BYTES("\0\0h3=\":8443\""));
	talk_frame(talk, SIDE_SERVER, HTTP2_ALTSVC, 0, 9, BYTES("\0\0h3=\":1\""));
	talk_frame(talk, SIDE_SERVER, HTTP2_ALTSVC, 0, 0, BYTES("\0\x0fh3"));
	talk_headers(talk, SIDE_SERVER, HTTP2_END_STREAM, 1, ":status: 200\n");
	session = talk_played(talk);
	assert_says(session, "\"origin\":\"https://a.test\",\"value\":\"h3=\\\":443\\\"\"");
	assert_says(
	    session, "\"origin\":\"https://h.test/a\",\"value\":\"h3=\\\":8443\\\"\"");
	assert_int_equal(session_count(session, "http.alt_svc"), 2);
	assert_int_equal(session_count(session, "http.response"), 1);
	session_free(session);
	talk_free(talk);
}

static void
a_response_that_crosses_a_reset_is_told(void **state)
{
	struct talk *talk = talk_new();
	struct session *session;

	(void)state;
	talk_get(talk, 1);
	talk_frame(talk, SIDE_CLIENT, HTTP2_RST_STREAM, 0, 1, BYTES("\0\0\0\x8"));
	talk_headers(talk, SIDE_SERVER, 0, 1, ":status: 200\n");
	session = talk_played(talk);
	assert_says(session, "\"status\":200,\"stream\":1,\"url\":\"https://h.test/a\"");
	session_free(session);
	talk_free(talk);
}

static void
frames_that_say_nothing_of_messages_are_passed_over(void **state)
{
	struct talk *talk = talk_new();
	struct session *session;

	(void)state;
	talk_frame(talk, SIDE_CLIENT, HTTP2_PRIORITY, 0, 3, BYTES("\0\0\0\0\x10"));
	talk_frame(talk, SIDE_CLIENT, HTTP2_PING, 0, 0, BYTES("01234567"));
	talk_frame(talk, SIDE_CLIENT, HTTP2_WINDOW_UPDATE, 0, 0, BYTES("\0\0\1\0"));
	talk_frame(talk, SIDE_CLIENT, HTTP2_GOAWAY, 0, 0, BYTES("\0\0\0\0\0\0\0\0bye"));
	talk_frame(talk, SIDE_CLIENT, (enum http2_type)0xee, 0xff, 7, BYTES("?"));
	talk_get(talk, 1);
	session = talk_played(talk);
	assert_says(session, "\"url\":\"https://h.test/a\"");
	assert_int_equal(session_count(session, "warning"), 0);
	session_free(session);
	talk_free(talk);
}

static void
a_page_is_decoded_from_all_its_frames(void **state)
{
	struct talk *talk = talk_new();
	struct session *session;

	(void)state;
	talk_get(talk, 1);
	talk_headers(talk, SIDE_SERVER, 0, 1,
	    ":status: 200\ncontent-type: text/html\ncontent-encoding: deflate\n");
	talk_frame(
	    talk, SIDE_SERVER, HTTP2_DATA, 0, 1, BYTES("\x78\x9c\xb3\xc9\xcc\x4d\x57"));
	talk_frame(talk, SIDE_SERVER, HTTP2_DATA, HTTP2_END_STREAM | HTTP2_PADDED, 1,
	    BYTES("\2\x28\x2e\x4a\xb6\x4d\xb4\x03\x00\x16\xd5\x03\xbe\0\0"));
	session = talk_played(talk);
	assert_says(
	    session, "\"stream\":1,\"bytes\":19,\"decoded_bytes\":11,\"complete\":true");
	assert_same_however_cut(&dissector_http2, talk->turns, talk->turn_count);
	session_free(session);
	talk_free(talk);
}

static void
a_call_of_grpc_ends_with_its_status(void **state)
{
	struct talk *talk = talk_new();
	struct session *session;

	(void)state;
	talk_headers(talk, SIDE_CLIENT, HTTP2_END_STREAM, 1,
	    ":method: POST\n:scheme: http\n:authority: h.test\n"
	    ":path: /pkg.Greeter/Hello\ncontent-type: application/grpc+proto\n");
	talk_headers(talk, SIDE_SERVER, 0, 1,
	    ":status: 200\ncontent-type: application/grpc+proto\n");
	talk_headers(talk, SIDE_SERVER, HTTP2_END_STREAM, 1, "grpc-status: 5\n");
	session = talk_played(talk);
	assert_says(session, "\"event\":\"grpc\",\"frame\":5,\"time\":0.005000000,"
			     "\"service\":\"pkg.Greeter\",\"method\":\"Hello\","
			     "\"status\":5}");
	session_free(session);
	talk_free(talk);
}

static void
a_call_of_grpc_may_be_answered_by_trailers_alone(void **state)
{
	struct talk *talk = talk_new();
	struct session *session;

	(void)state;
	talk_headers(talk, SIDE_CLIENT, HTTP2_END_STREAM, 1,
	    ":method: POST\n:scheme: http\n:authority: h.test\n"
	    ":path: /pkg.Greeter/Hello\ncontent-type: application/grpc\n");
	talk_headers(talk, SIDE_SERVER, HTTP2_END_STREAM, 1,
	    ":status: 200\ncontent-type: application/grpc\ngrpc-status: 12\n");
	session = talk_played(talk);
	assert_says(session, "\"method\":\"Hello\",\"status\":12}");
	session_free(session);
	talk_free(talk);
}

static void
a_websocket_is_handed_on_both_ways(void **state)
{
	struct talk *talk = talk_new();
	struct session *session;

	(void)state;
	talk_headers(talk, SIDE_CLIENT, 0, 1,
	    ":method: CONNECT\n:protocol: websocket\n:scheme: https\n"
	    ":authority: h.test\n:path: /chat\n");
	talk_headers(talk, SIDE_SERVER, 0, 1, ":status: 200\n");
	talk_frame(talk, SIDE_CLIENT, HTTP2_DATA, 0, 1, BYTES("ping"));
	talk_frame(talk, SIDE_SERVER, HTTP2_DATA, HTTP2_PADDED, 1, BYTES("\1pong\0"));
	session = talk_played(talk);
	assert_says(session, "\"url\":\"https://h.test/chat\"");
	assert_string_equal(session->sides[SIDE_CLIENT].inner_name, "websocket");
	assert_string_equal(session->sides[SIDE_SERVER].inner_name, "websocket");
	assert_true(
	    bytes_equal(buffer_bytes(&session->sides[SIDE_CLIENT].inner), BYTES("ping")));
	assert_true(
	    bytes_equal(buffer_bytes(&session->sides[SIDE_SERVER].inner), BYTES("pong")));
	session_free(session);
	talk_free(talk);
}

static void
an_event_stream_is_handed_on_and_counted(void **state)
{
	struct talk *talk = talk_new();
	struct session *session;

	(void)state;
	talk_get(talk, 1);
	talk_headers(
	    talk, SIDE_SERVER, 0, 1, ":status: 200\ncontent-type: text/event-stream\n");
	talk_frame(talk, SIDE_SERVER, HTTP2_DATA, 0, 1, BYTES("data: 1\n\n"));
	talk_frame(talk, SIDE_SERVER, HTTP2_DATA, HTTP2_END_STREAM, 1, BYTES(""));
	session = talk_played(talk);
	assert_string_equal(session->sides[SIDE_SERVER].inner_name, "sse");
	assert_true(bytes_equal(
	    buffer_bytes(&session->sides[SIDE_SERVER].inner), BYTES("data: 1\n\n")));
	assert_says(session, "\"bytes\":9,\"decoded_bytes\":9,\"complete\":true,\"mime\":"
			     "\"text/event-stream\"");
	session_free(session);
	talk_free(talk);
}

static void
bodies_are_passed_over_unread(void **state)
{
	struct talk *talk = talk_new();
	struct session *session;
	int calls;

	(void)state;
	talk_get(talk, 1);
	talk_headers(talk, SIDE_SERVER, 0, 1, ":status: 200\n");
	talk_frame_of_size(
	    talk, SIDE_SERVER, HTTP2_DATA, HTTP2_END_STREAM, 1, 16000, BYTES("x"));
	session = talk_played(talk);
	calls = session->calls;
	for (int i = 0; i < 15; i++)
		session_bytes(session, SIDE_SERVER, talk->turns[0].bytes);
	assert_int_equal(session->calls, calls);
	session_free(session);
	talk_free(talk);
}

/* Everything there is, in one conversation. */
static struct talk *
long_talk(void)
{
	struct talk *talk = talk_new();
	struct bytes block;

	talk_get(talk, 1);
	talk_headers(talk, SIDE_CLIENT, 0, 3,
	    ":method: POST\n:scheme: https\n:authority: h.test\n:path: /b\n");
	talk_frame(talk, SIDE_CLIENT, HTTP2_DATA, HTTP2_PADDED, 3, BYTES("\1ab\0"));
	talk_frame(talk, SIDE_SERVER, HTTP2_WINDOW_UPDATE, 0, 3, BYTES("\0\0\0\2"));
	talk_headers(talk, SIDE_SERVER, 0, 1, ":status: 103\n");
	block = talk_block(talk, SIDE_SERVER, ":status: 200\ncontent-type: a/b\n");
	talk_frame(talk, SIDE_SERVER, HTTP2_HEADERS, 0, 1, bytes_first(block, 2));
	talk_frame(talk, SIDE_SERVER, HTTP2_CONTINUATION, HTTP2_END_HEADERS, 1,
	    bytes_from(block, 2));
	talk_frame(talk, SIDE_CLIENT, HTTP2_DATA, HTTP2_END_STREAM, 3, BYTES("cd"));
	talk_frame(talk, SIDE_SERVER, HTTP2_DATA, 0, 1, BYTES("0123456789"));
	talk_headers(
	    talk, SIDE_SERVER, 0, 3, ":status: 200\ncontent-type: text/event-stream\n");
	talk_frame(
	    talk, SIDE_SERVER, HTTP2_DATA, HTTP2_PADDED, 3, BYTES("\2data: 1\n\0\0"));
	talk_headers(talk, SIDE_SERVER, HTTP2_END_STREAM, 1, "x-sum: 1\n");
	talk_frame(talk, SIDE_SERVER, HTTP2_RST_STREAM, 0, 3, BYTES("\0\0\0\0"));
	return talk;
}

static void
what_is_said_does_not_depend_on_segments(void **state)
{
	struct talk *talk = long_talk();

	(void)state;
	assert_same_however_cut(&dissector_http2, talk->turns, talk->turn_count);
	talk_free(talk);
}

static void
every_beginning_is_survived(void **state)
{
	struct talk *talk = long_talk();

	(void)state;
	turns_every_cut(&dissector_http2, talk->turns, talk->turn_count);
	talk_free(talk);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_is_told_with_its_url_and_headers),
		cmocka_unit_test(a_response_is_told_with_its_request),
		cmocka_unit_test(early_responses_are_events_of_their_own),
		cmocka_unit_test(trailers_are_told_with_the_body),
		cmocka_unit_test(padding_and_priority_are_no_part_of_a_block_or_a_body),
		cmocka_unit_test(a_block_goes_on_in_continuations),
		cmocka_unit_test(hosts_that_share_a_connection_keep_their_urls),
		cmocka_unit_test(host_serves_where_there_is_no_authority),
		cmocka_unit_test(connect_and_asterisk_have_no_url),
		cmocka_unit_test(a_promise_is_a_request_that_is_over),
		cmocka_unit_test(what_a_reset_cuts_off_is_incomplete),
		cmocka_unit_test(a_reset_says_who_gave_up_and_why),
		cmocka_unit_test(a_reset_of_what_is_over_is_not_told),
		cmocka_unit_test(alternative_services_are_told_with_their_origin),
		cmocka_unit_test(a_response_that_crosses_a_reset_is_told),
		cmocka_unit_test(frames_that_say_nothing_of_messages_are_passed_over),
		cmocka_unit_test(a_page_is_decoded_from_all_its_frames),
		cmocka_unit_test(a_call_of_grpc_ends_with_its_status),
		cmocka_unit_test(a_call_of_grpc_may_be_answered_by_trailers_alone),
		cmocka_unit_test(a_websocket_is_handed_on_both_ways),
		cmocka_unit_test(an_event_stream_is_handed_on_and_counted),
		cmocka_unit_test(bodies_are_passed_over_unread),
		cmocka_unit_test(what_is_said_does_not_depend_on_segments),
		cmocka_unit_test(every_beginning_is_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
