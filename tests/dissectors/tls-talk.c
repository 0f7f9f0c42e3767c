/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/dissectors/tls-talk.h"
#include "tests/test.h"

struct buffer *
says(struct talk *talk, enum side side)
{
	if (talk->count == 0 || talk->turns[talk->count - 1].side != side)
		talk->turns[talk->count++].side = side;
	return &talk->bytes[talk->count - 1];
}

void
say_record(struct talk *talk, enum side side, uint8_t type, struct bytes contents)
{
	put_record(says(talk, side), type, contents);
}

void
say_message(struct talk *talk, enum side side, uint8_t type, struct bytes body)
{
	struct buffer message = { 0 };

	put_message(&message, type, body);
	say_record(talk, side, HANDSHAKE, buffer_bytes(&message));
	buffer_clear(&message);
}

void
say_client_hello(struct talk *talk, enum sample_hello_kind kind)
{
	struct buffer body = { 0 };

	put_client_hello(&body, kind);
	say_message(talk, SIDE_CLIENT, 1, buffer_bytes(&body));
	buffer_clear(&body);
}

void
say_server_hello(struct talk *talk, unsigned cipher, bool is_13, uint8_t session_id)
{
	struct buffer body = { 0 };

	put_server_hello(&body, cipher, is_13, session_id);
	say_message(talk, SIDE_SERVER, 2, buffer_bytes(&body));
	buffer_clear(&body);
}

void
say_certificate(struct talk *talk, struct bytes der)
{
	struct buffer body = { 0 };
	size_t list = put_open(&body, 3);
	size_t one;

	if (der.len > 0) {
		one = put_open(&body, 3);
		buffer_add(&body, der);
		put_close(&body, one, 3);
	}
	put_close(&body, list, 3);
	say_message(talk, SIDE_SERVER, 11, buffer_bytes(&body));
	buffer_clear(&body);
}

void
say_opaque(struct talk *talk, enum side side, uint8_t type, size_t size)
{
	struct buffer contents = { 0 };

	put_fill(&contents, 0xee, size);
	say_record(talk, side, type, buffer_bytes(&contents));
	buffer_clear(&contents);
}

void
say_change(struct talk *talk, enum side side)
{
	say_record(talk, side, CHANGE, BYTES("\x01"));
	say_opaque(talk, side, HANDSHAKE, 40);
}

void
say_handshake_12(struct talk *talk)
{
	say_client_hello(talk, SAMPLE_CHROME);
	say_server_hello(talk, 0xc02f, false, 9);
	say_certificate(talk, sample_certificate);
	say_message(
	    talk, SIDE_SERVER, 12, BYTES("\x03\x00\x1d\x04pub!\x04\x01\x00\x03sig"));
	say_message(talk, SIDE_SERVER, 14, BYTES(""));
	say_message(talk, SIDE_CLIENT, 16, BYTES("\x04pub!"));
	say_change(talk, SIDE_CLIENT);
	say_change(talk, SIDE_SERVER);
	say_opaque(talk, SIDE_CLIENT, APPLICATION, 100);
	say_opaque(talk, SIDE_SERVER, APPLICATION, 1000);
}

void
say_handshake_13(struct talk *talk)
{
	say_client_hello(talk, SAMPLE_CHROME);
	say_server_hello(talk, 0x1301, true, 7);
	say_record(talk, SIDE_SERVER, CHANGE, BYTES("\x01"));
	say_opaque(talk, SIDE_SERVER, APPLICATION, 1200);
	say_record(talk, SIDE_CLIENT, CHANGE, BYTES("\x01"));
	say_opaque(talk, SIDE_CLIENT, APPLICATION, 53);
}

void
talk_end(struct talk *talk)
{
	for (size_t i = 0; i < talk->count; i++)
		talk->turns[i].bytes = buffer_bytes(&talk->bytes[i]);
}

struct session *
talk_play(struct talk *talk)
{
	talk_end(talk);
	return turns_played(&dissector_tls, talk->turns, talk->count);
}

void
talk_clear(struct talk *talk, struct session *session)
{
	for (size_t i = 0; i < TURNS_MAX; i++)
		buffer_clear(&talk->bytes[i]);
	session_free(session);
}
