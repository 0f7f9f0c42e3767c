/* SPDX-License-Identifier: BSD-2-Clause */
/* HTTP/1 conversations to test with. */
#ifndef TESTS_DISSECTORS_HTTP1_H
#define TESTS_DISSECTORS_HTTP1_H

#include "tests/dissectors/turns.h"

extern const struct dissector dissector_http1;

/* clang-format off */
#define CLIENT(text) { SIDE_CLIENT, { (const uint8_t *)(text), sizeof(text) - 1 } }
#define SERVER(text) { SIDE_SERVER, { (const uint8_t *)(text), sizeof(text) - 1 } }
/* clang-format on */

#define GET CLIENT("GET /a HTTP/1.1\r\nHost: h.test\r\n\r\n")

#endif
