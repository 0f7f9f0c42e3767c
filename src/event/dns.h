/* SPDX-License-Identifier: BSD-2-Clause */
/* DNS, RFC 1035. */
#ifndef EVENT_DNS_H
#define EVENT_DNS_H

#include "event/event.h"

/* A resource record */
struct dns_record {
	struct bytes name;
	struct bytes type;
	uint64_t ttl;
	struct bytes data;
	uint16_t type_code;     /* for the correlator */
	struct address address; /* of A and AAAA; family 0 otherwise */
};

/* A message */
struct event_dns {
	struct event head;
	const char *transport;
	uint64_t id;
	bool response;
	uint64_t opcode;
	struct maybe rcode;
	struct bytes rcode_name;
	bool aa;
	bool tc;
	bool rd;
	bool ra;
	struct bytes name;
	struct bytes qtype;
	struct list answers;
	struct list authority;
	struct list additional;
	struct maybe rtt;
	struct maybe query_frame;
	uint16_t qtype_code; /* for the correlator */
};

#endif
