/* SPDX-License-Identifier: BSD-2-Clause */
/* A page made by hand: one client, one connection, one request, a step of each kind. */
#ifndef TESTS_VIEW_MADE_H
#define TESTS_VIEW_MADE_H

#include "story/story.h"

enum { MADE_STEPS = 8, MADE_START_S = 1795645620 };

#define MADE_START_NS (MADE_START_S * UINT64_C(1000000000) + 123456789)
#define MADE_MS UINT64_C(1000000)

struct made {
	struct story *story; /* empty, for those that ask it */
	struct client client;
	struct client_address addresses[1];
	struct lease lease;
	struct neighbour neighbour;
	struct lookup lookup;
	struct connection connection;
	struct connection *connections[1];
	uint32_t connection_pages[1];
	struct request request;
	struct redirect redirect;
	struct step steps[MADE_STEPS];
	struct page page;
};

/* To be cleared with made_clear. */
void made_init(struct made *made);
void made_clear(struct made *made);

#endif
