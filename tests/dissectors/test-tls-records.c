/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/dissectors/tls-talk.h"
#include "tests/test.h"

static void
the_first_application_data_of_1_2_ends_the_handshake(void **state)
{
	struct talk talk = { 0 };
	struct session *session;

	(void)state;
	say_handshake_12(&talk);
	session = talk_play(&talk);
	assert_int_equal(session_count(session, "tls.established"), 1);
	assert_says(session, "\"event\":\"tls.established\",\"frame\":5,");
	assert_says(session, "\"version\":\"0x0303\",\"duration\":0.004000000");
	talk_clear(&talk, session);
}

static void
the_handshake_of_1_3_ends_behind_the_clients_finished(void **state)
{
	struct talk talk = { 0 };
	struct session *session;

	(void)state;
	say_handshake_13(&talk);
	session = talk_play(&talk);
	assert_int_equal(session_count(session, "tls.established"), 0);
	talk_clear(&talk, session);
	talk = (struct talk){ 0 };
	say_handshake_13(&talk);
	say_opaque(&talk, SIDE_CLIENT, APPLICATION, 300);
	session = talk_play(&talk);
	assert_says(session, "\"version\":\"0x0304\",\"duration\":0.002000000");
	talk_clear(&talk, session);
}

static void
a_client_with_a_certificate_is_done_when_it_sends_after_the_server(void **state)
{
	struct talk talk = { 0 };
	struct session *session;

	(void)state;
	say_client_hello(&talk, SAMPLE_CHROME);
	say_server_hello(&talk, 0x1301, true, 7);
	say_opaque(&talk, SIDE_CLIENT, APPLICATION, 900);
	say_opaque(&talk, SIDE_SERVER, APPLICATION, 200);
	say_opaque(&talk, SIDE_CLIENT, APPLICATION, 300);
	session = talk_play(&talk);
	assert_says(session, "\"event\":\"tls.established\",\"frame\":5,");
	talk_clear(&talk, session);
}

static void
an_alert_in_the_clear_is_told_and_an_encrypted_one_is_not(void **state)
{
	struct talk talk = { 0 };
	struct session *session;

	(void)state;
	say_client_hello(&talk, SAMPLE_CHROME);
	say_record(&talk, SIDE_SERVER, ALERT, BYTES("\x02\x28"));
	say_record(&talk, SIDE_CLIENT, ALERT, BYTES("\x01\xc8"));
	say_opaque(&talk, SIDE_CLIENT, ALERT, 26);
	session = talk_play(&talk);
	assert_says(session, "\"level\":\"fatal\",\"description\":\"handshake_failure\"");
	assert_says(session, "\"level\":\"warning\",\"description\":200");
	assert_int_equal(session_count(session, "tls.alert"), 2);
	talk_clear(&talk, session);
}

static void
a_message_may_lie_in_several_records(void **state)
{
	struct talk talk = { 0 };
	struct buffer body = { 0 };
	struct buffer message = { 0 };
	struct session *session;

	(void)state;
	put_client_hello(&body, SAMPLE_CHROME);
	put_message(&message, 1, buffer_bytes(&body));
	for (size_t at = 0; at < message.len; at += 3)
		say_record(&talk, SIDE_CLIENT, HANDSHAKE,
		    bytes_first(bytes_from(buffer_bytes(&message), at), 3));
	session = talk_play(&talk);
	assert_says(session, "\"sni\":\"example.org\"");
	assert_same_however_cut(&dissector_tls, talk.turns, talk.count);
	buffer_clear(&body);
	buffer_clear(&message);
	talk_clear(&talk, session);
}

static void
a_record_may_hold_several_messages(void **state)
{
	struct talk talk = { 0 };
	struct buffer body = { 0 };
	struct buffer messages = { 0 };
	struct session *session;

	(void)state;
	say_client_hello(&talk, SAMPLE_CHROME);
	put_server_hello(&body, 0xc02f, false, 9);
	put_message(&messages, 2, buffer_bytes(&body));
	put_message(&messages, 12, BYTES("\x03\x00\x1d\x04pub!"));
	put_message(&messages, 14, BYTES(""));
	say_record(&talk, SIDE_SERVER, HANDSHAKE, buffer_bytes(&messages));
	session = talk_play(&talk);
	assert_int_equal(session_count(session, "tls.server_hello"), 1);
	assert_int_equal(session_count(session, "tls.key_exchange"), 1);
	assert_same_however_cut(&dissector_tls, talk.turns, talk.count);
	buffer_clear(&body);
	buffer_clear(&messages);
	talk_clear(&talk, session);
}

