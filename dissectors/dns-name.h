/* SPDX-License-Identifier: BSD-2-Clause */
/* Names and mnemonics of DNS: RFC 1035 4.1.4, RFC 4343, IANA's registry of parameters. */
#ifndef DISSECTORS_DNS_NAME_H
#define DISSECTORS_DNS_NAME_H

#include "base/arena.h"
#include "base/cursor.h"

enum dns_type {
	DNS_A = 1,
	DNS_NS = 2,
	DNS_CNAME = 5,
	DNS_SOA = 6,
	DNS_PTR = 12,
	DNS_MX = 15,
	DNS_TXT = 16,
	DNS_AAAA = 28,
	DNS_SRV = 33,
	DNS_DNAME = 39,
	DNS_OPT = 41,
	DNS_SVCB = 64,
	DNS_HTTPS = 65,
	DNS_CAA = 257
};

/* Nearly every name of a message is one that stood in it before. */
enum { DNS_NAMES_KNOWN_MAX = 8 };

/* The names of one message, as text in `scratch`. */
struct dns_names {
	struct bytes message;
	struct arena *scratch;
	struct {
		size_t offset;
		struct bytes text;
	} known[DNS_NAMES_KNOWN_MAX];
	int known_count;
};

/* Reads the name at `in`, which lies in the message, and leaves `in` behind it.  The text
 * has no final dot; the root is ".".  False where there is no name: it ends too early, is
 * longer than 255 bytes, or points anywhere but back. */
bool dns_names_read(struct dns_names *, struct cursor *in, struct bytes *text);

/* IANA's mnemonic, NULL where there is none. */
const char *dns_type_name(uint16_t type);
const char *dns_rcode_name(unsigned rcode);
/* The mnemonic, or TYPE and the number (RFC 3597). */
struct bytes dns_type_text(struct arena *scratch, uint16_t type);

#endif
