/* SPDX-License-Identifier: BSD-2-Clause */
/* Digests by OpenSSL; built without it there are none, and the bytes are empty. */
#ifndef DISSECTORS_DIGEST_H
#define DISSECTORS_DIGEST_H

#include "base/arena.h"

struct bytes digest_sha256(struct arena *arena, struct bytes data);
struct bytes digest_md5(struct arena *arena, struct bytes data);

#endif
