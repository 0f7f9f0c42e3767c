/* SPDX-License-Identifier: BSD-2-Clause */
/* Vectors: RFC 8448 3, RFC 9001 A, SP 800-38A F.2.1, and for CCM and the PRF of TLS 1.0
 * what another implementation gave. */
#include "config.h"

#include "base/arena.h"
#include "dissectors/crypto.h"
#include "tests/dissectors/hex.h"
#include "tests/test.h"

static void
a_key_of_the_wrong_length_is_refused(void **state)
{
	(void)state;
	assert_null(crypto_key_new(CRYPTO_AES_128_GCM, BYTES("too short")));
}

#ifdef HAVE_OPENSSL
static void
assert_hex(const uint8_t *made, const char *hex)
{
	struct arena arena = { 0 };
	struct bytes expected = hex_bytes(&arena, hex);

	assert_memory_equal(made, expected.at, expected.len);
	arena_clear(&arena);
}

static void
a_traffic_secret_gives_key_and_nonce_as_rfc_8448_has_them(void **state)
{
	struct arena arena = { 0 };
	struct bytes secret = hex_bytes(
	    &arena, "9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5");
	uint8_t key[16], iv[12];

	(void)state;
	assert_true(crypto_expand_label(CRYPTO_SHA256, secret, "key", key, sizeof(key)));
	assert_true(crypto_expand_label(CRYPTO_SHA256, secret, "iv", iv, sizeof(iv)));
	assert_hex(key, "17422dda596ed5d9acd890e3c63f5051");
	assert_hex(iv, "5b78923dee08579033e523d9");
	arena_clear(&arena);
}

static void
the_application_record_of_rfc_8448_opens(void **state)
{
	struct arena arena = { 0 };
	struct crypto_key *key = crypto_key_new(
	    CRYPTO_AES_128_GCM, hex_bytes(&arena, "17422dda596ed5d9acd890e3c63f5051"));
	struct bytes sealed = hex_bytes(&arena,
	    "a23f7054b62c94d0affafe8228ba55cbefacea42f914aa66bcab3f2b9819a8a5b46b395bd54a9a"
	    "20441e2b62974e1f5a6292a2977014bd1e3deae63aeebb21694915e4");
	uint8_t plain[67];

	(void)state;
	assert_non_null(key);
	assert_true(crypto_open(key, hex_bytes(&arena, "5b78923dee08579033e523d9"),
	    hex_bytes(&arena, "1703030043"), sealed, plain));
	for (uint8_t i = 0; i < 50; i++)
		assert_int_equal(plain[i], i);
	assert_int_equal(plain[50], 23);
	crypto_key_free(key);
	arena_clear(&arena);
}

static void
what_does_not_authenticate_does_not_open(void **state)
{
	struct arena arena = { 0 };
	struct crypto_key *key = crypto_key_new(
	    CRYPTO_AES_128_GCM, hex_bytes(&arena, "17422dda596ed5d9acd890e3c63f5051"));
	uint8_t plain[64];

	(void)state;
	assert_false(crypto_open(key, hex_bytes(&arena, "5b78923dee08579033e523d9"),
	    hex_bytes(&arena, "1703030043"), BYTES("0123456789abcdef0123456789"), plain));
	assert_false(crypto_open(key, hex_bytes(&arena, "5b78923dee08579033e523d9"),
	    hex_bytes(&arena, "1703030043"), BYTES("shorter"), plain));
	crypto_key_free(key);
	arena_clear(&arena);
}

