/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissectors/http1-head.h"
#include "tests/dissectors/http1.h"
#include "tests/test.h"

static void
a_request_is_told_with_its_url_and_headers(void **state)
{
	static const struct turn turns[] = { CLIENT(
	    "GET /a?b=c HTTP/1.1\r\nHost: h.test:81\r\n"
	    "X-One:  1 \r\nx-two:\r\n\r\n") };
	struct session *session = turns_played(&dissector_http1, turns, 1);

	(void)state;
	assert_says(session, "\"version\":\"1.1\",\"method\":\"GET\",\"target\":\"/a?b=c\","
			     "\"host\":\"h.test:81\",\"url\":\"http://h.test:81/a?b=c\","
			     "\"headers\":[[\"Host\",\"h.test:81\"],[\"X-One\",\"1\"],"
			     "[\"x-two\",\"\"]]");
	session_free(session);
}

static void
a_response_is_told_with_its_request(void **state)
{
	static const struct turn turns[] = { GET,
		SERVER("HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\n"
		       "Content-Type: text/html; charset=utf-8\r\n\r\nabc") };
	struct session *session = turns_played(&dissector_http1, turns, 2);

	(void)state;
	assert_says(session, "\"status\":404,\"reason\":\"Not Found\","
			     "\"url\":\"http://h.test/a\",\"request_frame\":1,");
	assert_says(session, "\"ttfb\":0.001000000");
	assert_says(session,
	    "\"direction\":\"response\",\"url\":\"http://h.test/a\","
	    "\"bytes\":3,\"decoded_bytes\":3,\"complete\":true,\"mime\":\"text/html\"");
	session_free(session);
}

static void
an_absolute_target_is_the_url_itself(void **state)
{
	static const struct turn turns[] = { CLIENT(
	    "GET http://o.test/x HTTP/1.0\r\nHost: proxy.test\r\n\r\n") };
	struct session *session = turns_played(&dissector_http1, turns, 1);

	(void)state;
	assert_says(session, "\"version\":\"1.0\"");
	assert_says(session, "\"url\":\"http://o.test/x\"");
	session_free(session);
}

static void
connect_and_asterisk_have_no_url(void **state)
{
	static const struct turn turns[] = { CLIENT(
	    "OPTIONS * HTTP/1.1\r\nHost: h.test\r\n\r\n"
	    "CONNECT o.test:443 HTTP/1.1\r\nHost: o.test:443\r\n\r\n") };
	struct session *session = turns_played(&dissector_http1, turns, 1);

	(void)state;
	assert_int_equal(session_count(session, "http.request"), 2);
	assert_says_not(session, "\"url\"");
	session_free(session);
}

static void
without_a_host_the_address_makes_the_url(void **state)
{
	struct session *session = session_new(&dissector_http1);

	(void)state;
	address_parse("2001:db8::1", &session->chunk.dst);
	session->chunk.dst_port = 8080;
	session_bytes(session, SIDE_CLIENT, BYTES("GET /x HTTP/1.0\r\n\r\n"));
	assert_says(session, "\"url\":\"http://[2001:db8::1]:8080/x\"");
	session_free(session);
}

static void
inside_tls_the_url_begins_with_https(void **state)
{
	struct session *session = session_new(&dissector_http1);

	(void)state;
	session->chunk.transport = "tls";
	session_bytes(session, SIDE_CLIENT, BYTES("GET /x HTTP/1.1\nHost: h.test\n\n"));
	assert_says(session, "\"url\":\"https://h.test/x\"");
	session_free(session);
}

static void
folded_lines_are_joined_by_one_space(void **state)
{
	static const struct turn turns[] = { CLIENT(
	    "GET / HTTP/1.1\r\nHost: h.test\r\nX-Long: one\r\n \t two\r\n"
	    "\tthree\r\nX-Next: 1\r\n\r\n") };
	struct session *session = turns_played(&dissector_http1, turns, 1);

	(void)state;
	assert_says(session, "[\"X-Long\",\"one two three\"],[\"X-Next\",\"1\"]");
	assert_same_however_cut(&dissector_http1, turns, 1);
	session_free(session);
}

