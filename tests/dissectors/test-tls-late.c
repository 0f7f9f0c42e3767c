/* SPDX-License-Identifier: BSD-2-Clause */
/* Lost records, and secrets that come later than what they open. */
#include "config.h"

#include "tests/dissectors/sealed-talk.h"
#include "tests/test.h"

static void
nothing_waits_where_no_secret_can_come(void **state)
{
	struct session *session = session_new(&dissector_tls);
	struct talk talk = { .count = 0 };

	(void)state;
	say_handshake_13(&talk);
	say_opaque(&talk, SIDE_CLIENT, APPLICATION, 100);
	talk_end(&talk);
	for (size_t i = 0; i < talk.count; i++)
		session_bytes(session, talk.turns[i].side, talk.turns[i].bytes);
	assert_int_equal(session_count(session, "tls.established"), 1);
	talk_clear(&talk, session);
}

#ifdef HAVE_OPENSSL
static void
behind_lost_records_the_next_one_is_found(void **state)
{
	(void)state;
	for (size_t from = 0; from < 120; from++) {
		struct sealed_talk talk = talk_13(SUITE);
		struct session *session;

		say_handshake(&talk);
		ask(&talk);
		for (int i = 0; i < 40; i++)
			answer(&talk);
		session = play_with_gap(&talk, from, 777);
		assert_int_equal(session->sides[SIDE_SERVER].inner_lost % ANSWERED.len, 0);
		assert_int_equal(session->sides[SIDE_SERVER].inner_lost +
				     session->sides[SIDE_SERVER].inner.len,
		    40 * ANSWERED.len);
		assert_int_equal(session_count(session, "warning"), 0);
		talk_clear(&talk.talk, session);
	}
}

static void
when_the_finished_is_lost_traffic_still_opens(void **state)
{
	struct sealed_talk talk = talk_13(SUITE);
	struct session *session;

	(void)state;
	say_hello(&talk.talk, false);
	say_answer(&talk.talk, 0x0304, SUITE, false);
	say_hello(&talk.talk, false); /* ends the turn */
	talk.talk.count--;
	buffer_clear(&talk.talk.bytes[talk.talk.count]);
	talk.talk.turns[talk.talk.count++].side = SIDE_SERVER;
	say_server_part(&talk, EXTENSIONS);
	answer(&talk);
	answer(&talk);
	session = play_with_gap(&talk, 50, 400);
	assert_true(session->sides[SIDE_SERVER].inner.len >= ANSWERED.len);
	assert_int_equal(session_count(session, "warning"), 0);
	talk_clear(&talk.talk, session);
}

static void
rubbish_behind_a_gap_is_given_up(void **state)
{
	struct sealed_talk talk = talk_13(SUITE);
	struct session *session;

	(void)state;
	say_handshake(&talk);
	ask(&talk);
	for (int i = 0; i < 200; i++)
		say_opaque(&talk.talk, SIDE_SERVER, APPLICATION, 100);
	session = play_with_gap(&talk, 10, 10);
	assert_int_equal(session_count(session, "warning"), 1);
	assert_says(session, "too much was lost");
	talk_clear(&talk.talk, session);
}

static void
no_beginning_of_a_conversation_is_too_short(void **state)
{
	(void)state;
	for (int is_13 = 0; is_13 < 2; is_13++) {
		struct sealed_talk talk =
		    is_13 ? talk_13(SUITE) : talk_12(0x0303, 0xc027, true);

		if (is_13)
			say_handshake(&talk);
		ask(&talk);
		answer(&talk);
		talk_end(&talk.talk);
		for (size_t turn = 0; turn < talk.talk.count; turn++)
			for (size_t len = 0; len <= talk.talk.turns[turn].bytes.len;
			     len++) {
				struct session *session = session_new(&dissector_tls);

				session->secrets = &talk.secrets;
				for (size_t i = 0; i < turn; i++)
					session_bytes(session, talk.talk.turns[i].side,
					    talk.talk.turns[i].bytes);
				session_bytes(session, talk.talk.turns[turn].side,
				    bytes_first(talk.talk.turns[turn].bytes, len));
				session_end(session, SIDE_CLIENT);
				session_end(session, SIDE_SERVER);
				session_free(session);
			}
		talk_clear(&talk.talk, NULL);
	}
}

