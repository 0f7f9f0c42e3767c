/* SPDX-License-Identifier: BSD-2-Clause */
/* Cipher suites that can be opened: what their numbers stand for. */
#ifndef DISSECTORS_TLS_SUITE_H
#define DISSECTORS_TLS_SUITE_H

#include "dissectors/crypto.h"

struct tls_suite {
	uint16_t first, last, step; /* the numbers with these properties */
	enum crypto_cipher cipher;
	enum crypto_hash prf; /* of TLS 1.2 and 1.3; older ones have but one */
	enum crypto_hash mac; /* of CBC suites; else without meaning */
};

/* NULL where it cannot be opened. */
const struct tls_suite *tls_suite_find(uint16_t code);

static inline bool
tls_suite_is_13(const struct tls_suite *suite)
{
	return suite->first >> 8 == 0x13;
}

static inline bool
tls_suite_is_cbc(const struct tls_suite *suite)
{
	return crypto_info(suite->cipher)->block_size > 1;
}

#endif
