/* SPDX-License-Identifier: BSD-2-Clause */
/* Packet protection, RFC 9001 5: a mask over the packet number and the low bits of the
 * first byte, made from a sample of the ciphertext; then AEAD over the payload. */
#include "dissectors/quic-record.h"

enum {
	NUMBER_MAX = 4, /* bytes of a packet number */
	LONG = 0x80,
	PHASE = 0x04,
	LONG_MASKED = 0x0f,
	SHORT_MASKED = 0x1f,
};

/* The ciphers that a secret of this size may be for; the first that fits is it. */
static const struct {
	uint8_t secret_size;
	enum crypto_cipher open, mask;
} suites[] = {
	{ 32, CRYPTO_AES_128_GCM, CRYPTO_AES_128_ECB },
	{ 32, CRYPTO_CHACHA20_POLY1305, CRYPTO_CHACHA20 },
	{ 48, CRYPTO_AES_256_GCM, CRYPTO_AES_256_ECB },
	{ 32, CRYPTO_AES_128_CCM, CRYPTO_AES_128_ECB },
};

/* A packet in the making. */
struct opening {
	const struct quic_packet *packet;
	struct arena *scratch;
	uint8_t *header; /* unmasked, up to the packet number's end */
	size_t header_size;
	uint64_t number;
};

static enum crypto_hash
hash_of(size_t secret_size)
{
	return secret_size == 48 ? CRYPTO_SHA384 : CRYPTO_SHA256;
}

void
quic_keys_clear(struct quic_keys *keys)
{
	crypto_key_free(keys->open);
	crypto_key_free(keys->open_before);
	crypto_key_free(keys->mask);
	*keys = (struct quic_keys){ 0 };
}

static struct crypto_key *
key_derive(struct bytes secret, const char *label, enum crypto_cipher cipher)
{
	uint8_t key[CRYPTO_KEY_MAX];
	size_t size = crypto_info(cipher)->key_size;

	if (!crypto_expand_label(hash_of(secret.len), secret, label, key, size))
		return NULL;
	return crypto_key_new(cipher, bytes_of(key, size));
}

/* Sets the keys for packets of one phase; not the mask, which stays. */
static bool
keys_set_open(struct quic_keys *keys, const struct quic_version *version)
{
	struct bytes secret = bytes_of(keys->secret, keys->secret_size);

	keys->open = key_derive(secret, version->key, keys->cipher);
	return keys->open != NULL && crypto_expand_label(hash_of(secret.len), secret,
					 version->iv, keys->iv, sizeof(keys->iv));
}

static bool
keys_set(struct quic_keys *keys, const struct quic_version *version, struct bytes secret,
    size_t suite)
{
	quic_keys_clear(keys);
	if (secret.len > sizeof(keys->secret) || secret.len != suites[suite].secret_size)
		return false;
	memcpy(keys->secret, secret.at, secret.len);
	keys->secret_size = secret.len;
	keys->cipher = suites[suite].open;
	keys->mask = key_derive(secret, version->mask, suites[suite].mask);
	if (keys->mask != NULL && keys_set_open(keys, version))
		return true;
	quic_keys_clear(keys);
	return false;
}

void
quic_keys_initial(struct quic_connection *connection, const struct quic_version *version,
    const struct quic_cid *dcid)
{
	static const char *const labels[] = { "client in", "server in" };
	uint8_t common[CRYPTO_HASH_MAX];
	uint8_t secret[32];

	if (connection->initial_version == version &&
	    quic_cid_equal(&connection->first_dcid, dcid))
		return;
	connection->initial_version = version;
	connection->first_dcid = *dcid;
	for (size_t role = 0; role < COUNT_OF(labels); role++) {
		struct quic_keys *keys = &connection->keys[role][QUIC_INITIAL];

		quic_keys_clear(keys);
		if (crypto_extract(CRYPTO_SHA256,
			bytes_of(version->salt, sizeof(version->salt)),
			bytes_of(dcid->at, dcid->len), common) &&
		    crypto_expand_label(CRYPTO_SHA256, bytes_of(common, sizeof(secret)),
			labels[role], secret, sizeof(secret)))
			keys_set(keys, version, bytes_of(secret, sizeof(secret)), 0);
	}
}

/* The number nearest to the one expected that ends in these bits (RFC 9000 A.3). */
static uint64_t
number_decode(uint64_t expected, uint64_t bits, size_t size)
{
	uint64_t window = UINT64_C(1) << (size * 8);
	uint64_t candidate = (expected & ~(window - 1)) | bits;

	if (candidate + window / 2 <= expected && candidate < (UINT64_C(1) << 62) - window)
		return candidate + window;
	if (candidate > expected + window / 2 && candidate >= window)
		return candidate - window;
	return candidate;
}

/* Takes the mask off a copy of the header; false where the packet is too short. */
static bool
header_unmask(struct opening *o, struct crypto_key *mask_key, uint64_t expected)
{
	struct bytes whole = o->packet->whole;
	struct bytes sample = bytes_first(
	    bytes_from(whole, o->packet->number_at + NUMBER_MAX), CRYPTO_SAMPLE_SIZE);
	uint8_t mask[CRYPTO_MASK_SIZE];
	uint8_t *number;
	uint64_t bits = 0;
	size_t size;

	if (sample.len < CRYPTO_SAMPLE_SIZE || !crypto_mask(mask_key, sample, mask))
		return false;
	memcpy(o->header, whole.at, o->packet->number_at + NUMBER_MAX);
	o->header[0] ^= mask[0] & (o->header[0] & LONG ? LONG_MASKED : SHORT_MASKED);
	size = (o->header[0] & 3u) + 1;
	number = o->header + o->packet->number_at;
	for (size_t i = 0; i < size; i++) {
		number[i] ^= mask[i + 1];
		bits = bits << 8 | number[i];
	}
	o->header_size = o->packet->number_at + size;
	o->number = number_decode(expected, bits, size);
	return true;
}

