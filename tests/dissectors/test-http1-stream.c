/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/dissectors/http1.h"
#include "tests/test.h"

static void
chunks_are_added_up_and_trailers_told(void **state)
{
	static const struct turn turns[] = { GET,
		SERVER("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n"
		       "Content-Length: 7\r\n\r\n"
		       "5;name=value\r\n01234\r\nA\r\n0123456789\r\n0\r\nX-Sum: 15\r\n\r\n"
		       "HTTP/1.1 204 No Content\r\n\r\n") };
	struct session *session = turns_played(&dissector_http1, turns, 2);

	(void)state;
	assert_says(session, "\"bytes\":15,\"complete\":true,\"duration\":0.000000000,"
			     "\"trailers\":[[\"X-Sum\",\"15\"]]");
	assert_int_equal(session_count(session, "http.response"), 2);
	assert_same_however_cut(&dissector_http1, turns, 2);
	session_free(session);
}

static void
a_chunked_request_is_read_too(void **state)
{
	static const struct turn turns[] = { CLIENT(
	    "POST /a HTTP/1.1\r\nHost: h.test\r\nTransfer-Encoding: chunked\r\n\r\n"
	    "2\r\nab\r\n0\r\n\r\nGET /b HTTP/1.1\r\nHost: h.test\r\n\r\n") };
	struct session *session = turns_played(&dissector_http1, turns, 1);

	(void)state;
	assert_says(session, "\"direction\":\"request\",\"url\":\"http://h.test/a\","
			     "\"bytes\":2,\"decoded_bytes\":2,\"complete\":true");
	assert_says(session, "\"target\":\"/b\"");
	session_free(session);
}

