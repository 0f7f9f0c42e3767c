/* SPDX-License-Identifier: BSD-2-Clause */
/* Distinguished names as text, RFC 2253: "CN=example.org,O=Example\, Inc.,C=US". */
#ifndef DISSECTORS_CERTIFICATE_NAME_H
#define DISSECTORS_CERTIFICATE_NAME_H

#include "base/arena.h"

/* `name`: the contents of a Name, a sequence of sets of types with values. */
struct bytes certificate_name(struct arena *arena, struct bytes name);

#endif
