/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages of DNS, over datagrams and streams, and what belongs together. */
#include "tests/dissectors/dns.h"

#include <stdlib.h>

static struct session *
udp(void)
{
	return session_new(&dissector_dns);
}

static struct session *
tcp(void)
{
	struct session *session = session_new(&dissector_dns);

	session->chunk.transport = "tcp";
	return session;
}

static void
a_query_tells_its_question(void **state)
{
	struct session *s = udp();

	(void)state;
	session_datagram(s, SIDE_CLIENT, BYTES(QUERY QUESTION(TYPE_A)));
	assert_int_equal(s->verdict, VERDICT_DONE);
	assert_says(s, "\"transport\":\"udp\",\"id\":4660,\"opcode\":0,\"rd\":true,"
		       "\"name\":\"example.test\",\"qtype\":\"A\"}");
	session_free(s);
}

static void
a_response_follows_the_chain_to_the_address(void **state)
{
	struct session *s = udp();

	(void)state;
	session_datagram(s, SIDE_SERVER,
	    BYTES(RESPONSE(TWO) QUESTION(TYPE_A) RECORD(TO_NAME, TYPE_CNAME, "\5",
		"\2lb" TO_TEST) RECORD("\xc0\x2a", TYPE_A, "\4", "\xc6\x33\x64\1")));
	assert_says(s,
	    "\"response\":true,\"opcode\":0,\"rcode\":0,\"rcode_name\":\"NOERROR\","
	    "\"rd\":true,\"ra\":true");
	assert_says(s,
	    "\"answers\":[{\"name\":\"example.test\",\"type\":\"CNAME\",\"ttl\":300,"
	    "\"data\":\"lb.test\"},{\"name\":\"lb.test\",\"type\":\"A\",\"ttl\":300,"
	    "\"data\":\"198.51.100.1\"}]");
	session_free(s);
}

static void
a_name_that_does_not_exist_is_told_so(void **state)
{
	struct session *s = udp();

	(void)state;
	session_datagram(
	    s, SIDE_SERVER, BYTES(ID "\x85\x83" ONE NONE NONE NONE QUESTION(TYPE_A)));
	assert_says(s, "\"rcode\":3,\"rcode_name\":\"NXDOMAIN\",\"aa\":true");
	session_free(s);
}

static void
sections_are_kept_apart_and_opt_is_left_out(void **state)
{
	struct session *s = udp();

	(void)state;
	session_datagram(s, SIDE_SERVER,
	    BYTES(ID ANSWERS ONE NONE ONE TWO QUESTION(TYPE_A)
		    RECORD(TO_TEST, "\0\2", "\5", "\2ns" TO_TEST)
			OPT_RECORD RECORD("\xc0\x2a", TYPE_A, "\4", "\xc6\x33\x64\2")));
	assert_int_equal(s->verdict, VERDICT_DONE);
	assert_says_not(s, "answers");
	assert_says(s, "\"authority\":[{\"name\":\"test\",\"type\":\"NS\"");
	assert_says(s, "\"additional\":[{\"name\":\"ns.test\",\"type\":\"A\"");
	assert_says_not(s, "OPT");
	session_free(s);
}

static void
a_query_with_opt_alone_has_no_additional_records(void **state)
{
	struct session *s = udp();

	(void)state;
	session_datagram(
	    s, SIDE_CLIENT, BYTES(ID ASKS ONE NONE NONE ONE QUESTION(TYPE_A) OPT_RECORD));
	assert_int_equal(s->verdict, VERDICT_DONE);
	assert_says_not(s, "additional");
	session_free(s);
}

/* -- queries and responses -- */

static void
a_response_names_its_query_and_the_time_between(void **state)
{
	struct session *s = udp();

	(void)state;
	session_datagram(s, SIDE_CLIENT, BYTES(QUERY QUESTION(TYPE_A)));
	session_datagram(s, SIDE_SERVER, BYTES(RESPONSE(ONE) QUESTION(TYPE_A) A_RECORD));
	assert_says(s, "\"rtt\":0.001000000,\"query_frame\":1}");
	session_free(s);
}

