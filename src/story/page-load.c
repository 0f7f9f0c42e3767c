/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/page-load.h"
#include "base/clock.h"
#include "story/page-urls.h"

/* What a script wants so long after all was there, it wants for reasons of its own. */
#define IDLE_NS (150 * NS_PER_MS)
/* Where it is not known what the document names, it may be the document that wants it. */
#define IDLE_UNREAD_NS (300 * NS_PER_MS)
/* What an answer names waits no longer than so for its turn; later it was not wanted
 * before (loading="lazy"). */
#define TURN_NS (1500 * NS_PER_MS)
/* A connection that is used so long after it was opened had been opened in advance. */
#define SPARE_NS (1 * NS_PER_S)

static bool
is_favicon(const struct request *request)
{
	return strcmp(request->role, "favicon") == 0;
}

/* Does the event wait for such a request? */
static bool
request_blocks(const struct request *request)
{
	static const char *const roles[] = { "document", "frame", "style", "script",
		"image", "font", "other" };

	if (request->is_stream || request->is_aside)
		return false;
	for (size_t i = 0; i < COUNT_OF(roles); i++)
		if (strcmp(request->role, roles[i]) == 0)
			return true;
	return false;
}

/* When it might have been asked for first: it may have had to look a name up and connect
 * before. */
static uint64_t
request_ready_ns(const struct page *page, const struct request *request)
{
	const struct connection *connection = request->connection;
	const struct lookup *lookup;
	uint64_t wanted_ns;

	if (connection == NULL || connection->opened_for != page->id ||
	    !connection->begun ||
	    clock_between(connection->established_ns, request->start_ns) > SPARE_NS)
		return request->start_ns;
	lookup = connection->lookup;
	wanted_ns = MIN(connection->start_ns, request->start_ns);
	if (lookup != NULL && lookup->page == page->id)
		wanted_ns = MIN(wanted_ns, lookup->start_ns);
	return wanted_ns;
}

/* When the browser wanted it: at once where an answer names it, though others may have
 * come first on the connections that there are. */
static uint64_t
request_wanted_ns(const struct page *page, const struct request *request)
{
	const struct page_url *url = page_url_find(page, request->url_hash);
	uint64_t ready_ns = request_ready_ns(page, request);

	if (url == NULL || url->named_by == NULL || !url->named_by->is_over ||
	    clock_between(url->named_by->end_ns, ready_ns) > TURN_NS)
		return ready_ns;
	return MIN(url->named_by->end_ns, ready_ns);
}

/* When the favicon was wanted, where the browser had nothing else to wait for then. */
static uint64_t
favicon_ns(const struct page *page)
{
	const struct request *icon, *request;

	TAILQ_FOREACH (icon, &page->requests, entry)
		if (is_favicon(icon))
			break;
	if (icon == NULL)
		return UINT64_MAX;
	TAILQ_FOREACH (request, &page->requests, entry)
		if (request_blocks(request) && request->start_ns < icon->start_ns &&
		    (!request->is_over || request->end_ns > icon->start_ns))
			return UINT64_MAX;
	return icon->start_ns;
}

/* What could not be reached is waited for, too, until that is known. */
static uint64_t
refusals_end_ns(const struct page *page, uint64_t loaded_ns, uint64_t last_ns)
{
	for (uint32_t i = 0; i < page->connection_count; i++) {
		const struct connection *connection = page->connections[i];

		if (connection->opened_for == page->id && connection->refused_ns != 0 &&
		    connection->refused_ns < last_ns &&
		    connection->start_ns <= loaded_ns + IDLE_UNREAD_NS)
			loaded_ns = MAX(loaded_ns, connection->refused_ns);
	}
	return loaded_ns;
}

uint64_t
page_load_ns(const struct page *page)
{
	uint64_t last_ns = favicon_ns(page);
	uint64_t idle_ns = page->is_read ? IDLE_NS : IDLE_UNREAD_NS;
	uint64_t loaded_ns = 0;
	const struct request *request;

	TAILQ_FOREACH (request, &page->requests, entry) {
		uint64_t wanted_ns = request_wanted_ns(page, request);

		if (!request_blocks(request) || request->start_ns >= last_ns ||
		    (last_ns == UINT64_MAX && loaded_ns != 0 &&
			wanted_ns > loaded_ns + idle_ns))
			continue;
		if (!request->is_over || (request->is_cut && page->left >= PAGE_LEAVING))
			return 0;
		loaded_ns = MAX(loaded_ns, request->end_ns);
	}
	return loaded_ns == 0 ? 0 : refusals_end_ns(page, loaded_ns, last_ns);
}