static void
many_folded_headers_take_no_more_room_than_a_few_times_their_head(void **state)
{
	struct arena arena = { 0 };
	struct buffer head = { 0 };

	(void)state;
	buffer_add_string(&head, "GET / HTTP/1.1\r\n");
	while (head.len < 60000)
		buffer_add_string(&head, "A:b\n c\n");
	assert_true(http1_head_read(&arena, buffer_bytes(&head)).fields.count > 7000);
	assert_true(arena.held < 60 * head.len);
	buffer_clear(&head);
	arena_clear(&arena);
}

static void
lines_may_end_in_a_bare_line_feed(void **state)
{
	static const struct turn turns[] = { CLIENT("GET / HTTP/1.1\nHost: h.test\n\n"),
		SERVER("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n3\nabc\n0\n\n") };
	struct session *session = turns_played(&dissector_http1, turns, 2);

	(void)state;
	assert_says(session, "\"direction\":\"response\",\"url\":\"http://h.test/\","
			     "\"bytes\":3,\"decoded_bytes\":3,\"complete\":true");
	session_free(session);
}

static void
empty_lines_before_a_request_are_passed_over(void **state)
{
	static const struct turn turns[] = { GET,
		CLIENT("\r\n\r\nGET /b HTTP/1.1\r\nHost: h.test\r\n\r\n") };
	struct session *session = turns_played(&dissector_http1, turns, 2);

	(void)state;
	assert_says(session, "\"target\":\"/b\"");
	assert_int_equal(session_count(session, "warning"), 0);
	assert_same_however_cut(&dissector_http1, turns, 2);
	session_free(session);
}

static void
a_target_may_hold_spaces(void **state)
{
	static const struct turn turns[] = { CLIENT(
	    "GET /a b?c=d e HTTP/1.1\r\nHost: h.test\r\n\r\n") };
	struct session *session = turns_played(&dissector_http1, turns, 1);

	(void)state;
	assert_says(session, "\"target\":\"/a b?c=d e\"");
	session_free(session);
}

static void
the_frame_of_a_message_brought_its_heads_last_byte(void **state)
{
	struct session *session = session_new(&dissector_http1);

	(void)state;
	session_bytes(session, SIDE_CLIENT, BYTES("POST / HTTP/1.1\r\nContent-Len"));
	session_bytes(session, SIDE_CLIENT, BYTES("gth: 5\r\n\r\n12"));
	session_bytes(session, SIDE_CLIENT, BYTES("345"));
	assert_says(session, "\"event\":\"http.request\",\"frame\":2,");
	assert_says(session, "\"event\":\"http.body\",\"frame\":3,");
	assert_says(session,
	    "\"bytes\":5,\"decoded_bytes\":5,\"complete\":true,\"duration\":0.002000000");
	session_free(session);
}

static void
interim_responses_do_not_use_up_the_request(void **state)
{
	static const struct turn turns[] = {
		CLIENT("PUT /a HTTP/1.1\r\nHost: h.test\r\nContent-Length: 2\r\n\r\n"),
		SERVER("HTTP/1.1 100 Continue\r\n\r\n"), CLIENT("ab"),
		SERVER("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
		       "HTTP/1.1 204 No Content\r\n\r\n")
	};
	struct session *session = turns_played(&dissector_http1, turns, COUNT_OF(turns));

	(void)state;
	assert_int_equal(session_count(session, "http.response"), 3);
	assert_int_equal(session_count(session, "http.body"), 2);
	assert_says(session,
	    "\"status\":204,\"reason\":\"No Content\","
	    "\"url\":\"http://h.test/a\",\"request_frame\":1,\"headers\":[],"
	    "\"ttfb\":0.001000000");
	assert_same_however_cut(&dissector_http1, turns, COUNT_OF(turns));
	session_free(session);
}

static void
the_response_to_head_has_no_body(void **state)
{
	static const struct turn turns[] = { CLIENT(
						 "HEAD /a HTTP/1.1\r\nHost: h.test\r\n\r\n"
						 "GET /b HTTP/1.1\r\nHost: h.test\r\n\r\n"),
		SERVER("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n"
		       "HTTP/1.1 304 Not Modified\r\nContent-Length: 888\r\n\r\n") };
	struct session *session = turns_played(&dissector_http1, turns, 2);

	(void)state;
	assert_says(session, "\"status\":304,\"reason\":\"Not Modified\","
			     "\"url\":\"http://h.test/b\"");
	assert_int_equal(session_count(session, "http.body"), 4);
	session_free(session);
}

