/* SPDX-License-Identifier: BSD-2-Clause */
#include "view/timing.h"
#include "base/clock.h"

/* What was ready for so long had been opened, or asked, in advance. */
#define SPARE_NS (1 * NS_PER_S)

struct timing
timing_of_exchange(const struct request *request)
{
	uint64_t sent_ns = MAX(request->sent_ns, request->start_ns);
	uint64_t first_ns = request->first_byte_ns;

	if (first_ns == 0) /* no answer was seen: it waited to its end */
		first_ns = request->end_ns;
	first_ns = MAX(first_ns, sent_ns);
	return (struct timing){
		.start_ns = request->start_ns,
		.send = { request->start_ns, sent_ns },
		.wait = { sent_ns, first_ns },
		.receive = { first_ns, MAX(first_ns, request->end_ns) },
	};
}

/* When the connection could carry the request; a request may go ahead of that (TCP Fast
 * Open, early data). */
static uint64_t
connection_ready_ns(const struct connection *connection, const struct request *request)
{
	const struct connection_tls *tls = connection->tls;
	uint64_t ready_ns = connection->established_ns;

	if (tls != NULL && tls->duration.known)
		ready_ns = MAX(ready_ns, tls->start_ns + tls->duration.value);
	else if (tls != NULL)
		ready_ns = MAX(ready_ns, tls->start_ns);
	return MIN(ready_ns, request->start_ns);
}

bool
timing_add_connection(struct timing *timing, const struct connection *connection,
    const struct request *request)
{
	const struct connection_tls *tls = connection->tls;
	uint64_t ready_ns = connection_ready_ns(connection, request);

	if (!connection->begun || ready_ns < connection->start_ns ||
	    request->start_ns - ready_ns > SPARE_NS)
		return false;
	timing->connect = (struct span){ connection->start_ns, ready_ns };
	if (tls != NULL)
		timing->tls = (struct span){ MIN(tls->start_ns, ready_ns), ready_ns };
	timing->start_ns = connection->start_ns;
	return true;
}

struct span
timing_lookup(const struct connection *connection)
{
	const struct lookup *lookup = connection->lookup;

	if (lookup == NULL || lookup->is.certainty != CERTAINTY_SEEN ||
	    lookup->start_ns == 0 || lookup->end_ns < lookup->start_ns ||
	    lookup->end_ns > connection->start_ns ||
	    connection->start_ns - lookup->end_ns > SPARE_NS)
		return (struct span){ 0 };
	return (struct span){ lookup->start_ns, lookup->end_ns };
}
