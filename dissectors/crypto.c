/* SPDX-License-Identifier: BSD-2-Clause */
#include "config.h"

#include <stdlib.h>

#ifdef HAVE_OPENSSL
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#endif

#include "base/die.h"
#include "dissectors/crypto.h"

static const struct crypto_info infos[CRYPTO_CIPHER_COUNT] = {
	[CRYPTO_AES_128_GCM] = { 16, 1, 16 },
	[CRYPTO_AES_256_GCM] = { 32, 1, 16 },
	[CRYPTO_AES_128_CCM] = { 16, 1, 16 },
	[CRYPTO_AES_256_CCM] = { 32, 1, 16 },
	[CRYPTO_AES_128_CCM_8] = { 16, 1, 8 },
	[CRYPTO_AES_256_CCM_8] = { 32, 1, 8 },
	[CRYPTO_CHACHA20_POLY1305] = { 32, 1, 16 },
	[CRYPTO_ARIA_128_GCM] = { 16, 1, 16 },
	[CRYPTO_ARIA_256_GCM] = { 32, 1, 16 },
	[CRYPTO_AES_128_CBC] = { 16, 16, 0 },
	[CRYPTO_AES_256_CBC] = { 32, 16, 0 },
	[CRYPTO_3DES_CBC] = { 24, 8, 0 },
	[CRYPTO_CAMELLIA_128_CBC] = { 16, 16, 0 },
	[CRYPTO_CAMELLIA_256_CBC] = { 32, 16, 0 },
	[CRYPTO_AES_128_ECB] = { 16, 16, 0 },
	[CRYPTO_AES_256_ECB] = { 32, 16, 0 },
	[CRYPTO_CHACHA20] = { 32, 1, 0 },
};

bool
crypto_is_built_in(void)
{
#ifdef HAVE_OPENSSL
	return true;
#else
	return false;
#endif
}

const struct crypto_info *
crypto_info(enum crypto_cipher cipher)
{
	return &infos[cipher];
}

size_t
crypto_hash_size(enum crypto_hash hash)
{
	static const uint8_t sizes[] = { [CRYPTO_MD5] = 16,
		[CRYPTO_SHA1] = 20,
		[CRYPTO_SHA256] = 32,
		[CRYPTO_SHA384] = 48,
		[CRYPTO_MD5_SHA1] = 36 };

	return sizes[hash];
}

#ifdef HAVE_OPENSSL
struct crypto_key {
	EVP_CIPHER_CTX *context;
	enum crypto_cipher cipher;
};

static const EVP_CIPHER *
cipher_of(enum crypto_cipher cipher)
{
	static const EVP_CIPHER *(*const ciphers[CRYPTO_CIPHER_COUNT])(void) = {
		[CRYPTO_AES_128_GCM] = EVP_aes_128_gcm,
		[CRYPTO_AES_256_GCM] = EVP_aes_256_gcm,
		[CRYPTO_AES_128_CCM] = EVP_aes_128_ccm,
		[CRYPTO_AES_256_CCM] = EVP_aes_256_ccm,
		[CRYPTO_AES_128_CCM_8] = EVP_aes_128_ccm,
		[CRYPTO_AES_256_CCM_8] = EVP_aes_256_ccm,
		[CRYPTO_CHACHA20_POLY1305] = EVP_chacha20_poly1305,
		[CRYPTO_ARIA_128_GCM] = EVP_aria_128_gcm,
		[CRYPTO_ARIA_256_GCM] = EVP_aria_256_gcm,
		[CRYPTO_AES_128_CBC] = EVP_aes_128_cbc,
		[CRYPTO_AES_256_CBC] = EVP_aes_256_cbc,
		[CRYPTO_3DES_CBC] = EVP_des_ede3_cbc,
		[CRYPTO_CAMELLIA_128_CBC] = EVP_camellia_128_cbc,
		[CRYPTO_CAMELLIA_256_CBC] = EVP_camellia_256_cbc,
		[CRYPTO_AES_128_ECB] = EVP_aes_128_ecb,
		[CRYPTO_AES_256_ECB] = EVP_aes_256_ecb,
		[CRYPTO_CHACHA20] = EVP_chacha20,
	};

	return ciphers[cipher]();
}

static bool
is_ccm(enum crypto_cipher cipher)
{
	return cipher >= CRYPTO_AES_128_CCM && cipher <= CRYPTO_AES_256_CCM_8;
}

static bool
is_mask(enum crypto_cipher cipher)
{
	return cipher >= CRYPTO_AES_128_ECB;
}

/* The key alone; nonces come with each message.  CCM wants to know its lengths first. */
static bool
context_set_key(EVP_CIPHER_CTX *context, enum crypto_cipher cipher, struct bytes key)
{
	int encrypts = is_mask(cipher) ? 1 : 0;

	if (EVP_CipherInit_ex2(context, cipher_of(cipher), NULL, NULL, encrypts, NULL) != 1)
		return false;
	if (is_ccm(cipher) && (EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN,
				   CRYPTO_NONCE_SIZE, NULL) != 1 ||
				  EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG,
				      infos[cipher].tag_size, NULL) != 1))
		return false;
	EVP_CIPHER_CTX_set_padding(context, 0);
	return EVP_CipherInit_ex2(context, NULL, key.at, NULL, encrypts, NULL) == 1;
}

/* The configuration file is not read: the ciphers are built in, and behind the sandbox
 * there is nothing to open. */
