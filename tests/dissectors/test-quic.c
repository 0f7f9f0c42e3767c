/* SPDX-License-Identifier: BSD-2-Clause */
#include "config.h"

#include "tests/dissectors/quic-talk.h"
#include "tests/dissectors/sink.h"
#include "tests/test.h"

extern const struct dissector dissector_quic;

#define V1 0x00000001
#define V2 0x6b3343cf

/* RFC 9001 A.2: the CRYPTO frame of the client's Initial packet. */
#define RFC_HELLO                                                                          \
	"\x06\x00\x40\xf1\x01\x00\x00\xed\x03\x03\xeb\xf8\xfa\x56\xf1\x29\x39\xb9\x58\x4a" \
	"\x38\x96\x47\x2e\xc4\x0b\xb8\x63\xcf\xd3\xe8\x68\x04\xfe\x3a\x47\xf0\x6a\x2b\x69" \
	"\x48\x4c\x00\x00\x04\x13\x01\x13\x02\x01\x00\x00\xc0\x00\x00\x00\x10\x00\x0e\x00" \
	"\x00\x0b\x65\x78\x61\x6d\x70\x6c\x65\x2e\x63\x6f\x6d\xff\x01\x00\x01\x00\x00\x0a" \
	"\x00\x08\x00\x06\x00\x1d\x00\x17\x00\x18\x00\x10\x00\x07\x00\x05\x04\x61\x6c\x70" \
	"\x6e\x00\x05\x00\x05\x01\x00\x00\x00\x00\x00\x33\x00\x26\x00\x24\x00\x1d\x00\x20" \
	"\x93\x70\xb2\xc9\xca\xa4\x7f\xba\xba\xf4\x55\x9f\xed\xba\x75\x3d\xe1\x71\xfa\x71" \
	"\xf5\x0f\x1c\xe1\x5d\x43\xe9\x94\xec\x74\xd7\x48\x00\x2b\x00\x03\x02\x03\x04\x00" \
	"\x0d\x00\x10\x00\x0e\x04\x03\x05\x03\x06\x03\x02\x03\x08\x04\x08\x05\x08\x06\x00" \
	"\x2d\x00\x02\x01\x01\x00\x1c\x00\x02\x40\x01\x00\x39\x00\x32\x04\x08\xff\xff\xff" \
	"\xff\xff\xff\xff\xff\x05\x04\x80\x00\xff\xff\x07\x04\x80\x00\xff\xff\x08\x01\x10" \
	"\x01\x04\x80\x00\x75\x30\x09\x01\x10\x0f\x08\x83\x94\xc8\xf0\x3e\x51\x57\x08\x06" \
	"\x04\x80\x00\xff\xff"

/* How A.2's packet begins, in version 1 and (RFC 9369 A.2) in version 2. */
#define RFC_BEGIN_1                                                                        \
	"\xc0\x00\x00\x00\x01\x08\x83\x94\xc8\xf0\x3e\x51\x57\x08\x00\x00\x44\x9e\x7b"     \
	"\x9a\xec\x34\xd1\xb1\xc9\x8d\xd7\x68\x9f\xb8\xec\x11"
#define RFC_BEGIN_2                                                                        \
	"\xd7\x6b\x33\x43\xcf\x08\x83\x94\xc8\xf0\x3e\x51\x57\x08\x00\x00\x44\x9e\xa0"     \
	"\xc9\x5e\x82\xff\xe6\x7b\x6a\xbc\xdb\x42\x98\xb4\x85"

/* A.3: the server's answer. */
#define RFC_ANSWER_1                                                                       \
	"\xcf\x00\x00\x00\x01\x00\x08\xf0\x67\xa5\x50\x2a\x42\x62\xb5\x00\x40\x75\xc0\xd9" \
	"\x5a\x48\x2c\xd0\x99\x1c\xd2\x5b\x0a\xac\x40\x6a\x58\x16\xb6\x39\x41\x00\xf3\x7a" \
	"\x1c\x69\x79\x75\x54\x78\x0b\xb3\x8c\xc5\xa9\x9f\x5e\xde\x4c\xf7\x3c\x3e\xc2\x49" \
	"\x3a\x18\x39\xb3\xdb\xcb\xa3\xf6\xea\x46\xc5\xb7\x68\x4d\xf3\x54\x8e\x7d\xde\xb9" \
	"\xc3\xbf\x9c\x73\xcc\x3f\x3b\xde\xd7\x4b\x56\x2b\xfb\x19\xfb\x84\x02\x2f\x8e\xf4" \
	"\xcd\xd9\x37\x95\xd7\x7d\x06\xed\xbb\x7a\xaf\x2f\x58\x89\x18\x50\xab\xbd\xca\x3d" \
	"\x20\x39\x8c\x27\x64\x56\xcb\xc4\x21\x58\x40\x7d\xd0\x74\xee"
