/* SPDX-License-Identifier: BSD-2-Clause */
/* TLS with the session's secrets at hand. */
#include "config.h"

#include "tests/dissectors/tls-seal.h"
#include "tests/test.h"

#ifdef HAVE_OPENSSL
#define ASKED BYTES("GET / HTTP/1.1\r\n\r\n")
#define ANSWERED BYTES("HTTP/1.1 200 OK\r\n\r\n")
#define EXTENSIONS BYTES("\x00\x0f\x00\x10\x00\x0b\x00\x09\x08http/1.1")

enum { SUITE = 0x1301, EARLY = 42, ENCRYPT_THEN_MAC = 22 };

static const uint16_t suites_13[] = { 0x1301, 0x1302, 0x1303, 0x1304, 0x1305 };

/* A conversation, the secrets of which somebody may know all, some or none. */
struct sealed_talk {
	struct talk talk;
	struct tls_secrets secrets;
	struct sealer early, client, server; /* of the phase at hand */
};

static void
plain_record(struct talk *talk, enum side side, uint8_t type, struct buffer *body)
{
	say_message(talk, side, type, buffer_bytes(body));
	buffer_clear(body);
}

/* A ClientHello that may announce early data. */
static void
say_hello(struct talk *talk, bool has_early_data)
{
	struct buffer body = { 0 };

	put_u16(&body, 0x0303);
	put_fill(&body, 1, 32);
	put_u8(&body, 0);
	put_u16(&body, 2);
	put_u16(&body, SUITE);
	put_u16(&body, 0x0100);
	put_u16(&body, has_early_data ? 4 : 0);
	if (has_early_data) {
		put_u16(&body, EARLY);
		put_u16(&body, 0);
	}
	plain_record(talk, SIDE_CLIENT, 1, &body);
}

static void
say_answer(struct talk *talk, uint16_t version, uint16_t suite, bool encrypt_then_mac)
{
	struct buffer body = { 0 };
	bool is_13 = version == 0x0304;

	put_u16(&body, is_13 ? 0x0303 : version);
	put_fill(&body, 2, 32);
	put_u8(&body, 0);
	put_u16(&body, suite);
	put_u8(&body, 0);
	put_u16(&body, is_13 ? 6 : encrypt_then_mac ? 4 : 0);
	if (is_13) {
		put_u16(&body, 43);
		put_u16(&body, 2);
		put_u16(&body, version);
	} else if (encrypt_then_mac) {
		put_u16(&body, ENCRYPT_THEN_MAC);
		put_u16(&body, 0);
	}
	plain_record(talk, SIDE_SERVER, 2, &body);
}

static struct sealer
sealer_for(const struct sealed_talk *talk, enum secret_label label)
{
	return sealer_of_secret(
	    talk->client.suite->first, secret_bytes(&talk->secrets, label));
}

static struct sealed_talk
talk_13(uint16_t suite)
{
	struct sealed_talk talk = { .secrets = sample_secrets(suite) };

	talk.client.suite = tls_suite_find(suite);
	talk.early = sealer_for(&talk, SECRET_CLIENT_EARLY);
	talk.server = sealer_for(&talk, SECRET_SERVER_HANDSHAKE);
	talk.client = sealer_for(&talk, SECRET_CLIENT_HANDSHAKE);
	return talk;
}

static void
put_chain_13(struct buffer *body)
{
	size_t list, one;

	put_u8(body, 0);
	list = put_open(body, 3);
	one = put_open(body, 3);
	buffer_add(body, sample_certificate);
	put_close(body, one, 3);
	put_u16(body, 0);
	put_close(body, list, 3);
}

/* EncryptedExtensions up to the Finished; from there on traffic keys. */
static void
say_server_part(struct sealed_talk *talk, struct bytes extensions)
{
	struct buffer chain = { 0 };

	put_chain_13(&chain);
	say_sealed_message(&talk->talk, SIDE_SERVER, &talk->server, 8, extensions);
	say_sealed_message(
	    &talk->talk, SIDE_SERVER, &talk->server, 11, buffer_bytes(&chain));
	say_sealed_message(&talk->talk, SIDE_SERVER, &talk->server, 20,
	    BYTES("01234567890123456789012345678901"));
	talk->server = sealer_for(talk, SECRET_SERVER_TRAFFIC);
	buffer_clear(&chain);
}

static void
say_client_part(struct sealed_talk *talk)
{
	say_sealed_message(&talk->talk, SIDE_CLIENT, &talk->client, 20,
	    BYTES("01234567890123456789012345678901"));
	talk->client = sealer_for(talk, SECRET_CLIENT_TRAFFIC);
}

