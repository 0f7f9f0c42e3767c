/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissectors/tls-keys.h"
#include "dissectors/tls-state.h"

enum {
	SALT_SIZE = 4,           /* of the nonce of GCM and CCM in 1.2 */
	EXPLICIT_NONCE_SIZE = 8, /* ... its rest, sent with the record */
	PSEUDO_HEADER = 13,      /* sequence8 type1 version2 length2 */
	TLS_1_0 = 0x0301,
};

static bool
has_explicit_nonce(const struct tls_keys *keys)
{
	return !tls_suite_is_13(keys->suite) &&
	       keys->suite->cipher != CRYPTO_CHACHA20_POLY1305;
}

static size_t
mac_size(const struct tls_keys *keys)
{
	return tls_suite_is_cbc(keys->suite) ? crypto_hash_size(keys->suite->mac) : 0;
}

bool
tls_keys_set_13(struct tls_keys *keys, const struct tls_suite *suite, struct bytes secret)
{
	uint8_t key[CRYPTO_KEY_MAX];
	size_t key_size = crypto_info(suite->cipher)->key_size;

	tls_keys_clear(keys);
	keys->suite = suite;
	keys->version = TLS_1_3;
	if (secret.len == crypto_hash_size(suite->prf) &&
	    crypto_expand_label(suite->prf, secret, "key", key, key_size) &&
	    crypto_expand_label(suite->prf, secret, "iv", keys->iv, CRYPTO_NONCE_SIZE))
		keys->key = crypto_key_new(suite->cipher, bytes_of(key, key_size));
	return keys->key != NULL;
}

static size_t
block_iv_size(const struct tls_suite *suite)
{
	if (suite->cipher == CRYPTO_CHACHA20_POLY1305)
		return CRYPTO_NONCE_SIZE;
	if (tls_suite_is_cbc(suite))
		return crypto_info(suite->cipher)->block_size;
	return SALT_SIZE;
}

/* The key block: MAC keys, keys, IVs, of the client and of the server each.  From 1.1 on
 * CBC has no IVs there, but being last they are in nobody's way. */
bool
tls_keys_set_12(struct tls_keys *keys, const struct tls_suite *suite,
    const struct tls_key_material *from, bool of_client)
{
	size_t mac = tls_suite_is_cbc(suite) ? crypto_hash_size(suite->mac) : 0;
	size_t key = crypto_info(suite->cipher)->key_size;
	size_t iv = block_iv_size(suite);
	size_t size = 2 * (mac + key + iv), other = of_client ? 0 : 1;
	uint8_t seed[2 * TLS_RANDOM_SIZE], block[CRYPTO_DERIVED_MAX];
	enum crypto_hash prf = from->version >= TLS_1_2 ? suite->prf : CRYPTO_MD5_SHA1;

	tls_keys_clear(keys);
	keys->suite = suite;
	keys->version = from->version;
	keys->encrypt_then_mac = from->encrypt_then_mac && mac > 0;
	if (from->client_random.len != TLS_RANDOM_SIZE ||
	    from->server_random.len != TLS_RANDOM_SIZE || from->master.len == 0)
		return false;
	memcpy(seed, from->server_random.at, TLS_RANDOM_SIZE);
	memcpy(seed + TLS_RANDOM_SIZE, from->client_random.at, TLS_RANDOM_SIZE);
	if (!crypto_prf(prf, from->master, "key expansion", bytes_of(seed, sizeof(seed)),
		block, size))
		return false;
	memcpy(keys->mac_key, block + other * mac, mac);
	memcpy(keys->iv, block + 2 * (mac + key) + other * iv, iv);
	keys->key =
	    crypto_key_new(suite->cipher, bytes_of(block + 2 * mac + other * key, key));
	return keys->key != NULL;
}

void
tls_keys_clear(struct tls_keys *keys)
{
	crypto_key_free(keys->key);
	*keys = (struct tls_keys){ 0 };
}