#define RFC_ANSWER_2                                                                       \
	"\xdc\x6b\x33\x43\xcf\x00\x08\xf0\x67\xa5\x50\x2a\x42\x62\xb5\x00\x40\x75\xd9\x2f" \
	"\xaa\xf1\x6f\x05\xd8\xa4\x39\x8c\x47\x08\x96\x98\xba\xee\xa2\x6b\x91\xeb\x76\x1d" \
	"\x9b\x89\x23\x7b\xbf\x87\x26\x30\x17\x91\x53\x58\x23\x00\x35\xf7\xfd\x39\x45\xd8" \
	"\x89\x65\xcf\x17\xf9\xaf\x6e\x16\x88\x6c\x61\xbf\xc7\x03\x10\x6f\xba\xf3\xcb\x4c" \
	"\xfa\x52\x38\x2d\xd1\x6a\x39\x3e\x42\x75\x75\x07\x69\x80\x75\xb2\xc9\x84\xc7\x07" \
	"\xf0\xa0\x81\x2d\x8c\xd5\xa6\x88\x1e\xaf\x21\xce\xda\x98\xf4\xbd\x23\xf6\xfe\x1a" \
	"\x3e\x2c\x43\xed\xd9\xce\x7c\xa8\x4b\xed\x85\x21\xe2\xe1\x40"

/* The server's hello in both. */
#define RFC_SERVER_HELLO_BEGIN                                                             \
	"\x02\x00\x00\x56\x03\x03\xee\xfc\xe7\xf7\xb3\x7b\xa1\xd1\x63\x2e\x96\x67\x78\x25" \
	"\xdd\xf7\x39\x88"

/* The client's packet of A.2, sealed here and compared with how the RFC's begins. */
static struct bytes
rfc_client_packet(struct talk *talk, struct bytes begin)
{
	uint8_t frames[1162] = RFC_HELLO;
	struct bytes packet;

	talk->dcid =
	    (struct quic_cid){ 8, { 0x83, 0x94, 0xc8, 0xf0, 0x3e, 0x51, 0x57, 0x08 } };
	talk->ids[SIDE_CLIENT].len = 0;
	talk->numbers[SIDE_CLIENT][QUIC_INITIAL] = 2;
	packet =
	    talk_seal(talk, SIDE_CLIENT, QUIC_INITIAL, bytes_of(frames, sizeof(frames)));
	assert_int_equal(packet.len, 1200);
	assert_memory_equal(packet.at, begin.at, begin.len);
	return packet;
}

static void
check_rfc(uint32_t version, struct bytes begin, struct bytes answer)
{
	struct session *session = session_new(&dissector_quic);
	struct talk *talk = talk_new(version);
	const struct bytes hello = BYTES(RFC_HELLO);

	session_datagram(session, SIDE_CLIENT, rfc_client_packet(talk, begin));
	session_datagram(session, SIDE_SERVER, answer);
	assert_string_equal(session->sides[SIDE_CLIENT].inner_name, "tls");
	assert_int_equal(session->sides[SIDE_CLIENT].inner.len, hello.len - 4);
	assert_memory_equal(
	    session->sides[SIDE_CLIENT].inner.at, hello.at + 4, hello.len - 4);
	assert_int_equal(session->sides[SIDE_SERVER].inner.len, 90);
	assert_memory_equal(
	    session->sides[SIDE_SERVER].inner.at, RFC_SERVER_HELLO_BEGIN, 24);
	assert_int_equal(session_count(session, "quic.initial"), 2);
	assert_says(session, "\"dcid\":\"8394c8f03e515708\"");
	assert_says(session, "\"scid\":\"f067a5502a4262b5\"");
	talk_free(talk);
	session_free(session);
}

