/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/untell.h"
#include "story/asks.h"
#include "story/clients.h"
#include "story/connections.h"
#include "story/pages.h"
#include "story/request.h"

void
untell_client(struct story *story, struct client *client)
{
	if (client->held > 0 || client->lease_count > 0 || !TAILQ_EMPTY(&client->lookups))
		return;
	client_free(story, client);
	story->untold.clients++;
}

/* It was never on this page. */
static void
connection_forget_page(struct connection *connection, uint32_t id)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < connection->page_count; i++)
		if (connection->pages[i] != id)
			connection->pages[kept++] = connection->pages[i];
	connection->page_count = kept;
	connection->outlived_page = false;
	if (connection->opened_for == id)
		connection->opened_for = 0;
}

static struct page *
page_find(const struct story *story, uint32_t id)
{
	struct page *page;

	TAILQ_FOREACH_REVERSE(page, &story->pages, page_list, entry)
	{
		if (page->id == id)
			return page;
	}
	return NULL;
}

void
untell_page(struct story *story, uint32_t id)
{
	struct page *page = page_find(story, id);

	if (page == NULL)
		return;
	for (uint32_t i = 0; i < page->lookup_count; i++)
		if (page->lookups[i]->page == page->id)
			page->lookups[i]->page = 0;
	if (!page->is_over)
		page_retire(story, page);
	for (uint32_t i = 0; i < page->connection_count; i++)
		connection_forget_page(page->connections[i], page->id);
	page->client->page_count--;
	page_free(story, page);
	story->untold.pages++;
}

/* Requests of no page, which only a story that is kept whole has. */
static void
untell_requests(struct story *story, const struct connection *connection)
{
	struct request *request = TAILQ_FIRST(&story->other_requests);

	while (request != NULL) {
		struct request *next = TAILQ_NEXT(request, entry);

		if (request->connection == connection) {
			TAILQ_REMOVE(&story->other_requests, request, entry);
			if (!request->is_over)
				TAILQ_REMOVE(
				    &request->connection->open, request, of_connection);
			request_free(request);
		}
		request = next;
	}
}

void
untell_flow(struct story *story, struct flow_ref flow)
{
	struct connection *connection = connection_find(story, flow);
	struct client *client;

	if (connection == NULL)
		return;
	client = connection->client;
	connection->held++; /* until its pages are gone */
	asks_forget(story, connection);
	while (connection->page_count > 0) {
		uint32_t id = connection->pages[connection->page_count - 1];
		untell_page(story, id);
		connection_forget_page(connection, id);
	}
	connection->held--;
	untell_requests(story, connection);
	connection_free(story, connection);
	story->untold.connections++;
	untell_client(story, client);
}
