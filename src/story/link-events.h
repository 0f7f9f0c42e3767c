/* SPDX-License-Identifier: BSD-2-Clause */
/* What ARP (RFC 826) and neighbor discovery (RFC 4861) do to clients: whose an address is,
 * and whom they learn to be their neighbours. */
#ifndef STORY_LINK_EVENTS_H
#define STORY_LINK_EVENTS_H

#include "story/tables.h"

/* Each gives the number of the client that it is about, or CLIENT_NONE. */
uint32_t story_arp(struct story *, const struct event *);
uint32_t story_ndp(struct story *, const struct event *);
/* Where nobody did more than ask the link, those who asked are who there is to tell of. */
void askers_become_clients(struct story *);

#endif
