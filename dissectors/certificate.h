/* SPDX-License-Identifier: BSD-2-Clause */
/* X.509 certificates as their DER bytes tell them (RFC 5280): names, validity, key.
 * Nothing is verified.  What a certificate says lives in the arena that is given. */
#ifndef DISSECTORS_CERTIFICATE_H
#define DISSECTORS_CERTIFICATE_H

#include "base/arena.h"
#include "event/tls.h"

/* False where `der` is no certificate; what could be read stands in `out` even then. */
bool certificate_read(struct arena *arena, struct bytes der, struct certificate *out);

#endif
