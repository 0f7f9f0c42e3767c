/* SPDX-License-Identifier: BSD-2-Clause */
/* TLS records sealed as a peer would, for conversations that can be opened again. */
#ifndef TESTS_DISSECTORS_TLS_SEAL_H
#define TESTS_DISSECTORS_TLS_SEAL_H

#include "dissectors/tls-suite.h"
#include "tests/dissectors/tls-talk.h"

enum { SEAL_MASTER = 48 };

/* One direction's keys, at the record to be sent next. */
struct sealer {
	const struct tls_suite *suite;
	uint16_t version;
	bool encrypt_then_mac;
	uint8_t key[CRYPTO_KEY_MAX];
	uint8_t iv[CRYPTO_BLOCK_MAX];
	uint8_t mac_key[CRYPTO_HASH_MAX];
	uint64_t sequence;
	size_t padding; /* zeros behind the content (1.3) */
};

/* Secrets with all bytes the same, one byte a label, as long as the suite wants them. */
struct tls_secrets sample_secrets(uint16_t suite);

struct sealer sealer_of_secret(uint16_t suite, struct bytes secret);
/* The hellos' randoms are those of tls-sample.h. */
struct sealer sealer_of_master(uint16_t version, uint16_t suite, struct bytes master,
    enum side, bool encrypt_then_mac);

void say_sealed(
    struct talk *, enum side, struct sealer *, uint8_t type, struct bytes content);
/* The header of a handshake message before the body. */
void say_sealed_message(
    struct talk *, enum side, struct sealer *, uint8_t type, struct bytes body);

#endif
