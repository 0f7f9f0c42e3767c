/* SPDX-License-Identifier: BSD-2-Clause */
/* A bulk download that is really sealed: the messages of its handshake, and how it goes
 * over TLS and over QUIC. */
#ifndef BENCH_SEALED_LOAD_H
#define BENCH_SEALED_LOAD_H

#include "bench/sealed-key.h"
#include "bench/sealed-wire.h"

enum seal_phase { SEAL_HANDSHAKE, SEAL_TRAFFIC };

struct sealed_load {
	struct wire wire;
	uint64_t size;                           /* of the download */
	uint8_t random[32];                      /* the client's */
	uint8_t secrets[2][2][SEAL_SECRET_SIZE]; /* by side and phase */
	uint64_t units; /* records or packets that the download took */
};

static inline struct bytes
sealed_secret(const struct sealed_load *load, enum side side, enum seal_phase phase)
{
	return bytes_of(load->secrets[side][phase], SEAL_SECRET_SIZE);
}

/* Handshake messages, each with its header; what nobody checks is zeros. */
void put_client_hello(struct buffer *, const struct sealed_load *, const char *protocol);
void put_server_hello(struct buffer *);
/* EncryptedExtensions, for the server alone, and Finished. */
void put_encrypted_extensions(struct buffer *, const char *protocol);
void put_finished(struct buffer *);

/* False where OpenSSL is not built in. */
bool sealed_tls(struct sealed_load *);
bool sealed_quic(struct sealed_load *);

/* Noise, which is as good as any body. */
void noise_fill(uint8_t *at, size_t size);

#endif
