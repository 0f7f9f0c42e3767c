/* SPDX-License-Identifier: BSD-2-Clause */
/* Names asked over HTTPS (RFC 8484): who hands them on, and who reads them. */
#include "tests/dissectors/dns.h"
#include "tests/dissectors/http1.h"
#include "tests/dissectors/http2.h"

static void
a_question_for_a_name_is_handed_on(void **state)
{
	struct talk *talk = talk_new();
	struct session *session;

	(void)state;
	talk_headers(talk, SIDE_CLIENT, 0, 1,
	    ":method: POST\n:scheme: https\n:authority: dns.test\n:path: /dns-query\n"
	    "content-type: application/dns-message\n");
	talk_frame(talk, SIDE_CLIENT, HTTP2_DATA, HTTP2_END_STREAM, 1, BYTES("asked"));
	talk_headers(talk, SIDE_SERVER, 0, 1,
	    ":status: 200\ncontent-type: application/dns-message\n");
	talk_frame(talk, SIDE_SERVER, HTTP2_DATA, HTTP2_END_STREAM, 1, BYTES("answered"));
	session = talk_played(talk);
	assert_string_equal(session->sides[SIDE_CLIENT].inner_name, "dns");
	assert_true(
	    bytes_equal(buffer_bytes(&session->sides[SIDE_CLIENT].inner), BYTES("asked")));
	assert_string_equal(session->sides[SIDE_SERVER].inner_name, "dns");
	assert_true(bytes_equal(
	    buffer_bytes(&session->sides[SIDE_SERVER].inner), BYTES("answered")));
	session_free(session);
	talk_free(talk);
}

/* RFC 8484 4.1.1: what "www.example.com" asks for. */
#define ASKED_IN_TARGET "AAABAAABAAAAAAAAA3d3dwdleGFtcGxlA2NvbQAAAQAB"
#define ASKED BYTES("\0\0\1\0\0\1\0\0\0\0\0\0\3www\7example\3com\0\0\1\0\1")

static void
assert_inner(const struct session *session, enum side side, struct bytes bytes)
{
	assert_string_equal(session->sides[side].inner_name, "dns");
	assert_true(bytes_equal(buffer_bytes(&session->sides[side].inner), bytes));
}

static void
a_question_in_the_target_is_handed_on(void **state)
{
	struct talk *talk = talk_new();
	struct session *session;

	(void)state;
	talk_headers(talk, SIDE_CLIENT, HTTP2_END_STREAM, 1,
	    ":method: GET\n:scheme: https\n:authority: dns.test\n"
	    ":path: /dns-query?ct&dns=" ASKED_IN_TARGET "&x\n");
	talk_headers(talk, SIDE_SERVER, 0, 1,
	    ":status: 200\ncontent-type: application/dns-message\n");
	talk_frame(talk, SIDE_SERVER, HTTP2_DATA, HTTP2_END_STREAM, 1, BYTES("answered"));
	session = talk_played(talk);
	assert_inner(session, SIDE_CLIENT, ASKED);
	assert_inner(session, SIDE_SERVER, BYTES("answered"));
	session_free(session);
	talk_free(talk);
}

static void
what_is_no_question_in_a_target_is_not_handed_on(void **state)
{
	static const char *const paths[] = {
		":path: /search?dns=" ASKED_IN_TARGET "\n",
		":path: /dns-query?dns=AAAB\n",
		":path: /dns-query?dns=AAAB*AABAAAAAAAAA3d3dwdleGFtcGxlA2NvbQ\n",
		":path: /dns-query?name=a.test\n",
	};
	char fields[256];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(paths); i++) {
		struct talk *talk = talk_new();
		struct session *session;

		snprintf(fields, sizeof(fields), "%s%s",
		    ":method: GET\n:scheme: https\n:authority: dns.test\n", paths[i]);
		talk_headers(talk, SIDE_CLIENT, HTTP2_END_STREAM, 1, fields);
		session = talk_played(talk);
		assert_int_equal(session->sides[SIDE_CLIENT].inner_calls, 0);
		session_free(session);
		talk_free(talk);
	}
}

