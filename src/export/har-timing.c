/* SPDX-License-Identifier: BSD-2-Clause */
/* The phases of a request, as HAR divides them:
 *
 *     blocked | dns | connect (ssl within) | send | wait | receive */
#include <stdlib.h>

#include "base/die.h"
#include "export/har-parts.h"
#include "view/timing.h"

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

/* Fills in all but the request: what is between the phases is time that it was blocked. */
static void
time_entry(struct har_entry *entry, struct har_waited *waited)
{
	const struct request *request = entry->request;
	const struct connection *connection = request->connection;
	struct har_timings *timings = &entry->timings;
	struct timing timing = timing_of_exchange(request);
	struct span lookup;

	entry->start_ns = request->start_ns;
	timings->send = span_ns(timing.send);
	timings->wait = span_ns(timing.wait);
	timings->receive = span_ns(timing.receive);
	if (connection == NULL || !is_first(waited->connections, connection->id) ||
	    !timing_add_connection(&timing, connection, request))
		return;
	entry->start_ns = timing.start_ns;
	timings->connect = maybe_of(span_ns(timing.connect));
	if (timing.tls.start_ns != 0)
		timings->ssl = maybe_of(span_ns(timing.tls));
	lookup = timing_lookup(connection);
	if (lookup.start_ns != 0 && is_first(waited->lookups, connection->lookup->id)) {
		timings->dns = maybe_of(span_ns(lookup));
		entry->start_ns = lookup.start_ns;
	}
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