static void
a_repeated_query_counts_from_its_first_copy(void **state)
{
	struct session *s = udp();

	(void)state;
	session_datagram(s, SIDE_CLIENT, BYTES(QUERY QUESTION(TYPE_A)));
	session_datagram(s, SIDE_CLIENT, BYTES(QUERY QUESTION(TYPE_A)));
	session_datagram(s, SIDE_SERVER, BYTES(RESPONSE(ONE) QUESTION(TYPE_A) A_RECORD));
	assert_says(s, "\"rtt\":0.002000000,\"query_frame\":1}");
	session_free(s);
}

static void
two_questions_with_one_id_are_told_apart(void **state)
{
	struct session *s = udp();

	(void)state;
	session_datagram(s, SIDE_CLIENT, BYTES(QUERY QUESTION(TYPE_A)));
	session_datagram(s, SIDE_CLIENT, BYTES(QUERY QUESTION(TYPE_AAAA)));
	session_datagram(s, SIDE_SERVER, BYTES(RESPONSE(NONE) QUESTION(TYPE_AAAA)));
	assert_says(s, "\"query_frame\":2}");
	session_free(s);
}

static void
a_response_may_spell_the_name_in_another_case(void **state)
{
	struct session *s = udp();

	(void)state;
	session_datagram(s, SIDE_CLIENT, BYTES(QUERY "\7eXaMpLe\4tEsT\0" TYPE_A IN));
	session_datagram(s, SIDE_SERVER, BYTES(RESPONSE(NONE) QUESTION(TYPE_A)));
	assert_says(s, "\"name\":\"eXaMpLe.tEsT\"");
	assert_says(s, "\"query_frame\":1}");
	session_free(s);
}

static void
a_response_without_a_question_is_known_by_its_id(void **state)
{
	struct session *s = udp();

	(void)state;
	session_datagram(s, SIDE_CLIENT, BYTES(QUERY QUESTION(TYPE_A)));
	session_datagram(s, SIDE_SERVER, BYTES(ID "\x80\1" NONE NONE NONE NONE));
	assert_says(s, "\"rcode_name\":\"FORMERR\",\"rtt\":0.001000000,\"query_frame\":1}");
	session_free(s);
}

static void
a_response_to_another_question_answers_nothing(void **state)
{
	struct session *s = udp();

	(void)state;
	session_datagram(s, SIDE_CLIENT, BYTES(QUERY "\5other\4test\0" TYPE_A IN));
	session_datagram(s, SIDE_SERVER, BYTES(RESPONSE(ONE) QUESTION(TYPE_A) A_RECORD));
	session_datagram(s, SIDE_CLIENT, BYTES(RESPONSE(NONE) "\5other\4test\0" TYPE_A IN));
	assert_says_not(s, "query_frame");
	session_free(s);
}

static void
a_question_asked_again_after_its_answer_is_a_new_one(void **state)
{
	struct session *s = udp();

	(void)state;
	session_datagram(s, SIDE_CLIENT, BYTES(QUERY QUESTION(TYPE_A)));
	session_datagram(s, SIDE_SERVER, BYTES(RESPONSE(ONE) QUESTION(TYPE_A) A_RECORD));
	session_datagram(s, SIDE_CLIENT, BYTES(QUERY QUESTION(TYPE_A)));
	session_forget_events(s);
	session_datagram(s, SIDE_SERVER, BYTES(RESPONSE(ONE) QUESTION(TYPE_A) A_RECORD));
	assert_says(s, "\"rtt\":0.001000000,\"query_frame\":3}");
	session_free(s);
}

