/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/page-parts.h"
#include "base/clock.h"
#include "story/host.h"
#include "story/lookups.h"
#include "story/site.h"

/* A question so long before the connection led to it. */
#define LOOKUP_BEFORE_NS (10 * NS_PER_S)
/* A connection that is used so long after it was opened had been opened in advance. */
#define SPARE_NS (1 * NS_PER_S)
/* One that nothing was asked on was opened for what was busy so short before. */
#define WAITING_NS (5 * NS_PER_S)

/* Room for one more in an array that doubles. */
static void *
array_grow(struct arena *arena, void *items, uint32_t count, size_t size)
{
	void *bigger;

	if (count != 0 && (count & (count - 1)) != 0)
		return items;
	bigger = arena_array(arena, count == 0 ? 1 : (size_t)count * 2, size);
	if (count > 0)
		memcpy(bigger, items, count * size);
	return bigger;
}

void
page_add_host(struct page *page, struct bytes host)
{
	if (host.len == 0)
		return;
	for (uint32_t i = 0; i < page->host_count; i++)
		if (bytes_equal_nocase(page->hosts[i].name, host))
			return;
	page->hosts =
	    array_grow(&page->arena, page->hosts, page->host_count, sizeof(*page->hosts));
	page->hosts[page->host_count++] = (struct page_host){
		.name = arena_copy(&page->arena, host),
		.party = host_same_site(host, page->host) ? "first" : "third",
	};
}

/* A page begins with the look-up that it waited for; an answer that lay there unused was
 * asked for by something else, or ahead of time. */
static bool
page_waited_for(const struct page *page, const struct lookup *lookup)
{
	return lookup->end_ns == 0 ||
	       clock_between(lookup->end_ns, page->start_ns) <= SPARE_NS;
}

void
page_add_lookup(struct page *page, struct lookup *lookup)
{
	for (uint32_t i = 0; i < page->lookup_count; i++)
		if (page->lookups[i] == lookup)
			return;
	page->lookups = array_grow(
	    &page->arena, page->lookups, page->lookup_count, sizeof(struct lookup *));
	page->lookups[page->lookup_count++] = lookup;
	lookup->held++;
	if (lookup->page == 0)
		lookup->page = page->id;
	if (page_waited_for(page, lookup))
		page->start_ns = MIN(page->start_ns, lookup->start_ns);
}

static bool
page_has_name(const struct page *page, struct bytes name)
{
	for (uint32_t i = 0; i < page->lookup_count; i++)
		if (bytes_equal_nocase(page->lookups[i]->name, name))
			return true;
	return false;
}

/* The questions for this host that came just before and are no other page's. */
static void
page_gather_lookups(struct page *page, struct bytes host, uint64_t at_ns)
{
	struct lookup *lookup;

	TAILQ_FOREACH_REVERSE(lookup, &page->client->lookups, lookup_list, of_client)
	{
		if (clock_between(lookup->start_ns, at_ns) > LOOKUP_BEFORE_NS)
			return;
		if ((lookup->page == 0 || lookup->page == page->id) &&
		    lookup->is.certainty == CERTAINTY_SEEN &&
		    bytes_equal_nocase(lookup->name, host))
			page_add_lookup(page, lookup);
	}
}

/* The names that led to a connection which was opened for this page. */
static void
page_add_names(struct story *story, struct page *page, struct connection *connection,
    struct bytes host)
{
	struct lookup *lookup = connection->lookup;

	if (lookup != NULL && lookup->page == page->id)
		return;
	page_gather_lookups(page, host, connection->start_ns);
	if (lookup == NULL || page_has_name(page, host) ||
	    page_has_name(page, lookup->name))
		return;
	if (lookup->page == 0 &&
	    clock_between(lookup->end_ns, connection->start_ns) <= LOOKUP_BEFORE_NS)
		page_add_lookup(page, lookup);
	else
		page_add_lookup(
		    page, lookup_from_cache(story, lookup, connection->start_ns));
}

/* False where it is there already. */
static bool
page_hold_connection(struct page *page, struct connection *connection)
{
	for (uint32_t i = page->connection_count; i-- > 0;)
		if (page->connections[i] == connection)
			return false;
	page->connections = array_grow(&page->arena, page->connections,
	    page->connection_count, sizeof(struct connection *));
	page->connections[page->connection_count++] = connection;
	connection->held++;
	connection->pages = array_grow(&connection->arena, connection->pages,
	    connection->page_count, sizeof(*connection->pages));
	connection->pages[connection->page_count++] = page->id;
	connection_set_placed(connection);
	return true;
}

/* A browser opens more than it needs: what it opened to the same server just before, and
 * has not used, was opened for this page too. */
static void
page_add_spares(struct page *page, const struct connection *connection)
{
	struct connection *spare = TAILQ_LAST(&page->client->unplaced, connection_list);

	while (spare != NULL &&
	       clock_between(spare->start_ns, connection->start_ns) <= SPARE_NS) {
		struct connection *earlier = TAILQ_PREV(spare, connection_list, of_client);

		if (spare->begun && spare->server_port == connection->server_port &&
		    address_equal(spare->server_address, connection->server_address)) {
			page_hold_connection(page, spare);
			spare->opened_for = page->id;
			page->start_ns = MIN(page->start_ns, spare->start_ns);
		}
		spare = earlier;
	}
}

/* Was it just opened, or kept ready since before? */
static bool
connection_is_new(const struct connection *connection, uint64_t at_ns)
{
	return connection->begun && connection->page_count == 1 &&
	       (connection->established_ns == 0 ||
		   clock_between(connection->established_ns, at_ns) <= SPARE_NS);
}

void
page_add_connection(struct story *story, struct page *page, struct connection *connection,
    struct bytes host, uint64_t at_ns)
{
	page_add_host(page, host);
	connection->page = page;
	if (!page_hold_connection(page, connection) ||
	    !connection_is_new(connection, at_ns))
		return;
	connection->opened_for = page->id;
	page->start_ns = MIN(page->start_ns, connection->start_ns);
	if (!host_is_address(host))
		page_add_names(story, page, connection, host);
	page_add_spares(page, connection);
}

void
page_add_waiting(struct story *story, struct page *page)
{
	struct connection *connection = TAILQ_FIRST(&page->client->unplaced);

	while (connection != NULL) {
		struct connection *next = TAILQ_NEXT(connection, of_client);

		if (connection->talk.is_followed && connection->held == 0 &&
		    page->seen_from == connection_seen_from(connection) &&
		    connection->start_ns >= page->start_ns &&
		    clock_between(page->last_ns, connection->start_ns) <= WAITING_NS)
			page_add_connection(story, page, connection,
			    connection_server(connection), connection->start_ns);
		connection = next;
	}
}

void
page_add_request(struct page *page, struct request *request, const char *rule)
{
	request->page = page;
	request->is.rule = rule;
	TAILQ_INSERT_TAIL(&page->requests, request, entry);
	page->request_count++;
	page->open_count++;
	page->start_ns = MIN(page->start_ns, request->start_ns);
}

struct redirect *
page_add_redirect(struct page *page)
{
	page->redirects = array_grow(
	    &page->arena, page->redirects, page->redirect_count, sizeof(*page->redirects));
	return &page->redirects[page->redirect_count++];
}
