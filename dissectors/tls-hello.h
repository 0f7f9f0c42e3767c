/* SPDX-License-Identifier: BSD-2-Clause */
/* The two hellos, and what the server says of its choice under encryption.  Each is false
 * where the message is damaged. */
#ifndef DISSECTORS_TLS_HELLO_H
#define DISSECTORS_TLS_HELLO_H

#include "dissectors/tls-state.h"

bool tls_client_hello_dissect(
    struct tls *, struct sink *, const struct chunk *, const struct tls_message *);
bool tls_server_hello_dissect(
    struct tls *, struct sink *, const struct chunk *, const struct tls_message *);

/* 1.3, RFC 8446 4.3.1. */
bool tls_encrypted_extensions_dissect(
    struct tls *, struct sink *, const struct tls_message *);

#endif
