/* SPDX-License-Identifier: BSD-2-Clause */
/* Fingerprints of hellos: JA3, JA3S, JA4. */
#ifndef DISSECTORS_TLS_FINGERPRINT_H
#define DISSECTORS_TLS_FINGERPRINT_H

#include "base/arena.h"
#include "event/tls.h"

/* Lists hold uint16_t; empty where built without OpenSSL. */
struct bytes tls_ja3(
    struct arena *, const struct event_tls_client_hello *, struct bytes point_formats);
struct bytes tls_ja3s(
    struct arena *, const struct event_tls_server_hello *, struct list extensions);
struct bytes tls_ja4(
    struct arena *, const struct event_tls_client_hello *, struct list signatures);

#endif