static void
of_too_many_open_queries_the_oldest_is_forgotten(void **state)
{
	struct session *s = udp();
	uint8_t query[] = QUERY QUESTION(TYPE_A);
	uint8_t response[] = RESPONSE(NONE) QUESTION(TYPE_A);

	(void)state;
	for (int i = 0; i < 100; i++) {
		query[1] = (uint8_t)i;
		session_datagram(s, SIDE_CLIENT, bytes_of(query, sizeof(query) - 1));
	}
	response[1] = 99;
	session_datagram(s, SIDE_SERVER, bytes_of(response, sizeof(response) - 1));
	assert_says(s, "\"query_frame\":100}");
	session_forget_events(s);
	response[1] = 0;
	session_datagram(s, SIDE_SERVER, bytes_of(response, sizeof(response) - 1));
	assert_says_not(s, "query_frame");
	session_free(s);
}

/* -- broken and cut -- */

static void
a_message_that_breaks_off_keeps_what_stood_before(void **state)
{
	struct session *s = udp();

	(void)state;
	session_cut_datagram(
	    s, SIDE_SERVER, BYTES(RESPONSE(TWO) QUESTION(TYPE_A) A_RECORD "\xc0\x0c\0\1"));
	assert_int_equal(s->verdict, VERDICT_BROKEN);
	assert_says(s, "\"answers\":[{\"name\":\"example.test\",\"type\":\"A\"");
	session_free(s);
}

static void
a_count_larger_than_the_message_is_not_dns(void **state)
{
	struct session *s = udp();

	(void)state;
	session_datagram(
	    s, SIDE_SERVER, BYTES(ID ANSWERS ONE "\xff\xff" NONE NONE QUESTION(TYPE_A)));
	assert_int_equal(s->verdict, VERDICT_OTHER);
	assert_string_equal(session_events(s), "");
	session_free(s);
}

static void
fewer_bytes_than_a_header_are_not_dns(void **state)
{
	struct session *s = udp();

	(void)state;
	session_datagram(s, SIDE_CLIENT, BYTES("\0\1hello"));
	assert_int_equal(s->verdict, VERDICT_OTHER);
	session_free(s);
}

/* -- streams -- */

#define STREAM_QUERY "\0\x1e" QUERY QUESTION(TYPE_A)
#define STREAM_RESPONSE "\0\x2e" RESPONSE(ONE) QUESTION(TYPE_A) A_RECORD

static void
a_message_may_come_in_single_bytes(void **state)
{
	struct session *s = tcp();

	(void)state;
	session_single_bytes(s, SIDE_CLIENT, BYTES(STREAM_QUERY));
	session_single_bytes(s, SIDE_SERVER, BYTES(STREAM_RESPONSE));
	assert_int_equal(session_count(s, "dns"), 2);
	assert_says(s, "\"frame\":32,\"time\":0.032000000,\"transport\":\"tcp\"");
	assert_says(s, "\"frame\":80");
	assert_says(s, "\"query_frame\":32}");
	session_free(s);
}

static void
one_segment_may_bring_two_messages(void **state)
{
	struct session *s = tcp();

	(void)state;
	session_bytes(s, SIDE_CLIENT, BYTES(STREAM_QUERY STREAM_QUERY "\0"));
	assert_int_equal(session_count(s, "dns"), 2);
	assert_int_equal(s->verdict, VERDICT_MORE);
	session_free(s);
}

static void
behind_a_gap_reading_goes_on_where_a_message_begins(void **state)
{
	struct session *s = tcp();

	(void)state;
	session_bytes(s, SIDE_CLIENT, BYTES("\0\x1e\x12\x34"));
	session_gap(s, SIDE_CLIENT, 20);
	session_bytes(s, SIDE_CLIENT, BYTES("ple\4test\0\0\1\0\1"));
	session_bytes(s, SIDE_CLIENT, BYTES(STREAM_QUERY));
	assert_int_equal(session_count(s, "dns"), 1);
	assert_says(s, "\"frame\":4");
	session_free(s);
}

