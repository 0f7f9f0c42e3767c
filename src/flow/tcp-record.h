/* SPDX-License-Identifier: BSD-2-Clause */
/* What is known of an open TCP connection: the records that tcp.c and tcp-stream.c share.
 */
#ifndef FLOW_TCP_RECORD_H
#define FLOW_TCP_RECORD_H

#include "base/reassembly.h"
#include "event/event.h"

/* RFC 9293 3.3.2; UNKNOWN before anything was seen of an end. */
enum tcp_state {
	TCP_UNKNOWN,
	TCP_LISTEN,
	TCP_SYN_SENT,
	TCP_SYN_RECEIVED,
	TCP_ESTABLISHED,
	TCP_FIN_WAIT_1,
	TCP_FIN_WAIT_2,
	TCP_CLOSE_WAIT,
	TCP_CLOSING,
	TCP_LAST_ACK,
	TCP_TIME_WAIT,
	TCP_CLOSED
};

enum { SENT_KEPT = 8 };

/* Offsets count payload bytes from the first one of this end. */
struct tcp_end {
	enum tcp_state state;
	bool has_base; /* `base` is known */
	bool has_fin;
	bool fin_is_acked;
	bool end_is_told;
	uint32_t base; /* sequence number of offset 0 */
	struct reassembly stream;
	uint64_t sent_end;   /* behind the last byte seen */
	uint64_t acked;      /* by the other end */
	uint64_t fin_offset; /* where its bytes end */
	uint32_t last_ack;   /* that it sent */
	uint16_t last_window;
	uint32_t duplicate_acks; /* that it sent in a row */
	uint64_t packets;
	uint64_t lost; /* bytes passed over as gaps */
	uint64_t retransmissions;
	/* The last segments with new bytes: where they end and when they came. */
	struct {
		uint64_t end;
		uint64_t at_ns;
	} sent[SENT_KEPT];
	unsigned sent_at; /* the next to be written */
};

/* What an open connection needs; once it is over its flow has none. */
struct tcp {
	struct tcp_end ends[2]; /* by side */
	bool is_established;    /* told */
	bool has_first_fin;
	enum side first_fin; /* who began to close */
	uint64_t syn_ns, syn_ack_ns;
	uint32_t syn_frame, syn_ack_frame;
	uint8_t syn_ack_ttl;
};

#endif
