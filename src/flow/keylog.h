/* SPDX-License-Identifier: BSD-2-Clause */
/* TLS secrets in the NSS key log format: what browsers write where SSLKEYLOGFILE says.
 * A line is "LABEL CLIENT_RANDOM SECRET"; what is no such line is passed over. */
#ifndef FLOW_KEYLOG_H
#define FLOW_KEYLOG_H

#include "base/hash.h"
#include "base/secrets.h"

struct keylog;

struct keylog *keylog_new(struct hash_key);
void keylog_free(struct keylog *);
/* Whole lines; a last one without its end counts. */
void keylog_add(struct keylog *, struct bytes text);
/* Of the session whose hello has this random of 32 bytes; NULL: none are known. */
const struct tls_secrets *keylog_find(const struct keylog *, struct bytes client_random);
/* Sessions with secrets. */
uint64_t keylog_count(const struct keylog *);

#endif
