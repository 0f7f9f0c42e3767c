/* SPDX-License-Identifier: BSD-2-Clause */
#include "event/event.h"
#include "base/json.h"
#include "event/tables.h"

const struct event_info *
event_info(enum event_kind kind)
{
	static const struct event_info infos[EVENT_KIND_COUNT] = {
		[EVENT_ARP] = { "arp", "an ARP message (RFC 826)", &arp_fields },
		[EVENT_NDP] = { "ndp", "a neighbor discovery message (RFC 4861)",
		    &ndp_fields },
		[EVENT_ICMP] = { "icmp", "an ICMP or ICMPv6 echo or other query",
		    &icmp_fields },
		[EVENT_ICMP_ERROR] = { "icmp.error",
		    "an ICMP or ICMPv6 error about an earlier packet", &icmp_error_fields },
		[EVENT_DHCP] = { "dhcp", "a DHCP message (RFC 2131)", &dhcp_fields },
		[EVENT_DHCPV6] = { "dhcpv6", "a DHCPv6 message (RFC 8415)",
		    &dhcpv6_fields },
		[EVENT_DNS] = { "dns", "a DNS query or response (RFC 1035)", &dns_fields },
		[EVENT_FLOW_BEGIN] = { "flow.begin", "the first packet of a connection",
		    &flow_begin_fields },
		[EVENT_FLOW_MOVED] = { "flow.moved",
		    "an end goes on from another address or port (RFC 9000 9)",
		    &flow_moved_fields },
		[EVENT_FLOW_APP] = { "flow.app", "the application was told",
		    &flow_app_fields },
		[EVENT_TCP_SYN] = { "tcp.syn", "a SYN (RFC 9293)", &tcp_syn_fields },
		[EVENT_TCP_SYN_ACK] = { "tcp.syn_ack", "the answer to a SYN",
		    &tcp_syn_fields },
		[EVENT_TCP_ESTABLISHED] = { "tcp.established",
		    "the ACK that completes the handshake", &tcp_established_fields },
		[EVENT_TCP_REFUSED] = { "tcp.refused", "a SYN was turned down",
		    &tcp_refused_fields },
		[EVENT_TCP_STATE] = { "tcp.state", "an end changed its state",
		    &tcp_state_fields },
		[EVENT_TCP_RETRANSMISSION] = { "tcp.retransmission",
		    "bytes that were sent before", &tcp_retransmission_fields },
		[EVENT_TCP_GAP] = { "tcp.gap", "bytes that the capture does not hold",
		    &tcp_gap_fields },
		[EVENT_TCP_CLOSED] = { "tcp.closed", "the connection is over",
		    &tcp_closed_fields },
		[EVENT_TLS_CLIENT_HELLO] = { "tls.client_hello",
		    "what the client offers (RFC 8446 4.1.2)", &tls_client_hello_fields },
		[EVENT_TLS_SERVER_HELLO] = { "tls.server_hello",
		    "what the server chose (RFC 8446 4.1.3)", &tls_server_hello_fields },
		[EVENT_TLS_CERTIFICATE] = { "tls.certificate", "a chain of certificates",
		    &tls_certificate_fields },
		[EVENT_TLS_KEY_EXCHANGE] = { "tls.key_exchange",
		    "how both sides come to the same secret", &tls_key_exchange_fields },
		[EVENT_TLS_ESTABLISHED] = { "tls.established", "the first application data",
		    &tls_established_fields },
		[EVENT_TLS_ALERT] = { "tls.alert", "an alert that could be read",
		    &tls_alert_fields },
		[EVENT_QUIC_INITIAL] = { "quic.initial",
		    "the first Initial packet of a side (RFC 9000 17.2.2)",
		    &quic_initial_fields },
		[EVENT_QUIC_CLOSED] = { "quic.closed",
		    "a connection over QUIC is over (RFC 9000 10)", &quic_closed_fields },
		[EVENT_HTTP_REQUEST] = { "http.request", "a request, its headers complete",
		    &http_request_fields },
		[EVENT_HTTP_RESPONSE] = { "http.response",
		    "a response, its headers complete", &http_response_fields },
		[EVENT_HTTP_BODY] = { "http.body", "a message's body is over",
		    &http_body_fields },
		[EVENT_HTTP_ALT_SVC] = { "http.alt_svc",
		    "HTTP/2 says where else the host is served (RFC 7838 4)",
		    &http_alt_svc_fields },
		[EVENT_HTTP_RESET] = { "http.reset",
		    "HTTP/2 or HTTP/3: a side gave up a request before its end",
		    &http_reset_fields },
		[EVENT_WEBSOCKET] = { "websocket", "a frame of a WebSocket (RFC 6455)",
		    &websocket_fields },
		[EVENT_SSE] = { "sse", "an event sent by a server", &sse_fields },
		[EVENT_GRPC] = { "grpc", "a call of gRPC is over", &grpc_fields },
		[EVENT_WARNING] = { "warning",
		    "a malformed, truncated or suspicious message", &warning_fields },
		[EVENT_SEALED] = { "sealed", "bytes inside closed encryption",
		    &sealed_fields },
	};

	return &infos[kind];
}

void
event_to_json(struct json *json, const struct event *event, struct event_output output)
{
	const struct event_info *info = event_info(event->kind);

	json_object(json, NULL);
	json_word(json, "event", info->name);
	json_number(json, "frame", event->frame);
	json_seconds(json, "time", event->at_ns);
	if (event->src.family != 0)
		json_address(json, "src", event->src);
	if (event->dst.family != 0)
		json_address(json, "dst", event->dst);
	if (event->has_ports) {
		json_number(json, "sport", event->sport);
		json_number(json, "dport", event->dport);
	}
	if (output.several_inputs)
		json_number(json, "input", event->input);
	if (event->flow.protocol != 0)
		flow_ref_to_json(json, "flow", event->flow);
	/* tcp.state has a key of its own by this name, and no key stands twice. */
	if (event->client != CLIENT_NONE && event->kind != EVENT_TCP_STATE)
		json_number(json, "client", event->client);
	fields_to_json(json, info->table, event, output.secrets);
	json_object_end(json);
}
