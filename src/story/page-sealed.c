/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/page-sealed.h"
#include "base/clock.h"
#include "story/host.h"
#include "story/navigation.h"
#include "story/page-burst.h"
#include "story/page-parts.h"
#include "story/page-rules.h"
#include "story/pages.h"
#include "story/url.h"

/* What begins so long after the client was last answered is not what a page asks for. */
#define SILENCE_NS (100 * NS_PER_MS)
/* What came for a page so short before a request led to it. */
#define LED_NS (150 * NS_PER_MS)

static void
page_follow_redirect(struct page *page)
{
	page->final_url = page->redirect_to;
	page->redirect_to = (struct bytes){ 0 };
	page->document = NULL;
	page->status = 0;
	page->first_byte_ns = 0;
}

bool
tls_shows_requests(const struct connection_tls *tls)
{
	return tls->keys_found && tls->unopened == NULL && tls->alert_count == 0;
}

/* What the client had last been answered when this connection was on its way, and how long
 * before. */
static bool
connection_began_in_silence(const struct connection *connection)
{
	const struct lookup *lookup = connection->lookup;
	bool is_fresh =
	    lookup != NULL && lookup->page == 0 && lookup->start_ns <= connection->start_ns;
	uint64_t start_ns = is_fresh ? lookup->start_ns : connection->start_ns;
	uint64_t after_ns = is_fresh ? lookup->after_ns : connection->after_ns;

	return clock_between(after_ns, start_ns) > SILENCE_NS;
}

static void
page_begin_hidden(struct story *story, struct connection *connection, struct bytes host)
{
	struct page *page = page_new(story, connection, connection->client,
	    url_of_host(&connection->arena, "https", connection->server_port, 443, host),
	    host, connection->begun ? connection->start_ns : connection->tls->start_ns);

	page->path_hidden = true;
	page_say_how(page, "typed", "first_connection",
	    BYTES(
		"no page that is open led to this connection, as far as can be seen; "
		"whether "
		"its URL was typed or a link was followed is inside TLS, and only the keys "
		"would show it"));
	frame_list_add(&page->is.frames, connection->tls->client_hello);
	page_add_connection(story, page, connection, host, connection->tls->start_ns);
	page_touch(story, page, connection->tls->start_ns);
}

/* Whether a new host is a part of the page or another page is seen by its first request;
 * one that failed before that is told by its time. */
static bool
connection_waits(const struct connection *connection, const char *rule)
{
	return strcmp(rule, "soon_after") == 0 && connection->tls->alert_count == 0;
}

void
page_place_tls(struct story *story, struct connection *connection, uint64_t at_ns)
{
	struct bytes host = connection_server(connection);
	struct offered offered = { connection, NULL, host, at_ns };
	const char *rule = NULL;
	struct page *page;

	if (host_is_chatter(host) || tls_shows_requests(connection->tls))
		return; /* the first of them will say more than the hello does */
	connection->talk.is_followed = true;
	page = page_find(&offered, &rule);
	if (page == NULL ||
	    (strcmp(rule, "soon_after") == 0 && !connection_waits(connection, rule) &&
		connection_began_in_silence(connection))) {
		page_begin_hidden(story, connection, host);
		return;
	}
	if (connection_waits(connection, rule))
		return;
	page_add_connection(story, page, connection, host, at_ns);
	/* Where the request will be seen, it is that which follows. */
	if (strcmp(rule, "redirect") == 0 && !tls_shows_requests(connection->tls))
		page_follow_redirect(page);
	page_touch(story, page, at_ns);
}

struct page *
page_awaiting(const struct connection *connection)
{
	struct page *page = connection->page;

	if (page == NULL || page->document != NULL || page->burst.asked_ns != 0 ||
	    !bytes_equal_nocase(connection_host(connection), url_host(page->final_url)))
		return NULL;
	return page;
}

/* What comes from their host from now on is for the new page. */
static void
pages_end_bursts(const struct page *new_page)
{
	struct page *page;

	TAILQ_FOREACH (page, &new_page->client->live_pages, of_client)
		if (page != new_page && bytes_equal_nocase(page->host, new_page->host))
			page->burst.is_over = true;
}

void
page_begin_asked(struct story *story, const struct ask *ask, struct bytes reason)
{
	struct connection *connection = ask->connection;
	struct page *page = page_new(story, connection, connection->client,
	    url_of_host(
		&connection->arena, "https", connection->server_port, 443, ask->host),
	    ask->host, ask->at_ns);

	page->path_hidden = true;
	pages_end_bursts(page);
	page_say_how(page, "hidden", "sealed_request",
	    arena_format(&page->arena,
		"%.*s: a request for a page, as far as that can be told by times and sizes "
		"alone; only the keys would show it",
		(int)MIN(reason.len, (size_t)1024), reason.at));
	frame_list_add(&page->is.frames, ask->frame);
	if (ask->lookup != NULL && ask->lookup->page == 0)
		page_add_lookup(page, ask->lookup);
	page_add_connection(story, page, connection, ask->host, ask->at_ns);
	page_burst_ask(page, ask->at_ns, 1);
	if (ask->answered_ns != 0) {
		page->first_byte_ns = ask->answered_ns;
		page_burst_data(page, ask->data_ns, ask->answer_size, true);
	}
	page_touch(story, page, MAX(ask->at_ns, ask->data_ns));
}

/* The page that a request is for which asks for none: what came last for one of the
 * client's led to it, or it goes where its connection is. */
static struct page *
page_of_ask(struct connection *connection, uint64_t at_ns)
{
	struct page *best = NULL;
	struct page *page;

	TAILQ_FOREACH_REVERSE(page, &connection->client->live_pages, page_list, of_client)
	{
		uint64_t data_ns = MAX(page->burst.data_ns, page->first_byte_ns);

		if (page->start_ns <= at_ns && data_ns != 0 && data_ns <= at_ns &&
		    !page->burst.is_over && clock_between(data_ns, at_ns) <= LED_NS &&
		    (best == NULL || data_ns > best->burst.data_ns))
			best = page;
	}
	if (best == NULL)
		best = connection->page;
	return best != NULL ? best : TAILQ_LAST(&connection->client->live_pages, page_list);
}

void
page_take_ask(struct story *story, struct connection *connection, struct bytes host,
    uint64_t at_ns, uint32_t count)
{
	struct page *page = page_awaiting(connection);

	if (page == NULL)
		page = page_of_ask(connection, at_ns);
	if (page == NULL)
		return;
	if (page != connection->page)
		page_add_connection(story, page, connection, host, at_ns);
	page_burst_ask(page, at_ns, count);
	page_touch(story, page, at_ns);
}

void
page_take_data(struct story *story, struct connection *connection, uint64_t at_ns,
    uint64_t size, bool asked)
{
	struct page *page = connection->page;

	if (page == NULL)
		return;
	if (page->first_byte_ns == 0 && page->document == NULL && page->burst.asked_ns != 0)
		page->first_byte_ns = at_ns;
	page_burst_data(page, at_ns, size, asked);
	page_touch(story, page, at_ns);
	if (connection->page_count < 2)
		return;
	/* Which of those that share the connection had waited for it cannot be seen. */
	TAILQ_FOREACH (page, &connection->client->live_pages, of_client)
		if (page != connection->page && page_holds(page, connection) &&
		    (!asked || page_burst_is_on(page, at_ns)))
			page_burst_data(page, at_ns, size, false);
}
