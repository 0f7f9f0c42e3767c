/* SPDX-License-Identifier: BSD-2-Clause */
/* TLS 1.3 with the session's secrets at hand. */
#include "config.h"

#include "tests/dissectors/sealed-talk.h"
#include "tests/test.h"

static void
what_stays_unread_is_told_as_without_secrets(void **state)
{
	struct tls_secrets wrong = { .len = { 48, 32, 32, 32, 32, 32 } };
	struct session *session = session_new(&dissector_tls);
	struct talk talk = { .count = 0 };

	(void)state;
	say_handshake_13(&talk);
	say_opaque(&talk, SIDE_CLIENT, 23, 100);
	session->secrets = &wrong;
	talk_end(&talk);
	for (size_t i = 0; i < talk.count; i++)
		session_bytes(session, talk.turns[i].side, talk.turns[i].bytes);
	assert_int_equal(session_count(session, "tls.established"), 1);
	assert_int_equal(session->sides[SIDE_CLIENT].inner_calls, 0);
	talk_clear(&talk, session);
}

#ifdef HAVE_OPENSSL
static const uint16_t suites_13[] = { 0x1301, 0x1302, 0x1303, 0x1304, 0x1305 };

static void
all_suites_of_1_3_open(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(suites_13); i++) {
		struct sealed_talk talk = talk_13(suites_13[i]);
		struct session *session;

		say_handshake(&talk);
		ask(&talk);
		answer(&talk);
		session = play(&talk);
		assert_asked_and_answered(session);
		assert_string_equal(session->sides[SIDE_CLIENT].inner_name, "http1");
		assert_says(session, "\"of\":\"server\",\"chain\":[{\"subject\"");
		assert_int_equal(session_count(session, "tls.established"), 1);
		talk_clear(&talk.talk, session);
	}
}

static void
what_comes_out_does_not_depend_on_segments(void **state)
{
	struct sealed_talk talk = talk_13(SUITE);
	size_t last;

	(void)state;
	say_handshake(&talk);
	ask(&talk);
	answer(&talk);
	talk_end(&talk.talk);
	last = talk.talk.count;
	for (size_t turn = 0; turn < last; turn++) {
		struct bytes bytes = talk.talk.turns[turn].bytes;

		for (size_t cut = 1; cut < bytes.len; cut++) {
			struct session *session = session_new(&dissector_tls);

			session->secrets = &talk.secrets;
			for (size_t i = 0; i < last; i++) {
				struct turn *at = &talk.talk.turns[i];

				if (i == turn)
					session_bytes(
					    session, at->side, bytes_first(bytes, cut));
				session_bytes(session, at->side,
				    i == turn ? bytes_from(bytes, cut) : at->bytes);
			}
			assert_asked_and_answered(session);
			session_free(session);
		}
	}
	talk_clear(&talk.talk, NULL);
}

static void
padding_is_taken_off(void **state)
{
	struct sealed_talk talk = talk_13(SUITE);
	struct session *session;

	(void)state;
	say_handshake(&talk);
	talk.client.padding = 100;
	ask(&talk);
	answer(&talk);
	session = play(&talk);
	assert_asked_and_answered(session);
	talk_clear(&talk.talk, session);
}

static void
keys_are_updated_on_either_side(void **state)
{
	struct sealed_talk talk = talk_13(SUITE);
	uint8_t secret[SECRET_SIZE_MAX];
	struct session *session;

	(void)state;
	say_handshake(&talk);
	say_sealed_message(&talk.talk, SIDE_CLIENT, &talk.client, 24, BYTES("\x00"));
	memcpy(secret, talk.secrets.at[SECRET_CLIENT_TRAFFIC], 32);
	assert_true(crypto_expand_label(
	    CRYPTO_SHA256, bytes_of(secret, 32), "traffic upd", secret, 32));
	talk.client = sealer_of_secret(SUITE, bytes_of(secret, 32));
	ask(&talk);
	answer(&talk);
	session = play(&talk);
	assert_asked_and_answered(session);
	talk_clear(&talk.talk, session);
}

static void
say_early(struct sealed_talk *talk)
{
	say_hello(&talk->talk, true);
	say_sealed(&talk->talk, SIDE_CLIENT, &talk->early, APPLICATION, ASKED);
	say_answer(&talk->talk, 0x0304, talk->client.suite->first, false);
}

static void
early_data_are_read_before_the_server_answers(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(suites_13); i++) {
		struct sealed_talk talk = talk_13(suites_13[i]);
		struct session *session;

		say_early(&talk);
		say_server_part(&talk, EXTENSIONS_EARLY);
		answer(&talk);
		say_sealed_message(&talk.talk, SIDE_CLIENT, &talk.early, 5, BYTES(""));
		say_client_part(&talk);
		session = play(&talk);
		assert_asked_and_answered(session);
		assert_int_equal(session->sides[SIDE_SERVER].inner_stream, 0);
		talk_clear(&talk.talk, session);
	}
}

static void
refused_early_data_and_what_follows_are_two_streams(void **state)
{
	struct sealed_talk talk = talk_13(SUITE);
	struct session *session;

	(void)state;
	say_early(&talk);
	say_server_part(&talk, EXTENSIONS);
	say_client_part(&talk);
	ask(&talk);
	answer(&talk);
	session = play(&talk);
	assert_inside(
	    session, SIDE_CLIENT, BYTES("GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n"));
	assert_int_equal(session->sides[SIDE_CLIENT].inner_stream, 1);
	assert_int_equal(session->sides[SIDE_SERVER].inner_stream, 1);
	assert_int_equal(session_count(session, "warning"), 0);
	talk_clear(&talk.talk, session);
}

