/* SPDX-License-Identifier: BSD-2-Clause */
/* What the hosts that a client asked said of HTTP/3 (RFC 7838), as it remembers that. */
#ifndef STORY_ALT_SERVICES_H
#define STORY_ALT_SERVICES_H

#include "story/h3-offer.h"
#include "story/statement.h"

enum { ALT_SERVICES_MAX = 32 };

struct alt_service {
	struct bytes host;
	uint16_t port;
	uint64_t until_ns;
	struct frame_ref frame; /* of the response that said so */
};

struct alt_services {
	struct alt_service *items; /* the newest last */
	uint32_t count;
};

/* What this host says now takes the place of what it said before. */
void alt_services_learn(
    struct alt_services *, struct bytes host, struct bytes value, const struct event *);
/* NULL: nothing that still holds. */
const struct alt_service *alt_services_find(
    const struct alt_services *, struct bytes host, uint16_t port, uint64_t at_ns);
void alt_services_clear(struct alt_services *);

#endif
