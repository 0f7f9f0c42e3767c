/* SPDX-License-Identifier: BSD-2-Clause */
#include "event/dns.h"
#include "event/tables.h"

static const struct field dns_record_fields_rows[] = {
	FIELD(struct dns_record, name, FIELD_TEXT, "owner name"),
	FIELD(struct dns_record, type, FIELD_TEXT, "mnemonic of the type"),
	FIELD(struct dns_record, ttl, FIELD_NUMBER, "seconds that it may be kept"),
	FIELD(struct dns_record, data, FIELD_TEXT, "the RFC's presentation form"),
};

static const struct field_table dns_record_fields =
    FIELD_TABLE(dns_record_fields_rows, struct dns_record);

static const struct field dns_fields_rows[] = {
	FIELD(struct event_dns, transport, FIELD_WORD, "udp, tcp, tls, https or quic"),
	FIELD(struct event_dns, id, FIELD_NUMBER, "message id"),
	FIELD(struct event_dns, response, FIELD_FLAG, "it is a response"),
	FIELD(struct event_dns, opcode, FIELD_NUMBER, "kind of query"),
	FIELD(struct event_dns, rcode, FIELD_MAYBE, "response code of the header"),
	FIELD(struct event_dns, rcode_name, FIELD_TEXT, "the response code in words"),
	FIELD(struct event_dns, aa, FIELD_FLAG, "authoritative answer"),
	FIELD(struct event_dns, tc, FIELD_FLAG, "truncated"),
	FIELD(struct event_dns, rd, FIELD_FLAG, "recursion desired"),
	FIELD(struct event_dns, ra, FIELD_FLAG, "recursion available"),
	FIELD(struct event_dns, name, FIELD_TEXT, "name of the first question"),
	FIELD(struct event_dns, qtype, FIELD_TEXT, "type of the first question"),
	FIELD_OBJECTS(struct event_dns, answers, dns_record_fields, "answer section"),
	FIELD_OBJECTS(struct event_dns, authority, dns_record_fields, "authority section"),
	FIELD_OBJECTS(struct event_dns, additional, dns_record_fields,
	    "additional section, without OPT"),
	FIELD(struct event_dns, rtt, FIELD_SECONDS,
	    "seconds since the first copy of its query"),
	FIELD(struct event_dns, query_frame, FIELD_MAYBE,
	    "frame of the first copy of its query"),
};

const struct field_table dns_fields = FIELD_TABLE(dns_fields_rows, struct event_dns);
