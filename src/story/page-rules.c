/* SPDX-License-Identifier: BSD-2-Clause */
/* A table of evidence: what speaks for a page, and what against it, each with its weight.
 * No single rule decides, for each of them is wrong somewhere: a Referer may be cut down to
 * an origin that two tabs share, a connection serves many pages, and what comes soon after
 * a page may be another tab's. */
#include "story/page-rules.h"
#include "base/clock.h"
#include "story/page-urls.h"
#include "story/site.h"
#include "story/url.h"

enum { REQUESTS_MAX = 10000, CONNECTIONS_MAX = 2000 };

/* What follows on another host so soon after something of the page belongs to it; where
 * that host looks like another site's front door it must come sooner. */
#define SOON_NS (5 * NS_PER_S)
#define SOON_NS_OF_SITE (1500 * NS_PER_MS)
/* A page that is being loaded does not stay without connections for so long. */
#define LEFT_NS (250 * NS_PER_MS)
/* A frame is asked for while its page is still coming in. */
#define FRAME_NS (1 * NS_PER_S)

/* The last answer sent the browser there; it may take the secure way at once. */
static bool
is_redirect_target(const struct page *page, const struct offered *offered)
{
	struct bytes to = url_without_fragment(page->redirect_to);
	struct bytes url;

	if (to.len == 0)
		return false;
	if (offered->request == NULL)
		return bytes_start_with(to, BYTES("https:")) &&
		       bytes_equal_nocase(url_host(to), offered->host);
	url = offered->request->url;
	return bytes_equal(url, to) || (bytes_start_with(to, BYTES("http:")) &&
					   bytes_start_with(url, BYTES("https:")) &&
					   bytes_equal(bytes_from(url, strlen("https")),
					       bytes_from(to, strlen("http"))));
}

bool
referer_is_cut(const struct client *client, const struct request *request)
{
	struct bytes origin = url_origin(request->referer);
	const struct page *page;

	if (!url_is_origin(request->referer))
		return false;
	if (!bytes_equal(origin, url_origin(request->url)))
		return true;
	TAILQ_FOREACH (page, &client->live_pages, of_client)
		if (page->tells == TELLS_ORIGIN &&
		    bytes_equal(origin, url_origin(page->final_url)))
			return true;
	return false;
}

bool
page_is_referred(const struct page *page, const struct request *request)
{
	return request->referer.len > 0 && !request->referer_is_cut &&
	       bytes_equal(request->referer, url_without_fragment(page->final_url));
}

bool
page_is_referred_by_origin(const struct page *page, const struct request *request)
{
	return request->referer.len > 0 &&
	       bytes_equal(url_origin(request->referer), url_origin(page->final_url));
}

/* An answer that the page had names it, and it was not asked for yet. */
static bool
is_named(const struct page *page, const struct offered *offered)
{
	const struct page_url *url;

	if (offered->request == NULL)
		return false;
	url = page_url_find(page, offered->request->url_hash);
	return url != NULL && url->named_by != NULL && url->asked == NULL;
}

/* A document inside the page: its URL stands in the page, or may. */
static bool
is_frame(const struct page *page, const struct offered *offered)
{
	const struct request *request = offered->request;

	if (request == NULL || request->says_purpose || page->left >= PAGE_LEAVING ||
	    !bytes_equal(request->method, BYTES("GET")) ||
	    !(page_is_referred(page, request) ||
		(request->referer_is_cut && page_is_referred_by_origin(page, request))))
		return false;
	if (page->is_read)
		return is_named(page, offered);
	return page->open_count > 0 &&
	       clock_between(page->start_ns, offered->at_ns) < FRAME_NS;
}

/* It began with a connection that has not said anything since: what it was opened for is
 * asked now, on another. */
static bool
is_awaited(const struct page *page, const struct offered *offered)
{
	return offered->request != NULL && offered->request->is_navigation &&
	       page->path_hidden && page->document == NULL && page->request_count == 0 &&
	       page->burst.asked_ns == 0 && !page_is_dead(page) &&
	       bytes_equal_nocase(page->host, offered->host);
}

/* Referer names the page, or something that it loaded, or had kept. */
static bool
is_referred(const struct page *page, const struct offered *offered)
{
	const struct page_url *url;

	if (offered->request == NULL || offered->request->referer.len == 0)
		return false;
	if (page_is_referred(page, offered->request))
		return true;
	url = page_url_find(page, offered->request->referer_hash);
	return url != NULL && (url->asked == NULL || url->asked != page->document);
}

