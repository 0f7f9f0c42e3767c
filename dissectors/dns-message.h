/* SPDX-License-Identifier: BSD-2-Clause */
/* One DNS message, read into its event. */
#ifndef DISSECTORS_DNS_MESSAGE_H
#define DISSECTORS_DNS_MESSAGE_H

#include "base/arena.h"
#include "base/cursor.h"
#include "event/dns.h"

enum { DNS_HEADER_SIZE = 12 };

struct dns_header {
	uint16_t id;
	uint16_t flags;
	uint16_t question_count;
	uint16_t record_counts[3]; /* answers, authority, additional */
};

/* False where there are fewer bytes than a header has. */
bool dns_header_read(struct cursor *in, struct dns_header *);
/* Could a message of this size begin so? */
bool dns_header_is_plausible(const struct dns_header *, size_t message_size);

/* Fills in what the message says, in memory of `scratch` or borrowed from the message, and
 * leaves `in`, which holds nothing else, behind it.  False where the message breaks off or
 * cannot be: what stood before is filled in. */
bool dns_message_read(struct cursor *in, struct arena *scratch, struct event_dns *);

/* Is this, whatever its port, a DNS message beyond doubt? */
bool dns_message_is_certain(struct bytes message);

#endif
