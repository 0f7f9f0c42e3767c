/* SPDX-License-Identifier: BSD-2-Clause */
/* SipHash-1-3 (Aumasson, Bernstein 2012): outsiders choose what is hashed, so the hash
 * is keyed and they cannot aim at one bucket. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/bytes.h"

struct hash_key {
	uint64_t k0, k1;
};

/* A key nobody knows, from the kernel. */
struct hash_key hash_key_random(void);
uint64_t hash_bytes(const struct hash_key *key, struct bytes bytes);
/* The same of whole words: faster. */
uint64_t hash_words(const struct hash_key *key, const uint64_t *words, size_t count);

#endif
