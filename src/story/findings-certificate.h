/* SPDX-License-Identifier: BSD-2-Clause */
/* What is wrong with the certificate of a server (RFC 5280, RFC 6125). */
#ifndef STORY_FINDINGS_CERTIFICATE_H
#define STORY_FINDINGS_CERTIFICATE_H

#include "story/connection.h"
#include "story/tables.h"

/* What the certificate of its server is not, at this time. */
void findings_of_certificate(struct story *, const struct connection *, uint64_t at_ns);

#endif