/* Referer names where the page came from, and no more. */
static bool
is_referred_by_origin(const struct page *page, const struct offered *offered)
{
	return offered->request != NULL && offered->request->referer_is_cut &&
	       page_is_referred_by_origin(page, offered->request);
}

/* Referer names another page from there: scripts rename pages without a request. */
static bool
is_referred_by_site(const struct page *page, const struct offered *offered)
{
	return offered->request != NULL && !offered->request->referer_is_cut &&
	       page_is_referred_by_origin(page, offered->request) &&
	       !is_referred(page, offered);
}

static bool
is_referred_elsewhere(const struct page *page, const struct offered *offered)
{
	const struct request *request = offered->request;
	struct bytes referer;

	if (request == NULL || request->referer.len == 0)
		return false;
	referer = bytes_first(request->referer, bytes_index(request->referer, '?'));
	/* What a style sheet out of the cache asks for bears its name. */
	return !bytes_end_with(referer, BYTES(".css")) &&
	       !page_is_referred_by_origin(page, request) && !is_referred(page, offered);
}

/* It asked for another thing from the same folder, as one that goes on does. */
static bool
has_asked_beside(const struct page *page, const struct offered *offered)
{
	return offered->request != NULL &&
	       page_url_find(page, offered->request->folder_hash) != NULL;
}

static bool
is_on_same_connection(const struct page *page, const struct offered *offered)
{
	return offered->connection->page == page;
}

/* A program that fetches has what it wanted, or nothing of the page is connected any more:
 * what comes now was not asked for by this page. */
static bool
page_is_left(const struct page *page, uint64_t at_ns)
{
	uint64_t closing_ns = 0;

	if (page->is_of_tool && page->open_count == 0)
		return true;
	/* The newest of them is the likeliest to be open. */
	for (uint32_t i = page->connection_count; i-- > 0;) {
		if (page->connections[i]->closing_ns == 0)
			return false;
		closing_ns = MAX(closing_ns, page->connections[i]->closing_ns);
	}
	return closing_ns != 0 && clock_between(closing_ns, at_ns) > LEFT_NS;
}

static bool
is_of_same_host(const struct page *page, const struct offered *offered)
{
	if (offered->host.len == 0 || page_is_left(page, offered->at_ns))
		return false;
	for (uint32_t i = 0; i < page->host_count; i++)
		if (bytes_equal_nocase(page->hosts[i].name, offered->host))
			return true;
	return false;
}

static bool
is_soon_after(const struct page *page, const struct offered *offered)
{
	uint64_t since_ns = clock_between(page->last_ns, offered->at_ns);

	/* A server sees one site: what else its visitor opens says nothing. */
	if (TAILQ_NEXT(page, of_client) != NULL || since_ns > SOON_NS ||
	    page->start_ns > offered->at_ns || page->seen_from == SIDE_SERVER ||
	    page_is_dead(page) || page_is_left(page, offered->at_ns))
		return false;
	return since_ns <= SOON_NS_OF_SITE || !host_is_front_door(offered->host) ||
	       host_same_site(offered->host, page->host);
}

static bool
is_loading(const struct page *page, const struct offered *offered)
{
	(void)offered;
	return page->open_count > 0;
}

/* Who has no answer yet asks for nothing (but for what an early hint names); that the
 * server's side was captured shows in its SYN-ACK. */
static bool
is_not_answered(const struct page *page, const struct offered *offered)
{
	return offered->request != NULL && page->document != NULL &&
	       page->document->first_byte_ns == 0 &&
	       page->document->connection->isn_server.known;
}

static bool
has_maybe_left(const struct page *page, const struct offered *offered)
{
	(void)offered;
	return page->left == PAGE_MAYBE_LEFT;
}

static bool
has_left(const struct page *page, const struct offered *offered)
{
	(void)offered;
	return page->left >= PAGE_LEFT;
}

static bool
has_gone(const struct page *page, const struct offered *offered)
{
	(void)offered;
	return page->left == PAGE_GONE;
}

