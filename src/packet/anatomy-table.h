/* SPDX-License-Identifier: BSD-2-Clause */
/* Headers as tables: the fields of each, where they stand and how they are shown. */
#ifndef PACKET_ANATOMY_TABLE_H
#define PACKET_ANATOMY_TABLE_H

#include "base/bytes.h"

enum anatomy_form {
	FORM_NUMBER,
	FORM_HEX,
	FORM_FLAG,  /* "Set", "Not set" */
	FORM_WORDS, /* a number of 32-bit words: "20 bytes (5)" */
	FORM_MAC,
	FORM_ADDRESS, /* IPv4 or IPv6, by its size */
};

struct anatomy_word {
	uint32_t value;
	const char *word;
};

struct anatomy_field {
	const char *name;
	uint16_t bit, bits; /* from the header's first bit on, and how many */
	enum anatomy_form form;
	const struct anatomy_word *words; /* ended by a NULL word; NULL: there are none */
	const char *title; /* its name in the header's title; NULL: it is not there */
	bool is_part;      /* of the field before it */
};

enum anatomy_kind {
	ANATOMY_ETHERNET,
	ANATOMY_VLAN,
	ANATOMY_SLL,
	ANATOMY_SLL2,
	ANATOMY_NULL,
	ANATOMY_IPV4,
	ANATOMY_IPV6,
	ANATOMY_IPV6_OPTIONS,
	ANATOMY_IPV6_FRAGMENT,
	ANATOMY_TCP,
	ANATOMY_UDP,
	ANATOMY_ICMP,
	ANATOMY_ICMPV6,
	ANATOMY_COUNT,
	ANATOMY_NONE = ANATOMY_COUNT /* what follows is not listed */
};

struct anatomy_header {
	const char *title;
	size_t size; /* of the part that the fields are in */
	const struct anatomy_field *fields;
	size_t field_count;
};

extern const struct anatomy_header anatomy_headers[ANATOMY_COUNT];

enum anatomy_kind anatomy_of_link(uint16_t link_type);
enum anatomy_kind anatomy_of_ethertype(uint64_t ethertype);
enum anatomy_kind anatomy_of_protocol(uint64_t protocol);

#endif
