/* SPDX-License-Identifier: BSD-2-Clause */
/* What is said on the link: DHCP, router advertisements, and whose MAC address it is. */
#ifndef STORY_MESSAGE_LAN_H
#define STORY_MESSAGE_LAN_H

#include "story/message.h"

void messages_join(struct messages *);
void messages_next_hop(struct messages *);

#endif
