/* SPDX-License-Identifier: BSD-2-Clause */
/* What can be said of requests that nobody can read. */
#ifndef STORY_PAGE_HIDDEN_H
#define STORY_PAGE_HIDDEN_H

#include "story/page.h"

/* Why they cannot be read. */
struct bytes hidden_reason(struct page *, const struct connection_tls *);
/* From when on requests may be inside of the connection; 0: none can be. */
uint64_t hidden_from(const struct connection *);

#endif
