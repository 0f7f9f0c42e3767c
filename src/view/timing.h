/* SPDX-License-Identifier: BSD-2-Clause */
/* The phases of a request as browsers tell them:
 *
 *     dns | connect (tls within) | send | wait | receive
 *
 * A connection that was opened for a request is that request's to wait for, and so is the
 * look-up before it; every later request on it has neither.  Which request is the first to
 * wait, the caller knows. */
#ifndef VIEW_TIMING_H
#define VIEW_TIMING_H

#include "story/page.h"

/* start 0: it did not happen, or was not seen. */
struct span {
	uint64_t start_ns, end_ns;
};

struct timing {
	struct span dns, connect, tls, send, wait, receive;
	uint64_t start_ns; /* of the first phase */
};

static inline uint64_t
span_ns(struct span span)
{
	return span.end_ns - span.start_ns;
}

/* The request itself, from its first byte to the last of its answer. */
struct timing timing_of_exchange(const struct request *);
/* Adds the connection; false where the request did not wait for it to be opened. */
bool timing_add_connection(
    struct timing *, const struct connection *, const struct request *);
/* The look-up that the connection waited for; start 0: for none. */
struct span timing_lookup(const struct connection *);

#endif
