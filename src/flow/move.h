/* SPDX-License-Identifier: BSD-2-Clause */
/* Connections that go on from other addresses or ports: a translator forgot them, or an
 * end moved to another network (RFC 9000 9). */
#ifndef FLOW_MOVE_H
#define FLOW_MOVE_H

#include "flow/context.h"

/* A new path of the connection that this datagram belongs to by its id, and told; NULL
 * where it belongs to none that is known.  One end must have stayed where it was. */
struct flow *move_find(struct context *, const struct packet *, const struct flow_key *key);

#endif
