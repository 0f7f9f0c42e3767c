/* SPDX-License-Identifier: BSD-2-Clause */
#include "config.h"

#include "tests/dissectors/tls-talk.h"
#include "tests/test.h"

static void
a_client_hello_is_told_with_what_it_offers(void **state)
{
	struct talk talk = { 0 };
	struct session *session;

	(void)state;
	say_client_hello(&talk, SAMPLE_CHROME);
	session = talk_play(&talk);
	assert_says(session, "\"record_version\":\"0x0303\",\"version\":\"0x0303\","
			     "\"versions\":[\"0x2a2a\",\"0x0304\",\"0x0303\"]");
	assert_says(session, "\"ciphers\":[\"0x0a0a\",\"0x1301\",");
	assert_says(session, "\"extensions\":[6682,27,0,51,");
	assert_says(session, "\"sni\":\"example.org\",\"alpn\":[\"h2\",\"http/1.1\"],"
			     "\"groups\":[35466,29,23,24],\"key_shares\":[35466,29]");
	assert_says_not(session, "\"ech\"");
	assert_says_not(session, "\"psk\"");
	talk_clear(&talk, session);
}

#ifdef HAVE_OPENSSL
static void
fingerprints_leave_grease_out(void **state)
{
	struct talk talk = { 0 };
	struct session *session;

	(void)state;
	say_client_hello(&talk, SAMPLE_CHROME);
	say_server_hello(&talk, 0x1301, true, 7);
	session = talk_play(&talk);
	/* MD5 of 771,4865-4866-4867-49195-49199-49196-49200-52393-52392-49171-49172-156-
	 * 157-47-53,27-0-51-16-17513-23-45-13-5-35-18-43-65281-11-10-21,29-23-24,0 */
	assert_says(session, "\"ja3\":\"c000e2caf3a25423f9de6c8a4b12a975\"");
	assert_says(session, "\"ja4\":\"t13d1516h2_8daaf6152771_e5627efa2ab1\"");
	/* MD5 of 771,4865,43-51 */
	assert_says(session, "\"ja3s\":\"f4febc55ea12b31ae17cfb7e614afda8\"");
	talk_clear(&talk, session);
}

static void
a_hello_without_extensions_has_a_fingerprint_of_zeros_for_them(void **state)
{
	struct talk talk = { 0 };
	struct session *session;

	(void)state;
	say_client_hello(&talk, SAMPLE_OLD);
	session = talk_play(&talk);
	assert_says(session, "\"ja4\":\"ts3i150000_8daaf6152771_000000000000\"");
	talk_clear(&talk, session);
}
#endif

static void
a_server_hello_is_told_with_what_it_chose(void **state)
{
	struct talk talk = { 0 };
	struct session *session;

	(void)state;
	say_handshake_13(&talk);
	session = talk_play(&talk);
	assert_says(session,
	    "\"selected_version\":\"0x0304\",\"cipher\":\"0x1301\",\"random\":\"0202");
	assert_says(session, "\"group\":29");
	assert_says_not(session, "\"resumed\"");
	assert_says_not(session, "\"hello_retry\"");
	assert_says(session, "\"method\":\"ecdhe\",\"group\":29");
	talk_clear(&talk, session);
}

static void
a_hello_retry_request_is_known_by_its_random(void **state)
{
	struct talk talk = { 0 };
	struct buffer retry = { 0 };
	struct session *session;

	(void)state;
	say_client_hello(&talk, SAMPLE_CHROME);
	put_hello_retry(&retry);
	say_message(&talk, SIDE_SERVER, 2, buffer_bytes(&retry));
	say_record(&talk, SIDE_CLIENT, CHANGE, BYTES("\x01"));
	say_client_hello(&talk, SAMPLE_CHROME);
	say_server_hello(&talk, 0x1301, true, 7);
	session = talk_play(&talk);
	assert_says(session, "\"group\":24,\"hello_retry\":true");
	assert_int_equal(session_count(session, "tls.client_hello"), 2);
	assert_int_equal(session_count(session, "tls.server_hello"), 2);
	assert_int_equal(session_count(session, "tls.key_exchange"), 1);
	buffer_clear(&retry);
	talk_clear(&talk, session);
}

static void
a_session_id_that_comes_back_is_a_resumption(void **state)
{
	struct talk talk = { 0 };
	struct session *session;

	(void)state;
	say_client_hello(&talk, SAMPLE_SESSION);
	say_server_hello(&talk, 0xc02f, false, 7);
	session = talk_play(&talk);
	assert_says(session, "\"resumed\":true");
	talk_clear(&talk, session);
}

static void
a_ticket_was_taken_when_no_certificate_follows(void **state)
{
	struct talk talk = { 0 };
	struct session *session;

	(void)state;
	say_client_hello(&talk, SAMPLE_TICKET);
	say_server_hello(&talk, 0xc02f, false, 0);
	say_change(&talk, SIDE_SERVER);
	session = talk_play(&talk);
	assert_says(session, "\"event\":\"tls.server_hello\"");
	assert_says(session, "\"resumed\":true");
	assert_same_however_cut(&dissector_tls, talk.turns, talk.count);
	talk_clear(&talk, session);
}

static void
a_ticket_was_not_taken_when_a_certificate_follows(void **state)
{
	struct talk talk = { 0 };
	struct session *session;

	(void)state;
	say_client_hello(&talk, SAMPLE_TICKET);
	say_server_hello(&talk, 0xc02f, false, 0);
	say_certificate(&talk, sample_certificate);
	session = talk_play(&talk);
	assert_says(session, "\"event\":\"tls.server_hello\"");
	assert_says_not(session, "\"resumed\"");
	talk_clear(&talk, session);
}

