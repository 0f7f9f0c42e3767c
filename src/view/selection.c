/* SPDX-License-Identifier: BSD-2-Clause */
#include "view/selection.h"

#include <stdlib.h>

#include "base/die.h"
#include "base/text.h"
#include "view/heading.h"

/* So many clients are listed to who named none of them. */
enum { CLIENTS_LISTED_MAX = 5 };

void
selection_add_client(struct selection *selection, const char *who)
{
	struct selected_client client = { .text = who };

	client.is_mac = mac_parse(who, &client.mac);
	client.is_address = !client.is_mac && address_parse(who, &client.address);
	selection->clients = alloc_resized(
	    selection->clients, selection->client_count + 1, sizeof(*selection->clients));
	selection->clients[selection->client_count++] = client;
}

void
selection_clear(struct selection *selection)
{
	free(selection->clients);
	*selection = (struct selection){ 0 };
}

bool
selection_is_all(const struct selection *selection)
{
	return selection->client_count == 0 && selection->page == 0;
}

static bool
client_had_address(const struct client *client, struct address address)
{
	for (uint32_t i = 0; i < client->address_count; i++)
		if (address_equal(client->addresses[i].address, address))
			return true;
	return false;
}

static bool
client_is_named(const struct client *client, const struct selected_client *who)
{
	if (who->is_mac)
		return client->has_mac && mac_equal(client->mac, who->mac);
	if (who->is_address)
		return client_had_address(client, who->address);
	return bytes_equal_nocase(client->name, bytes_of_string(who->text));
}

bool
selection_has_client(const struct selection *selection, const struct client *client)
{
	for (size_t i = 0; i < selection->client_count; i++)
		if (client_is_named(client, &selection->clients[i]))
			return true;
	return selection->client_count == 0;
}

bool
selection_has_page(const struct selection *selection, const struct page *page)
{
	return (selection->page == 0 || selection->page == page->id) &&
	       selection_has_client(selection, page->client);
}

bool
selection_has_connection(
    const struct selection *selection, const struct connection *connection)
{
	bool has_page = selection->page == 0;

	for (uint32_t i = 0; i < connection->page_count; i++)
		has_page = has_page || connection->pages[i] == selection->page;
	return has_page && selection_has_client(selection, connection->client);
}

bool
selection_has_other_request(
    const struct selection *selection, const struct request *request)
{
	if (selection->page != 0)
		return false;
	if (selection->client_count == 0)
		return true;
	return request->connection != NULL &&
	       selection_has_client(selection, request->connection->client);
}

static bool
page_asked(const struct page *page, const struct lookup *lookup)
{
	for (uint32_t i = 0; i < page->lookup_count; i++)
		if (page->lookups[i] == lookup || page->lookups[i]->from == lookup)
			return true;
	for (uint32_t i = 0; i < page->connection_count; i++)
		if (page->connections[i]->lookup == lookup)
			return true;
	return false;
}

bool
selection_has_lookup(const struct selection *selection, const struct story *story,
    const struct lookup *lookup)
{
	const struct page *page;

	if (!selection_has_client(selection, lookup->client))
		return false;
	if (selection->page == 0)
		return true;
	TAILQ_FOREACH (page, story_pages(story), entry) {
		if (page->id == selection->page)
			return page_asked(page, lookup);
	}
	return false;
}

static bool
selection_has_client_id(
    const struct selection *selection, const struct story *story, uint32_t id)
{
	const struct client *client;

	if (selection->client_count == 0)
		return true;
	TAILQ_FOREACH (client, story_clients(story), entry) {
		if (client->id == id)
			return selection_has_client(selection, client);
	}
	return false;
}

bool
selection_has_finding(const struct selection *selection, const struct story *story,
    const struct finding *finding)
{
	return (selection->page == 0 || selection->page == finding->page) &&
	       selection_has_client_id(selection, story, finding->client);
}

static bool
story_has_client(const struct story *story, const struct selected_client *who)
{
	const struct client *client;

	TAILQ_FOREACH (client, story_clients(story), entry) {
		if (client_is_named(client, who))
			return true;
	}
	return false;
}

static void
list_clients(struct buffer *fault, const struct story *story)
{
	const struct client *client;
	uint64_t count = story_counts(story).clients;
	uint64_t listed = 0;

	if (TAILQ_EMPTY(story_clients(story)))
		buffer_add_string(fault, "there is none");
	TAILQ_FOREACH (client, story_clients(story), entry) {
		if (listed == CLIENTS_LISTED_MAX)
			break;
		buffer_add_string(fault, listed++ == 0 ? "there is " : ", ");
		heading_add_who(fault, client);
	}
	if (count > listed)
		buffer_printf(
		    fault, " and %llu more", (unsigned long long)(count - listed));
}

static void
list_pages(
    struct buffer *fault, const struct selection *selection, const struct story *story)
{
	unsigned long long count = story_counts(story).pages;

	buffer_printf(fault, "--page %u: ", (unsigned)selection->page);
	if (selection->page <= count)
		buffer_add_string(fault, "is a page of another client than --client names");
	else if (count == 0)
		buffer_add_string(fault, "no such page: there is none");
	else if (count == 1)
		buffer_add_string(fault, "no such page: there is page 1 alone");
	else
		buffer_printf(fault, "no such page: there are pages 1 to %llu", count);
}

bool
selection_fault(const struct selection *selection, const struct story *story, uint64_t told,
    struct buffer *fault)
{
	for (size_t i = 0; told == 0 && i < selection->client_count; i++) {
		const struct selected_client *who = &selection->clients[i];

		if (story_has_client(story, who))
			continue;
		buffer_add_string(fault, "--client ");
		text_add_safe(fault, bytes_of_string(who->text));
		buffer_add_string(fault, ": no such client: ");
		list_clients(fault, story);
		return true;
	}
	if (selection->page == 0 || told > 0)
		return false;
	list_pages(fault, selection, story);
	return true;
}
