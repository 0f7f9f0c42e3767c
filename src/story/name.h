/* SPDX-License-Identifier: BSD-2-Clause */
/* Domain names as DNS shows them: no final dot, the root is "." (RFC 1034 3.1). */
#ifndef STORY_NAME_H
#define STORY_NAME_H

#include "base/bytes.h"

/* How many labels it has; the root none. */
uint32_t name_labels(struct bytes name);
/* The name without its first label. */
struct bytes name_parent(struct bytes name);
/* Is it this zone's own name, or one below? */
bool name_is_under(struct bytes name, struct bytes zone);

#endif
