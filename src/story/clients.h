/* SPDX-License-Identifier: BSD-2-Clause */
/* Whose an address is: all clients of a story.
 * A MAC names a client for the addresses that it claimed, and for those of IPv6 beside one
 * of IPv4 that it sends from itself; otherwise the address does. */
#ifndef STORY_CLIENTS_H
#define STORY_CLIENTS_H

#include "story/client.h"
#include "story/tables.h"

/* NULL: nobody's.  A claim that came since is taken into account. */
struct client *client_find(struct story *, struct address);
struct client *client_find_mac(struct story *, struct mac);
/* Makes it a client where it was none. */
struct client *client_get(struct story *, struct address, uint64_t at_ns);
/* The same of an address whose packets came right from this MAC address, with no router in
 * between: the machine may be known by another address. */
struct client *client_get_on_link(
    struct story *, struct address, struct mac, uint64_t at_ns);
/* Its frames bear this MAC address. */
void client_sends_from(struct client *, struct mac);
struct client *client_get_mac(struct story *, struct mac, uint64_t at_ns);
/* The address is this client's from now on, and no other's. */
void client_bind(struct story *, struct client *, struct address, uint64_t at_ns);
void client_unbind(struct story *, struct client *, struct address, uint64_t at_ns);
/* A MAC says that the address is its own: whoever else had it has it no longer. */
void client_claim(struct story *, struct mac, struct address, uint64_t at_ns);
/* It was heard. */
void client_touch(struct story *, struct client *, uint64_t at_ns);
/* Lets those go that were silent for a day. */
void clients_expire(struct story *);
/* With its leases, neighbours and look-ups; nothing else may hold it. */
void client_free(struct story *, struct client *);

#endif
