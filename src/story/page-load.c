/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/page-load.h"
#include "base/clock.h"

/* What a script wants so long after all was there, it wants for reasons of its own. */
#define IDLE_NS (300 * NS_PER_MS)
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

/* When the browser wanted it: it may have had to look a name up and connect first. */
static uint64_t
request_wanted_ns(const struct page *page, const struct request *request)
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

uint64_t
page_load_ns(const struct page *page)
{
	uint64_t last_ns = favicon_ns(page);
	uint64_t idle_ns = last_ns == UINT64_MAX ? IDLE_NS : UINT64_MAX / 4;
	uint64_t loaded_ns = 0;
	const struct request *request;

	TAILQ_FOREACH (request, &page->requests, entry) {
		uint64_t wanted_ns = request_wanted_ns(page, request);

		if (!request_blocks(request) || wanted_ns >= last_ns ||
		    (loaded_ns != 0 && wanted_ns > loaded_ns + idle_ns))
			continue;
		if (!request->is_over || (request->is_cut && page->left >= PAGE_LEAVING))
			return 0;
		loaded_ns = MAX(loaded_ns, request->end_ns);
	}
	return loaded_ns;
}
