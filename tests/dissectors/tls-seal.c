/* SPDX-License-Identifier: BSD-2-Clause */
#include "config.h"

#include "tests/dissectors/tls-seal.h"

#ifdef HAVE_OPENSSL
#include <openssl/evp.h>

#include "tests/test.h"

enum { RECORD_ROOM = 40000, TAG_MAX = 16 };

struct tls_secrets
sample_secrets(uint16_t suite)
{
	struct tls_secrets secrets = { 0 };
	size_t size = crypto_hash_size(tls_suite_find(suite)->prf);

	for (int i = 0; i < SECRET_COUNT; i++) {
		secrets.len[i] = (uint8_t)(i == SECRET_MASTER ? SEAL_MASTER : size);
		memset(secrets.at[i], 0x10 + i, secrets.len[i]);
	}
	return secrets;
}

struct sealer
sealer_of_secret(uint16_t suite, struct bytes secret)
{
	struct sealer sealer = { .suite = tls_suite_find(suite), .version = 0x0304 };
	enum crypto_hash hash = sealer.suite->prf;

	assert_true(crypto_expand_label(
	    hash, secret, "key", sealer.key, crypto_info(sealer.suite->cipher)->key_size));
	assert_true(crypto_expand_label(hash, secret, "iv", sealer.iv, 12));
	return sealer;
}

struct sealer
sealer_of_master(uint16_t version, uint16_t suite, struct bytes master, enum side side,
    bool encrypt_then_mac)
{
	struct sealer sealer = { .suite = tls_suite_find(suite),
		.version = version,
		.encrypt_then_mac = encrypt_then_mac };
	const struct crypto_info *info = crypto_info(sealer.suite->cipher);
	bool is_cbc = info->block_size > 1;
	size_t mac = is_cbc ? crypto_hash_size(sealer.suite->mac) : 0;
	size_t iv = is_cbc                                             ? info->block_size
		    : sealer.suite->cipher == CRYPTO_CHACHA20_POLY1305 ? 12
								       : 4;
	uint8_t seed[64], block[255];
	size_t other = side == SIDE_CLIENT ? 0 : 1;

	memset(seed, 2, 32);
	memset(seed + 32, 1, 32);
	assert_true(crypto_prf(version < 0x0303 ? CRYPTO_MD5_SHA1 : sealer.suite->prf,
	    master, "key expansion", bytes_of(seed, sizeof(seed)), block, sizeof(block)));
	memcpy(sealer.mac_key, block + other * mac, mac);
	memcpy(sealer.key, block + 2 * mac + other * info->key_size, info->key_size);
	memcpy(sealer.iv, block + 2 * (mac + info->key_size) + other * iv, iv);
	return sealer;
}

static const EVP_CIPHER *
evp_of(enum crypto_cipher cipher)
{
	switch (cipher) {
	case CRYPTO_AES_128_GCM: return EVP_aes_128_gcm();
	case CRYPTO_AES_256_GCM: return EVP_aes_256_gcm();
	case CRYPTO_AES_128_CCM:
	case CRYPTO_AES_128_CCM_8: return EVP_aes_128_ccm();
	case CRYPTO_AES_256_CCM:
	case CRYPTO_AES_256_CCM_8: return EVP_aes_256_ccm();
	case CRYPTO_CHACHA20_POLY1305: return EVP_chacha20_poly1305();
	case CRYPTO_AES_128_CBC: return EVP_aes_128_cbc();
	case CRYPTO_AES_256_CBC: return EVP_aes_256_cbc();
	case CRYPTO_3DES_CBC: return EVP_des_ede3_cbc();
	case CRYPTO_CAMELLIA_128_CBC: return EVP_camellia_128_cbc();
	case CRYPTO_CAMELLIA_256_CBC: return EVP_camellia_256_cbc();
	default: fail(); return NULL;
	}
}

static void
aead_seal(const struct sealer *sealer, const uint8_t *nonce, struct bytes associated,
    struct bytes plain, uint8_t *out)
{
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	int tag_size = crypto_info(sealer->suite->cipher)->tag_size;
	bool is_ccm =
	    EVP_CIPHER_get_mode(evp_of(sealer->suite->cipher)) == EVP_CIPH_CCM_MODE;
	int done = 0;

	EVP_EncryptInit_ex2(context, evp_of(sealer->suite->cipher), NULL, NULL, NULL);
	EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, 12, NULL);
	if (is_ccm)
		EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, tag_size, NULL);
	EVP_EncryptInit_ex2(context, NULL, sealer->key, nonce, NULL);
	if (is_ccm)
		EVP_EncryptUpdate(context, NULL, &done, NULL, (int)plain.len);
	EVP_EncryptUpdate(context, NULL, &done, associated.at, (int)associated.len);
	EVP_EncryptUpdate(context, out, &done, plain.at, (int)plain.len);
	if (!is_ccm)
		EVP_EncryptFinal_ex(context, out + done, &done);
	EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, tag_size, out + plain.len);
	EVP_CIPHER_CTX_free(context);
}

static void
put_pseudo_header(
    struct buffer *out, const struct sealer *sealer, uint8_t type, size_t size)
{
	for (int i = 0; i < 8; i++)
		put_u8(out, (unsigned)(sealer->sequence >> (8 * (7 - i))) & 0xff);
	put_u8(out, type);
	put_u16(out, sealer->version);
	put_u16(out, (unsigned)size);
}