static bool
payload_open(
    const struct opening *o, struct crypto_key *key, const uint8_t *iv, struct bytes *plain)
{
	struct bytes sealed = bytes_from(o->packet->whole, o->header_size);
	uint8_t nonce[CRYPTO_NONCE_SIZE];
	uint8_t *out;

	if (key == NULL || sealed.len < CRYPTO_TAG_MAX)
		return false;
	memcpy(nonce, iv, sizeof(nonce));
	for (size_t i = 0; i < 8; i++)
		nonce[sizeof(nonce) - 1 - i] ^= (uint8_t)(o->number >> (8 * i));
	out = arena_alloc(o->scratch, sealed.len);
	*plain = bytes_of(out, sealed.len - CRYPTO_TAG_MAX);
	return crypto_open(key, bytes_of(nonce, sizeof(nonce)),
	    bytes_of(o->header, o->header_size), sealed, out);
}

/* The other phase's bit: an old packet, or the sender has updated its keys (RFC 9001 6). */
static bool
other_phase_open(const struct quic_call *call, struct quic_keys *keys,
    const struct opening *o, struct bytes *plain)
{
	struct quic_keys next = *keys;

	if (keys->open_before != NULL && o->number < keys->phase_first)
		return payload_open(o, keys->open_before, keys->iv_before, plain);
	next.open = NULL;
	if (!crypto_expand_label(hash_of(keys->secret_size),
		bytes_of(keys->secret, keys->secret_size),
		call->connection->version->update, next.secret, keys->secret_size))
		return false;
	if (!keys_set_open(&next, call->connection->version) ||
	    !payload_open(o, next.open, next.iv, plain)) {
		crypto_key_free(next.open);
		return false;
	}
	crypto_key_free(keys->open_before);
	next.open_before = keys->open;
	memcpy(next.iv_before, keys->iv, sizeof(keys->iv));
	next.phase = !keys->phase;
	next.phase_first = o->number;
	*keys = next;
	return true;
}

static bool
keys_open(const struct quic_call *call, struct quic_keys *keys,
    const struct quic_packet *packet, enum quic_level level, struct bytes *plain)
{
	uint64_t *expected =
	    &call->connection
		 ->numbers[call->role][level == QUIC_EARLY ? QUIC_APPLICATION : level];
	struct opening o = { .packet = packet, .scratch = call->sink->scratch };
	bool phase;
	bool is_open;

	o.header = arena_alloc(o.scratch, packet->number_at + NUMBER_MAX);
	if (!header_unmask(&o, keys->mask, *expected))
		return false;
	phase = packet->type == QUIC_PACKET_SHORT && (o.header[0] & PHASE) != 0;
	is_open = phase == keys->phase ? payload_open(&o, keys->open, keys->iv, plain)
				       : other_phase_open(call, keys, &o, plain);
	if (!is_open)
		return false;
	if (phase == keys->phase)
		keys->phase_first = MIN(keys->phase_first, o.number);
	*expected = MAX(*expected, o.number + 1);
	return true;
}

/* The secret in a key log for this level and role; empty where there is none. */
static struct bytes
secret_find(const struct quic_call *call, enum quic_level level)
{
	static const enum secret_label labels[2][QUIC_LEVELS] = {
		[QUIC_CLIENT] = { SECRET_COUNT, SECRET_CLIENT_EARLY,
		    SECRET_CLIENT_HANDSHAKE, SECRET_CLIENT_TRAFFIC },
		[QUIC_SERVER] = { SECRET_COUNT, SECRET_COUNT, SECRET_SERVER_HANDSHAKE,
		    SECRET_SERVER_TRAFFIC },
	};
	enum { ASKED_OFTEN = 64 };
	struct quic_connection *connection = call->connection;
	enum secret_label label = labels[call->role][level];
	const struct tls_secrets *secrets = NULL;

	if (label == SECRET_COUNT || !connection->has_random)
		return (struct bytes){ NULL, 0 };
	/* A live key log may have them later; a connection without keys stays cheap. */
	if (connection->asked < ASKED_OFTEN || connection->asked % ASKED_OFTEN == 0 ||
	    quic_kept_waits(call))
		secrets = sink_secrets(
		    call->sink, bytes_of(connection->random, sizeof(connection->random)));
	if (secrets == NULL || secrets->len[label] == 0) {
		connection->asked++;
		return (struct bytes){ NULL, 0 };
	}
	return secret_bytes(secrets, label);
}

/* Makes the keys of a level by the first packet that they open. */
static bool
keys_find(const struct quic_call *call, struct quic_keys *keys,
    const struct quic_packet *packet, enum quic_level level, struct bytes *plain)
{
	const struct quic_version *version =
	    packet->version != NULL ? packet->version : call->connection->version;
	struct bytes secret = secret_find(call, level);

	if (secret.len == 0 || version == NULL)
		return false;
	for (size_t i = 0; i < COUNT_OF(suites); i++) {
		if (keys_set(keys, version, secret, i) &&
		    keys_open(call, keys, packet, level, plain))
			return true;
		quic_keys_clear(keys);
	}
	call->connection->asked++;
	return false;
}

bool
quic_keys_open(const struct quic_call *call, const struct quic_packet *packet,
    enum quic_level level, struct bytes *plain)
{
	struct quic_keys *keys = &call->connection->keys[call->role][level];

	if (packet->is_cut)
		return false;
	if (keys->open != NULL)
		return keys_open(call, keys, packet, level, plain);
	return level != QUIC_INITIAL && keys_find(call, keys, packet, level, plain);
}