static void
early_data_without_their_secret_are_passed_over(void **state)
{
	struct sealed_talk talk = talk_13(SUITE);
	struct session *session;

	(void)state;
	say_early(&talk);
	talk.secrets.len[SECRET_CLIENT_EARLY] = 0;
	say_sealed(&talk.talk, SIDE_CLIENT, &talk.early, APPLICATION, ASKED);
	say_server_part(&talk, EXTENSIONS);
	say_client_part(&talk);
	ask(&talk);
	answer(&talk);
	session = play(&talk);
	assert_asked_and_answered(session);
	talk_clear(&talk.talk, session);
}

static void
wrong_secrets_are_told_once(void **state)
{
	struct sealed_talk talk = talk_13(SUITE);
	struct tls_secrets wrong = talk.secrets;
	struct session *session;

	(void)state;
	for (int i = 0; i < SECRET_COUNT; i++)
		wrong.at[i][0] ^= 1;
	say_handshake(&talk);
	ask(&talk);
	answer(&talk);
	session = play_with(&talk, &wrong);
	assert_int_equal(session->sides[SIDE_CLIENT].inner_calls, 0);
	assert_int_equal(session_count(session, "warning"), 1);
	assert_says(session, "wrong secret: records do not authenticate");
	talk_clear(&talk.talk, session);
}

static void
secrets_of_a_wrong_length_open_nothing(void **state)
{
	struct sealed_talk talk = talk_13(0x1302);
	struct tls_secrets short_ones = sample_secrets(0x1301);
	struct session *session;

	(void)state;
	say_handshake(&talk);
	ask(&talk);
	session = play_with(&talk, &short_ones);
	assert_int_equal(session->sides[SIDE_CLIENT].inner_calls, 0);
	assert_int_equal(session_count(session, "warning"), 1);
	talk_clear(&talk.talk, session);
}

static void
traffic_secrets_alone_open_what_is_asked_and_answered(void **state)
{
	struct sealed_talk talk = talk_13(SUITE);
	struct session *session;

	(void)state;
	say_handshake(&talk);
	talk.secrets.len[SECRET_CLIENT_HANDSHAKE] = 0;
	talk.secrets.len[SECRET_SERVER_HANDSHAKE] = 0;
	ask(&talk);
	answer(&talk);
	session = play(&talk);
	assert_asked_and_answered(session);
	assert_string_equal(session->sides[SIDE_CLIENT].inner_name, "");
	talk_clear(&talk.talk, session);
}

static void
handshake_secrets_alone_open_the_certificate(void **state)
{
	struct sealed_talk talk = talk_13(SUITE);
	struct session *session;

	(void)state;
	say_handshake(&talk);
	ask(&talk);
	answer(&talk);
	talk.secrets.len[SECRET_CLIENT_TRAFFIC] = 0;
	talk.secrets.len[SECRET_SERVER_TRAFFIC] = 0;
	session = play(&talk);
	assert_int_equal(session->sides[SIDE_CLIENT].inner_calls, 0);
	assert_int_equal(session_count(session, "tls.certificate"), 1);
	assert_int_equal(session_count(session, "warning"), 0);
	talk_clear(&talk.talk, session);
}

static void
an_encrypted_alert_is_told(void **state)
{
	struct sealed_talk talk = talk_13(SUITE);
	struct session *session;

	(void)state;
	say_handshake(&talk);
	say_sealed(&talk.talk, SIDE_SERVER, &talk.server, ALERT, BYTES("\x02\x74"));
	session = play(&talk);
	assert_says(
	    session, "\"level\":\"fatal\",\"description\":\"certificate_required\"");
	talk_clear(&talk.talk, session);
}

static void
without_a_secret_nothing_is_warned_of(void **state)
{
	struct sealed_talk talk = talk_13(SUITE);
	struct session *session;

	(void)state;
	say_handshake(&talk);
	ask(&talk);
	session = play_with(&talk, NULL);
	assert_int_equal(session_count(session, "warning"), 0);
	assert_int_equal(session->sides[SIDE_CLIENT].inner_calls, 0);
	assert_int_equal(session_count(session, "tls.established"), 1);
	talk_clear(&talk.talk, session);
}
#endif

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_stays_unread_is_told_as_without_secrets),
#ifdef HAVE_OPENSSL
		cmocka_unit_test(all_suites_of_1_3_open),
		cmocka_unit_test(what_comes_out_does_not_depend_on_segments),
		cmocka_unit_test(padding_is_taken_off),
		cmocka_unit_test(keys_are_updated_on_either_side),
		cmocka_unit_test(early_data_are_read_before_the_server_answers),
		cmocka_unit_test(refused_early_data_and_what_follows_are_two_streams),
		cmocka_unit_test(early_data_without_their_secret_are_passed_over),
		cmocka_unit_test(wrong_secrets_are_told_once),
		cmocka_unit_test(secrets_of_a_wrong_length_open_nothing),
		cmocka_unit_test(traffic_secrets_alone_open_what_is_asked_and_answered),
		cmocka_unit_test(handshake_secrets_alone_open_the_certificate),
		cmocka_unit_test(an_encrypted_alert_is_told),
		cmocka_unit_test(without_a_secret_nothing_is_warned_of),
#endif
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
