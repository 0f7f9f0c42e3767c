/* SPDX-License-Identifier: BSD-2-Clause */
/* Events: what the dissectors and the flow table say, one struct a kind.
 * A struct begins with `struct event head`.  Whoever is handed an event borrows it, and
 * everything it points to, until the call returns. */
#ifndef EVENT_EVENT_H
#define EVENT_EVENT_H

#include "event/field.h"

enum event_kind {
	EVENT_ARP,
	EVENT_NDP,
	EVENT_ICMP,
	EVENT_ICMP_ERROR,
	EVENT_DHCP,
	EVENT_DHCPV6,
	EVENT_DNS,
	EVENT_FLOW_BEGIN,
	EVENT_FLOW_MOVED,
	EVENT_FLOW_APP,
	EVENT_TCP_SYN,
	EVENT_TCP_SYN_ACK,
	EVENT_TCP_ESTABLISHED,
	EVENT_TCP_REFUSED,
	EVENT_TCP_STATE,
	EVENT_TCP_RETRANSMISSION,
	EVENT_TCP_GAP,
	EVENT_TCP_CLOSED,
	EVENT_TLS_CLIENT_HELLO,
	EVENT_TLS_SERVER_HELLO,
	EVENT_TLS_CERTIFICATE,
	EVENT_TLS_KEY_EXCHANGE,
	EVENT_TLS_ESTABLISHED,
	EVENT_TLS_ALERT,
	EVENT_QUIC_INITIAL,
	EVENT_QUIC_CLOSED,
	EVENT_HTTP_REQUEST,
	EVENT_HTTP_RESPONSE,
	EVENT_HTTP_BODY,
	EVENT_HTTP_ALT_SVC,
	EVENT_HTTP_RESET,
	EVENT_WEBSOCKET,
	EVENT_SSE,
	EVENT_GRPC,
	EVENT_WARNING,
	EVENT_PRINTED_COUNT, /* those before it are the public ones */
	EVENT_SEALED = EVENT_PRINTED_COUNT,
	EVENT_KIND_COUNT
};

/* The end that began the connection, or is taken to have, is the client. */
enum side { SIDE_CLIENT, SIDE_SERVER };

static inline enum side
side_other(enum side side)
{
	return side == SIDE_CLIENT ? SIDE_SERVER : SIDE_CLIENT;
}

#define CLIENT_NONE UINT32_MAX

/* What every event has.  A dissector fills kind, frame, at_ns and side (event_head); the
 * sink adds the rest, the correlator the client. */
struct event {
	enum event_kind kind;
	uint32_t frame; /* that brought the message's last byte, from 1 */
	uint32_t input;
	uint64_t at_ns;
	enum side side; /* that sent the message */
	struct address src, dst;
	bool has_ports;
	uint16_t sport, dport;
	struct flow_ref flow;
	bool has_macs; /* of this frame, for the correlator; no key of the event */
	struct mac src_mac, dst_mac;
	uint32_t client; /* CLIENT_NONE: not yet, or none */
};

/* A kind's name and fields, as EVENTS.md lists them. */
struct event_info {
	const char *name;
	const char *meaning;
	const struct field_table *table;
};

const struct event_info *event_info(enum event_kind kind);

struct event_output {
	bool several_inputs;
	enum secrets secrets;
};

/* One event as one JSON object, without the line's end. */
void event_to_json(
    struct json *json, const struct event *event, struct event_output output);

#endif
