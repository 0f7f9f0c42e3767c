/* SPDX-License-Identifier: BSD-2-Clause */
/* The field tables of all kinds, for event.c and for whoever copies such a record. */
#ifndef EVENT_TABLES_H
#define EVENT_TABLES_H

#include "event/field.h"

extern const struct field_table arp_fields, ndp_fields, icmp_fields, icmp_error_fields,
    dhcp_fields, dhcpv6_fields, dns_fields, flow_begin_fields, flow_moved_fields,
    flow_app_fields, tcp_syn_fields, tcp_established_fields, tcp_refused_fields,
    tcp_state_fields, tcp_retransmission_fields, tcp_gap_fields, tcp_closed_fields,
    tls_client_hello_fields, tls_server_hello_fields, tls_certificate_fields,
    tls_key_exchange_fields, tls_established_fields, tls_alert_fields, quic_initial_fields,
    quic_closed_fields, http_request_fields, http_response_fields, http_body_fields,
    http_alt_svc_fields, http_reset_fields, websocket_fields, sse_fields, grpc_fields,
    warning_fields, certificate_fields, sealed_fields;

#endif
