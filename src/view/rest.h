/* SPDX-License-Identifier: BSD-2-Clause */
/* What happened to a client and belongs to no page: leases, neighbours that it learned,
 * names that it asked for; as steps, in order. */
#ifndef VIEW_REST_H
#define VIEW_REST_H

#include "story/page.h"
#include "view/told.h"

struct rest {
	struct step *steps;
	uint32_t count;
};

/* Without what was told already. */
struct rest rest_of(const struct client *client, const struct told *told);
void rest_clear(struct rest *rest);

#endif
