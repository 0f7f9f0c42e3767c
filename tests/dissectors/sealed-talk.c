/* SPDX-License-Identifier: BSD-2-Clause */
#include "config.h"

#include "tests/dissectors/sealed-talk.h"
#include "tests/test.h"

#ifdef HAVE_OPENSSL
enum { EARLY = 42, ENCRYPT_THEN_MAC = 22 };

static void
plain_record(struct talk *talk, enum side side, uint8_t type, struct buffer *body)
{
	say_message(talk, side, type, buffer_bytes(body));
	buffer_clear(body);
}

void
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

void
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

struct sealed_talk
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

void
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

void
say_client_part(struct sealed_talk *talk)
{
	say_sealed_message(&talk->talk, SIDE_CLIENT, &talk->client, 20,
	    BYTES("01234567890123456789012345678901"));
	talk->client = sealer_for(talk, SECRET_CLIENT_TRAFFIC);
}

void
say_handshake(struct sealed_talk *talk)
{
	say_hello(&talk->talk, false);
	say_answer(&talk->talk, 0x0304, talk->client.suite->first, false);
	say_record(&talk->talk, SIDE_SERVER, CHANGE, BYTES("\x01"));
	say_server_part(talk, EXTENSIONS);
	say_record(&talk->talk, SIDE_CLIENT, CHANGE, BYTES("\x01"));
	say_client_part(talk);
}

void
ask(struct sealed_talk *talk)
{
	say_sealed(&talk->talk, SIDE_CLIENT, &talk->client, APPLICATION, ASKED);
}

void
answer(struct sealed_talk *talk)
{
	say_sealed(&talk->talk, SIDE_SERVER, &talk->server, APPLICATION, ANSWERED);
}

struct session *
play_with(struct sealed_talk *talk, const struct tls_secrets *secrets)
{
	struct session *session = session_new(&dissector_tls);

	session->secrets = secrets;
	talk_end(&talk->talk);
	for (size_t i = 0; i < talk->talk.count; i++)
		session_bytes(session, talk->talk.turns[i].side, talk->talk.turns[i].bytes);
	return session;
}

struct session *
play(struct sealed_talk *talk)
{
	return play_with(talk, &talk->secrets);
}

void
assert_inside(struct session *session, enum side side, struct bytes expected)
{
	struct bytes inside = buffer_bytes(&session->sides[side].inner);

	assert_int_equal(inside.len, expected.len);
	if (expected.len > 0)
		assert_memory_equal(inside.at, expected.at, expected.len);
}

void
assert_asked_and_answered(struct session *session)
{
	assert_inside(session, SIDE_CLIENT, ASKED);
	assert_inside(session, SIDE_SERVER, ANSWERED);
	assert_int_equal(session_count(session, "warning"), 0);
}

struct session *
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

struct sealed_talk
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
#endif
