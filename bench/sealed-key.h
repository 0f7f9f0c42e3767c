/* SPDX-License-Identifier: BSD-2-Clause */
/* Sealing with AES-128-GCM, as TLS 1.3 and QUIC do. */
#ifndef BENCH_SEALED_KEY_H
#define BENCH_SEALED_KEY_H

#include "dissectors/crypto.h"

enum { SEAL_SECRET_SIZE = 32, SEAL_TAG_SIZE = 16 };

struct seal_labels {
	const char *key, *iv, *mask; /* mask: NULL where headers are not protected */
};

/* One direction's keys, at the record or packet to be sent next. */
struct seal_key {
	void *context, *mask; /* OpenSSL's */
	uint8_t iv[CRYPTO_NONCE_SIZE];
	uint64_t number;
};

/* False where OpenSSL is not built in. */
bool seal_key_set(struct seal_key *, struct bytes secret, const struct seal_labels *);
void seal_key_clear(struct seal_key *);
/* Writes ciphertext and tag, and goes on to the next number. */
void seal(struct seal_key *, struct bytes associated, struct bytes plain, uint8_t *out);
void seal_mask(const struct seal_key *, const uint8_t *sample,
    uint8_t mask[static CRYPTO_SAMPLE_SIZE]);

#endif
