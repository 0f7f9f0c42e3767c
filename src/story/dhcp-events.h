/* SPDX-License-Identifier: BSD-2-Clause */
/* What a message of DHCP (RFC 2131) does to clients and their leases. */
#ifndef STORY_DHCP_EVENTS_H
#define STORY_DHCP_EVENTS_H

#include "story/tables.h"

/* The number of the client that it is about. */
uint32_t story_dhcp(struct story *, const struct event *);

#endif
