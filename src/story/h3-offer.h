/* SPDX-License-Identifier: BSD-2-Clause */
/* How a server says that it speaks HTTP/3: in the field Alt-Svc (RFC 7838), or in a record
 * of type HTTPS (RFC 9460). */
#ifndef STORY_H3_OFFER_H
#define STORY_H3_OFFER_H

#include "base/bytes.h"

struct h3_offer {
	uint16_t port;  /* 0: it is not offered */
	uint64_t age_s; /* how long the client may believe it */
};

/* The next one in the value of the field, which is taken so far; port 0: there is none
 * ("clear" offers nothing). */
struct h3_offer h3_offer_next(struct bytes *value);
/* The port of the first service that does, as the record's data is written:
 * "1 . alpn=h3,h2 port=443"; 0: it offers none. */
uint16_t h3_port_of_record(struct bytes data);

#endif