static void
a_chunk_without_a_size_is_a_warning_and_the_place_is_found_again(void **state)
{
	static const struct turn turns[] = { GET,
		SERVER("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
		SERVER("HTTP/1.1 204 No Content\r\n\r\n") };
	struct session *session = turns_played(&dissector_http1, turns, 3);

	(void)state;
	assert_int_equal(session_count(session, "warning"), 1);
	assert_says(session,
	    "\"url\":\"http://h.test/a\",\"bytes\":0,\"decoded_bytes\":0,\"duration\"");
	assert_says(session, "\"status\":204");
	session_free(session);
}

static void
a_body_without_a_length_ends_with_the_connection(void **state)
{
	static const struct turn turns[] = { GET,
		SERVER("HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n12345") };
	struct session *session = turns_played(&dissector_http1, turns, 2);

	(void)state;
	session_bytes(session, SIDE_SERVER, BYTES("HTTP/1.1 200 OK\r\n\r\n"));
	assert_int_equal(session_count(session, "http.response"), 1);
	session_end(session, SIDE_SERVER);
	assert_says(session,
	    "\"bytes\":24,\"decoded_bytes\":24,\"complete\":true,\"mime\":\"text/plain\"");
	session_free(session);
}

static void
a_body_that_is_cut_off_is_incomplete(void **state)
{
	static const struct turn turns[] = { GET,
		SERVER("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789") };
	struct session *session = turns_played(&dissector_http1, turns, 2);

	(void)state;
	session_end(session, SIDE_SERVER);
	assert_says(session,
	    "\"url\":\"http://h.test/a\",\"bytes\":10,\"decoded_bytes\":10,\"duration\"");
	session_free(session);
}

static void
a_chunked_body_that_is_cut_off_is_incomplete(void **state)
{
	static const struct turn turns[] = { GET,
		SERVER("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n12") };
	struct session *session = turns_played(&dissector_http1, turns, 2);

	(void)state;
	session_end(session, SIDE_SERVER);
	assert_says(session,
	    "\"url\":\"http://h.test/a\",\"bytes\":2,\"decoded_bytes\":2,\"duration\"");
	session_free(session);
}

static void
bodies_are_passed_over_unread(void **state)
{
	static const struct turn turns[] = { GET,
		SERVER("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nx") };
	struct session *session = turns_played(&dissector_http1, turns, 2);
	int calls = session->calls;

	(void)state;
	for (int i = 0; i < 99; i++)
		session_bytes(session, SIDE_SERVER, BYTES("HTTP/1.1 "));
	assert_int_equal(session->calls, calls);
	session_free(session);
}

static void
a_gap_in_a_body_is_counted_and_what_follows_is_read(void **state)
{
	static const struct turn turns[] = { GET,
		SERVER("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789") };
	struct session *session = turns_played(&dissector_http1, turns, 2);

	(void)state;
	session_gap(session, SIDE_SERVER, 80);
	session_bytes(session, SIDE_SERVER, BYTES("0123456789HTTP/1.1 404 No\r\n\r\n"));
	assert_says(session,
	    "\"url\":\"http://h.test/a\",\"bytes\":100,\"decoded_bytes\":100,\"duration\"");
	assert_says(session, "\"status\":404");
	session_free(session);
}

static void
a_gap_that_reaches_beyond_a_body_ends_it(void **state)
{
	static const struct turn turns[] = { GET,
		SERVER("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789") };
	struct session *session = turns_played(&dissector_http1, turns, 2);

	(void)state;
	session_gap(session, SIDE_SERVER, 500);
	session_bytes(session, SIDE_SERVER,
	    BYTES("Lost: head\r\n\r\nHTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"));
	assert_says(session,
	    "\"url\":\"http://h.test/a\",\"bytes\":100,\"decoded_bytes\":100,\"duration\"");
	assert_says(session, "\"status\":503");
	assert_int_equal(session_count(session, "warning"), 0);
	session_free(session);
}

static void
after_missing_responses_the_newest_request_is_answered(void **state)
{
	static const struct turn turns[] = { GET };
	struct session *session = turns_played(&dissector_http1, turns, 1);

	(void)state;
	session_gap(session, SIDE_SERVER, 500);
	session_bytes(
	    session, SIDE_CLIENT, BYTES("GET /b HTTP/1.1\r\nHost: h.test\r\n\r\n"));
	session_bytes(session, SIDE_SERVER, BYTES("HTTP/1.1 204 No Content\r\n\r\n"));
	assert_says(session, "\"reason\":\"No Content\",\"url\":\"http://h.test/b\"");
	session_free(session);
}

static void
a_gap_in_chunks_ends_the_body_incomplete(void **state)
{
	static const struct turn turns[] = { GET,
		SERVER(
		    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n") };
	struct session *session = turns_played(&dissector_http1, turns, 2);

	(void)state;
	session_gap(session, SIDE_SERVER, 500);
	assert_says(session,
	    "\"url\":\"http://h.test/a\",\"bytes\":3,\"decoded_bytes\":3,\"duration\"");
	session_bytes(session, SIDE_SERVER, BYTES("rest of a chunk\r\n0\r\n\r\n"));
	session_bytes(session, SIDE_SERVER, BYTES("HTTP/1.1 204 No Content\r\n\r\n"));
	assert_says(session, "\"status\":204");
	session_free(session);
}

static void
an_upgrade_hands_both_sides_on_by_name(void **state)
{
	static const struct turn turns[] = {
		CLIENT("GET /s HTTP/1.1\r\nHost: h.test\r\nUpgrade: websocket\r\n\r\n"),
		SERVER("HTTP/1.1 101 Switching Protocols\r\nUpgrade: "
		       "WebSocket\r\n\r\n\x81\x01x"),
		CLIENT("\x81\x81xxxx "), SERVER("\x88")
	};
	struct session *session = turns_played(&dissector_http1, turns, COUNT_OF(turns));

	(void)state;
	assert_string_equal(session->sides[SIDE_CLIENT].inner_name, "websocket");
	assert_int_equal(session->sides[SIDE_CLIENT].inner.len, 7);
	assert_int_equal(session->sides[SIDE_SERVER].inner.len, 4);
	assert_int_equal(session_count(session, "warning"), 0);
	session_free(session);
}

static void
a_connect_that_succeeds_lets_the_bytes_tell(void **state)
{
	static const struct turn turns[] = {
		CLIENT("CONNECT o.test:443 HTTP/1.1\r\nHost: o.test:443\r\n\r\n"),
		SERVER("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"),
		CLIENT("\x16\x03\x01"), SERVER("\x16\x03\x03")
	};
	struct session *session = turns_played(&dissector_http1, turns, COUNT_OF(turns));

	(void)state;
	assert_string_equal(session->sides[SIDE_CLIENT].inner_name, "");
	assert_int_equal(session->sides[SIDE_CLIENT].inner.len, 3);
	assert_int_equal(session->sides[SIDE_SERVER].inner.len, 3);
	session_free(session);
}

static void
a_connect_that_is_refused_is_an_exchange_like_any_other(void **state)
{
	static const struct turn turns[] = {
		CLIENT("CONNECT o.test:443 HTTP/1.1\r\nHost: o.test:443\r\n\r\n"),
		SERVER("HTTP/1.1 407 Auth\r\nContent-Length: 2\r\n\r\nno"), GET
	};
	struct session *session = turns_played(&dissector_http1, turns, COUNT_OF(turns));

	(void)state;
	assert_int_equal(session_count(session, "http.request"), 2);
	assert_null(session->sides[SIDE_CLIENT].inner_name);
	session_free(session);
}

static void
a_connect_whose_answer_is_missing_is_a_tunnel_when_other_bytes_follow(void **state)
{
	static const struct turn turns[] = {
		CLIENT("CONNECT o.test:443 HTTP/1.1\r\nHost: o.test:443\r\n\r\n"),
		CLIENT("\x16\x03\x01\x02")
	};
	struct session *session = turns_played(&dissector_http1, turns, 2);

	(void)state;
	assert_int_equal(session->sides[SIDE_CLIENT].inner.len, 4);
	session_free(session);
}

static void
what_is_no_message_is_somebody_elses(void **state)
{
	static const char *const firsts[] = { "SSH-2.0-x\r\n", "PRI * HTTP/2.0\r\n\r\n",
		"OPTIONS sip:a@b SIP/2.0\r\n", "DESCRIBE rtsp://a/b RTSP/1.0\r\n",
		"EHLO a.test\r\n", "GET /old\r\n", "\x16\x03\x01", "HTTP/2 200\r\n" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(firsts); i++) {
		struct session *session = session_new(&dissector_http1);

		session_bytes(session, SIDE_CLIENT, bytes_of_string(firsts[i]));
		assert_int_equal(session->verdict, VERDICT_OTHER);
		session_free(session);
	}
}

static void
rubbish_between_messages_is_a_warning(void **state)
{
	static const struct turn turns[] = { GET, CLIENT("rubbish\r\n"), GET };
	struct session *session = turns_played(&dissector_http1, turns, 3);

	(void)state;
	assert_int_equal(session_count(session, "warning"), 1);
	assert_int_equal(session_count(session, "http.request"), 2);
	session_free(session);
}

static void
a_head_without_an_end_is_a_warning(void **state)
{
	struct session *session = session_new(&dissector_http1);

	(void)state;
	session_bytes(session, SIDE_CLIENT, BYTES("GET / HTTP/1.1\r\n"));
	for (int i = 0; i < 7000; i++)
		session_bytes(session, SIDE_CLIENT, BYTES("Header: x\r\n"));
	assert_int_equal(session_count(session, "warning"), 1);
	assert_int_equal(session_count(session, "http.request"), 0);
	session_free(session);
}

static void
the_first_bytes_tell_whether_it_is_http(void **state)
{
	static const struct {
		const char *first;
		enum claim claim;
	} cases[] = {
		{ "GET / HTTP/1.1\r\n", CLAIM_YES },
		{ "NOTIFY /x HTTP/1.1\n", CLAIM_YES },
		{ "M-SEARCH * HTTP/1.1\r\n", CLAIM_YES },
		{ "GET /", CLAIM_MORE },
		{ "GE", CLAIM_MORE },
		{ "HTTP/1.1 200 OK", CLAIM_YES },
		{ "HTTP/1.1 200", CLAIM_MORE },
		{ "HTTP/1.1 2x0 OK", CLAIM_NO },
		{ "HTTP/2.0 200 OK\r\n", CLAIM_NO },
		{ "GET / RTSP/1.0\r\n", CLAIM_NO },
		{ "get / HTTP/1.1\r\n", CLAIM_NO },
		{ "T / HTTP/1.1\r\n", CLAIM_NO },
	};
	struct chunk chunk = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(
		    dissector_http1.claims(&chunk, bytes_of_string(cases[i].first)),
		    cases[i].claim);
}

static void
a_long_target_is_claimed_before_its_line_is_over(void **state)
{
	struct chunk chunk = { 0 };
	char first[256];

	(void)state;
	memset(first, 'a', sizeof(first));
	memcpy(first, "GET /", 5);
	assert_int_equal(
	    dissector_http1.claims(&chunk, bytes_of(first, sizeof(first))), CLAIM_YES);
	chunk.is_datagram = true;
	assert_int_equal(
	    dissector_http1.claims(&chunk, bytes_of(first, sizeof(first))), CLAIM_NO);
}

static void
no_beginning_of_a_conversation_is_read_past_its_end(void **state)
{
	static const struct turn turns[] = {
		CLIENT("POST /a HTTP/1.1\r\nHost: h.test\r\nContent-Length: 2\r\n\r\nab"),
		SERVER("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\n c\r\n"
		       "Transfer-Encoding: chunked\r\n\r\n3;x\r\nabc\r\n0\r\nT: v\r\n\r\n"),
		SERVER("HTTP/1.0 200 OK\r\n\r\nrest")
	};

	(void)state;
	turns_every_cut(&dissector_http1, turns, COUNT_OF(turns));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(chunks_are_added_up_and_trailers_told),
		cmocka_unit_test(a_chunked_request_is_read_too),
		cmocka_unit_test(
		    a_chunk_without_a_size_is_a_warning_and_the_place_is_found_again),
		cmocka_unit_test(a_body_without_a_length_ends_with_the_connection),
		cmocka_unit_test(a_body_that_is_cut_off_is_incomplete),
		cmocka_unit_test(a_chunked_body_that_is_cut_off_is_incomplete),
		cmocka_unit_test(bodies_are_passed_over_unread),
		cmocka_unit_test(a_gap_in_a_body_is_counted_and_what_follows_is_read),
		cmocka_unit_test(a_gap_that_reaches_beyond_a_body_ends_it),
		cmocka_unit_test(after_missing_responses_the_newest_request_is_answered),
		cmocka_unit_test(a_gap_in_chunks_ends_the_body_incomplete),
		cmocka_unit_test(an_upgrade_hands_both_sides_on_by_name),
		cmocka_unit_test(a_connect_that_succeeds_lets_the_bytes_tell),
		cmocka_unit_test(a_connect_that_is_refused_is_an_exchange_like_any_other),
		cmocka_unit_test(
		    a_connect_whose_answer_is_missing_is_a_tunnel_when_other_bytes_follow),
		cmocka_unit_test(what_is_no_message_is_somebody_elses),
		cmocka_unit_test(rubbish_between_messages_is_a_warning),
		cmocka_unit_test(a_head_without_an_end_is_a_warning),
		cmocka_unit_test(the_first_bytes_tell_whether_it_is_http),
		cmocka_unit_test(a_long_target_is_claimed_before_its_line_is_over),
		cmocka_unit_test(no_beginning_of_a_conversation_is_read_past_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
