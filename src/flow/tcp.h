/* SPDX-License-Identifier: BSD-2-Clause */
/* TCP as a bystander sees it (RFC 9293): handshake, the state of both ends, close. */
#ifndef FLOW_TCP_H
#define FLOW_TCP_H

#include "flow/context.h"

/* Is this segment the beginning of another connection between the same ports? */
bool tcp_is_reuse(const struct flow *, enum side, const struct packet *);
/* Which side sent this first segment of a flow? */
enum side tcp_first_side(const struct packet *);

void tcp_packet(struct context *, struct flow *, enum side, const struct packet *);
/* The flow is over without a word of its ends: "timeout" or "capture_end". */
void tcp_end_silently(struct context *, struct flow *, const char *how);
/* An ICMP error came back for a packet of this flow: was a SYN turned down? */
void tcp_unreachable(struct context *, struct flow *, const struct event *icmp);
struct tcp *tcp_new(struct recycler *memory);
void tcp_free(struct recycler *memory, struct tcp *); /* NULL: does nothing */

#endif
