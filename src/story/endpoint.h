/* SPDX-License-Identifier: BSD-2-Clause */
/* One end of a connection: an address and a port. */
#ifndef STORY_ENDPOINT_H
#define STORY_ENDPOINT_H

#include "base/address.h"

struct endpoint {
	struct address address; /* family 0: not known */
	uint16_t port;
};

enum { ENDPOINT_TEXT_SIZE = ADDRESS_TEXT_SIZE + sizeof("[]:65535") };

/* "192.0.2.1:80", "[2001:db8::1]:80" */
const char *endpoint_text(struct endpoint, char text[ENDPOINT_TEXT_SIZE]);

static inline bool
endpoint_equal(struct endpoint a, struct endpoint b)
{
	return a.port == b.port && address_equal(a.address, b.address);
}

#endif