static void
initial_keys_are_those_of_rfc_9001(void **state)
{
	struct arena arena = { 0 };
	struct bytes salt = hex_bytes(&arena, "38762cf7f55934b34d179ae6a4c80cadccbb7f0a");
	struct bytes dcid = hex_bytes(&arena, "8394c8f03e515708");
	uint8_t initial[32], secret[32], key[16], protection[16];

	(void)state;
	assert_true(crypto_extract(CRYPTO_SHA256, salt, dcid, initial));
	assert_hex(
	    initial, "7db5df06e7a69e432496adedb00851923595221596ae2ae9fb8115c1e9ed0a44");
	assert_true(crypto_expand_label(CRYPTO_SHA256, bytes_of(initial, sizeof(initial)),
	    "client in", secret, sizeof(secret)));
	assert_hex(
	    secret, "c00cf151ca5be075ed0ebfb5c80323c42d6b7db67881289af4008f1f6c357aea");
	assert_true(crypto_expand_label(
	    CRYPTO_SHA256, bytes_of(secret, sizeof(secret)), "quic key", key, sizeof(key)));
	assert_hex(key, "1f369613dd76d5467730efcbe3b1a22d");
	assert_true(crypto_expand_label(CRYPTO_SHA256, bytes_of(secret, sizeof(secret)),
	    "quic hp", protection, sizeof(protection)));
	assert_hex(protection, "9f50449e04a0e810283a1e9933adedd2");
	arena_clear(&arena);
}

static void
aes_masks_a_header_as_in_rfc_9001(void **state)
{
	struct arena arena = { 0 };
	struct crypto_key *key = crypto_key_new(
	    CRYPTO_AES_128_ECB, hex_bytes(&arena, "9f50449e04a0e810283a1e9933adedd2"));
	struct bytes sample = hex_bytes(&arena, "d1b1c98dd7689fb8ec11d242b123dc9b");
	uint8_t mask[CRYPTO_MASK_SIZE];

	(void)state;
	for (int again = 0; again < 2; again++) {
		assert_true(crypto_mask(key, sample, mask));
		assert_hex(mask, "437b9aec36");
	}
	crypto_key_free(key);
	arena_clear(&arena);
}

static void
chacha20_masks_a_header_as_in_rfc_9001(void **state)
{
	struct arena arena = { 0 };
	struct crypto_key *key = crypto_key_new(CRYPTO_CHACHA20,
	    hex_bytes(&arena, "25a282b9e82f06f21f488917a4fc8f1b73573685608597d0efcb07"
			      "6b0ab7a7a4"));
	struct bytes sample = hex_bytes(&arena, "5e5cd55c41f69080575d7999c25a5bfb");
	uint8_t mask[CRYPTO_MASK_SIZE];

	(void)state;
	for (int again = 0; again < 2; again++) {
		assert_true(crypto_mask(key, sample, mask));
		assert_hex(mask, "aefefe7d03");
	}
	crypto_key_free(key);
	arena_clear(&arena);
}

static void
the_chacha20_packet_of_rfc_9001_opens(void **state)
{
	struct arena arena = { 0 };
	struct crypto_key *key = crypto_key_new(CRYPTO_CHACHA20_POLY1305,
	    hex_bytes(&arena,
		"c6d98ff3441c3fe1b2182094f69caa2ed4b716b65488960a7a984979fb23e1c8"));
	uint8_t plain[1];

	(void)state;
	assert_true(crypto_open(key, hex_bytes(&arena, "e0459b3474bdd0e46d417eb0"),
	    hex_bytes(&arena, "4200bff4"),
	    hex_bytes(&arena, "655e5cd55c41f69080575d7999c25a5bfb"), plain));
	assert_int_equal(plain[0], 1);
	crypto_key_free(key);
	arena_clear(&arena);
}

