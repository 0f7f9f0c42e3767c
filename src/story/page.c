/* SPDX-License-Identifier: BSD-2-Clause */
/* Pages from their first frame until they are over: what they hold, and letting it go. */
#include "base/die.h"
#include "story/correlator.h"

/* A page is over after so long without anything of it (ARCHITECTURE, "When a page begins
 * and ends"), and however long an answer takes, after an hour of silence. */
#define PAGE_SILENT_NS (5 * NS_PER_S)
#define PAGE_PATIENCE_NS (3600 * NS_PER_S)
/* A question so long before the connection led to it. */
#define LOOKUP_BEFORE_NS (10 * NS_PER_S)

/* A connection that is used so long after it was opened had been opened in advance. */
#define SPARE_NS (1 * NS_PER_S)

enum {
	PAGES_MAX = 20000, /* live ones */
	CLIENT_PAGES_MAX = 64,
	PAGE_SIZE = 8192 /* of its first block */
};

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
page_touch(struct story *story, struct page *page, uint64_t at_ns)
{
	if (page->is_over)
		return;
	page->last_ns = MAX(page->last_ns, at_ns);
	page->check_ns = page->last_ns + PAGE_SILENT_NS;
	TAILQ_REMOVE(&story->live_pages, page, live);
	TAILQ_INSERT_TAIL(&story->live_pages, page, live);
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
	page_add_names(story, page, connection, host);
	page_add_spares(page, connection);
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
	if (page->document != NULL && request != page->document)
		request->initiator = page->document;
}

/* Keeps the URL: the same URL again soon is a reload. */
static void
client_remember_url(struct client *client, struct bytes url)
{
	size_t len = MIN(url.len, (size_t)2048);
	uint8_t *copy = alloc_resized((void *)(uintptr_t)client->last_url.at, len + 1, 1);

	memcpy(copy, url.at, len);
	client->last_url = bytes_of(copy, len);
}

void
page_free(struct story *story, struct page *page)
{
	struct request *request;
	struct arena arena;

	while ((request = TAILQ_FIRST(&page->requests)) != NULL) {
		TAILQ_REMOVE(&page->requests, request, entry);
		if (!request->is_over)
			TAILQ_REMOVE(&request->connection->open, request, of_connection);
		request_free(request);
	}
	for (uint32_t i = 0; i < page->connection_count; i++) {
		page->connections[i]->held--;
		connection_release(story, page->connections[i]);
	}
	for (uint32_t i = 0; i < page->lookup_count; i++)
		page->lookups[i]->held--;
	page->client->held--;
	findings_free_page(story, page->id);
	TAILQ_REMOVE(&story->pages, page, entry);
	arena = page->arena;
	pool_give(&story->page_pool, arena);
}

void
page_over(struct story *story, struct page *page)
{
	const struct story_receiver *receiver = &story->options.receiver;

	page->is_over = true;
	page->over_ns = page->last_ns;
	TAILQ_REMOVE(&story->live_pages, page, live);
	TAILQ_REMOVE(&page->client->live_pages, page, of_client);
	story->live_page_count--;
	page->client->live_page_count--;
	for (uint32_t i = 0; i < page->connection_count; i++) {
		if (page->connections[i]->page == page)
			page->connections[i]->page = NULL;
		if (!page->connections[i]->is_closed)
			page->connections[i]->outlived_page = true;
	}
	page_judge(page);
	page_make_steps(story, page);
	client_remember_url(page->client, page->final_url);
	if (receiver->page_over != NULL)
		receiver->page_over(receiver->receiver, story, page);
	if (story->options.keep != STORY_KEEP_ALL)
		page_free(story, page);
}

/* Who scans a network opens pages without end: the stillest of too many are over. */
static void
pages_make_room(struct story *story, struct client *client)
{
	if (client->live_page_count >= CLIENT_PAGES_MAX)
		page_over(story, TAILQ_FIRST(&client->live_pages));
	if (story->live_page_count >= PAGES_MAX)
		page_over(story, TAILQ_FIRST(&story->live_pages));
}

struct page *
page_new(struct story *story, struct connection *connection, struct client *client,
    struct bytes url, struct bytes host, uint64_t at_ns)
{
	struct arena arena;
	struct page *page;

	pages_make_room(story, client);
	arena = pool_take(&story->page_pool, PAGE_SIZE);
	page = arena_alloc(&arena, sizeof(*page));
	page->arena = arena;
	page->id = (uint32_t)++story->counts.pages;
	page->client = client;
	client->held++;
	client->page_count++;
	page->seen_from =
	    connection == NULL ? SIDE_CLIENT : connection_seen_from(connection);
	page->url = page->final_url = arena_copy(&page->arena, url);
	page->host = arena_copy(&page->arena, host);
	page->start_ns = at_ns;
	TAILQ_INIT(&page->requests);
	TAILQ_INSERT_TAIL(&story->pages, page, entry);
	TAILQ_INSERT_TAIL(&story->live_pages, page, live);
	TAILQ_INSERT_TAIL(&client->live_pages, page, of_client);
	story->live_page_count++;
	client->live_page_count++;
	page_add_host(page, host);
	page_touch(story, page, at_ns);
	return page;
}

void
pages_expire(struct story *story)
{
	struct page *page;

	while ((page = TAILQ_FIRST(&story->live_pages)) != NULL &&
	       page->check_ns < story->now_ns) {
		if (page->open_count > 0 &&
		    clock_between(page->last_ns, story->now_ns) < PAGE_PATIENCE_NS) {
			page->check_ns = story->now_ns + PAGE_SILENT_NS;
			TAILQ_REMOVE(&story->live_pages, page, live);
			TAILQ_INSERT_TAIL(&story->live_pages, page, live);
			continue;
		}
		page_over(story, page);
	}
}
