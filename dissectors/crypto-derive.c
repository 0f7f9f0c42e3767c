/* SPDX-License-Identifier: BSD-2-Clause */
/* Keys from secrets, all of it by HMAC: HKDF (RFC 5869) as TLS 1.3 and QUIC use it, and
 * the PRF of older TLS. */
#include "dissectors/crypto.h"

enum { SEED_MAX = 160, BLOCK_SIZE_MAX = CRYPTO_HASH_MAX };

/* Pieces put behind each other. */
struct text {
	uint8_t at[BLOCK_SIZE_MAX + SEED_MAX];
	size_t len;
};

static void
text_add(struct text *text, struct bytes bytes)
{
	size_t len = MIN(bytes.len, sizeof(text->at) - text->len);

	if (len > 0)
		memcpy(text->at + text->len, bytes.at, len);
	text->len += len;
}

static struct bytes
text_bytes(const struct text *text)
{
	return bytes_of(text->at, text->len);
}

bool
crypto_extract(enum crypto_hash hash, struct bytes salt, struct bytes input, uint8_t *out)
{
	return crypto_hmac(hash, salt, input, out);
}

/* T(n) = HMAC(secret, T(n-1) | info | n) */
static bool
expand(enum crypto_hash hash, struct bytes secret, struct bytes info, uint8_t *out,
    size_t out_size)
{
	size_t hash_size = crypto_hash_size(hash);
	uint8_t block[BLOCK_SIZE_MAX];
	size_t done = 0;

	for (uint8_t number = 1; done < out_size; number++) {
		struct text text = { .len = 0 };
		size_t here = MIN(hash_size, out_size - done);

		if (number > 1)
			text_add(&text, bytes_of(block, hash_size));
		text_add(&text, info);
		text_add(&text, bytes_of(&number, 1));
		if (!crypto_hmac(hash, secret, text_bytes(&text), block))
			return false;
		memcpy(out + done, block, here);
		done += here;
	}
	return true;
}

bool
crypto_expand_label(enum crypto_hash hash, struct bytes secret, const char *label,
    uint8_t *out, size_t out_size)
{
	struct bytes name = bytes_of_string(label);
	uint8_t head[3] = { 0, (uint8_t)out_size, (uint8_t)(name.len + 6) };
	struct text info = { .len = 0 };

	if (hash == CRYPTO_MD5_SHA1 || name.len > CRYPTO_LABEL_MAX ||
	    out_size > CRYPTO_DERIVED_MAX)
		return false;
	text_add(&info, bytes_of(head, sizeof(head)));
	text_add(&info, BYTES("tls13 "));
	text_add(&info, name);
	text_add(&info, BYTES("\0"));
	return expand(hash, secret, text_bytes(&info), out, out_size);
}

/* P_hash: A(n) = HMAC(secret, A(n-1)), A(0) = seed; HMAC(secret, A(n) | seed) is XORed
 * into what is there. */
static bool
prf_add(enum crypto_hash hash, struct bytes secret, struct bytes seed, uint8_t *out,
    size_t out_size)
{
	size_t hash_size = crypto_hash_size(hash);
	uint8_t a[BLOCK_SIZE_MAX], block[BLOCK_SIZE_MAX];

	if (!crypto_hmac(hash, secret, seed, a))
		return false;
	for (size_t done = 0; done < out_size; done += hash_size) {
		struct text text = { .len = 0 };

		text_add(&text, bytes_of(a, hash_size));
		text_add(&text, seed);
		if (!crypto_hmac(hash, secret, text_bytes(&text), block))
			return false;
		for (size_t i = 0; i < hash_size && done + i < out_size; i++)
			out[done + i] ^= block[i];
		if (!crypto_hmac(hash, secret, bytes_of(a, hash_size), block))
			return false;
		memcpy(a, block, hash_size);
	}
	return true;
}

bool
crypto_prf(enum crypto_hash hash, struct bytes secret, const char *label, struct bytes seed,
    uint8_t *out, size_t out_size)
{
	struct bytes name = bytes_of_string(label);
	size_t half = (secret.len + 1) / 2;
	struct text text = { .len = 0 };

	if (name.len + seed.len > SEED_MAX || out_size > CRYPTO_DERIVED_MAX)
		return false;
	text_add(&text, name);
	text_add(&text, seed);
	memset(out, 0, out_size);
	if (hash != CRYPTO_MD5_SHA1)
		return prf_add(hash, secret, text_bytes(&text), out, out_size);
	return prf_add(CRYPTO_MD5, bytes_first(secret, half), text_bytes(&text), out,
		   out_size) &&
	       prf_add(CRYPTO_SHA1, bytes_from(secret, secret.len - half),
		   text_bytes(&text), out, out_size);
}
