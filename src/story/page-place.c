/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/page-place.h"
#include "base/clock.h"
#include "story/host.h"
#include "story/navigation.h"
#include "story/page-parts.h"
#include "story/page-rules.h"
#include "story/pages.h"
#include "story/url.h"

enum {
	TYPE_A = 1,
	TYPE_AAAA = 28,
	EARLIER_MAX = 16, /* look-ups or requests looked back at */
	POLLS_MIN = 3,    /* of them for the same URL */
	SCAN_MIN = 8      /* failed attempts in a row that no person makes */
};

/* Both questions of a browser for one name come within this. */
#define PAIR_NS (5 * NS_PER_S)
/* A name that is asked for so soon after something of a page belongs to it. */
#define NAME_SOON_NS (1 * NS_PER_S)
/* A SYN at the capture's end that has not waited so long has not failed. */
#define SYN_WAIT_NS (1 * NS_PER_S)

/* The tab that the new page is in showed another: that one is over.  Which tab it was is
 * told by Referer; without one it is any that has all it asked for. */
static void
pages_leave(struct story *story, const struct page *new_page, struct bytes referer)
{
	struct page *page = TAILQ_FIRST(&new_page->client->live_pages);

	while (page != NULL) {
		struct page *next = TAILQ_NEXT(page, of_client);

		if (page != new_page &&
		    (referer.len > 0 ? bytes_equal(referer, page->final_url)
				     : page->open_count == 0))
			page_over(story, page);
		page = next;
	}
}

static struct page *
page_of_request(struct story *story, struct request *request, struct bytes host,
    const struct list *headers)
{
	struct connection *connection = request->connection;
	struct page *page = page_new(
	    story, connection, connection->client, request->url, host, request->start_ns);

	page_set_how(page, request, headers);
	pages_leave(story, page, request->referer);
	return page;
}

static void
page_take_document(struct page *page, struct request *request)
{
	request->role = "document";
	page->document = request;
	page->redirect_to = (struct bytes){ 0 };
	page->final_url = arena_copy(&page->arena, request->url);
	page->path_hidden = false;
}

/* The same URL again and again: the page waits for it no longer. */
static bool
request_is_poll(const struct request *request)
{
	const struct request *other = request;
	int same = 0;

	if (request->is_navigation)
		return false;
	for (int i = 0; i < EARLIER_MAX; i++) {
		other = TAILQ_PREV(other, request_list, entry);
		if (other == NULL)
			break;
		same += bytes_equal(other->url, request->url);
	}
	return same >= POLLS_MIN;
}

void
page_place_request(struct story *story, struct request *request, const struct list *headers,
    uint64_t at_ns)
{
	struct offered offered = { request->connection, request,
		host_of_authority(request->host), at_ns };
	const char *rule = NULL;
	struct page *page = page_find(&offered, &rule);
	bool is_document = request->is_navigation &&
			   (page == NULL || (rule && strcmp(rule, "redirect") == 0));

	if (page == NULL && request->is_navigation && !host_is_chatter(offered.host)) {
		page = page_of_request(story, request, offered.host, headers);
		rule = "navigation";
	}
	if (page == NULL) {
		if (story->options.keep == STORY_KEEP_ALL)
			TAILQ_INSERT_TAIL(&story->other_requests, request, entry);
		return;
	}
	if (request->is_navigation && !is_document)
		request->role = "frame";
	page_add_connection(story, page, request->connection, offered.host, at_ns);
	page_add_request(page, request, rule);
	if (is_document)
		page_take_document(page, request);
	if (request_is_poll(request)) {
		request->role = "poll";
		request->is_stream = true;
		page->open_count--;
		return;
	}
	page_touch(story, page, at_ns);
}