static void
the_initial_packets_of_rfc_9001_open(void **state)
{
	(void)state;
	check_rfc(V1, BYTES(RFC_BEGIN_1), BYTES(RFC_ANSWER_1));
}

static void
the_initial_packets_of_rfc_9369_open(void **state)
{
	(void)state;
	check_rfc(V2, BYTES(RFC_BEGIN_2), BYTES(RFC_ANSWER_2));
}

/* RFC 9001 A.5 and RFC 9369 A.5: the same packet number and contents. */
static void
check_chacha20(uint32_t version, struct bytes packet)
{
	static const uint8_t secret[32] = { 0x9a, 0xc3, 0x12, 0xa7, 0xf8, 0x77, 0x46, 0x8e,
		0xbe, 0x69, 0x42, 0x27, 0x48, 0xad, 0x00, 0xa1, 0x54, 0x43, 0xf1, 0x82,
		0x03, 0xa0, 0x7d, 0x60, 0x60, 0xf6, 0x88, 0xf3, 0x0f, 0x21, 0x63, 0x2b };
	struct tls_secrets secrets = { 0 };
	struct session *session = session_new(&dissector_quic);
	struct quic_connection connection = { .has_random = true,
		.version = quic_version_find(version),
		.numbers[QUIC_CLIENT][QUIC_APPLICATION] = 654360564 };
	struct quic_call call = { &connection, &session->sink, &session->chunk, SIDE_CLIENT,
		QUIC_CLIENT };
	struct quic_packet header = {
		.type = QUIC_PACKET_SHORT, .whole = packet, .number_at = 1
	};
	struct bytes plain = { NULL, 0 };

	secrets.len[SECRET_CLIENT_TRAFFIC] = sizeof(secret);
	memcpy(secrets.at[SECRET_CLIENT_TRAFFIC], secret, sizeof(secret));
	session->secrets = &secrets;
	assert_true(quic_keys_open(&call, &header, QUIC_APPLICATION, &plain));
	assert_int_equal(plain.len, 1);
	assert_int_equal(plain.at[0], 1); /* PING */
	quic_keys_clear(&connection.keys[QUIC_CLIENT][QUIC_APPLICATION]);
	session_free(session);
}

static void
the_chacha20_packets_of_both_rfcs_open(void **state)
{
	(void)state;
	check_chacha20(V1, BYTES("\x4c\xfe\x41\x89\x65\x5e\x5c\xd5\x5c\x41\xf6\x90\x80\x57"
				 "\x5d\x79\x99\xc2\x5a\x5b\xfb"));
	check_chacha20(V2, BYTES("\x55\x58\xb1\xc6\x0a\xe7\xb6\xb9\x32\xbc\x27\xd7\x86\xf4"
				 "\xbc\x2b\xb2\x0f\x21\x62\xba"));
}

/* Hands a datagram to a session that stands in for the stack, to see what goes on. */
static void
deliver(struct session *session, enum side side, struct bytes datagram)
{
	session_datagram(session, side, datagram);
}

static struct bytes
joined(struct talk *talk, struct bytes a, struct bytes b)
{
	uint8_t *both = arena_alloc(&talk->scratch, a.len + b.len);

	memcpy(both, a.at, a.len);
	memcpy(both + a.len, b.at, b.len);
	return bytes_of(both, a.len + b.len);
}

static void
assert_inner(struct session *session, enum side side, struct bytes expected)
{
	assert_int_equal(session->sides[side].inner.len, expected.len);
	assert_memory_equal(session->sides[side].inner.at, expected.at, expected.len);
}

