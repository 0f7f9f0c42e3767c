/* SPDX-License-Identifier: BSD-2-Clause */
/* Who says that an address is his own: a MAC, by ARP, NDP or DHCP. */
#ifndef STORY_CLAIM_H
#define STORY_CLAIM_H

#include "story/tables.h"

struct claim {
	TAILQ_ENTRY(claim) order;
	struct address address;
	struct mac mac;
	uint64_t heard_ns;       /* that it is this MAC's */
	struct finding *finding; /* that another MAC claims it, too; the story's */
	struct address_made made;
};

/* False where this says nothing new, or nothing that can be. */
bool claim_add(struct story *, struct mac, struct address);
/* NULL: nobody claimed it. */
struct claim *claim_find(const struct story *, struct address);
void claims_clear(struct story *);

#endif
