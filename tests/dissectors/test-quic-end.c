/* SPDX-License-Identifier: BSD-2-Clause */
/* How connections over QUIC end. */
#include "base/clock.h"
#include "tests/dissectors/quic-talk.h"
#include "tests/test.h"

/* CONNECTION_CLOSE of QUIC itself (0x0a, blaming STREAM, "bad") and of the application. */
#define CLOSE                                                                              \
	BYTES("\x1c\x0a\x08\x03"                                                           \
	      "bad")
#define CLOSE_BY_APPLICATION BYTES("\x1d\x41\x00\0")
/* EncryptedExtensions with a max_idle_timeout of 10 s. */
#define SERVER_IDLES_10_S BYTES("\x08\0\0\x0a\0\x08\0\x39\0\x04\x01\x02\x67\x10")

static struct talk *
a_connection(void)
{
	struct talk *talk = talk_new(0x00000001);

	talk_greet(talk);
	talk_send(
	    talk, SIDE_SERVER, QUIC_HANDSHAKE, talk_crypto(talk, 0, SERVER_IDLES_10_S));
	return talk;
}

static void
a_close_is_told_once_with_what_both_sides_sent(void **state)
{
	struct talk *talk = a_connection();

	(void)state;
	talk_send(talk, SIDE_CLIENT, QUIC_APPLICATION, CLOSE);
	talk_send(talk, SIDE_SERVER, QUIC_APPLICATION, CLOSE);
	talk_fall_silent(talk);
	assert_int_equal(talk_count(talk, "quic.closed"), 1);
	assert_int_equal(
	    talk_count(talk, "\"how\":\"close\",\"error\":10,\"reason\":\"bad\","), 1);
	assert_int_equal(talk_count(talk, "\"packets_client\":2,\"packets_server\":2,"), 1);
	talk_free(talk);
}

static void
a_close_of_the_application_says_so(void **state)
{
	struct talk *talk = a_connection();

	(void)state;
	talk_send(talk, SIDE_SERVER, QUIC_APPLICATION, CLOSE_BY_APPLICATION);
	assert_int_equal(
	    talk_count(talk, "\"how\":\"close\",\"error\":256,\"application\":true,"), 1);
	talk_free(talk);
}

/* Anybody can seal one. */
static void
a_close_in_an_initial_packet_counts_where_nothing_follows(void **state)
{
	struct talk *talk = talk_new(0x00000001);

	(void)state;
	talk_greet(talk);
	talk_send(talk, SIDE_SERVER, QUIC_INITIAL, CLOSE);
	assert_int_equal(talk_count(talk, "quic.closed"), 0);
	talk_fall_silent(talk);
	assert_int_equal(talk_count(talk, "\"how\":\"close\""), 1);
	talk_free(talk);
}

static void
a_close_in_an_initial_packet_is_belied_by_what_follows(void **state)
{
	struct talk *talk = a_connection();

	(void)state;
	talk_send(talk, SIDE_SERVER, QUIC_INITIAL, CLOSE);
	talk_send(talk, SIDE_SERVER, QUIC_APPLICATION, BYTES("\x01"));
	talk_fall_silent(talk);
	assert_int_equal(talk_count(talk, "\"how\":\"close\""), 0);
	assert_int_equal(talk_count(talk, "\"how\":\"capture_end\""), 1);
	talk_free(talk);
}

static const char *
end_after(uint64_t seconds, bool server_has_said)
{
	struct talk *talk = server_has_said ? a_connection() : talk_new(0x00000001);
	const char *how;

	if (!server_has_said)
		talk_greet(talk);
	talk->silent_ns = seconds * NS_PER_S;
	talk_fall_silent(talk);
	how = talk_count(talk, "\"how\":\"timeout\"") == 1 ? "timeout" : "capture_end";
	talk_free(talk);
	return how;
}

static void
silence_ends_it_after_the_smaller_of_both_timeouts(void **state)
{
	(void)state;
	assert_string_equal(end_after(9, true), "capture_end");
	assert_string_equal(end_after(10, true), "timeout");
	assert_string_equal(end_after(29, false), "capture_end");
	assert_string_equal(end_after(30, false), "timeout");
}

/* A new connection between the same ports ends the one before. */
static void
another_connection_ends_the_one_before(void **state)
{
	struct talk *talk = a_connection();

	(void)state;
	talk->frames += 10000;
	memset(talk->dcid.at, 0xee, talk->dcid.len);
	talk_greet(talk);
	assert_int_equal(talk_count(talk, "\"how\":\"timeout\""), 1);
	assert_int_equal(talk_count(talk, "quic.initial"), 4);
	talk_fall_silent(talk);
	assert_int_equal(talk_count(talk, "quic.closed"), 2);
	talk_free(talk);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_close_is_told_once_with_what_both_sides_sent),
		cmocka_unit_test(a_close_of_the_application_says_so),
		cmocka_unit_test(a_close_in_an_initial_packet_counts_where_nothing_follows),
		cmocka_unit_test(a_close_in_an_initial_packet_is_belied_by_what_follows),
		cmocka_unit_test(silence_ends_it_after_the_smaller_of_both_timeouts),
		cmocka_unit_test(another_connection_ends_the_one_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