struct crypto_key *
crypto_key_new(enum crypto_cipher cipher, struct bytes key)
{
	struct crypto_key *made;

	if (key.len != infos[cipher].key_size)
		return NULL;
	OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
	made = alloc_zeroed(1, sizeof(*made));
	made->cipher = cipher;
	made->context = EVP_CIPHER_CTX_new();
	if (made->context != NULL && context_set_key(made->context, cipher, key))
		return made;
	crypto_key_free(made);
	return NULL;
}

void
crypto_key_free(struct crypto_key *key)
{
	if (key == NULL)
		return;
	EVP_CIPHER_CTX_free(key->context);
	free(key);
}

bool
crypto_open(struct crypto_key *key, struct bytes nonce, struct bytes associated,
    struct bytes sealed, uint8_t *plain)
{
	EVP_CIPHER_CTX *context = key->context;
	size_t tag_size = infos[key->cipher].tag_size;
	uint8_t tag[CRYPTO_TAG_MAX], rest[CRYPTO_BLOCK_MAX];
	int size, done = 0;

	if (tag_size == 0 || sealed.len < tag_size || sealed.len > INT32_MAX ||
	    nonce.len != CRYPTO_NONCE_SIZE)
		return false;
	size = (int)(sealed.len - tag_size);
	memcpy(tag, sealed.at + size, tag_size);
	if (EVP_DecryptInit_ex2(context, NULL, NULL, nonce.at, NULL) != 1 ||
	    EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, (int)tag_size, tag) != 1)
		return false;
	if (is_ccm(key->cipher) && EVP_DecryptUpdate(context, NULL, &done, NULL, size) != 1)
		return false;
	if (associated.len > 0 && EVP_DecryptUpdate(context, NULL, &done, associated.at,
				      (int)associated.len) != 1)
		return false;
	if (EVP_DecryptUpdate(context, plain, &done, sealed.at, size) != 1)
		return false;
	return is_ccm(key->cipher) || EVP_DecryptFinal_ex(context, rest, &done) == 1;
}

bool
crypto_decrypt_cbc(
    struct crypto_key *key, struct bytes iv, struct bytes sealed, uint8_t *plain)
{
	size_t block = infos[key->cipher].block_size;
	int done = 0;

	if (iv.len != block || sealed.len == 0 || sealed.len % block != 0 ||
	    sealed.len > INT32_MAX)
		return false;
	return EVP_DecryptInit_ex2(key->context, NULL, NULL, iv.at, NULL) == 1 &&
	       EVP_DecryptUpdate(key->context, plain, &done, sealed.at, (int)sealed.len) ==
		   1;
}

/* ChaCha20's sample is counter and nonce, in the order in which OpenSSL wants them. */
bool
crypto_mask(
    struct crypto_key *key, struct bytes sample, uint8_t mask[static CRYPTO_MASK_SIZE])
{
	static const uint8_t zeros[CRYPTO_MASK_SIZE] = { 0 };
	uint8_t block[CRYPTO_SAMPLE_SIZE];
	int done = 0;

	if (!is_mask(key->cipher) || sample.len != CRYPTO_SAMPLE_SIZE)
		return false;
	if (key->cipher == CRYPTO_CHACHA20)
		return EVP_EncryptInit_ex2(key->context, NULL, NULL, sample.at, NULL) ==
			   1 &&
		       EVP_EncryptUpdate(
			   key->context, mask, &done, zeros, CRYPTO_MASK_SIZE) == 1;
	if (EVP_EncryptUpdate(key->context, block, &done, sample.at, CRYPTO_SAMPLE_SIZE) !=
	    1)
		return false;
	memcpy(mask, block, CRYPTO_MASK_SIZE);
	return true;
}

bool
crypto_hmac(enum crypto_hash hash, struct bytes key, struct bytes data, uint8_t *out)
{
	static const EVP_MD *(*const digests[])(void) = {
		[CRYPTO_MD5] = EVP_md5,
		[CRYPTO_SHA1] = EVP_sha1,
		[CRYPTO_SHA256] = EVP_sha256,
		[CRYPTO_SHA384] = EVP_sha384,
	};

	if (hash == CRYPTO_MD5_SHA1 || key.len > INT32_MAX)
		return false;
	OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
	/* OpenSSL takes a missing key for the last one. */
	return HMAC(digests[hash](), key.len > 0 ? key.at : (const uint8_t *)"",
		   (int)key.len, data.at, data.len, out, NULL) != NULL;
}
#else
struct crypto_key *
crypto_key_new(enum crypto_cipher cipher, struct bytes key)
{
	(void)cipher;
	(void)key;
	return NULL;
}

void
crypto_key_free(struct crypto_key *key)
{
	(void)key;
}

bool
crypto_open(struct crypto_key *key, struct bytes nonce, struct bytes associated,
    struct bytes sealed, uint8_t *plain)
{
	(void)key;
	(void)nonce;
	(void)associated;
	(void)sealed;
	(void)plain;
	return false;
}

bool
crypto_decrypt_cbc(
    struct crypto_key *key, struct bytes iv, struct bytes sealed, uint8_t *plain)
{
	(void)key;
	(void)iv;
	(void)sealed;
	(void)plain;
	return false;
}

bool
crypto_mask(
    struct crypto_key *key, struct bytes sample, uint8_t mask[static CRYPTO_MASK_SIZE])
{
	(void)key;
	(void)sample;
	(void)mask;
	return false;
}

bool
crypto_hmac(enum crypto_hash hash, struct bytes key, struct bytes data, uint8_t *out)
{
	(void)hash;
	(void)key;
	(void)data;
	(void)out;
	return false;
}
#endif
