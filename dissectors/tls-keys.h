/* SPDX-License-Identifier: BSD-2-Clause */
/* The keys of one direction of a TLS connection, and the records that they open:
 * RFC 8446 5.2 and 7.3, RFC 5246 6.2.3 and 6.3, RFC 7366 (encrypt-then-MAC). */
#ifndef DISSECTORS_TLS_KEYS_H
#define DISSECTORS_TLS_KEYS_H

#include "base/secrets.h"
#include "dissectors/tls-suite.h"

enum { TLS_RECORD_HEADER = 5, TLS_ROOM_FRONT = 16 };

/* All-zero has no key.  It is copied by assignment, and let go by tls_keys_clear. */
struct tls_keys {
	const struct tls_suite *suite;
	uint16_t version;
	struct crypto_key *key;
	uint8_t iv[CRYPTO_BLOCK_MAX]; /* CBC of 1.0: the last block of the record before */
	uint8_t mac_key[CRYPTO_HASH_MAX];
	bool encrypt_then_mac;
	bool
	    is_proven; /* CBC: a MAC was right since then; paddings are enough from there */
	bool has_lost_iv; /* CBC of 1.0: the record before was lost, this one cannot open */
	uint64_t sequence; /* of the next record */
};

/* What up to 1.2 keys are made from. */
struct tls_key_material {
	uint16_t version;
	struct bytes client_random, server_random;
	struct bytes master;
	bool encrypt_then_mac;
};

/* A record as it lies there: `header` has TLS_RECORD_HEADER bytes. */
struct tls_record {
	uint8_t type;
	struct bytes header;
	struct bytes sealed;
};

/* What was in it. */
struct tls_content {
	uint8_t type;
	struct bytes bytes;
};

/* False where there can be no such key: the secret has another length than it has to. */
bool tls_keys_set_13(struct tls_keys *, const struct tls_suite *, struct bytes secret);
bool tls_keys_set_12(struct tls_keys *, const struct tls_suite *,
    const struct tls_key_material *, bool of_client);
void tls_keys_clear(struct tls_keys *);

/* The secret behind this one (RFC 8446 7.2), in place. */
bool tls_secret_update(const struct tls_suite *, uint8_t *secret);

/* Opens a record as the one with this sequence number.  `room` is for the content, and
 * TLS_ROOM_FRONT bytes larger than what is sealed.  False where it does not authenticate.
 */
bool tls_keys_open(struct tls_keys *, const struct tls_record *, uint64_t sequence,
    uint8_t *room, struct tls_content *);

/* Records before the next one were lost: what that means for opening it. */
void tls_keys_lose(struct tls_keys *);
/* True where this record cannot open for that reason, but the one behind it may. */
bool tls_keys_pass_over(struct tls_keys *, const struct tls_record *);

/* Bytes of a record beside its content, at least. */
size_t tls_keys_overhead(const struct tls_keys *);

#endif