static void
a_broken_message_does_not_break_the_stream(void **state)
{
	struct session *s = tcp();

	(void)state;
	session_bytes(s, SIDE_CLIENT, BYTES("\0\x12" QUERY TO_NAME TYPE_A IN STREAM_QUERY));
	assert_int_equal(s->verdict, VERDICT_DONE);
	assert_int_equal(session_count(s, "dns"), 2);
	assert_int_equal(session_count(s, "warning"), 1);
	session_free(s);
}

static void
a_stream_that_does_not_begin_like_dns_is_not_mine(void **state)
{
	struct session *s = tcp();

	(void)state;
	session_bytes(s, SIDE_CLIENT, BYTES("GET / HTTP/1.1\r\nHost: example.test\r\n"));
	assert_int_equal(s->verdict, VERDICT_OTHER);
	session_free(s);
}

static void
nonsense_between_messages_is_broken(void **state)
{
	struct session *s = tcp();

	(void)state;
	session_bytes(s, SIDE_CLIENT, BYTES(STREAM_QUERY "\0\1nonsense"));
	assert_int_equal(session_count(s, "dns"), 1);
	assert_int_equal(s->verdict, VERDICT_BROKEN);
	session_free(s);
}

static void
a_stream_that_ends_in_a_message_is_broken(void **state)
{
	struct session *whole = tcp();
	struct session *cut = tcp();

	(void)state;
	session_bytes(whole, SIDE_CLIENT, BYTES(STREAM_QUERY));
	session_end(whole, SIDE_CLIENT);
	assert_int_equal(whole->verdict, VERDICT_DONE);
	session_bytes(cut, SIDE_CLIENT, BYTES("\0\x1e" QUERY));
	session_end(cut, SIDE_CLIENT);
	assert_int_equal(cut->verdict, VERDICT_BROKEN);
	session_free(whole);
	session_free(cut);
}

/* -- claims -- */

static enum claim
claim(bool is_datagram, uint16_t port, struct bytes first)
{
	struct chunk chunk = {
		.is_datagram = is_datagram, .src_port = 40000, .dst_port = port
	};

	return dissector_dns.claims(&chunk, first);
}

static void
dns_on_another_port_is_known_by_its_first_message(void **state)
{
	(void)state;
	assert_int_equal(claim(true, 5300, BYTES(QUERY QUESTION(TYPE_A))), CLAIM_YES);
	assert_int_equal(
	    claim(true, 5300, BYTES(RESPONSE(ONE) QUESTION(TYPE_A) A_RECORD)), CLAIM_YES);
	assert_int_equal(
	    claim(true, 5300, BYTES(ID ASKS ONE NONE NONE ONE QUESTION(TYPE_A) OPT_RECORD)),
	    CLAIM_YES);
	assert_int_equal(claim(false, 5300, BYTES(STREAM_QUERY)), CLAIM_YES);
}

static void
a_stream_is_claimed_when_its_first_message_is_whole(void **state)
{
	struct bytes whole = BYTES(STREAM_QUERY);

	(void)state;
	for (size_t len = 0; len < whole.len; len++)
		assert_int_equal(claim(false, 5300, bytes_first(whole, len)), CLAIM_MORE);
}

