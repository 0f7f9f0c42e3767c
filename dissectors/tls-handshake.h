/* SPDX-License-Identifier: BSD-2-Clause */
/* Handshake messages, in the clear or opened. */
#ifndef DISSECTORS_TLS_HANDSHAKE_H
#define DISSECTORS_TLS_HANDSHAKE_H

#include "dissectors/tls-state.h"

/* Is it a type of message that is sent outside of encryption? */
bool tls_handshake_is_known(uint8_t type);
/* Can there be such a message outside of encryption?  Where not, the record is opaque. */
bool tls_handshake_is_clear(uint8_t type, uint32_t size);
/* False where the message is damaged. */
bool tls_handshake_dissect(
    struct tls *, struct sink *, const struct chunk *, const struct tls_message *);

#endif
