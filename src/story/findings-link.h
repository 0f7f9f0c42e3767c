/* SPDX-License-Identifier: BSD-2-Clause */
/* Who gives addresses, and who says that he has one that another has: DHCP and ARP. */
#ifndef STORY_FINDINGS_LINK_H
#define STORY_FINDINGS_LINK_H

#include "event/lan.h"
#include "story/claim.h"
#include "story/client.h"
#include "story/tables.h"

/* This server offered an address as well. */
void finding_second_server(struct story *, const struct client *, const struct offer *);
/* The other has the address that was leased. */
void finding_duplicate_address(
    struct story *, const struct client *, const struct lease *, struct mac other);
/* This says of an address, claimed by another MAC, that it is the sender's.  `asked` is
 * the question that it answers, or NULL. */
void finding_arp(
    struct story *, struct claim *, const struct asked *asked, const struct event_arp *);

#endif