static void
the_cut_into_segments_changes_nothing(void **state)
{
	void (*const handshakes[])(struct talk *) = { say_handshake_12, say_handshake_13 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(handshakes); i++) {
		struct talk talk = { 0 };

		handshakes[i](&talk);
		talk_end(&talk);
		assert_same_however_cut(&dissector_tls, talk.turns, talk.count);
		turns_every_cut(&dissector_tls, talk.turns, talk.count);
		talk_clear(&talk, NULL);
	}
}

static void
encrypted_records_are_passed_over_unread(void **state)
{
	struct talk talk = { 0 };
	struct session *session;

	(void)state;
	say_handshake_12(&talk);
	say_opaque(&talk, SIDE_SERVER, APPLICATION, 16000);
	session = talk_play(&talk);
	/* two encrypted Finished and ChangeCipherSpec, then data */
	assert_int_equal(session->sides[SIDE_SERVER].skipped, 1 + 40 + 1000 + 16000);
	talk_clear(&talk, session);
}

static void
records_are_found_again_after_a_gap(void **state)
{
	struct talk talk = { 0 };
	struct buffer hello = { 0 };
	struct session *session;

	(void)state;
	say_client_hello(&talk, SAMPLE_CHROME);
	session = talk_play(&talk);
	put_server_hello(&hello, 0xc02f, false, 9);
	say_message(&talk, SIDE_SERVER, 2, buffer_bytes(&hello));
	talk_end(&talk);
	session_bytes(session, SIDE_SERVER, bytes_first(talk.turns[1].bytes, 20));
	session_gap(session, SIDE_SERVER, 3000);
	session_bytes(session, SIDE_SERVER, BYTES("in the middle of a record"));
	session_bytes(session, SIDE_SERVER, talk.turns[1].bytes);
	assert_int_equal(session_count(session, "tls.server_hello"), 1);
	assert_int_equal(session_count(session, "warning"), 0);
	buffer_clear(&hello);
	talk_clear(&talk, session);
}

static void
a_gap_within_an_encrypted_record_is_none_to_speak_of(void **state)
{
	struct talk talk = { 0 };
	struct session *session;

	(void)state;
	say_handshake_12(&talk);
	session = talk_play(&talk);
	session_bytes(session, SIDE_SERVER,
	    BYTES("\x17\x03\x03\x10\x00"
		  "begin"));
	session_gap(session, SIDE_SERVER, 4091);
	session_bytes(session, SIDE_SERVER, BYTES("\x15\x03\x03\x00\x02\x01\x00"));
	assert_says(session, "\"description\":\"close_notify\"");
	talk_clear(&talk, session);
}

static void
a_capture_may_begin_in_the_middle(void **state)
{
	struct session *session = session_new(&dissector_tls);

	(void)state;
	session_bytes(session, SIDE_SERVER, BYTES("\x17\x03\x03\x00\x20"));
	session_bytes(session, SIDE_SERVER, BYTES("0123456789abcdef0123456789abcdef"));
	session_bytes(session, SIDE_CLIENT, BYTES("\x15\x03\x03\x00\x02\x02\x50"));
	assert_int_equal(session_count(session, "tls.established"), 0);
	assert_says(session, "\"description\":\"internal_error\"");
	session_free(session);
}

static void
what_is_no_record_is_somebody_elses(void **state)
{
	struct session *session = session_new(&dissector_tls);

	(void)state;
	session_bytes(session, SIDE_CLIENT, BYTES("GET / HTTP/1.1\r\n"));
	assert_int_equal(session->verdict, VERDICT_OTHER);
	session_free(session);
}

