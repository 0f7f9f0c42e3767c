/* SPDX-License-Identifier: BSD-2-Clause */
/* The end of the handshake, told once: where it is seen, or where application data show
 * that it is over. */
#ifndef DISSECTORS_TLS_TELL_H
#define DISSECTORS_TLS_TELL_H

#include "dissectors/tls-state.h"

void tls_established_tell(struct tls *, struct sink *, const struct chunk *);
/* A record of application data that stays unread. */
void tls_application_record(struct tls *, struct sink *, const struct chunk *, size_t size);

#endif
