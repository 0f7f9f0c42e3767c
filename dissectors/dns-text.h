/* SPDX-License-Identifier: BSD-2-Clause */
/* Text of zone files (RFC 1035 5.1, RFC 9460 2.1) growing in an arena.
 * { .arena = scratch } is a valid empty text. */
#ifndef DISSECTORS_DNS_TEXT_H
#define DISSECTORS_DNS_TEXT_H

#include "dissectors/dns-name.h"

struct dns_text {
	struct arena *arena;
	uint8_t *at;
	size_t len;
	size_t size; /* bytes there is room for */
};

void dns_text_add(struct dns_text *, struct bytes);
void dns_text_add_byte(struct dns_text *, uint8_t byte);
void dns_text_add_string(struct dns_text *, const char *string);
void dns_text_add_number(struct dns_text *, uint64_t number);
void dns_text_add_hex(struct dns_text *, struct bytes);
void dns_text_add_base64(struct dns_text *, struct bytes);
/* A character string without quotes: what would end it or is not printable is escaped. */
void dns_text_add_escaped(struct dns_text *, struct bytes);
/* The same between quotes. */
void dns_text_add_quoted(struct dns_text *, struct bytes);

/* The data of an SVCB or HTTPS record: "1 . alpn=h2,h3 port=443".  False where it is none.
 */
bool dns_text_add_service(struct dns_text *, struct dns_names *, struct cursor *data);

static inline struct bytes
dns_text_bytes(const struct dns_text *text)
{
	return (struct bytes){ text->at, text->len };
}

#endif
