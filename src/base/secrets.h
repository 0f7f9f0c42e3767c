/* SPDX-License-Identifier: BSD-2-Clause */
/* The secrets of one TLS session, as a key log has them (NSS key log format). */
#ifndef BASE_SECRETS_H
#define BASE_SECRETS_H

#include "base/bytes.h"

enum secret_label {
	SECRET_MASTER, /* CLIENT_RANDOM: up to TLS 1.2 */
	SECRET_CLIENT_EARLY,
	SECRET_CLIENT_HANDSHAKE,
	SECRET_SERVER_HANDSHAKE,
	SECRET_CLIENT_TRAFFIC,
	SECRET_SERVER_TRAFFIC,
	SECRET_COUNT
};

enum { SECRET_SIZE_MAX = 64 };

/* All-zero has none of them. */
struct tls_secrets {
	uint8_t len[SECRET_COUNT]; /* 0: this one is not known */
	uint8_t at[SECRET_COUNT][SECRET_SIZE_MAX];
};

/* What waits for secrets that may still come: bytes, of all sessions. */
struct secrets_wait {
	size_t held;
};

/* Empty where it is not known. */
static inline struct bytes
secret_bytes(const struct tls_secrets *secrets, enum secret_label label)
{
	return bytes_of(secrets->at[label], secrets->len[label]);
}

#endif
