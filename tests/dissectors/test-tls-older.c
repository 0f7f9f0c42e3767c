/* SPDX-License-Identifier: BSD-2-Clause */
/* TLS 1.0 to 1.2 with the session's master secret at hand. */
#include "config.h"

#include "tests/dissectors/sealed-talk.h"
#include "tests/test.h"

static void
an_unknown_secret_changes_nothing_in_the_clear(void **state)
{
	struct session *session = session_new(&dissector_tls);
	struct talk talk = { .count = 0 };

	(void)state;
	say_handshake_12(&talk);
	talk_end(&talk);
	for (size_t i = 0; i < talk.count; i++)
		session_bytes(session, talk.turns[i].side, talk.turns[i].bytes);
	assert_int_equal(session_count(session, "tls.certificate"), 1);
	assert_int_equal(session_count(session, "warning"), 0);
	talk_clear(&talk, session);
}

#ifdef HAVE_OPENSSL
static const struct {
	uint16_t version, suite;
} older[] = {
	{ 0x0303, 0xc02f },
	{ 0x0303, 0xc030 },
	{ 0x0303, 0xcca8 },
	{ 0x0303, 0xc09c },
	{ 0x0303, 0xc09d },
	{ 0x0303, 0xc0ae },
	{ 0x0303, 0xc0af },
	{ 0x0303, 0xc013 },
	{ 0x0303, 0xc014 },
	{ 0x0303, 0xc027 },
	{ 0x0303, 0xc028 },
	{ 0x0303, 0x003d },
	{ 0x0303, 0x000a },
	{ 0x0303, 0x0041 },
	{ 0x0303, 0x00c0 },
	{ 0x0302, 0xc013 },
	{ 0x0302, 0x000a },
	{ 0x0301, 0x002f },
	{ 0x0301, 0x0035 },
};

static void
suites_of_older_versions_open(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2 * COUNT_OF(older); i++) {
		struct sealed_talk talk =
		    talk_12(older[i / 2].version, older[i / 2].suite, i % 2 == 1);
		struct session *session;

		ask(&talk);
		answer(&talk);
		session = play(&talk);
		assert_asked_and_answered(session);
		assert_int_equal(session_count(session, "tls.established"), 1);
		talk_clear(&talk.talk, session);
	}
}

static void
older_versions_go_on_behind_lost_records(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(older); i++) {
		struct sealed_talk talk = talk_12(older[i].version, older[i].suite, false);
		struct session *session;
		size_t read;

		ask(&talk);
		for (int n = 0; n < 30; n++)
			answer(&talk);
		session = play_with_gap(&talk, 70, 300);
		read = session->sides[SIDE_SERVER].inner.len;
		assert_int_equal(read % ANSWERED.len, 0);
		assert_true(read >= 15 * ANSWERED.len);
		assert_true(session->sides[SIDE_SERVER].inner_lost > 0);
		assert_int_equal(session_count(session, "warning"), 0);
		talk_clear(&talk.talk, session);
	}
}

static void
a_wrong_master_secret_is_told_once(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(older); i++) {
		struct sealed_talk talk =
		    talk_12(older[i].version, older[i].suite, i % 2 == 0);
		struct session *session;

		ask(&talk);
		answer(&talk);
		talk.secrets.at[SECRET_MASTER][0] ^= 1;
		session = play(&talk);
		assert_int_equal(session->sides[SIDE_CLIENT].inner_calls, 0);
		assert_int_equal(session_count(session, "warning"), 1);
		talk_clear(&talk.talk, session);
	}
}

static void
a_cipher_that_cannot_be_opened_is_named(void **state)
{
	struct sealed_talk talk = { .secrets = sample_secrets(SUITE) };
	struct session *session;

	(void)state;
	say_hello(&talk.talk, false);
	say_answer(&talk.talk, 0x0303, 0x0005, false);
	say_change(&talk.talk, SIDE_CLIENT);
	say_change(&talk.talk, SIDE_SERVER);
	say_opaque(&talk.talk, SIDE_CLIENT, APPLICATION, 100);
	session = play(&talk);
	assert_int_equal(session_count(session, "warning"), 1);
	assert_says(session, "cipher 0x0005 not supported");
	assert_int_equal(session_count(session, "tls.established"), 1);
	talk_clear(&talk.talk, session);
}

static void
a_session_within_the_session_is_followed(void **state)
{
	struct sealed_talk talk = talk_12(0x0303, 0xc02f, false);
	struct buffer hello = { 0 };
	struct sealer client = talk.client, server = talk.server;
	struct session *session;

	(void)state;
	put_client_hello(&hello, SAMPLE_SESSION);
	say_sealed_message(&talk.talk, SIDE_CLIENT, &talk.client, 1, buffer_bytes(&hello));
	buffer_clear(&hello);
	put_server_hello(&hello, 0xc02f, false, 7);
	say_sealed_message(&talk.talk, SIDE_SERVER, &talk.server, 2, buffer_bytes(&hello));
	buffer_clear(&hello);
	say_sealed(&talk.talk, SIDE_SERVER, &talk.server, CHANGE, BYTES("\x01"));
	say_sealed(&talk.talk, SIDE_CLIENT, &talk.client, CHANGE, BYTES("\x01"));
	client.sequence = 0;
	server.sequence = 0;
	talk.client = client;
	talk.server = server;
	ask(&talk);
	answer(&talk);
	session = play(&talk);
	assert_asked_and_answered(session);
	assert_int_equal(session_count(session, "tls.client_hello"), 2);
	talk_clear(&talk.talk, session);
}
#endif

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_unknown_secret_changes_nothing_in_the_clear),
#ifdef HAVE_OPENSSL
		cmocka_unit_test(suites_of_older_versions_open),
		cmocka_unit_test(older_versions_go_on_behind_lost_records),
		cmocka_unit_test(a_wrong_master_secret_is_told_once),
		cmocka_unit_test(a_cipher_that_cannot_be_opened_is_named),
		cmocka_unit_test(a_session_within_the_session_is_followed),
#endif
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
