/* SPDX-License-Identifier: BSD-2-Clause */
/* The bytes of one end of a TCP connection: in order to the stack, with gaps told. */
#ifndef FLOW_TCP_STREAM_H
#define FLOW_TCP_STREAM_H

#include "flow/context.h"
#include "flow/tcp-record.h"

const char *side_word(enum side side);

/* Where a sequence number lies, near what is waited for; below 0 before the stream's start.
 */
int64_t tcp_offset(const struct tcp_end *, uint32_t sequence);

/* A segment's payload. */
void tcp_stream_data(struct context *, struct flow *, enum side, const struct packet *);
/* After each packet: passes gaps that will not be filled, and tells the end if it is there.
 */
void tcp_stream_settle(struct context *, struct flow *, enum side);
/* Passes all gaps of both sides, delivers what is kept, and tells the end of both. */
void tcp_stream_finish(struct context *, struct flow *);

#endif
