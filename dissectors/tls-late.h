/* SPDX-License-Identifier: BSD-2-Clause */
/* Records that wait for a secret: when live it may come after them.  They are kept, with
 * the frames and times that brought them, for 10 s at most, 256 KiB a connection and
 * 64 MiB in all; then they are let go.  Where no secret can come none waits. */
#ifndef DISSECTORS_TLS_LATE_H
#define DISSECTORS_TLS_LATE_H

#include "dissectors/tls-state.h"

struct tls_late;

/* Is a record of this type sealed, and perhaps to be opened, now or later? */
bool tls_late_reads(
    const struct tls *, const struct sink *, enum side, uint8_t record_type);
/* A sealed record, header and all: is opened, waits, or is passed over; or more of it is
 * asked for. */
enum verdict tls_late_record(
    struct tls *, struct sink *, const struct chunk *, struct cursor *in);
/* Bytes are lost: what cannot be opened now never will be. */
void tls_late_lose(struct tls *, struct sink *);
/* This side is over; when both are, the same. */
void tls_late_end(struct tls *, struct sink *, enum side);
/* Tells, once, of a secret that came when nothing waited for it any more. */
void tls_late_tell(struct tls *, struct sink *, const struct chunk *);
/* Time went by: opens what waits, if its secret has come, or lets it go. */
void tls_late_wake(struct tls *, struct sink *, const struct chunk *);
void tls_late_free(struct tls_late *);

#endif
