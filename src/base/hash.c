/* SPDX-License-Identifier: BSD-2-Clause */
#include <sys/random.h>

#include "base/die.h"
#include "base/hash.h"

struct sip {
	uint64_t v0, v1, v2, v3;
};

static inline uint64_t
rotate(uint64_t value, int by)
{
	return value << by | value >> (64 - by);
}

static inline void
sip_round(struct sip *s)
{
	s->v0 += s->v1;
	s->v1 = rotate(s->v1, 13) ^ s->v0;
	s->v0 = rotate(s->v0, 32);
	s->v2 += s->v3;
	s->v3 = rotate(s->v3, 16) ^ s->v2;
	s->v0 += s->v3;
	s->v3 = rotate(s->v3, 21) ^ s->v0;
	s->v2 += s->v1;
	s->v1 = rotate(s->v1, 17) ^ s->v2;
	s->v2 = rotate(s->v2, 32);
}

struct hash_key
hash_key_random(void)
{
	struct hash_key key;

	if (getrandom(&key, sizeof(key), 0) != (ssize_t)sizeof(key))
		die(EXIT_CANNOT, "the kernel gives no random numbers");
	return key;
}

static inline struct sip
sip_begin(const struct hash_key *key)
{
	return (struct sip){ key->k0 ^ UINT64_C(0x736f6d6570736575),
		key->k1 ^ UINT64_C(0x646f72616e646f6d),
		key->k0 ^ UINT64_C(0x6c7967656e657261),
		key->k1 ^ UINT64_C(0x7465646279746573) };
}

static inline void
sip_word(struct sip *s, uint64_t word)
{
	s->v3 ^= word;
	sip_round(s);
	s->v0 ^= word;
}

/* The last word holds the length, in bytes. */
static inline uint64_t
sip_end(struct sip *s, uint64_t last, size_t len)
{
	sip_word(s, last | (uint64_t)len << 56);
	s->v2 ^= 0xff;
	sip_round(s);
	sip_round(s);
	sip_round(s);
	return s->v0 ^ s->v1 ^ s->v2 ^ s->v3;
}

uint64_t
hash_bytes(const struct hash_key *key, struct bytes bytes)
{
	struct sip s = sip_begin(key);
	uint64_t word = 0;
	size_t at = 0;

	for (; at + 8 <= bytes.len; at += 8) {
		memcpy(&word, bytes.at + at, 8);
		sip_word(&s, word);
	}
	word = 0;
	for (size_t i = at; i < bytes.len; i++)
		word |= (uint64_t)bytes.at[i] << (i - at) * 8;
	return sip_end(&s, word, bytes.len);
}

uint64_t
hash_words(const struct hash_key *key, const uint64_t *words, size_t count)
{
	struct sip s = sip_begin(key);

	for (size_t i = 0; i < count; i++)
		sip_word(&s, words[i]);
	return sip_end(&s, 0, count * sizeof(*words));
}
