/* SPDX-License-Identifier: BSD-2-Clause */
/* The phases of a request, as HAR divides them:
 *
 *     blocked | dns | connect (ssl within) | send | wait | receive
 *
 * A connection that was opened for a request is that request's to wait for, and so is the
 * look-up before it; every later request on it has neither. */
#include <stdlib.h>

#include "base/clock.h"
#include "base/die.h"
#include "export/har-parts.h"

/* What was ready for so long had been opened, or asked, in advance. */
#define SPARE_NS (1 * NS_PER_S)

/* Which connections and look-ups a request has waited for already, by their ids. */
struct har_waited {
	bool *connections, *lookups;
};

/* The first to ask: was not so before, and is from now on. */
static bool
is_first(bool *waited, uint32_t id)
{
	bool was_waited = waited[id];

	waited[id] = true;
	return !was_waited;
}

/* The request itself, from its first byte to the last of its answer. */
static void
time_exchange(struct har_timings *timings, const struct request *request)
{
	uint64_t sent_ns = MAX(request->sent_ns, request->start_ns);
	uint64_t first_ns = request->first_byte_ns;

	timings->send = clock_between(request->start_ns, sent_ns);
	if (first_ns == 0) /* no answer was seen: it waited to its end */
		first_ns = MAX(request->end_ns, sent_ns);
	timings->wait = clock_between(sent_ns, first_ns);
	timings->receive = clock_between(MAX(first_ns, sent_ns), request->end_ns);
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

/* True where the request waited for the connection to be opened. */
static bool
time_connect(struct har_timings *timings, const struct connection *connection,
    const struct request *request)
{
	const struct connection_tls *tls = connection->tls;
	uint64_t ready_ns = connection_ready_ns(connection, request);

	if (!connection->begun || ready_ns < connection->start_ns ||
	    request->start_ns - ready_ns > SPARE_NS)
		return false;
	timings->connect = maybe_of(ready_ns - connection->start_ns);
	if (tls != NULL)
		timings->ssl =
		    maybe_of(clock_between(MIN(tls->start_ns, ready_ns), ready_ns));
	return true;
}

/* When the look-up began that the connection waited for; 0: for none. */
static uint64_t
time_lookup(struct har_timings *timings, const struct connection *connection,
    struct har_waited *waited)
{
	const struct lookup *lookup = connection->lookup;

	if (lookup == NULL || lookup->is.certainty != CERTAINTY_SEEN ||
	    lookup->start_ns == 0 || lookup->end_ns < lookup->start_ns ||
	    lookup->end_ns > connection->start_ns ||
	    connection->start_ns - lookup->end_ns > SPARE_NS ||
	    !is_first(waited->lookups, lookup->id))
		return 0;
	timings->dns = maybe_of(lookup->end_ns - lookup->start_ns);
	return lookup->start_ns;
}

/* Fills in all but the request: what is between the phases is time that it was blocked. */
static void
time_entry(struct har_entry *entry, struct har_waited *waited)
{
	const struct request *request = entry->request;
	const struct connection *connection = request->connection;
	struct har_timings *timings = &entry->timings;
	uint64_t asked_ns;

	entry->start_ns = request->start_ns;
	time_exchange(timings, request);
	if (connection == NULL || !is_first(waited->connections, connection->id) ||
	    !time_connect(timings, connection, request))
		return;
	entry->start_ns = connection->start_ns;
	asked_ns = time_lookup(timings, connection, waited);
	if (asked_ns != 0)
		entry->start_ns = asked_ns;
	timings->blocked = maybe_of(request->start_ns - entry->start_ns -
				    timings->dns.value - timings->connect.value);
}

/* ssl is within connect, and unknown phases are 0 here. */
uint64_t
har_timings_sum(const struct har_timings *timings)
{
	return timings->blocked.value + timings->dns.value + timings->connect.value +
	       timings->send + timings->wait + timings->receive;
}

static int
by_first_byte(const void *a, const void *b)
{
	const struct har_entry *x = a;
	const struct har_entry *y = b;
	uint64_t x_ns = x->request->start_ns;
	uint64_t y_ns = y->request->start_ns;

	if (x_ns != y_ns)
		return x_ns < y_ns ? -1 : 1;
	return x->request->id < y->request->id ? -1 : 1;
}

static int
by_start(const void *a, const void *b)
{
	const struct har_entry *x = a;
	const struct har_entry *y = b;

	if (x->start_ns != y->start_ns)
		return x->start_ns < y->start_ns ? -1 : 1;
	return by_first_byte(a, b);
}

static size_t
count_requests(const struct story *story)
{
	const struct request *request;
	const struct page *page;
	size_t count = 0;

	TAILQ_FOREACH (page, story_pages(story), entry) {
		count += page->request_count;
	}
	TAILQ_FOREACH (request, story_other_requests(story), entry) {
		count++;
	}
	return count;
}

static size_t
list_requests(struct har_entry *entries, const struct story *story)
{
	const struct request *request;
	const struct page *page;
	size_t count = 0;

	TAILQ_FOREACH (page, story_pages(story), entry) {
		TAILQ_FOREACH (request, &page->requests, entry) {
			entries[count++].request = request;
		}
	}
	TAILQ_FOREACH (request, story_other_requests(story), entry) {
		entries[count++].request = request;
	}
	return count;
}

/* Timed they are all together, for what one has waited for another has not. */
static size_t
keep_selected(struct har_entry *entries, size_t count, const struct selection *selection)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		const struct request *request = entries[i].request;
		bool is_selected = request->page != NULL
				       ? selection_has_page(selection, request->page)
				       : selection_has_other_request(selection, request);

		if (is_selected)
			entries[kept++] = entries[i];
	}
	return kept;
}

size_t
har_entries(const struct story *story, const struct selection *selection,
    struct har_entry **entries)
{
	struct story_counts counts = story_counts(story);
	struct har_waited waited = {
		alloc_zeroed(counts.connections + 1, sizeof(bool)),
		alloc_zeroed(counts.lookups + 1, sizeof(bool)),
	};
	size_t count = count_requests(story);

	*entries = alloc_zeroed(count + 1, sizeof(**entries));
	list_requests(*entries, story);
	qsort(*entries, count, sizeof(**entries), by_first_byte);
	for (size_t i = 0; i < count; i++)
		time_entry(&(*entries)[i], &waited);
	free(waited.connections);
	free(waited.lookups);
	count = keep_selected(*entries, count, selection);
	qsort(*entries, count, sizeof(**entries), by_start);
	return count;
}
