/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/page-place.h"
#include "base/clock.h"
#include "story/host.h"
#include "story/navigation.h"
#include "story/page-parts.h"
#include "story/page-rules.h"
#include "story/page-urls.h"
#include "story/pages.h"
#include "story/url.h"

enum {
	TYPE_A = 1,
	TYPE_AAAA = 28,
	EARLIER_MAX = 16, /* look-ups looked back at */
	SCAN_MIN = 8      /* failed attempts in a row that no person makes */
};

/* Both questions of a browser for one name come within this. */
#define PAIR_NS (5 * NS_PER_S)
/* A name that is asked for so soon after something of a page belongs to it. */
#define BUSY_NS (150 * NS_PER_MS)
/* A SYN at the capture's end that has not waited so long has not failed. */
#define SYN_WAIT_NS (1 * NS_PER_S)

/* Where people run web servers: the ports of http and https, and what stands in for them.
 */
static bool
port_is_web(uint16_t port)
{
	static const uint16_t ports[] = { 80, 443, 3000, 5000, 8000, 8008, 8080, 8081, 8088,
		8443, 8888, 9000, 9090, 9443 };

	for (size_t i = 0; i < COUNT_OF(ports); i++)
		if (port == ports[i])
			return true;
	return false;
}

/* Could a person have asked for what this connection tried to reach?  Who tries address
 * after address and reaches none scans a network. */
static bool
failure_is_of_page(const struct connection *connection)
{
	return port_is_web(connection->server_port) && connection->begun &&
	       (connection->name_count > 0 ||
		   connection->client->failures_in_row < SCAN_MIN);
}

/* Is it still coming in, or was it just now? */
static bool
page_is_busy(const struct page *page, uint64_t at_ns)
{
	return !page_is_dead(page) && page->start_ns <= at_ns &&
	       (page->open_count > 0 || clock_between(page->last_ns, at_ns) <= BUSY_NS);
}

/* When the client began to want it: its name was asked for first. */
static uint64_t
connection_wanted_ns(const struct connection *connection)
{
	const struct lookup *lookup = connection->lookup;

	if (lookup == NULL || lookup->page != 0 ||
	    clock_between(lookup->end_ns, connection->start_ns) > BUSY_NS)
		return connection->start_ns;
	return MIN(lookup->start_ns, connection->start_ns);
}

static bool
page_uses_port(const struct page *page, uint16_t port)
{
	for (uint32_t i = 0; i < page->connection_count; i++)
		if (page->connections[i]->server_port == port)
			return true;
	return false;
}

/* What was not reached is a part of the page where the page names it, comes in just then,
 * or had been there before; else a person went there. */
static bool
failure_fits(const struct story *story, const struct page *page,
    const struct connection *connection, struct bytes host, const char *rule)
{
	return strcmp(rule, "redirect") == 0 || page_names_host(story, page, host) ||
	       page_is_busy(page, connection_wanted_ns(connection)) ||
	       (strcmp(rule, "same_host") == 0 &&
		   page_uses_port(page, connection->server_port));
}

void
page_place_failure(struct story *story, struct connection *connection, uint64_t at_ns)
{
	struct bytes host = connection_server(connection);
	struct offered offered = { connection, NULL, host, connection->start_ns };
	bool is_tls = connection->server_port == 443 || connection->server_port == 8443;
	const char *rule;
	struct page *page;

	if (connection->page != NULL)
		page_touch(story, connection->page, at_ns);
	if (connection->is_closed)
		connection->client->failures_in_row++;
	if (connection->page_count > 0 || !failure_is_of_page(connection) ||
	    host_is_chatter(host) ||
	    (connection->outcome == CONNECTION_OPENING && connection->syn_tries < 2) ||
	    (connection->outcome == CONNECTION_SILENT &&
		clock_between(connection->start_ns, at_ns) < SYN_WAIT_NS))
		return;
	page = page_find(&offered, &rule);
	if (page == NULL || !failure_fits(story, page, connection, host, rule)) {
		page = page_new(story, connection, connection->client,
		    url_of_host(&connection->arena, is_tls ? "https" : "http",
			connection->server_port, is_tls ? 443 : 80, host),
		    host, connection->start_ns);
		page->path_hidden = true;
		page_say_how(page, "typed", "never_connected",
		    BYTES("no request was sent, so only the server and its port are "
			  "known; what led here is not"));
		frame_list_add(&page->is.frames, connection->syn);
	}
	page_add_connection(story, page, connection, host, at_ns);
	page_touch(story, page, at_ns);
}

