/* SPDX-License-Identifier: BSD-2-Clause */
#include "event/tcp.h"
#include "event/tables.h"

static const struct field flow_begin_fields_rows[] = {
	FIELD(struct event_flow_begin, src_mac, FIELD_MAC,
	    "MAC address the first packet came from"),
	FIELD(struct event_flow_begin, dst_mac, FIELD_MAC,
	    "MAC address it went to: of the next hop"),
	FIELD(struct event_flow_begin, vlan, FIELD_MAYBE, "802.1Q VLAN"),
	FIELD(struct event_flow_begin, ttl, FIELD_MAYBE,
	    "TTL or hop limit of the first packet"),
	FIELD(struct event_flow_begin, ip_id, FIELD_MAYBE, "IPv4 identification"),
	FIELD(struct event_flow_begin, tsval, FIELD_MAYBE, "TCP timestamp value"),
};

const struct field_table flow_begin_fields =
    FIELD_TABLE(flow_begin_fields_rows, struct event_flow_begin);

static const struct field flow_moved_fields_rows[] = {
	FIELD(struct event_flow_moved, who, FIELD_WORD, "client or server"),
};

const struct field_table flow_moved_fields =
    FIELD_TABLE(flow_moved_fields_rows, struct event_flow_moved);

static const struct field flow_app_fields_rows[] = {
	FIELD(struct event_flow_app, application, FIELD_TEXT, "its name"),
	FIELD(struct event_flow_app, category, FIELD_TEXT, "its category"),
	FIELD(struct event_flow_app, by, FIELD_WORD, "ndpi or us"),
	FIELD_ITEMS(struct event_flow_app, risks, FIELD_WORD, "risks that nDPI sees"),
};

const struct field_table flow_app_fields =
    FIELD_TABLE(flow_app_fields_rows, struct event_flow_app);

static const struct field tcp_syn_fields_rows[] = {
	FIELD(struct event_tcp_syn, isn, FIELD_NUMBER,
	    "initial sequence number of the sender"),
	FIELD(
	    struct event_tcp_syn, ack, FIELD_MAYBE, "of a SYN-ACK: acknowledgement number"),
	FIELD(struct event_tcp_syn, mss, FIELD_MAYBE, "maximum segment size"),
	FIELD(struct event_tcp_syn, window, FIELD_NUMBER, "window as sent"),
	FIELD(struct event_tcp_syn, window_scale, FIELD_MAYBE,
	    "shift count of the window (RFC 7323)"),
	FIELD(struct event_tcp_syn, sack, FIELD_FLAG,
	    "selective acknowledgement permitted (RFC 2018)"),
	FIELD(struct event_tcp_syn, retransmission, FIELD_FLAG,
	    "this SYN was seen before, with the same number"),
};

const struct field_table tcp_syn_fields =
    FIELD_TABLE(tcp_syn_fields_rows, struct event_tcp_syn);

static const struct field tcp_established_fields_rows[] = {
	FIELD(struct event_tcp_established, isn_client, FIELD_NUMBER,
	    "initial sequence number of the client"),
	FIELD(struct event_tcp_established, isn_server, FIELD_NUMBER,
	    "initial sequence number of the server"),
	FIELD(struct event_tcp_established, syn_rtt, FIELD_SECONDS,
	    "seconds from the first SYN to the SYN-ACK"),
	FIELD(struct event_tcp_established, ack_rtt, FIELD_SECONDS,
	    "seconds from the SYN-ACK to the ACK"),
	FIELD(struct event_tcp_established, rtt, FIELD_SECONDS, "their sum"),
};

const struct field_table tcp_established_fields =
    FIELD_TABLE(tcp_established_fields_rows, struct event_tcp_established);

static const struct field tcp_refused_fields_rows[] = {
	FIELD(struct event_tcp_refused, by, FIELD_WORD, "rst or icmp"),
};

const struct field_table tcp_refused_fields =
    FIELD_TABLE(tcp_refused_fields_rows, struct event_tcp_refused);

static const struct field tcp_state_fields_rows[] = {
	FIELD(struct event_tcp_state, client, FIELD_WORD,
	    "state of the client, as RFC 9293 names it"),
	FIELD(struct event_tcp_state, server, FIELD_WORD, "state of the server"),
};

const struct field_table tcp_state_fields =
    FIELD_TABLE(tcp_state_fields_rows, struct event_tcp_state);

static const struct field tcp_retransmission_fields_rows[] = {
	FIELD(struct event_tcp_retransmission, side, FIELD_WORD,
	    "client or server: who sent"),
	FIELD(struct event_tcp_retransmission, bytes, FIELD_NUMBER, "payload bytes"),
	FIELD(struct event_tcp_retransmission, delay, FIELD_SECONDS,
	    "seconds since the first copy"),
	FIELD(
	    struct event_tcp_retransmission, kind, FIELD_WORD, "timeout, fast or spurious"),
};

const struct field_table tcp_retransmission_fields =
    FIELD_TABLE(tcp_retransmission_fields_rows, struct event_tcp_retransmission);

static const struct field tcp_gap_fields_rows[] = {
	FIELD(struct event_tcp_gap, side, FIELD_WORD,
	    "client or server: whose bytes are missing"),
	FIELD(struct event_tcp_gap, bytes, FIELD_NUMBER, "how many"),
};

const struct field_table tcp_gap_fields =
    FIELD_TABLE(tcp_gap_fields_rows, struct event_tcp_gap);

static const struct field tcp_closed_fields_rows[] = {
	FIELD(struct event_tcp_closed, how, FIELD_WORD, "fin, rst, timeout or capture_end"),
	FIELD(struct event_tcp_closed, by, FIELD_ADDRESS, "address that began it"),
	FIELD(struct event_tcp_closed, bytes_client, FIELD_NUMBER,
	    "payload bytes the client sent, retransmissions once"),
	FIELD(struct event_tcp_closed, bytes_server, FIELD_NUMBER,
	    "payload bytes the server sent"),
	FIELD(struct event_tcp_closed, packets_client, FIELD_NUMBER,
	    "packets the client sent"),
	FIELD(struct event_tcp_closed, packets_server, FIELD_NUMBER,
	    "packets the server sent"),
	FIELD(struct event_tcp_closed, retransmissions, FIELD_NUMBER,
	    "retransmitted packets"),
	FIELD(struct event_tcp_closed, gaps, FIELD_NUMBER, "bytes never seen"),
	FIELD(struct event_tcp_closed, duration, FIELD_SECONDS,
	    "seconds from the first packet to the last"),
};

const struct field_table tcp_closed_fields =
    FIELD_TABLE(tcp_closed_fields_rows, struct event_tcp_closed);