static void
what_is_no_record_after_records_is_broken(void **state)
{
	struct talk talk = { 0 };
	struct session *session;

	(void)state;
	say_client_hello(&talk, SAMPLE_CHROME);
	session = talk_play(&talk);
	session_bytes(session, SIDE_CLIENT, BYTES("GET / HTTP/1.1\r\n"));
	assert_int_equal(session->verdict, VERDICT_BROKEN);
	talk_clear(&talk, session);
}

static void
the_hello_of_ssl_2_is_passed_over_and_what_answers_it_is_read(void **state)
{
	static const uint8_t hello[2 + 28] = { 0x80, 28, 1, 3, 1, 0, 3, 0, 0, 0, 16 };
	struct talk talk = { 0 };
	struct session *session;

	(void)state;
	buffer_add(says(&talk, SIDE_CLIENT), bytes_of(hello, sizeof(hello)));
	say_server_hello(&talk, 0x0005, false, 9);
	session = talk_play(&talk);
	assert_int_equal(session_count(session, "tls.client_hello"), 0);
	assert_int_equal(session_count(session, "tls.server_hello"), 1);
	talk_clear(&talk, session);
}

static void
the_first_bytes_tell_whether_it_is_tls(void **state)
{
	static const struct {
		struct bytes first;
		enum claim claim;
	} cases[] = {
		{ { (const uint8_t *)"", 0 }, CLAIM_NO },
		{ { (const uint8_t *)"\x16", 1 }, CLAIM_MORE },
		{ { (const uint8_t *)"\x16\x03\x01\x02", 4 }, CLAIM_MORE },
		{ { (const uint8_t *)"\x16\x03\x01\x02\x00\x01", 6 }, CLAIM_MORE },
		{ { (const uint8_t *)"\x16\x03\x01\x02\x00\x01\x00\x01\xfc", 9 },
		    CLAIM_YES },
		{ { (const uint8_t *)"\x16\x03\x01\x02\x00\x01\x00\x00\x02", 9 },
		    CLAIM_NO },
		{ { (const uint8_t *)"\x16\x03\x01\x02\x00\x77", 6 }, CLAIM_NO },
		{ { (const uint8_t *)"\x17\x03\x03\x00\x20", 5 }, CLAIM_YES },
		{ { (const uint8_t *)"\x17\x03\x03\xff\xff", 5 }, CLAIM_NO },
		{ { (const uint8_t *)"\x17\x04", 2 }, CLAIM_NO },
		{ { (const uint8_t *)"GET /", 5 }, CLAIM_NO },
		{ { (const uint8_t *)"\x80\x2e\x01\x03\x01", 5 }, CLAIM_YES },
	};
	struct chunk chunk = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(
		    dissector_tls.claims(&chunk, cases[i].first), cases[i].claim);
}

static void
datagrams_are_never_claimed(void **state)
{
	struct chunk chunk = { .is_datagram = true };

	(void)state;
	assert_int_equal(
	    dissector_tls.claims(&chunk, BYTES("\x17\x03\x03\x00\x20")), CLAIM_NO);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_application_data_of_1_2_ends_the_handshake),
		cmocka_unit_test(the_handshake_of_1_3_ends_behind_the_clients_finished),
		cmocka_unit_test(
		    a_client_with_a_certificate_is_done_when_it_sends_after_the_server),
		cmocka_unit_test(an_alert_in_the_clear_is_told_and_an_encrypted_one_is_not),
		cmocka_unit_test(a_message_may_lie_in_several_records),
		cmocka_unit_test(a_record_may_hold_several_messages),
		cmocka_unit_test(the_cut_into_segments_changes_nothing),
		cmocka_unit_test(encrypted_records_are_passed_over_unread),
		cmocka_unit_test(records_are_found_again_after_a_gap),
		cmocka_unit_test(a_gap_within_an_encrypted_record_is_none_to_speak_of),
		cmocka_unit_test(a_capture_may_begin_in_the_middle),
		cmocka_unit_test(what_is_no_record_is_somebody_elses),
		cmocka_unit_test(what_is_no_record_after_records_is_broken),
		cmocka_unit_test(
		    the_hello_of_ssl_2_is_passed_over_and_what_answers_it_is_read),
		cmocka_unit_test(the_first_bytes_tell_whether_it_is_tls),
		cmocka_unit_test(datagrams_are_never_claimed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
