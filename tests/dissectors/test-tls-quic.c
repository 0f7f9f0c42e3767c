/* SPDX-License-Identifier: BSD-2-Clause */
/* TLS inside of QUIC: handshake messages without records. */
#include "config.h"

#include <zlib.h>

#include "tests/dissectors/tls-talk.h"
#include "tests/test.h"

static struct session *
session_of_quic(void)
{
	struct session *session = session_new(&dissector_tls);

	session->chunk.transport = "quic";
	return session;
}

static void
put_hello(struct buffer *out)
{
	struct buffer body = { 0 };

	put_client_hello(&body, SAMPLE_CHROME);
	put_message(out, 1, buffer_bytes(&body));
	buffer_clear(&body);
}

static void
put_answer(struct buffer *out)
{
	struct buffer body = { 0 };

	put_server_hello(&body, 0x1301, true, 0);
	put_message(out, 2, buffer_bytes(&body));
	buffer_clear(&body);
}

/* The server's messages at the Handshake level. */
static void
put_handshake(struct buffer *out)
{
	struct buffer chain = { 0 };
	size_t list, one;

	put_u8(&chain, 0);
	list = put_open(&chain, 3);
	one = put_open(&chain, 3);
	buffer_add(&chain, sample_certificate);
	put_close(&chain, one, 3);
	put_u16(&chain, 0);
	put_close(&chain, list, 3);
	put_message(out, 8, BYTES("\x00\x00"));
	put_message(out, 11, buffer_bytes(&chain));
	put_message(out, 20, BYTES("finished"));
	buffer_clear(&chain);
}

/* The same certificate, compressed (RFC 8879) by this algorithm, and said to be so much
 * longer than it is. */
static void
put_compressed(struct buffer *out, unsigned algorithm, size_t longer)
{
	struct buffer chain = { 0 }, body = { 0 };
	uint8_t coded[4096];
	uLongf size = sizeof(coded);
	size_t list, one;

	put_u8(&chain, 0);
	list = put_open(&chain, 3);
	one = put_open(&chain, 3);
	buffer_add(&chain, sample_certificate);
	put_close(&chain, one, 3);
	put_u16(&chain, 0);
	put_close(&chain, list, 3);
	assert_int_equal(compress(coded, &size, chain.at, chain.len), Z_OK);
	put_u16(&body, algorithm);
	put_u8(&body, 0);
	put_u16(&body, (unsigned)(chain.len + longer));
	one = put_open(&body, 3);
	buffer_add(&body, bytes_of(coded, size));
	put_close(&body, one, 3);
	put_message(out, 8, BYTES("\x00\x00"));
	put_message(out, 25, buffer_bytes(&body));
	buffer_clear(&chain);
	buffer_clear(&body);
}

static void
put_zlib(struct buffer *out)
{
	put_compressed(out, 1, 0);
}

static void
put_too_short(struct buffer *out)
{
	put_compressed(out, 1, 1);
}

static void
put_other(struct buffer *out)
{
	put_compressed(out, 9, 0);
}

static void
say(struct session *session, enum side side, void (*put)(struct buffer *))
{
	struct buffer bytes = { 0 };

	put(&bytes);
	session_bytes(session, side, buffer_bytes(&bytes));
	buffer_clear(&bytes);
}

static void
hellos_are_told_as_those_of_quic(void **state)
{
	struct session *session = session_of_quic();

	(void)state;
	say(session, SIDE_CLIENT, put_hello);
	say(session, SIDE_SERVER, put_answer);
	assert_says(session, "\"transport\":\"quic\",\"version\":\"0x0303\"");
	assert_says(session, "\"selected_version\":\"0x0304\"");
#ifdef HAVE_OPENSSL
	assert_says(session, "\"ja4\":\"q13d");
#endif
	assert_int_equal(session_count(session, "warning"), 0);
	session_free(session);
}

static void
the_rest_of_the_handshake_is_read(void **state)
{
	struct session *session = session_of_quic();

	(void)state;
	say(session, SIDE_CLIENT, put_hello);
	say(session, SIDE_SERVER, put_answer);
	session_gap(session, SIDE_SERVER, 0);
	say(session, SIDE_SERVER, put_handshake);
	assert_int_equal(session_count(session, "tls.certificate"), 1);
	assert_int_equal(session_count(session, "tls.established"), 0);
	session_bytes(session, SIDE_CLIENT, BYTES("\x14\x00\x00\x03yes"));
	assert_int_equal(session_count(session, "tls.established"), 1);
	session_free(session);
}

static void
bytes_behind_a_gap_are_passed_over_up_to_the_next_level(void **state)
{
	struct session *session = session_of_quic();

	(void)state;
	say(session, SIDE_CLIENT, put_hello);
	session_gap(session, SIDE_SERVER, 50);
	say(session, SIDE_SERVER, put_answer);
	assert_int_equal(session_count(session, "tls.server_hello"), 0);
	session_gap(session, SIDE_SERVER, 0);
	say(session, SIDE_SERVER, put_handshake);
	assert_int_equal(session_count(session, "tls.certificate"), 1);
	session_free(session);
}

static void
a_message_too_long_to_be_one_is_passed_over(void **state)
{
	struct session *session = session_of_quic();

	(void)state;
	session_bytes(session, SIDE_SERVER, BYTES("\x0b\xff\xff\xffrubbish"));
	say(session, SIDE_SERVER, put_answer);
	assert_int_equal(session_count(session, "tls.server_hello"), 0);
	session_free(session);
}

static void
a_compressed_certificate_is_told_like_any_other(void **state)
{
	struct session *session = session_of_quic();

	(void)state;
	say(session, SIDE_CLIENT, put_hello);
	say(session, SIDE_SERVER, put_answer);
	session_gap(session, SIDE_SERVER, 0);
	say(session, SIDE_SERVER, put_zlib);
	assert_int_equal(session_count(session, "tls.certificate"), 1);
	assert_says(session, "\"san\":[\"tls.test\",\"*.tls.test\",\"192.0.2.1\"]");
	assert_int_equal(session_count(session, "warning"), 0);
	session_free(session);
}

static void
a_certificate_that_does_not_unpack_is_a_warning(void **state)
{
	static void (*const puts[])(struct buffer *) = { put_too_short, put_other };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(puts); i++) {
		struct session *session = session_of_quic();

		say(session, SIDE_CLIENT, put_hello);
		say(session, SIDE_SERVER, put_answer);
		session_gap(session, SIDE_SERVER, 0);
		say(session, SIDE_SERVER, puts[i]);
		assert_int_equal(session_count(session, "tls.certificate"), 0);
		assert_int_equal(session_count(session, "warning"), 1);
		session_free(session);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hellos_are_told_as_those_of_quic),
		cmocka_unit_test(the_rest_of_the_handshake_is_read),
		cmocka_unit_test(bytes_behind_a_gap_are_passed_over_up_to_the_next_level),
		cmocka_unit_test(a_message_too_long_to_be_one_is_passed_over),
		cmocka_unit_test(a_compressed_certificate_is_told_like_any_other),
		cmocka_unit_test(a_certificate_that_does_not_unpack_is_a_warning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
