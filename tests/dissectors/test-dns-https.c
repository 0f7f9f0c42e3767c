/* SPDX-License-Identifier: BSD-2-Clause */
/* Names asked over HTTPS (RFC 8484): who hands them on, and who reads them. */
#include "tests/dissectors/dns.h"
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
		cmocka_unit_test(a_body_of_http_is_one_message),
		cmocka_unit_test(a_body_with_a_hole_is_no_message),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