#define RESPONSE_1                                                                         \
	"HTTP/1.1 200 OK\r\nContent-Type: application/dns-message\r\n"                     \
	"Content-Length: 8\r\n\r\nanswered"

static void
over_http_1_both_are_handed_on(void **state)
{
	struct session *session = session_new(&dissector_http1);

	(void)state;
	session_bytes(session, SIDE_CLIENT,
	    BYTES(
		"POST /dns-query HTTP/1.1\r\nHost: dns.test\r\n"
		"Content-Type: application/dns-message\r\nContent-Length: 5\r\n\r\nasked"));
	session_bytes(session, SIDE_SERVER, BYTES(RESPONSE_1));
	assert_inner(session, SIDE_CLIENT, BYTES("asked"));
	assert_inner(session, SIDE_SERVER, BYTES("answered"));
	assert_int_equal(session_count(session, "http.body"), 2);
	session_free(session);
}

static void
over_http_1_a_question_in_the_target_is_handed_on(void **state)
{
	struct session *session = session_new(&dissector_http1);

	(void)state;
	session_bytes(session, SIDE_CLIENT,
	    BYTES("GET /?dns=" ASKED_IN_TARGET " HTTP/1.1\r\nHost: dns.test\r\n"
		  "Accept: application/dns-message\r\n\r\n"
		  "GET /dns-query?dns=" ASKED_IN_TARGET " HTTP/1.1\r\n"
		  "Host: dns.test\r\n\r\n"));
	assert_int_equal(session->sides[SIDE_CLIENT].inner_stream, 2);
	session_bytes(session, SIDE_SERVER, BYTES(RESPONSE_1));
	assert_int_equal(session->sides[SIDE_SERVER].inner_stream, 1);
	assert_int_equal(session->sides[SIDE_CLIENT].inner.len, 2 * ASKED.len);
	assert_inner(session, SIDE_SERVER, BYTES("answered"));
	session_free(session);
}

static struct session *
https(void)
{
	struct session *session = session_new(&dissector_dns);

	session->chunk.transport = "http2";
	return session;
}

static void
a_body_of_http_is_one_message(void **state)
{
	struct session *s = https();

	(void)state;
	session_bytes(s, SIDE_CLIENT, BYTES(QUERY));
	session_bytes(s, SIDE_CLIENT, BYTES(QUESTION(TYPE_A)));
	assert_int_equal(session_count(s, "dns"), 0);
	session_end(s, SIDE_CLIENT);
	assert_says(s, "\"transport\":\"https\",\"id\":4660,");
	session_bytes(s, SIDE_SERVER, BYTES(RESPONSE(ONE) QUESTION(TYPE_A) A_RECORD));
	session_end(s, SIDE_SERVER);
	assert_says(s, "\"rtt\":");
	session_free(s);
}

static void
a_body_with_a_hole_is_no_message(void **state)
{
	struct session *s = https();

	(void)state;
	session_bytes(s, SIDE_CLIENT, BYTES(QUERY));
	session_gap(s, SIDE_CLIENT, 3);
	session_bytes(s, SIDE_CLIENT, BYTES(QUESTION(TYPE_A)));
	session_end(s, SIDE_CLIENT);
	assert_int_equal(session_count(s, "dns"), 0);
	session_free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_question_for_a_name_is_handed_on),
		cmocka_unit_test(a_question_in_the_target_is_handed_on),
		cmocka_unit_test(what_is_no_question_in_a_target_is_not_handed_on),
		cmocka_unit_test(over_http_1_both_are_handed_on),
		cmocka_unit_test(over_http_1_a_question_in_the_target_is_handed_on),
		cmocka_unit_test(a_body_of_http_is_one_message),
		cmocka_unit_test(a_body_with_a_hole_is_no_message),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
