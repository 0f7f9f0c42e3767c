/* SPDX-License-Identifier: BSD-2-Clause */
/* Which application a flow carries, told once: by the host name that a dissector of ours
 * has read, by that dissector, or by nDPI from the first packets that none of ours knew. */
#ifndef FLOW_NAMING_H
#define FLOW_NAMING_H

#include "flow/context.h"

/* After an event of this flow. */
void naming_event(struct context *, struct flow *, const struct event *);
/* A packet with payload of a flow that no dissector reads. */
void naming_packet(struct context *, struct flow *, const struct packet *);
/* The flow ends: what can be said by now. */
void naming_end(struct context *, struct flow *);

#endif
