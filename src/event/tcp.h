/* SPDX-License-Identifier: BSD-2-Clause */
/* Connections: their beginning, TCP's handshake, states, losses and end (RFC 9293). */
#ifndef EVENT_TCP_H
#define EVENT_TCP_H

#include "event/event.h"

struct event_flow_begin {
	struct event head;
	struct maybe_mac src_mac;
	struct maybe_mac dst_mac;
	struct maybe vlan;
	struct maybe ttl;
	struct maybe ip_id;
	struct maybe tsval;
	struct maybe isn;      /* of a SYN, for the correlator */
	uint64_t payload_hash; /* of a first datagram, where it is wanted; 0: not known */
};

/* The connection goes on between the addresses and ports of this event. */
struct event_flow_moved {
	struct event head;
	const char *who;
};

struct event_flow_app {
	struct event head;
	struct bytes application;
	struct bytes category;
	const char *by;
	struct list risks;
};

/* SYN and SYN-ACK alike */
struct event_tcp_syn {
	struct event head;
	uint64_t isn;
	struct maybe ack;
	struct maybe mss;
	uint64_t window;
	struct maybe window_scale;
	bool sack;
	bool retransmission;
};

struct event_tcp_established {
	struct event head;
	uint64_t isn_client;
	uint64_t isn_server;
	struct maybe syn_rtt;
	struct maybe ack_rtt;
	struct maybe rtt;
	uint32_t syn_frame, syn_ack_frame; /* for the correlator; 0: not captured */
	uint8_t server_ttl;                /* of the SYN-ACK; 0: not known */
};

struct event_tcp_refused {
	struct event head;
	const char *by;
};

struct event_tcp_state {
	struct event head;
	const char *client;
	const char *server;
};

struct event_tcp_retransmission {
	struct event head;
	const char *side;
	uint64_t bytes;
	struct maybe delay;
	const char *kind;
};

struct event_tcp_gap {
	struct event head;
	const char *side;
	uint64_t bytes;
};

struct event_tcp_closed {
	struct event head;
	const char *how;
	struct address by;
	uint64_t bytes_client;
	uint64_t bytes_server;
	uint64_t packets_client;
	uint64_t packets_server;
	uint64_t retransmissions;
	uint64_t gaps;
	struct maybe duration;
};

#endif
