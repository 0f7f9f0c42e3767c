/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow/keylog.h"
#include "tests/test.h"

#define RANDOM_HEX "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF"
#define RANDOM                                                                             \
	"\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff"                 \
	"\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff"

static struct keylog *
keylog_of(struct bytes text)
{
	struct keylog *keylog = keylog_new((struct hash_key){ 1, 2 });

	keylog_add(keylog, text);
	return keylog;
}

static void
a_secret_is_found_by_the_clients_random(void **state)
{
	struct keylog *keylog =
	    keylog_of(BYTES("# comment\r\n"
			    "SERVER_TRAFFIC_SECRET_0 " RANDOM_HEX " 0a0b0c\r\n"
			    "CLIENT_RANDOM " RANDOM_HEX " ffee"));
	const struct tls_secrets *secrets = keylog_find(keylog, BYTES(RANDOM));

	(void)state;
	assert_non_null(secrets);
	assert_true(bytes_equal(
	    secret_bytes(secrets, SECRET_SERVER_TRAFFIC), BYTES("\x0a\x0b\x0c")));
	assert_true(bytes_equal(secret_bytes(secrets, SECRET_MASTER), BYTES("\xff\xee")));
	assert_int_equal(secret_bytes(secrets, SECRET_CLIENT_EARLY).len, 0);
	assert_null(keylog_find(keylog, BYTES("too short")));
	keylog_free(keylog);
}

static void
rubbish_is_passed_over(void **state)
{
	static const struct bytes rubbish[] = {
		{ (const uint8_t *)"\n\n\n", 3 },
		{ (const uint8_t *)"CLIENT_RANDOM", 13 },
		{ (const uint8_t *)"CLIENT_RANDOM 00 11", 19 },
		{ (const uint8_t *)"CLIENT_RANDOM " RANDOM_HEX, 14 + 64 },
		{ (const uint8_t *)"CLIENT_RANDOM " RANDOM_HEX " ", 15 + 64 },
		{ (const uint8_t *)"CLIENT_RANDOM " RANDOM_HEX " xy", 17 + 64 },
		{ (const uint8_t *)"CLIENT_RANDOM " RANDOM_HEX " abc", 18 + 64 },
		{ (const uint8_t *)"SOME_LABEL " RANDOM_HEX " abcd", 16 + 64 },
		{ (const uint8_t *)"\0\xff\n\x80", 4 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rubbish); i++) {
		struct keylog *keylog = keylog_of(rubbish[i]);

		assert_int_equal(keylog_count(keylog), 0);
		keylog_free(keylog);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_secret_is_found_by_the_clients_random),
		cmocka_unit_test(rubbish_is_passed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