/* Plays the conversation but for its last turn to somebody who has no secret yet. */
static struct session *
play_before(struct sealed_talk *talk, struct secrets_wait *wait)
{
	struct session *session = session_new(&dissector_tls);

	session->sink.wait = wait;
	talk_end(&talk->talk);
	for (size_t i = 0; i + 1 < talk->talk.count; i++)
		session_bytes(session, talk->talk.turns[i].side, talk->talk.turns[i].bytes);
	return session;
}

static void
play_last(struct sealed_talk *talk, struct session *session)
{
	struct turn *last = &talk->talk.turns[talk->talk.count - 1];

	session_bytes(session, last->side, last->bytes);
}

static void
what_waits_opens_when_its_secret_comes(void **state)
{
	(void)state;
	for (int is_13 = 0; is_13 < 2; is_13++) {
		struct sealed_talk talk =
		    is_13 ? talk_13(SUITE) : talk_12(0x0303, 0xc02f, false);
		struct secrets_wait wait = { 0 };
		struct session *session;

		if (is_13)
			say_handshake(&talk);
		ask(&talk);
		answer(&talk);
		session = play_before(&talk, &wait);
		assert_true(wait.held > 0);
		assert_int_equal(session->sides[SIDE_CLIENT].inner_calls, 0);
		assert_int_equal(session_count(session, "tls.established"), 0);
		session->secrets = &talk.secrets;
		play_last(&talk, session);
		assert_asked_and_answered(session);
		assert_int_equal(wait.held, 0);
		if (is_13)
			assert_says(session,
			    "\"event\":\"tls.certificate\",\"frame\":2,\"time\":0.002");
		talk_clear(&talk.talk, session);
	}
}

/* So many milliseconds after the last packet. */
static void
wake(struct session *session, uint32_t ms)
{
	struct chunk chunk = session->chunk;

	chunk.at_ns = (chunk.frame + ms) * UINT64_C(1000000);
	dissector_tls.wake(session->state, &session->sink, &chunk);
}

static void
what_waits_opens_without_another_packet(void **state)
{
	struct sealed_talk talk = talk_13(SUITE);
	struct secrets_wait wait = { 0 };
	struct session *session;

	(void)state;
	say_handshake(&talk);
	ask(&talk);
	answer(&talk);
	session = play_before(&talk, &wait);
	play_last(&talk, session);
	wake(session, 1000);
	assert_int_equal(session->sides[SIDE_CLIENT].inner_calls, 0);
	session->secrets = &talk.secrets;
	wake(session, 2000);
	assert_asked_and_answered(session);
	assert_int_equal(wait.held, 0);
	talk_clear(&talk.talk, session);
}

static void
what_waits_is_let_go_after_10_s_of_silence(void **state)
{
	struct sealed_talk talk = talk_13(SUITE);
	struct secrets_wait wait = { 0 };
	struct session *session;

	(void)state;
	say_handshake(&talk);
	ask(&talk);
	answer(&talk);
	session = play_before(&talk, &wait);
	wake(session, 9000);
	assert_true(wait.held > 0);
	wake(session, 11000);
	assert_int_equal(wait.held, 0);
	assert_int_equal(session_count(session, "tls.established"), 1);
	talk_clear(&talk.talk, session);
}

static void
early_data_wait_too(void **state)
{
	struct sealed_talk talk = talk_13(SUITE);
	struct secrets_wait wait = { 0 };
	struct session *session;

	(void)state;
	say_hello(&talk.talk, true);
	say_sealed(&talk.talk, SIDE_CLIENT, &talk.early, APPLICATION, ASKED);
	say_answer(&talk.talk, 0x0304, SUITE, false);
	say_server_part(&talk, EXTENSIONS_EARLY);
	say_sealed_message(&talk.talk, SIDE_CLIENT, &talk.early, 5, BYTES(""));
	say_client_part(&talk);
	answer(&talk);
	session = play_before(&talk, &wait);
	session->secrets = &talk.secrets;
	play_last(&talk, session);
	assert_asked_and_answered(session);
	talk_clear(&talk.talk, session);
}