static bool
lookup_failed(const struct lookup *lookup)
{
	return lookup->end_ns == 0 || (lookup->rcode.known && lookup->rcode.value != 0);
}

/* Does `name` begin with the labels of `start`, and go on? */
static bool
name_goes_on(struct bytes name, struct bytes start)
{
	return name.len > start.len && name.at[start.len] == '.' &&
	       bytes_equal_nocase(bytes_first(name, start.len), start);
}

/* The name without the search domain that the resolver library added to it: the lease's,
 * or whatever was added to a name that had just failed. */
static struct bytes
name_without_search_domain(const struct lookup *lookup)
{
	const struct lease *lease = client_lease_at(lookup->client, UINT64_MAX);
	struct bytes name = lookup->name;
	size_t len = lease == NULL ? 0 : lease->domain.len;
	const struct lookup *other = lookup;

	if (len > 0 && name.len > len + 1 && name.at[name.len - len - 1] == '.' &&
	    bytes_equal_nocase(bytes_from(name, name.len - len), lease->domain))
		return bytes_first(name, name.len - len - 1);
	for (int i = 0; i < EARLIER_MAX; i++) {
		other = TAILQ_PREV(other, lookup_list, of_client);
		if (other == NULL ||
		    clock_between(other->start_ns, lookup->start_ns) > PAIR_NS)
			return name;
		if (lookup_failed(other) && name_goes_on(name, other->name))
			return other->name;
	}
	return name;
}

/* Two kinds of question for one name, as a browser asks and few others do. */
static bool
lookup_is_of_browser(const struct lookup *lookup)
{
	const struct lookup *other;

	int count = 0;

	TAILQ_FOREACH_REVERSE(other, &lookup->client->lookups, lookup_list, of_client)
	{
		if (clock_between(other->start_ns, lookup->start_ns) > PAIR_NS ||
		    ++count > 2 * EARLIER_MAX)
			return false;
		if (other != lookup && other->name_hash == lookup->name_hash &&
		    other->type_code != lookup->type_code)
			return true;
	}
	return false;
}

/* The live page that a failed name belongs to: its own, one that names it, or else the
 * newest while it comes in. */
static struct page *
page_of_name(
    const struct story *story, struct client *client, struct bytes name, uint64_t at_ns)
{
	struct page *page;

	TAILQ_FOREACH_REVERSE(page, &client->live_pages, page_list, of_client)
	{
		if (bytes_equal_nocase(page->host, name) ||
		    page_names_host(story, page, name))
			return page;
	}
	page = TAILQ_LAST(&client->live_pages, page_list);
	return page != NULL && page_is_busy(page, at_ns) ? page : NULL;
}

void
page_place_lookup(struct story *story, struct lookup *lookup, uint64_t at_ns)
{
	struct client *client = lookup->client;
	struct page *page;
	struct bytes name;

	if ((lookup->type_code != TYPE_A && lookup->type_code != TYPE_AAAA) ||
	    !lookup_failed(lookup) || lookup->page != 0 || host_is_chatter(lookup->name))
		return;
	name = name_without_search_domain(lookup);
	if (host_is_chatter(name) || bytes_index(name, '.') == name.len ||
	    bytes_end_with(name, BYTES(".arpa")))
		return;
	page = page_of_name(story, client, name, lookup->start_ns);
	if (page == NULL) {
		if (!lookup_is_of_browser(lookup) ||
		    bytes_equal_nocase(url_host(client->last_url), name))
			return;
		page = page_new(story, NULL, client,
		    url_of_host(&lookup->arena, "http", 80, 80, name), name,
		    lookup->start_ns);
		page->path_hidden = true;
		page_say_how(page, "typed", "never_resolved",
		    BYTES("the name was asked for as a browser asks and nothing followed; "
			  "scheme and path are not known"));
		frame_list_add(&page->is.frames, lookup->query);
	}
	page_add_lookup(page, lookup);
	page_touch(story, page, at_ns);
}