/* An absolute URL out of Location, which may be relative (RFC 9110 10.2.2). */
static struct bytes
url_resolve(struct arena *arena, struct bytes base, struct bytes to)
{
	struct bytes authority = url_authority(base);
	size_t scheme = bytes_index(base, ':');
	size_t origin = scheme + 3 + authority.len;
	size_t path = base.len;

	if (url_authority(to).len > 0 || authority.len == 0 || base.len < origin)
		return arena_copy(arena, to);
	if (bytes_start_with(to, BYTES("//")))
		origin = scheme + 1;
	else if (to.len == 0 || to.at[0] != '/') {
		path = bytes_index(base, '?');
		while (path > origin && base.at[path - 1] != '/')
			path--;
		origin = path;
	}
	return arena_format(arena, "%.*s%s%.*s", (int)MIN(origin, (size_t)4096), base.at,
	    base.len == origin && to.len > 0 && to.at[0] != '/' ? "/" : "",
	    (int)MIN(to.len, (size_t)4096), to.at);
}

static bool
status_redirects(uint64_t status)
{
	return status == 301 || status == 302 || status == 303 || status == 307 ||
	       status == 308;
}

static void
page_redirect(struct page *page, const struct request *request, uint64_t at_ns)
{
	struct redirect *redirects =
	    arena_array(&page->arena, page->redirect_count + (size_t)1, sizeof(*redirects));
	struct redirect *redirect = &redirects[page->redirect_count];

	if (page->redirect_count > 0)
		memcpy(
		    redirects, page->redirects, page->redirect_count * sizeof(*redirects));
	*redirect = (struct redirect){
		.url = request->url,
		.to = url_resolve(&page->arena, request->url, request->location),
		.status = request->status,
		.why = "http",
		.at_ns = at_ns,
	};
	frame_list_add(&redirect->is.frames, request->response_frame);
	page->redirects = redirects;
	page->redirect_count++;
	page->redirect_to = redirect->to;
}

/* A request that said little of itself was answered with a document. */
static void
page_promote(struct story *story, struct request *request)
{
	static const struct list no_headers = { 0 };
	struct bytes host = host_of_authority(request->host);
	struct page *page;

	if (!bytes_equal(request->method, BYTES("GET")) || request->url.len == 0 ||
	    !bytes_start_with(request->mime, BYTES("text/html")) || host_is_chatter(host))
		return;
	if (story->options.keep == STORY_KEEP_ALL)
		TAILQ_REMOVE(&story->other_requests, request, entry);
	page = page_of_request(story, request, host, &no_headers);
	page_add_connection(story, page, request->connection, host, request->start_ns);
	page_add_request(page, request, "answered_with_html");
	page_take_document(page, request);
}

void
page_place_stream(struct request *request)
{
	if (request->is_stream || request->page == NULL)
		return;
	request->is_stream = true;
	request->page->open_count--;
}

void
page_place_response(struct story *story, struct request *request, uint64_t at_ns)
{
	struct page *page = request->page;
	const char *role = role_of_mime(request->mime);

	if (page == NULL) {
		page_promote(story, request);
		return;
	}
	if (strcmp(request->role, "other") == 0 && role != NULL)
		request->role = role;
	if (request->pattern != NULL && (strcmp(request->pattern, "sse") == 0 ||
					    strcmp(request->pattern, "websocket") == 0))
		page_place_stream(request);
	if (request == page->document) {
		page->status = request->status;
		page->first_byte_ns = request->first_byte_ns;
		if (status_redirects(request->status) && request->location.len > 0)
			page_redirect(page, request, at_ns);
	}
	if (!request->is_stream)
		page_touch(story, page, at_ns);
}

static bool
port_is_web(uint16_t port)
{
	return port == 80 || port == 443 || port == 8080 || port == 8000 || port == 8443;
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
	if (page == NULL) {
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

/* The live page that a failed name belongs to: its own, or one that was just busy. */
static struct page *
page_of_name(struct client *client, struct bytes name, uint64_t at_ns)
{
	struct page *page;

	TAILQ_FOREACH_REVERSE(page, &client->live_pages, page_list, of_client)
	{
		if (bytes_equal_nocase(page->host, name))
			return page;
	}
	page = TAILQ_LAST(&client->live_pages, page_list);
	if (page == NULL || page_is_dead(page) ||
	    clock_between(page->last_ns, at_ns) > NAME_SOON_NS)
		return NULL;
	return page;
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
	page = page_of_name(client, name, lookup->start_ns);
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