static void
a_key_log_that_grows_line_by_line_opens_all(void **state)
{
	struct sealed_talk talk = talk_13(SUITE);
	struct secrets_wait wait = { 0 };
	struct tls_secrets half;
	struct session *session;

	(void)state;
	say_handshake(&talk);
	half = talk.secrets;
	half.len[SECRET_CLIENT_TRAFFIC] = 0;
	half.len[SECRET_SERVER_TRAFFIC] = 0;
	ask(&talk);
	answer(&talk);
	ask(&talk);
	session = session_new(&dissector_tls);
	session->sink.wait = &wait;
	session->secrets = &half;
	talk_end(&talk.talk);
	for (size_t i = 0; i < talk.talk.count; i++) {
		if (i + 1 == talk.talk.count)
			session->secrets = &talk.secrets;
		session_bytes(session, talk.talk.turns[i].side, talk.talk.turns[i].bytes);
	}
	assert_int_equal(session->sides[SIDE_CLIENT].inner.len, 2 * ASKED.len);
	assert_inside(session, SIDE_SERVER, ANSWERED);
	assert_int_equal(session_count(session, "warning"), 0);
	talk_clear(&talk.talk, session);
}

static void
a_secret_that_comes_too_late_is_told_of(void **state)
{
	struct sealed_talk talk = talk_13(SUITE);
	struct secrets_wait wait = { 0 };
	struct session *session;

	(void)state;
	say_handshake(&talk);
	ask(&talk);
	answer(&talk);
	ask(&talk);
	session = play_before(&talk, &wait);
	session->chunk.frame += 11000; /* milliseconds */
	play_last(&talk, session);
	assert_int_equal(wait.held, 0);
	assert_int_equal(session_count(session, "tls.established"), 1);
	assert_int_equal(session_count(session, "warning"), 0);
	session->secrets = &talk.secrets;
	play_last(&talk, session);
	play_last(&talk, session);
	assert_says(session, "its secret came too late");
	assert_int_equal(session_count(session, "warning"), 1);
	assert_int_equal(session->sides[SIDE_CLIENT].inner_calls, 0);
	talk_clear(&talk.talk, session);
}

static void
no_more_waits_than_256_kib(void **state)
{
	struct sealed_talk talk = talk_13(SUITE);
	struct secrets_wait wait = { 0 };
	struct session *session;
	size_t most = 0;

	(void)state;
	say_handshake(&talk);
	answer(&talk);
	session = play_before(&talk, &wait);
	for (int i = 0; i < 30000; i++) {
		play_last(&talk, session);
		most = MAX(most, wait.held);
	}
	assert_true(most > 250 * 1024 && most <= 256 * 1024);
	assert_int_equal(wait.held, 0);
	talk_clear(&talk.talk, session);
}

static void
what_waits_when_both_sides_end_is_let_go(void **state)
{
	struct sealed_talk talk = talk_13(SUITE);
	struct secrets_wait wait = { 0 };
	struct session *session;

	(void)state;
	say_handshake(&talk);
	ask(&talk);
	answer(&talk);
	session = play_before(&talk, &wait);
	session_end(session, SIDE_CLIENT);
	assert_true(wait.held > 0);
	session_end(session, SIDE_SERVER);
	assert_int_equal(wait.held, 0);
	assert_int_equal(session_count(session, "tls.established"), 1);
	talk_clear(&talk.talk, session);
}

static void
a_session_that_goes_away_gives_back_what_waited(void **state)
{
	struct sealed_talk talk = talk_13(SUITE);
	struct secrets_wait wait = { 0 };
	struct session *session;

	(void)state;
	say_handshake(&talk);
	ask(&talk);
	session = play_before(&talk, &wait);
	assert_true(wait.held > 0);
	talk_clear(&talk.talk, session);
	assert_int_equal(wait.held, 0);
}
#endif

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_waits_where_no_secret_can_come),
#ifdef HAVE_OPENSSL
		cmocka_unit_test(behind_lost_records_the_next_one_is_found),
		cmocka_unit_test(when_the_finished_is_lost_traffic_still_opens),
		cmocka_unit_test(rubbish_behind_a_gap_is_given_up),
		cmocka_unit_test(no_beginning_of_a_conversation_is_too_short),
		cmocka_unit_test(what_waits_opens_when_its_secret_comes),
		cmocka_unit_test(what_waits_opens_without_another_packet),
		cmocka_unit_test(what_waits_is_let_go_after_10_s_of_silence),
		cmocka_unit_test(early_data_wait_too),
		cmocka_unit_test(a_key_log_that_grows_line_by_line_opens_all),
		cmocka_unit_test(a_secret_that_comes_too_late_is_told_of),
		cmocka_unit_test(no_more_waits_than_256_kib),
		cmocka_unit_test(what_waits_when_both_sides_end_is_let_go),
		cmocka_unit_test(a_session_that_goes_away_gives_back_what_waited),
#endif
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
