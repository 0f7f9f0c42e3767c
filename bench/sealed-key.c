/* SPDX-License-Identifier: BSD-2-Clause */
#include "config.h"

#include "bench/sealed-key.h"

#ifdef HAVE_OPENSSL
#include <openssl/evp.h>

enum { KEY_SIZE = 16 };

static EVP_CIPHER_CTX *
context_new(const EVP_CIPHER *cipher, struct bytes secret, const char *label)
{
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	uint8_t key[KEY_SIZE];

	crypto_expand_label(CRYPTO_SHA256, secret, label, key, sizeof(key));
	EVP_EncryptInit_ex2(context, cipher, key, NULL, NULL);
	return context;
}

bool
seal_key_set(struct seal_key *key, struct bytes secret, const struct seal_labels *labels)
{
	*key = (struct seal_key){ 0 };
	key->context = context_new(EVP_aes_128_gcm(), secret, labels->key);
	crypto_expand_label(CRYPTO_SHA256, secret, labels->iv, key->iv, sizeof(key->iv));
	if (labels->mask != NULL)
		key->mask = context_new(EVP_aes_128_ecb(), secret, labels->mask);
	return true;
}

void
seal_key_clear(struct seal_key *key)
{
	EVP_CIPHER_CTX_free(key->context);
	EVP_CIPHER_CTX_free(key->mask);
	*key = (struct seal_key){ 0 };
}

void
seal(struct seal_key *key, struct bytes associated, struct bytes plain, uint8_t *out)
{
	uint8_t nonce[CRYPTO_NONCE_SIZE];
	int size;

	memcpy(nonce, key->iv, sizeof(nonce));
	for (size_t i = 0; i < 8; i++)
		nonce[sizeof(nonce) - 1 - i] ^= (uint8_t)(key->number >> (8 * i));
	EVP_EncryptInit_ex2(key->context, NULL, NULL, nonce, NULL);
	EVP_EncryptUpdate(key->context, NULL, &size, associated.at, (int)associated.len);
	EVP_EncryptUpdate(key->context, out, &size, plain.at, (int)plain.len);
	EVP_EncryptFinal_ex(key->context, out + plain.len, &size);
	EVP_CIPHER_CTX_ctrl(
	    key->context, EVP_CTRL_AEAD_GET_TAG, SEAL_TAG_SIZE, out + plain.len);
	key->number++;
}

void
seal_mask(const struct seal_key *key, const uint8_t *sample,
    uint8_t mask[static CRYPTO_SAMPLE_SIZE])
{
	int size;

	EVP_EncryptUpdate(key->mask, mask, &size, sample, CRYPTO_SAMPLE_SIZE);
}
#else
bool
seal_key_set(struct seal_key *key, struct bytes secret, const struct seal_labels *labels)
{
	(void)secret;
	(void)labels;
	*key = (struct seal_key){ 0 };
	return false;
}

void
seal_key_clear(struct seal_key *key)
{
	(void)key;
}

void
seal(struct seal_key *key, struct bytes associated, struct bytes plain, uint8_t *out)
{
	(void)key;
	(void)associated;
	(void)plain;
	(void)out;
}

void
seal_mask(const struct seal_key *key, const uint8_t *sample,
    uint8_t mask[static CRYPTO_SAMPLE_SIZE])
{
	(void)key;
	(void)sample;
	(void)mask;
}
#endif