static void
pipelined_requests_get_their_responses_in_order(void **state)
{
	static const struct turn turns[] = { CLIENT(
						 "GET /1 HTTP/1.1\r\nHost: h.test\r\n\r\n"
						 "GET /2 HTTP/1.1\r\nHost: h.test\r\n\r\n"),
		SERVER("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n12"
		       "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n") };
	struct session *session = turns_played(&dissector_http1, turns, 2);

	(void)state;
	assert_says(
	    session, "\"status\":200,\"reason\":\"OK\",\"url\":\"http://h.test/1\"");
	assert_says(session, "\"status\":201,\"reason\":\"Created\","
			     "\"url\":\"http://h.test/2\"");
	assert_same_however_cut(&dissector_http1, turns, 2);
	session_free(session);
}

static void
more_requests_than_the_queue_holds_are_still_told(void **state)
{
	struct session *session = session_new(&dissector_http1);

	(void)state;
	for (int i = 0; i < 300; i++)
		session_bytes(
		    session, SIDE_CLIENT, BYTES("GET /x HTTP/1.1\r\nHost: h.test\r\n\r\n"));
	session_bytes(session, SIDE_SERVER, BYTES("HTTP/1.1 204 No Content\r\n\r\n"));
	assert_int_equal(session_count(session, "http.request"), 300);
	assert_says(session, "\"request_frame\":300,");
	session_free(session);
}

static void
a_response_before_its_request_does_not_shift_those_after_it(void **state)
{
	static const struct turn turns[] = { SERVER("HTTP/1.1 204 No Content\r\n\r\n"), GET,
		CLIENT("GET /b HTTP/1.1\r\nHost: h.test\r\n\r\n"),
		SERVER("HTTP/1.1 205 Reset\r\nContent-Length: 0\r\n\r\n") };
	struct session *session = turns_played(&dissector_http1, turns, COUNT_OF(turns));

	(void)state;
	assert_says(
	    session, "\"status\":205,\"reason\":\"Reset\",\"url\":\"http://h.test/b\"");
	session_free(session);
}

static void
a_response_without_a_request_is_told(void **state)
{
	static const struct turn turns[] = { SERVER(
	    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxHTTP/1.0 301\r\n\r\n") };
	struct session *session = turns_played(&dissector_http1, turns, 1);

	(void)state;
	assert_int_equal(session_count(session, "http.response"), 2);
	assert_says_not(session, "\"url\"");
	assert_says_not(session, "\"ttfb\"");
	session_free(session);
}

static void
a_head_alone_answers_a_head_request_that_was_not_captured(void **state)
{
	static const struct turn turns[] = { SERVER(
	    "HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n"
	    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx") };
	struct session *session = turns_played(&dissector_http1, turns, 1);

	(void)state;
	assert_int_equal(session_count(session, "http.response"), 2);
	session_free(session);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_is_told_with_its_url_and_headers),
		cmocka_unit_test(a_response_is_told_with_its_request),
		cmocka_unit_test(an_absolute_target_is_the_url_itself),
		cmocka_unit_test(connect_and_asterisk_have_no_url),
		cmocka_unit_test(without_a_host_the_address_makes_the_url),
		cmocka_unit_test(inside_tls_the_url_begins_with_https),
		cmocka_unit_test(folded_lines_are_joined_by_one_space),
		cmocka_unit_test(
		    many_folded_headers_take_no_more_room_than_a_few_times_their_head),
		cmocka_unit_test(lines_may_end_in_a_bare_line_feed),
		cmocka_unit_test(empty_lines_before_a_request_are_passed_over),
		cmocka_unit_test(a_target_may_hold_spaces),
		cmocka_unit_test(the_frame_of_a_message_brought_its_heads_last_byte),
		cmocka_unit_test(interim_responses_do_not_use_up_the_request),
		cmocka_unit_test(the_response_to_head_has_no_body),
		cmocka_unit_test(pipelined_requests_get_their_responses_in_order),
		cmocka_unit_test(more_requests_than_the_queue_holds_are_still_told),
		cmocka_unit_test(
		    a_response_before_its_request_does_not_shift_those_after_it),
		cmocka_unit_test(a_response_without_a_request_is_told),
		cmocka_unit_test(a_head_alone_answers_a_head_request_that_was_not_captured),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