bool
tls_secret_update(const struct tls_suite *suite, uint8_t *secret)
{
	size_t size = crypto_hash_size(suite->prf);
	uint8_t next[CRYPTO_HASH_MAX];

	if (!crypto_expand_label(
		suite->prf, bytes_of(secret, size), "traffic upd", next, size))
		return false;
	memcpy(secret, next, size);
	return true;
}

/* What older records are authenticated with beside their bytes. */
static void
pseudo_header(uint8_t *out, const struct tls_record *record, uint64_t sequence, size_t size)
{
	for (int i = 0; i < 8; i++)
		out[i] = (uint8_t)(sequence >> (8 * (7 - i)));
	memcpy(out + 8, record->header.at, 3);
	out[11] = (uint8_t)(size >> 8);
	out[12] = (uint8_t)size;
}

static void
make_nonce(const struct tls_keys *keys, struct bytes explicit_nonce, uint64_t sequence,
    uint8_t nonce[static CRYPTO_NONCE_SIZE])
{
	memcpy(nonce, keys->iv, CRYPTO_NONCE_SIZE);
	if (explicit_nonce.len > 0) {
		memcpy(nonce + SALT_SIZE, explicit_nonce.at, EXPLICIT_NONCE_SIZE);
		return;
	}
	for (int i = 0; i < 8; i++)
		nonce[CRYPTO_NONCE_SIZE - 1 - i] ^= (uint8_t)(sequence >> (8 * i));
}

/* In 1.3 the type is the last byte that is not zero; zeros behind it are padding. */
static bool
content_unpad(struct tls_content *content)
{
	while (content->bytes.len > 0 && content->bytes.at[content->bytes.len - 1] == 0)
		content->bytes.len--;
	if (content->bytes.len == 0)
		return false;
	content->type = content->bytes.at[--content->bytes.len];
	return true;
}

static bool
open_aead(const struct tls_keys *keys, const struct tls_record *record, uint64_t sequence,
    uint8_t *room, struct tls_content *content)
{
	bool is_13 = tls_suite_is_13(keys->suite);
	size_t tag_size = crypto_info(keys->suite->cipher)->tag_size;
	size_t explicit_size = has_explicit_nonce(keys) ? EXPLICIT_NONCE_SIZE : 0;
	struct bytes sealed = bytes_from(record->sealed, explicit_size);
	struct bytes associated = record->header;
	uint8_t nonce[CRYPTO_NONCE_SIZE], header[PSEUDO_HEADER];

	if (sealed.len < tag_size)
		return false;
	if (!is_13) {
		pseudo_header(header, record, sequence, sealed.len - tag_size);
		associated = bytes_of(header, sizeof(header));
	}
	make_nonce(keys, bytes_first(record->sealed, explicit_size), sequence, nonce);
	if (!crypto_open(
		keys->key, bytes_of(nonce, sizeof(nonce)), associated, sealed, room))
		return false;
	content->type = record->type;
	content->bytes = bytes_of(room, sealed.len - tag_size);
	return !is_13 || content_unpad(content);
}

/* `content` lies TLS_ROOM_FRONT bytes into `room`, and the MAC anywhere. */
static bool
mac_is_right(const struct tls_keys *keys, const struct tls_record *record,
    uint64_t sequence, uint8_t *room, size_t size, const uint8_t *mac)
{
	uint8_t *from = room + TLS_ROOM_FRONT - PSEUDO_HEADER;
	uint8_t right[CRYPTO_HASH_MAX];

	pseudo_header(from, record, sequence, size);
	return crypto_hmac(keys->suite->mac, bytes_of(keys->mac_key, mac_size(keys)),
		   bytes_of(from, PSEUDO_HEADER + size), right) &&
	       memcmp(right, mac, mac_size(keys)) == 0;
}

