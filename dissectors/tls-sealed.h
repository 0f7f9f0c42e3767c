/* SPDX-License-Identifier: BSD-2-Clause */
/* Sealed records, of connections that have secrets: which open, what to do where some are
 * lost or do not, and who reads the content. */
#ifndef DISSECTORS_TLS_SEALED_H
#define DISSECTORS_TLS_SEALED_H

#include "dissectors/tls-state.h"

/* Takes a whole record, header and all.  False, and nothing taken, where there is no secret
 * for it. */
bool tls_sealed_record(
    struct tls *, struct sink *, const struct chunk *, struct cursor *in);
/* What stays closed. */
void tls_sealed_pass(
    struct tls *, struct sink *, const struct chunk *, struct bytes record);

/* Were bytes lost since the last record that could be opened?  Then a record is looked for:
 * CLAIM_YES: one may begin here; CLAIM_NO: bytes that are none were taken. */
bool tls_sealed_is_lost(const struct tls *, enum side);
enum claim tls_sealed_seek(struct tls *, enum side, struct cursor *in);

#endif
