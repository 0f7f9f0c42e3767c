/* SPDX-License-Identifier: BSD-2-Clause */
/* The content of records that were opened. */
#ifndef DISSECTORS_TLS_CONTENT_H
#define DISSECTORS_TLS_CONTENT_H

#include "dissectors/tls-direction.h"
#include "dissectors/tls-state.h"

/* Events, and what is handed on. */
void tls_content_dissect(
    struct tls *, struct sink *, const struct chunk *, const struct tls_content *);
/* Who reads application data, and as which stream. */
const char *tls_inner_name(const struct tls *, const struct chunk *);
uint64_t tls_inner_stream(const struct tls *, const struct tls_direction *);

#endif