static void
a_hello_shuffled_over_two_datagrams_comes_in_order(void **state)
{
	struct session *session = session_new(&dissector_quic);
	struct talk *talk = talk_new(V1);
	struct bytes hello = talk_hello(talk, "h3");
	struct bytes first = joined(talk, talk_crypto(talk, 20, bytes_from(hello, 20)),
	    talk_crypto(talk, 4, bytes_first(bytes_from(hello, 4), 6)));
	struct bytes second = joined(talk, talk_crypto(talk, 0, bytes_first(hello, 4)),
	    talk_crypto(talk, 8, bytes_first(bytes_from(hello, 8), 14)));

	(void)state;
	deliver(session, SIDE_CLIENT, talk_seal(talk, SIDE_CLIENT, QUIC_INITIAL, first));
	assert_int_equal(session->sides[SIDE_CLIENT].inner.len, 0);
	deliver(session, SIDE_CLIENT, talk_seal(talk, SIDE_CLIENT, QUIC_INITIAL, second));
	assert_inner(session, SIDE_CLIENT, hello);
	assert_int_equal(session_count(session, "quic.initial"), 1);
	talk_free(talk);
	session_free(session);
}

static void
packets_that_share_a_datagram_are_all_read(void **state)
{
	struct session *session = session_new(&dissector_quic);
	struct talk *talk = talk_new(V1);
	struct bytes hello = talk_hello(talk, "h3");
	struct bytes initial, handshake;

	(void)state;
	session->secrets = &talk->secrets;
	deliver(session, SIDE_CLIENT,
	    talk_seal(talk, SIDE_CLIENT, QUIC_INITIAL, talk_crypto(talk, 0, hello)));
	initial = talk_seal(
	    talk, SIDE_SERVER, QUIC_INITIAL, talk_crypto(talk, 0, BYTES("hello")));
	handshake = talk_seal(
	    talk, SIDE_SERVER, QUIC_HANDSHAKE, talk_crypto(talk, 0, BYTES(" again")));
	deliver(session, SIDE_SERVER, joined(talk, initial, handshake));
	assert_inner(session, SIDE_SERVER, BYTES("hello again"));
	talk_free(talk);
	session_free(session);
}

static void
after_a_retry_the_keys_follow_the_new_id(void **state)
{
	const struct bytes retry =
	    BYTES("\xf0\0\0\0\x01\x08\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\x04NEWS"
		  "token0123456789abcdef");
	struct session *session = session_new(&dissector_quic);
	struct talk *talk = talk_new(V1);
	struct bytes hello = talk_hello(talk, "h3");

	(void)state;
	deliver(session, SIDE_CLIENT,
	    talk_seal(talk, SIDE_CLIENT, QUIC_INITIAL,
		talk_crypto(talk, 0, bytes_first(hello, 30))));
	deliver(session, SIDE_SERVER, retry);
	talk->dcid = (struct quic_cid){ 4, { 'N', 'E', 'W', 'S' } };
	deliver(session, SIDE_CLIENT,
	    talk_seal(talk, SIDE_CLIENT, QUIC_INITIAL, talk_crypto(talk, 0, hello)));
	deliver(session, SIDE_SERVER,
	    talk_seal(talk, SIDE_SERVER, QUIC_INITIAL, talk_crypto(talk, 0, BYTES("yes"))));
	assert_inner(session, SIDE_CLIENT, hello);
	assert_inner(session, SIDE_SERVER, BYTES("yes"));
	talk_free(talk);
	session_free(session);
}

static void
a_server_may_go_on_in_another_version(void **state)
{
	struct session *session = session_new(&dissector_quic);
	struct talk *talk = talk_new(V1);
	struct bytes hello = talk_hello(talk, "h3");

	(void)state;
	session->secrets = &talk->secrets;
	deliver(session, SIDE_CLIENT,
	    talk_seal(talk, SIDE_CLIENT, QUIC_INITIAL, talk_crypto(talk, 0, hello)));
	talk->version = quic_version_find(V2);
	deliver(session, SIDE_SERVER,
	    talk_seal(talk, SIDE_SERVER, QUIC_INITIAL, talk_crypto(talk, 0, BYTES("two"))));
	deliver(session, SIDE_SERVER,
	    talk_seal(
		talk, SIDE_SERVER, QUIC_HANDSHAKE, talk_crypto(talk, 0, BYTES(" 2"))));
	assert_inner(session, SIDE_SERVER, BYTES("two 2"));
	assert_says(session, "\"version\":\"0x6b3343cf\"");
	talk_free(talk);
	session_free(session);
}

