/* SPDX-License-Identifier: BSD-2-Clause */
/* TLS inside of QUIC. */
#ifndef DISSECTORS_TLS_QUIC_H
#define DISSECTORS_TLS_QUIC_H

#include "dissectors/tls-state.h"

/* Handshake messages that came without records. */
enum verdict tls_quic_dissect(
    struct tls *, struct sink *, const struct chunk *, struct cursor *in);

#endif
