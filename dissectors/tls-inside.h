/* SPDX-License-Identifier: BSD-2-Clause */
/* What is inside of encrypted records, where the session's secrets are known: which keys
 * are in use at each side, what to do where records are lost, and who reads the content.
 * Connections without secrets have none of this: tls->inside is NULL. */
#ifndef DISSECTORS_TLS_INSIDE_H
#define DISSECTORS_TLS_INSIDE_H

#include "dissectors/tls.h"

struct tls_inside;

/* Told of the hellos, after tls has taken their members over, and of ChangeCipherSpec. */
void tls_inside_client_hello(struct tls *, struct sink *);
void tls_inside_server_hello(struct tls *, struct sink *, const struct chunk *);
void tls_inside_change_cipher(struct tls *, enum side);
/* So many bytes of this side wait for more, and are lost if more is. */
void tls_inside_wait(struct tls *, enum side, size_t size);
/* So many bytes of this side were lost, beside those that waited. */
void tls_inside_lose(struct tls *, enum side, uint64_t size);

/* Is a record of this type one for tls_inside_record? */
bool tls_inside_reads(const struct tls *, enum side, uint8_t record_type);
/* A whole record, header and all, is taken, or more asked for. */
enum verdict tls_inside_record(
    struct tls *, struct sink *, const struct chunk *, struct cursor *in);

/* Were bytes lost since the last record that could be opened?  Then a record is looked for:
 * CLAIM_YES: one may begin here; CLAIM_NO: bytes that are none were taken. */
bool tls_inside_is_lost(const struct tls *, enum side);
enum claim tls_inside_seek(struct tls *, enum side, struct cursor *in);

void tls_inside_free(struct tls_inside *);

#endif
