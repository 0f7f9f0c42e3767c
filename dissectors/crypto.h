/* SPDX-License-Identifier: BSD-2-Clause */
/* Opening what is encrypted, by OpenSSL: ciphers with their key set, key derivations.
 * Built without OpenSSL nothing can be opened: crypto_key_new gives NULL, the others say
 * false.  Nothing here is secret from the machine it runs on, so nothing is wiped. */
#ifndef DISSECTORS_CRYPTO_H
#define DISSECTORS_CRYPTO_H

#include "base/bytes.h"

enum crypto_hash {
	CRYPTO_MD5,
	CRYPTO_SHA1,
	CRYPTO_SHA256,
	CRYPTO_SHA384,
	CRYPTO_MD5_SHA1 /* both halves of the PRF before TLS 1.2; no digest of its own */
};

enum crypto_cipher {
	/* For crypto_open */
	CRYPTO_AES_128_GCM,
	CRYPTO_AES_256_GCM,
	CRYPTO_AES_128_CCM,
	CRYPTO_AES_256_CCM,
	CRYPTO_AES_128_CCM_8,
	CRYPTO_AES_256_CCM_8,
	CRYPTO_CHACHA20_POLY1305,
	CRYPTO_ARIA_128_GCM,
	CRYPTO_ARIA_256_GCM,
	/* For crypto_decrypt_cbc */
	CRYPTO_AES_128_CBC,
	CRYPTO_AES_256_CBC,
	CRYPTO_3DES_CBC,
	CRYPTO_CAMELLIA_128_CBC,
	CRYPTO_CAMELLIA_256_CBC,
	/* For crypto_mask: QUIC's header protection (RFC 9001 5.4) */
	CRYPTO_AES_128_ECB,
	CRYPTO_AES_256_ECB,
	CRYPTO_CHACHA20,
	CRYPTO_CIPHER_COUNT
};

enum {
	CRYPTO_HASH_MAX = 48,
	CRYPTO_KEY_MAX = 32,
	CRYPTO_NONCE_SIZE = 12, /* of what crypto_open takes */
	CRYPTO_TAG_MAX = 16,
	CRYPTO_BLOCK_MAX = 16,
	CRYPTO_SAMPLE_SIZE = 16,
	CRYPTO_MASK_SIZE = 5,
	CRYPTO_LABEL_MAX = 64,
	CRYPTO_DERIVED_MAX = 255, /* of crypto_expand_label and crypto_prf */
};

struct crypto_info {
	uint8_t key_size;
	uint8_t block_size; /* 1: no block cipher mode */
	uint8_t tag_size;   /* 0: does not authenticate */
};

/* Was it built with OpenSSL? */
bool crypto_is_built_in(void);

const struct crypto_info *crypto_info(enum crypto_cipher);
size_t crypto_hash_size(enum crypto_hash);

/* A cipher with its key: one for each direction, for as long as its key is good. */
struct crypto_key;

/* NULL where the key has the wrong length, or OpenSSL no such cipher. */
struct crypto_key *crypto_key_new(enum crypto_cipher, struct bytes key);
void crypto_key_free(struct crypto_key *); /* crypto_key_free(NULL) does nothing */

/* AEAD: `sealed` is ciphertext and tag, `plain` has room for the ciphertext; it may be
 * where `sealed` lies.  The nonce has CRYPTO_NONCE_SIZE bytes.  False where it does not
 * authenticate: then `plain` holds rubbish. */
bool crypto_open(struct crypto_key *, struct bytes nonce, struct bytes associated,
    struct bytes sealed, uint8_t *plain);

/* Whole blocks, and the padding left in place. */
bool crypto_decrypt_cbc(
    struct crypto_key *, struct bytes iv, struct bytes sealed, uint8_t *plain);

/* The mask that a sample of CRYPTO_SAMPLE_SIZE bytes makes. */
bool crypto_mask(
    struct crypto_key *, struct bytes sample, uint8_t mask[static CRYPTO_MASK_SIZE]);

/* out has room for crypto_hash_size bytes. */
bool crypto_hmac(enum crypto_hash, struct bytes key, struct bytes data, uint8_t *out);

/* HKDF-Extract (RFC 5869 2.2); out as above. */
bool crypto_extract(enum crypto_hash, struct bytes salt, struct bytes input, uint8_t *out);

/* HKDF-Expand-Label (RFC 8446 7.1) with an empty context; the label without "tls13 ". */
bool crypto_expand_label(enum crypto_hash, struct bytes secret, const char *label,
    uint8_t *out, size_t out_size);

/* The PRF of TLS up to 1.2 (RFC 5246 5, RFC 2246 5). */
bool crypto_prf(enum crypto_hash, struct bytes secret, const char *label, struct bytes seed,
    uint8_t *out, size_t out_size);

#endif