static void
what_only_looks_like_dns_is_not_claimed(void **state)
{
	(void)state;
	assert_int_equal(claim(true, 5353, BYTES(QUERY QUESTION(TYPE_A))), CLAIM_NO);
	assert_int_equal(claim(true, 137, BYTES(QUERY QUESTION(TYPE_A))), CLAIM_NO);
	assert_int_equal(claim(true, 5355, BYTES(QUERY QUESTION(TYPE_A))), CLAIM_NO);
	/* bytes behind the message, an unknown type, another class, two questions,
	 * a record in the query, another opcode, an odd name, a cut response */
	assert_int_equal(claim(true, 5300, BYTES(QUERY QUESTION(TYPE_A) "\0")), CLAIM_NO);
	assert_int_equal(claim(true, 5300, BYTES(QUERY QUESTION("\xff\0"))), CLAIM_NO);
	assert_int_equal(claim(true, 5300, BYTES(QUERY NAME TYPE_A "\0\3")), CLAIM_NO);
	assert_int_equal(
	    claim(true, 5300,
		BYTES(ID ASKS TWO NONE NONE NONE QUESTION(TYPE_A) QUESTION(TYPE_A))),
	    CLAIM_NO);
	assert_int_equal(
	    claim(true, 5300, BYTES(ID ASKS ONE ONE NONE NONE QUESTION(TYPE_A) A_RECORD)),
	    CLAIM_NO);
	assert_int_equal(
	    claim(true, 5300, BYTES(ID "\x29\0" ONE NONE NONE NONE QUESTION(TYPE_A))),
	    CLAIM_NO);
	assert_int_equal(claim(true, 5300, BYTES(QUERY "\3\1\2\3\0" TYPE_A IN)), CLAIM_NO);
	assert_int_equal(
	    claim(true, 5300, BYTES(RESPONSE(ONE) QUESTION(TYPE_A) "\xc0\x0c\0\1\0\1")),
	    CLAIM_NO);
	assert_int_equal(
	    claim(false, 5300, BYTES("\x16\3\1\2\0\1\0\1\xfc\3\3random")), CLAIM_NO);
}

static void
no_cut_is_read_past_its_end(void **state)
{
	struct chunk stream = { .transport = "tcp" };
	struct bytes response = BYTES(RESPONSE(ONE) QUESTION(TYPE_A) A_RECORD);

	(void)state;
	session_every_cut(
	    &dissector_dns, &stream, SIDE_SERVER, BYTES(STREAM_RESPONSE STREAM_RESPONSE));
	for (size_t len = 0; len < response.len; len++) {
		uint8_t *exact = malloc(MAX(len, 1));

		assert_non_null(exact);
		memcpy(exact, response.at, len);
		assert_int_equal(claim(true, 5300, bytes_of(exact, len)), CLAIM_NO);
		free(exact);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_query_tells_its_question),
		cmocka_unit_test(a_response_follows_the_chain_to_the_address),
		cmocka_unit_test(a_name_that_does_not_exist_is_told_so),
		cmocka_unit_test(sections_are_kept_apart_and_opt_is_left_out),
		cmocka_unit_test(a_query_with_opt_alone_has_no_additional_records),
		cmocka_unit_test(a_response_names_its_query_and_the_time_between),
		cmocka_unit_test(a_repeated_query_counts_from_its_first_copy),
		cmocka_unit_test(two_questions_with_one_id_are_told_apart),
		cmocka_unit_test(a_response_may_spell_the_name_in_another_case),
		cmocka_unit_test(a_response_without_a_question_is_known_by_its_id),
		cmocka_unit_test(a_response_to_another_question_answers_nothing),
		cmocka_unit_test(a_question_asked_again_after_its_answer_is_a_new_one),
		cmocka_unit_test(of_too_many_open_queries_the_oldest_is_forgotten),
		cmocka_unit_test(a_message_that_breaks_off_keeps_what_stood_before),
		cmocka_unit_test(a_count_larger_than_the_message_is_not_dns),
		cmocka_unit_test(fewer_bytes_than_a_header_are_not_dns),
		cmocka_unit_test(a_message_may_come_in_single_bytes),
		cmocka_unit_test(one_segment_may_bring_two_messages),
		cmocka_unit_test(behind_a_gap_reading_goes_on_where_a_message_begins),
		cmocka_unit_test(a_broken_message_does_not_break_the_stream),
		cmocka_unit_test(a_stream_that_does_not_begin_like_dns_is_not_mine),
		cmocka_unit_test(nonsense_between_messages_is_broken),
		cmocka_unit_test(a_stream_that_ends_in_a_message_is_broken),
		cmocka_unit_test(dns_on_another_port_is_known_by_its_first_message),
		cmocka_unit_test(a_stream_is_claimed_when_its_first_message_is_whole),
		cmocka_unit_test(what_only_looks_like_dns_is_not_claimed),
		cmocka_unit_test(no_cut_is_read_past_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