static void
a_server_hello_that_waited_has_the_frame_of_its_last_byte(void **state)
{
	struct talk talk = { 0 };
	struct session *session;

	(void)state;
	say_client_hello(&talk, SAMPLE_TICKET);
	say_server_hello(&talk, 0xc02f, false, 0);
	session = talk_play(&talk);
	assert_int_equal(session_count(session, "tls.server_hello"), 0);
	session_end(session, SIDE_SERVER);
	assert_says(session, "\"event\":\"tls.server_hello\",\"frame\":2,");
	talk_clear(&talk, session);
}

static void
a_certificate_is_told_with_names_validity_and_key(void **state)
{
	struct talk talk = { 0 };
	struct session *session;

	(void)state;
	say_handshake_12(&talk);
	session = talk_play(&talk);
	assert_says(session, "\"of\":\"server\",\"chain\":[{");
	assert_says(session, "\"subject\":\"CN=tls.test,O=Caf\\\\C3\\\\A9\\\\, Inc,C=KR\"");
	assert_says(session, "\"serial\":\"8f01\",\"not_before\":\"2026-11-25T23:08:51Z\","
			     "\"not_after\":\"2036-11-24T23:08:51Z\","
			     "\"san\":[\"tls.test\",\"*.tls.test\",\"192.0.2.1\"],"
			     "\"key\":\"ecdsa-p256\"");
#ifdef HAVE_OPENSSL
	assert_says(session, "\"sha256\":\"3db20b8f3d498f82cbeab4cba277e4da"
			     "3ba3da222d45f133d23413fa117293d4\"");
#endif
	talk_clear(&talk, session);
}

static void
an_empty_chain_is_an_empty_list(void **state)
{
	struct talk talk = { 0 };
	struct session *session;

	(void)state;
	say_client_hello(&talk, SAMPLE_CHROME);
	say_certificate(&talk, BYTES(""));
	session = talk_play(&talk);
	assert_says(session, "\"chain\":[]");
	talk_clear(&talk, session);
}

static void
a_damaged_certificate_is_a_warning(void **state)
{
	struct talk talk = { 0 };
	struct session *session;

	(void)state;
	say_client_hello(&talk, SAMPLE_CHROME);
	say_certificate(&talk, bytes_first(sample_certificate, 100));
	session = talk_play(&talk);
	assert_int_equal(session_count(session, "tls.certificate"), 1);
	assert_int_equal(session_count(session, "warning"), 1);
	talk_clear(&talk, session);
}

/* Plays a 1.2 handshake up to one key exchange message of the side. */
static struct session *
key_exchange(
    struct talk *talk, unsigned cipher, enum side side, uint8_t type, struct bytes body)
{
	say_client_hello(talk, SAMPLE_CHROME);
	say_server_hello(talk, cipher, false, 9);
	say_message(talk, side, type, body);
	return talk_play(talk);
}

static void
key_exchanges_are_told_apart(void **state)
{
	static const struct {
		unsigned cipher;
		enum side side;
		uint8_t type;
		uint8_t start[6];
		const char *said;
	} cases[] = {
		{ 0xc02f, SIDE_SERVER, 12, { 3, 0, 23, 8 },
		    "\"method\":\"ecdhe\",\"group\":23" },
		{ 0x009e, SIDE_SERVER, 12, { 0, 80 }, "\"method\":\"dhe\"" },
		/* a prime of 6144 bits is 0x300 bytes long */
		{ 0x009e, SIDE_SERVER, 12, { 3, 0, 0xff, 8 }, "\"method\":\"dhe\"" },
		{ 0x009c, SIDE_CLIENT, 16, { 0, 126 }, "\"method\":\"rsa\"" },
		{ 0x00a8, SIDE_CLIENT, 16, { 0, 4 }, "\"method\":\"psk\"" },
		{ 0xc035, SIDE_SERVER, 12, { 0, 0, 3, 0, 29, 8 }, "\"method\":\"ecdhe\"" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct talk talk = { 0 };
		uint8_t body[128] = { 0 };
		struct session *session;

		memcpy(body, cases[i].start, sizeof(cases[i].start));
		session = key_exchange(&talk, cases[i].cipher, cases[i].side, cases[i].type,
		    bytes_of(body, sizeof(body)));
		assert_int_equal(session_count(session, "tls.key_exchange"), 1);
		assert_says(session, cases[i].said);
		talk_clear(&talk, session);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_client_hello_is_told_with_what_it_offers),
#ifdef HAVE_OPENSSL
		cmocka_unit_test(fingerprints_leave_grease_out),
		cmocka_unit_test(
		    a_hello_without_extensions_has_a_fingerprint_of_zeros_for_them),
#endif
		cmocka_unit_test(a_server_hello_is_told_with_what_it_chose),
		cmocka_unit_test(a_hello_retry_request_is_known_by_its_random),
		cmocka_unit_test(a_session_id_that_comes_back_is_a_resumption),
		cmocka_unit_test(a_ticket_was_taken_when_no_certificate_follows),
		cmocka_unit_test(a_ticket_was_not_taken_when_a_certificate_follows),
		cmocka_unit_test(a_server_hello_that_waited_has_the_frame_of_its_last_byte),
		cmocka_unit_test(a_certificate_is_told_with_names_validity_and_key),
		cmocka_unit_test(an_empty_chain_is_an_empty_list),
		cmocka_unit_test(a_damaged_certificate_is_a_warning),
		cmocka_unit_test(key_exchanges_are_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