static void
put_header(struct buffer *out, const struct sealer *sealer, uint8_t type, size_t size)
{
	put_u8(out, type);
	put_u16(out, sealer->version > 0x0303 ? 0x0303 : sealer->version);
	put_u16(out, (unsigned)size);
}

static void
nonce_of(const struct sealer *sealer, uint8_t nonce[static 12])
{
	memcpy(nonce, sealer->iv, 12);
	for (int i = 0; i < 8; i++)
		nonce[11 - i] ^= (uint8_t)(sealer->sequence >> (8 * i));
}

static void
seal_13(struct buffer *out, struct sealer *sealer, uint8_t type, struct bytes content)
{
	struct buffer plain = { 0 }, header = { 0 };
	size_t tag_size = crypto_info(sealer->suite->cipher)->tag_size;
	uint8_t sealed[RECORD_ROOM], nonce[12];

	buffer_add(&plain, content);
	put_u8(&plain, type);
	put_fill(&plain, 0, sealer->padding);
	put_header(&header, sealer, 23, plain.len + tag_size);
	nonce_of(sealer, nonce);
	aead_seal(sealer, nonce, buffer_bytes(&header), buffer_bytes(&plain), sealed);
	buffer_add(out, buffer_bytes(&header));
	buffer_add(out, bytes_of(sealed, plain.len + tag_size));
	buffer_clear(&plain);
	buffer_clear(&header);
}

/* GCM and CCM send the half of the nonce that counts; it may be any number. */
static void
seal_aead_12(struct buffer *out, struct sealer *sealer, uint8_t type, struct bytes content)
{
	struct buffer header = { 0 };
	bool is_explicit = sealer->suite->cipher != CRYPTO_CHACHA20_POLY1305;
	size_t tag_size = crypto_info(sealer->suite->cipher)->tag_size;
	uint8_t sealed[RECORD_ROOM], nonce[12];

	nonce_of(sealer, nonce);
	if (is_explicit)
		memset(nonce + 4, 0x55 + (int)sealer->sequence, 8);
	put_pseudo_header(&header, sealer, type, content.len);
	aead_seal(sealer, nonce, buffer_bytes(&header), content, sealed);
	put_header(out, sealer, type, content.len + tag_size + (is_explicit ? 8 : 0));
	if (is_explicit)
		buffer_add(out, bytes_of(nonce + 4, 8));
	buffer_add(out, bytes_of(sealed, content.len + tag_size));
	buffer_clear(&header);
}

static void
put_mac(struct buffer *out, const struct sealer *sealer, uint8_t type, struct bytes data)
{
	struct buffer text = { 0 };
	size_t size = crypto_hash_size(sealer->suite->mac);
	uint8_t mac[CRYPTO_HASH_MAX];

	put_pseudo_header(&text, sealer, type, data.len);
	buffer_add(&text, data);
	assert_true(crypto_hmac(
	    sealer->suite->mac, bytes_of(sealer->mac_key, size), buffer_bytes(&text), mac));
	buffer_add(out, bytes_of(mac, size));
	buffer_clear(&text);
}

static void
seal_cbc(struct buffer *out, struct sealer *sealer, uint8_t type, struct bytes content)
{
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	size_t block = crypto_info(sealer->suite->cipher)->block_size, padding;
	struct buffer plain = { 0 }, fragment = { 0 };
	uint8_t sealed[RECORD_ROOM];
	int done = 0;

	buffer_add(&plain, content);
	if (!sealer->encrypt_then_mac)
		put_mac(&plain, sealer, type, content);
	padding = block - plain.len % block;
	put_fill(&plain, (uint8_t)(padding - 1), padding);
	if (sealer->version > 0x0301) {
		memset(sealer->iv, 0x77 + (int)sealer->sequence, block);
		buffer_add(&fragment, bytes_of(sealer->iv, block));
	}
	EVP_EncryptInit_ex2(
	    context, evp_of(sealer->suite->cipher), sealer->key, sealer->iv, NULL);
	EVP_CIPHER_CTX_set_padding(context, 0);
	EVP_EncryptUpdate(context, sealed, &done, plain.at, (int)plain.len);
	EVP_CIPHER_CTX_free(context);
	memcpy(sealer->iv, sealed + plain.len - block, block);
	buffer_add(&fragment, bytes_of(sealed, plain.len));
	if (sealer->encrypt_then_mac) {
		struct bytes whole = buffer_bytes(&fragment);

		put_mac(&plain, sealer, type, whole);
		buffer_add(
		    &fragment, bytes_from(buffer_bytes(&plain),
				   plain.len - crypto_hash_size(sealer->suite->mac)));
	}
	put_header(out, sealer, type, fragment.len);
	buffer_add(out, buffer_bytes(&fragment));
	buffer_clear(&plain);
	buffer_clear(&fragment);
}

void
say_sealed(struct talk *talk, enum side side, struct sealer *sealer, uint8_t type,
    struct bytes content)
{
	struct buffer *out = says(talk, side);

	if (sealer->version == 0x0304)
		seal_13(out, sealer, type, content);
	else if (tls_suite_is_cbc(sealer->suite))
		seal_cbc(out, sealer, type, content);
	else
		seal_aead_12(out, sealer, type, content);
	sealer->sequence++;
}

void
say_sealed_message(struct talk *talk, enum side side, struct sealer *sealer, uint8_t type,
    struct bytes body)
{
	struct buffer message = { 0 };

	put_message(&message, type, body);
	say_sealed(talk, side, sealer, HANDSHAKE, buffer_bytes(&message));
	buffer_clear(&message);
}
#endif