static void
say_handshake(struct sealed_talk *talk)
{
	say_hello(&talk->talk, false);
	say_answer(&talk->talk, 0x0304, talk->client.suite->first, false);
	say_record(&talk->talk, SIDE_SERVER, CHANGE, BYTES("\x01"));
	say_server_part(talk, EXTENSIONS);
	say_record(&talk->talk, SIDE_CLIENT, CHANGE, BYTES("\x01"));
	say_client_part(talk);
}

static void
ask(struct sealed_talk *talk)
{
	say_sealed(&talk->talk, SIDE_CLIENT, &talk->client, APPLICATION, ASKED);
}

static void
answer(struct sealed_talk *talk)
{
	say_sealed(&talk->talk, SIDE_SERVER, &talk->server, APPLICATION, ANSWERED);
}

static struct session *
play_with(struct sealed_talk *talk, const struct tls_secrets *secrets)
{
	struct session *session = session_new(&dissector_tls);

	session->secrets = secrets;
	talk_end(&talk->talk);
	for (size_t i = 0; i < talk->talk.count; i++)
		session_bytes(session, talk->talk.turns[i].side, talk->talk.turns[i].bytes);
	return session;
}

static struct session *
play(struct sealed_talk *talk)
{
	return play_with(talk, &talk->secrets);
}

static void
assert_inside(struct session *session, enum side side, struct bytes expected)
{
	struct bytes inside = buffer_bytes(&session->sides[side].inner);

	assert_int_equal(inside.len, expected.len);
	if (expected.len > 0)
		assert_memory_equal(inside.at, expected.at, expected.len);
}

static void
assert_asked_and_answered(struct session *session)
{
	assert_inside(session, SIDE_CLIENT, ASKED);
	assert_inside(session, SIDE_SERVER, ANSWERED);
	assert_int_equal(session_count(session, "warning"), 0);
}

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
		say_server_part(&talk, BYTES("\x00\x04\x00\x2a\x00\x00"));
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

/* Plays all but `lost` bytes from `from` on of the last turn. */
static struct session *
play_with_gap(struct sealed_talk *talk, size_t from, size_t lost)
{
	struct session *session;
	struct turn last;

	talk_end(&talk->talk);
	last = talk->talk.turns[--talk->talk.count];
	session = play(talk);
	talk->talk.count++;
	session_bytes(session, last.side, bytes_first(last.bytes, from));
	session_gap(session, last.side, lost);
	session_bytes(session, last.side, bytes_from(last.bytes, from + lost));
	return session;
}

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

/* A conversation of 1.2 or before, up to application data of both sides. */
static struct sealed_talk
talk_12(uint16_t version, uint16_t suite, bool encrypt_then_mac)
{
	struct sealed_talk talk = { .secrets = sample_secrets(suite) };
	struct bytes master = secret_bytes(&talk.secrets, SECRET_MASTER);

	talk.client =
	    sealer_of_master(version, suite, master, SIDE_CLIENT, encrypt_then_mac);
	talk.server =
	    sealer_of_master(version, suite, master, SIDE_SERVER, encrypt_then_mac);
	say_hello(&talk.talk, false);
	say_answer(&talk.talk, version, suite, encrypt_then_mac);
	say_message(&talk.talk, SIDE_SERVER, 14, BYTES(""));
	say_record(&talk.talk, SIDE_CLIENT, CHANGE, BYTES("\x01"));
	say_sealed_message(
	    &talk.talk, SIDE_CLIENT, &talk.client, 20, BYTES("0123456789ab"));
	say_record(&talk.talk, SIDE_SERVER, CHANGE, BYTES("\x01"));
	say_sealed_message(
	    &talk.talk, SIDE_SERVER, &talk.server, 20, BYTES("0123456789ab"));
	return talk;
}

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
#endif

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
		cmocka_unit_test(behind_lost_records_the_next_one_is_found),
		cmocka_unit_test(when_the_finished_is_lost_traffic_still_opens),
		cmocka_unit_test(suites_of_older_versions_open),
		cmocka_unit_test(older_versions_go_on_behind_lost_records),
		cmocka_unit_test(a_wrong_master_secret_is_told_once),
		cmocka_unit_test(a_cipher_that_cannot_be_opened_is_named),
		cmocka_unit_test(without_a_secret_nothing_is_warned_of),
		cmocka_unit_test(a_session_within_the_session_is_followed),
		cmocka_unit_test(rubbish_behind_a_gap_is_given_up),
		cmocka_unit_test(no_beginning_of_a_conversation_is_too_short),
#endif
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