static void
ccm_opens_with_long_and_short_tags_in_place(void **state)
{
	static const struct {
		enum crypto_cipher cipher;
		const char *sealed;
	} cases[] = {
		{ CRYPTO_AES_128_CCM,
		    "5b709f0bb3a0a7d21c79346234b31da4619cc07ec639b28215" },
		{ CRYPTO_AES_128_CCM_8, "5b709f0bb3a0a7d21c66767155c5087412" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct crypto_key *key = crypto_key_new(
		    cases[i].cipher, hex_bytes(&arena, "000102030405060708090a0b0c0d0e0f"));
		struct bytes sealed = hex_bytes(&arena, cases[i].sealed);
		uint8_t place[32];

		for (int again = 0; again < 2; again++) {
			memcpy(place, sealed.at, sealed.len);
			assert_true(
			    crypto_open(key, hex_bytes(&arena, "000102030405060708090a0b"),
				BYTES("head"), bytes_of(place, sealed.len), place));
			assert_memory_equal(place, "hello ccm", 9);
		}
		assert_false(crypto_open(key, hex_bytes(&arena, "000102030405060708090a0b"),
		    BYTES("HEAD"), sealed, place));
		crypto_key_free(key);
	}
	arena_clear(&arena);
}

static void
cbc_takes_whole_blocks_alone(void **state)
{
	struct arena arena = { 0 };
	struct crypto_key *key = crypto_key_new(
	    CRYPTO_AES_128_CBC, hex_bytes(&arena, "2b7e151628aed2a6abf7158809cf4f3c"));
	struct bytes iv = hex_bytes(&arena, "000102030405060708090a0b0c0d0e0f");
	struct bytes sealed = hex_bytes(&arena, "7649abac8119b246cee98e9b12e9197d");
	uint8_t plain[16];

	(void)state;
	assert_true(crypto_decrypt_cbc(key, iv, sealed, plain));
	assert_hex(plain, "6bc1bee22e409f96e93d7e117393172a");
	assert_false(crypto_decrypt_cbc(key, iv, bytes_first(sealed, 15), plain));
	assert_false(crypto_decrypt_cbc(key, bytes_first(iv, 8), sealed, plain));
	crypto_key_free(key);
	arena_clear(&arena);
}

static void
the_prf_of_1_2_gives_the_vector_that_all_test_with(void **state)
{
	struct arena arena = { 0 };
	uint8_t out[100];

	(void)state;
	assert_true(crypto_prf(CRYPTO_SHA256,
	    hex_bytes(&arena, "9bbe436ba940f017b17652849a71db35"), "test label",
	    hex_bytes(&arena, "a0ba9f936cda311827a6f796ffd5198c"), out, sizeof(out)));
	assert_hex(out,
	    "e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35"
	    "c9c9a46b4e14baf9af0fa022f7077def17abfd3797c0564bab4fbc91666e9def9b97fce34f7967"
	    "89baa48082d122ee42c5a72e5a5110fff70187347b66");
	arena_clear(&arena);
}

static void
the_prf_of_1_0_mixes_two_digests(void **state)
{
	struct arena arena = { 0 };
	uint8_t secret[48], out[40];

	(void)state;
	for (uint8_t i = 0; i < sizeof(secret); i++)
		secret[i] = i;
	assert_true(crypto_prf(CRYPTO_MD5_SHA1, bytes_of(secret, sizeof(secret)),
	    "test label", BYTES("seed"), out, sizeof(out)));
	assert_hex(out, "708efd97401b86e26b65db937fdd354ee54ff4fa543138e56879fd50434f4c6399"
			"160092c7642077");
	arena_clear(&arena);
}
#endif

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_of_the_wrong_length_is_refused),
#ifdef HAVE_OPENSSL
		cmocka_unit_test(a_traffic_secret_gives_key_and_nonce_as_rfc_8448_has_them),
		cmocka_unit_test(the_application_record_of_rfc_8448_opens),
		cmocka_unit_test(what_does_not_authenticate_does_not_open),
		cmocka_unit_test(initial_keys_are_those_of_rfc_9001),
		cmocka_unit_test(aes_masks_a_header_as_in_rfc_9001),
		cmocka_unit_test(chacha20_masks_a_header_as_in_rfc_9001),
		cmocka_unit_test(the_chacha20_packet_of_rfc_9001_opens),
		cmocka_unit_test(ccm_opens_with_long_and_short_tags_in_place),
		cmocka_unit_test(cbc_takes_whole_blocks_alone),
		cmocka_unit_test(the_prf_of_1_2_gives_the_vector_that_all_test_with),
		cmocka_unit_test(the_prf_of_1_0_mixes_two_digests),
#endif
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