/* What is offered: a connection whose requests nobody can read, or a request. */
enum {
	OF_CONNECTIONS = 1,
	OF_PARTS = 2,
	OF_NAVIGATIONS = 4, /* requests that ask for a page */
	OF_REQUESTS = OF_PARTS | OF_NAVIGATIONS,
	OF_ALL = OF_CONNECTIONS | OF_REQUESTS,
	OF_REST = OF_CONNECTIONS | OF_PARTS
};

/* What names the page weighs more than all that merely fits it; what fits counts in the
 * order of how seldom it is wrong. */
static const struct evidence {
	const char *rule; /* NULL: it places nothing by itself */
	int weight;
	unsigned speaks; /* of what */
	bool (*holds)(const struct page *, const struct offered *);
} evidence[] = {
	{ "redirect", 100, OF_ALL, is_redirect_target },
	{ "awaited", 80, OF_NAVIGATIONS, is_awaited },
	{ "frame", 60, OF_REQUESTS, is_frame },
	{ "referer", 32, OF_PARTS, is_referred },
	{ "named", 32, OF_PARTS, is_named },
	{ "referer_origin", 16, OF_PARTS, is_referred_by_origin },
	{ "same_connection", 8, OF_REST, is_on_same_connection },
	{ "same_host", 4, OF_REST, is_of_same_host },
	{ "soon_after", 2, OF_REST, is_soon_after },
	{ NULL, 6, OF_PARTS, has_asked_beside },
	{ NULL, 4, OF_PARTS, is_referred_by_site },
	{ NULL, 1, OF_REST, is_loading },
	{ NULL, -10, OF_REST, has_maybe_left },
	{ NULL, -10, OF_PARTS, is_referred_elsewhere },
	{ NULL, -20, OF_REST, has_left },
	{ NULL, -30, OF_PARTS, is_not_answered },
	{ NULL, -100, OF_ALL, has_gone },
};

static unsigned
offered_is(const struct offered *offered)
{
	if (offered->request == NULL)
		return OF_CONNECTIONS;
	return offered->request->is_navigation ? OF_NAVIGATIONS : OF_PARTS;
}

/* All that can speak for a page. */
static int
offered_weight_max(const struct offered *offered)
{
	unsigned is = offered_is(offered);
	int most = 0;

	for (size_t i = 0; i < COUNT_OF(evidence); i++)
		if ((evidence[i].speaks & is) != 0 && evidence[i].weight > 0)
			most += evidence[i].weight;
	return most;
}

/* A page that goes on for ever is told as far as it came. */
static bool
page_is_full(const struct page *page)
{
	return page->request_count >= REQUESTS_MAX ||
	       page->connection_count >= CONNECTIONS_MAX;
}

struct weighed {
	int weight;
	const char *rule;
};

/* Above 0 where more speaks for the page than against it, and something does so.  What may
 * come to `may` and so to no more than `least` need not be weighed to its end. */
static struct weighed
page_weigh(const struct page *page, const struct offered *offered, int may, int least)
{
	unsigned is = offered_is(offered);
	struct weighed weighed = { 0 };

	if (page_is_full(page))
		return weighed;
	for (size_t i = 0; i < COUNT_OF(evidence) && weighed.weight + may > least; i++) {
		if ((evidence[i].speaks & is) == 0)
			continue;
		may -= MAX(evidence[i].weight, 0);
		if (!evidence[i].holds(page, offered))
			continue;
		weighed.weight += evidence[i].weight;
		if (weighed.rule == NULL)
			weighed.rule = evidence[i].rule;
	}
	return weighed.rule == NULL || weighed.weight <= least ? (struct weighed){ 0 }
							       : weighed;
}

/* Of two that weigh the same, the newer.  The page that the connection is on is weighed
 * first, for it mostly is the one, and few others can come to as much. */
struct page *
page_find(const struct offered *offered, const char **rule)
{
	struct page *own = offered->connection->page;
	struct weighed best = { 0 }, of_own = { 0 };
	int may = offered_weight_max(offered);
	struct page *page, *found = NULL;

	if (own != NULL)
		of_own = page_weigh(own, offered, may, 0);
	TAILQ_FOREACH_REVERSE(
	    page, &offered->connection->client->live_pages, page_list, of_client)
	{
		struct weighed weighed = page == own
					     ? of_own
					     : page_weigh(page, offered, may,
						   MAX(best.weight, of_own.weight - 1));

		if (weighed.weight <= best.weight)
			continue;
		best = weighed;
		found = page;
	}
	if (found != NULL)
		*rule = best.rule;
	return found;
}