/* Takes padding and its length off. */
static bool
blocks_unpad(struct bytes *blocks)
{
	size_t padding = blocks->len == 0 ? 0 : blocks->at[blocks->len - 1];

	if (padding + 1 > blocks->len)
		return false;
	for (size_t i = 0; i < padding; i++)
		if (blocks->at[blocks->len - 2 - i] != padding)
			return false;
	blocks->len -= padding + 1;
	return true;
}

/* Where the record begins with its IV (1.1 and 1.2), or the one before left it. */
static struct bytes
take_iv(const struct tls_keys *keys, struct bytes *sealed)
{
	size_t size = crypto_info(keys->suite->cipher)->block_size;
	struct bytes iv = bytes_of(keys->iv, size);

	if (keys->version > TLS_1_0) {
		iv = bytes_first(*sealed, size);
		*sealed = bytes_from(*sealed, size);
	}
	return iv;
}

static void
keep_iv(struct tls_keys *keys, struct bytes blocks)
{
	size_t size = crypto_info(keys->suite->cipher)->block_size;

	if (keys->version > TLS_1_0 || blocks.len < size)
		return;
	memcpy(keys->iv, blocks.at + blocks.len - size, size);
	keys->has_lost_iv = false;
}

static bool
open_cbc(struct tls_keys *keys, const struct tls_record *record, uint64_t sequence,
    uint8_t *room, struct tls_content *content)
{
	size_t mac = mac_size(keys);
	uint8_t *plain = room + TLS_ROOM_FRONT;
	struct bytes sealed = record->sealed, blocks, iv;
	struct bytes inside;

	if (keys->encrypt_then_mac && sealed.len < mac)
		return false;
	if (keys->encrypt_then_mac) {
		sealed.len -= mac;
		memcpy(plain, sealed.at, sealed.len);
		if (!keys->is_proven && !mac_is_right(keys, record, sequence, room,
					    sealed.len, sealed.at + sealed.len))
			return false;
	}
	blocks = sealed;
	iv = take_iv(keys, &blocks);
	if (!crypto_decrypt_cbc(keys->key, iv, blocks, plain))
		return false;
	inside = bytes_of(plain, blocks.len);
	if (!blocks_unpad(&inside))
		return false;
	if (!keys->encrypt_then_mac) {
		if (inside.len < mac)
			return false;
		inside.len -= mac;
		if (!keys->is_proven && !mac_is_right(keys, record, sequence, room,
					    inside.len, plain + inside.len))
			return false;
	}
	keep_iv(keys, blocks);
	keys->is_proven = true;
	*content = (struct tls_content){ record->type, inside };
	return true;
}

bool
tls_keys_open(struct tls_keys *keys, const struct tls_record *record, uint64_t sequence,
    uint8_t *room, struct tls_content *content)
{
	if (keys->key == NULL || record->sealed.len == 0)
		return false;
	if (tls_suite_is_cbc(keys->suite))
		return open_cbc(keys, record, sequence, room, content);
	return open_aead(keys, record, sequence, room, content);
}

void
tls_keys_lose(struct tls_keys *keys)
{
	keys->is_proven = false;
	keys->has_lost_iv =
	    keys->key != NULL && tls_suite_is_cbc(keys->suite) && keys->version <= TLS_1_0;
}

bool
tls_keys_pass_over(struct tls_keys *keys, const struct tls_record *record)
{
	if (!keys->has_lost_iv)
		return false;
	keep_iv(keys, record->sealed);
	return true;
}

size_t
tls_keys_overhead(const struct tls_keys *keys)
{
	const struct crypto_info *info = crypto_info(keys->suite->cipher);
	size_t size = TLS_RECORD_HEADER + info->tag_size + mac_size(keys);

	if (tls_suite_is_13(keys->suite))
		return size + 1;           /* the type */
	if (tls_suite_is_cbc(keys->suite)) /* the length of the padding */
		return size + 1 + (keys->version > TLS_1_0 ? info->block_size : 0);
	return has_explicit_nonce(keys) ? size + EXPLICIT_NONCE_SIZE : size;
}
