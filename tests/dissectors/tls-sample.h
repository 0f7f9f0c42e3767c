/* SPDX-License-Identifier: BSD-2-Clause */
/* TLS messages to test with, put together byte by byte. */
#ifndef TESTS_DISSECTORS_TLS_SAMPLE_H
#define TESTS_DISSECTORS_TLS_SAMPLE_H

#include "base/buffer.h"

void put_u8(struct buffer *, unsigned);
void put_u16(struct buffer *, unsigned);
void put_fill(struct buffer *, uint8_t byte, size_t count);
/* A length of `size` bytes, to be filled in when what it counts is there. */
size_t put_open(struct buffer *, size_t size);
void put_close(struct buffer *, size_t place, size_t size);

/* One record around the bytes. */
void put_record(struct buffer *, uint8_t type, struct bytes contents);
/* One handshake message, without a record. */
void put_message(struct buffer *, uint8_t type, struct bytes body);

enum sample_hello_kind {
	SAMPLE_CHROME, /* 1.3 and 1.2, GREASE, example.org, h2, the lists of JA4's example
			*/
	SAMPLE_OLD,    /* SSL 3.0: no extensions */
	SAMPLE_TICKET, /* 1.2 with a ticket and no session id */
	SAMPLE_SESSION /* 1.2 with a session id (all bytes 7) */
};

/* Bodies of hellos; random is all 1 for clients, all 2 for servers. */
void put_client_hello(struct buffer *, enum sample_hello_kind);
/* 1.3 when `is_13`: key share x25519; else ALPN h2. */
void put_server_hello(struct buffer *, unsigned cipher, bool is_13, uint8_t session_id);
void put_hello_retry(struct buffer *);

/* A certificate (DER) of CN=tls.test, O="Caf<e acute>, Inc", signed by itself, P-256, for
 * tls.test, *.tls.test and 192.0.2.1; from 2026-11-25 until 2036-11-24. */
extern const struct bytes sample_certificate;

#endif