static void
another_connection_on_the_same_ports_begins_anew(void **state)
{
	struct session *session = session_new(&dissector_quic);
	struct talk *talk = talk_new(V1);
	struct bytes hello = talk_hello(talk, "h3");

	(void)state;
	deliver(session, SIDE_CLIENT,
	    talk_seal(talk, SIDE_CLIENT, QUIC_INITIAL, talk_crypto(talk, 0, hello)));
	talk->dcid.at[0] = 0xee;
	talk->numbers[SIDE_CLIENT][QUIC_INITIAL] = 0;
	deliver(session, SIDE_CLIENT,
	    talk_seal(talk, SIDE_CLIENT, QUIC_INITIAL, talk_crypto(talk, 0, hello)));
	assert_int_equal(session_count(session, "quic.initial"), 2);
	assert_int_equal(session->sides[SIDE_CLIENT].inner.len, 2 * hello.len);
	talk_free(talk);
	session_free(session);
}

static void
an_answer_opens_though_the_clients_packet_is_cut(void **state)
{
	struct session *session = session_new(&dissector_quic);
	struct talk *talk = talk_new(V1);
	struct bytes first = talk_seal(
	    talk, SIDE_CLIENT, QUIC_INITIAL, talk_crypto(talk, 0, talk_hello(talk, "h3")));

	(void)state;
	session_cut_datagram(session, SIDE_CLIENT, bytes_first(first, 60));
	deliver(session, SIDE_SERVER,
	    talk_seal(talk, SIDE_SERVER, QUIC_INITIAL, talk_crypto(talk, 0, BYTES("yes"))));
	assert_int_equal(session_count(session, "quic.initial"), 2);
	assert_inner(session, SIDE_SERVER, BYTES("yes"));
	talk_free(talk);
	session_free(session);
}

static void
what_is_not_known_to_be_quic_is_left_to_others(void **state)
{
	const struct bytes others[] = {
		BYTES("\x40 a short header of a connection that was never seen"),
		BYTES("\xc0\x1a\x2a\x3a\x4a\x08"
		      "12345678\0 a version nobody has"),
		BYTES("\x80\0\0\0\x01\x08"
		      "12345678\0\0\x40\x10 no fixed bit"),
		BYTES("\xc0\0\0\0\x01\x15"
		      "an id that is too long for any version"),
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(others); i++) {
		struct session *session = session_new(&dissector_quic);
		struct chunk chunk = { .is_datagram = true };

		assert_int_equal(
		    session_datagram(session, SIDE_CLIENT, others[i]), VERDICT_OTHER);
		assert_int_equal(dissector_quic.claims(&chunk, others[i]), CLAIM_NO);
		session_free(session);
	}
}

static void
no_cut_of_a_datagram_is_read_past_its_end(void **state)
{
	struct talk *talk = talk_new(V1);
	struct chunk like = { .is_datagram = true };
	struct bytes hello = talk_hello(talk, "h3");
	struct bytes packet =
	    talk_seal(talk, SIDE_CLIENT, QUIC_INITIAL, talk_crypto(talk, 0, hello));

	(void)state;
	session_every_cut(&dissector_quic, &like, SIDE_CLIENT,
	    joined(talk, packet, joined(talk, BYTES(RFC_ANSWER_2), BYTES(RFC_ANSWER_1))));
	talk_free(talk);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_initial_packets_of_rfc_9001_open),
		cmocka_unit_test(the_initial_packets_of_rfc_9369_open),
		cmocka_unit_test(the_chacha20_packets_of_both_rfcs_open),
		cmocka_unit_test(a_hello_shuffled_over_two_datagrams_comes_in_order),
		cmocka_unit_test(packets_that_share_a_datagram_are_all_read),
		cmocka_unit_test(after_a_retry_the_keys_follow_the_new_id),
		cmocka_unit_test(a_server_may_go_on_in_another_version),
		cmocka_unit_test(another_connection_on_the_same_ports_begins_anew),
		cmocka_unit_test(an_answer_opens_though_the_clients_packet_is_cut),
		cmocka_unit_test(what_is_not_known_to_be_quic_is_left_to_others),
		cmocka_unit_test(no_cut_of_a_datagram_is_read_past_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
