/* SPDX-License-Identifier: BSD-2-Clause */
/* IANA's names of TLS versions and of the cipher suites that are met. */
#ifndef STORY_TLS_NAMES_H
#define STORY_TLS_NAMES_H

#include <stdint.h>

/* "TLS_AES_128_GCM_SHA256", "1.3"; NULL where there is no name. */
const char *tls_cipher_name(uint16_t cipher);
const char *tls_version_name(uint16_t version);

#endif
