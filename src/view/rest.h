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

/* By which a step that comes before its page is known among what was told: joins and
 * neighbours are the same for many pages.  0: it is the page's own. */
uint64_t rest_step_key(const struct client *client, const struct step *step);
/* Without what was told already. */
struct rest rest_of(const struct client *client, const struct told *told);
void rest_clear(struct rest *rest);

#endif
