/* SPDX-License-Identifier: BSD-2-Clause */
/* A table of rules, tried in order, each on the newest page first; its name is told with
 * what it placed. */
#include "story/page-rules.h"
#include "base/clock.h"
#include "story/host.h"
#include "story/url.h"

enum {
	REFERERS_MAX = 256, /* requests of a page that a Referer is compared with */
	REQUESTS_MAX = 10000,
	CONNECTIONS_MAX = 2000
};

/* What follows on another host so soon after something of the page belongs to it; where
 * that host looks like another site's front door it must come sooner. */
#define SOON_NS (5 * NS_PER_S)
#define SOON_NS_OF_SITE (1500 * NS_PER_MS)
/* A page that is being loaded does not stay without connections for so long. */
#define LEFT_NS (250 * NS_PER_MS)
/* A frame is asked for while its page is still coming in. */
#define FRAME_NS (1 * NS_PER_S)

static struct bytes
url_without_fragment(struct bytes url)
{
	return bytes_first(url, bytes_index(url, '#'));
}

/* The last answer sent the browser there. */
static bool
is_redirect_target(const struct page *page, const struct offered *offered)
{
	struct bytes to = url_without_fragment(page->redirect_to);

	if (to.len == 0)
		return false;
	if (offered->request != NULL)
		return bytes_equal(offered->request->url, to);
	return bytes_start_with(to, BYTES("https:")) &&
	       bytes_equal_nocase(url_host(to), offered->host);
}

static bool
page_is_named(const struct page *page, struct bytes referer)
{
	return referer.len > 0 &&
	       bytes_equal(referer, url_without_fragment(page->final_url));
}

static bool
is_frame(const struct page *page, const struct offered *offered)
{
	const struct request *request = offered->request;

	return request != NULL && bytes_equal(request->method, BYTES("GET")) &&
	       page_is_named(page, request->referer) && page->open_count > 0 &&
	       clock_between(page->start_ns, offered->at_ns) < FRAME_NS;
}

/* Referer names the page, or something that the page loaded. */
static bool
is_referred(const struct page *page, const struct offered *offered)
{
	const struct request *request;
	struct bytes referer;
	int count = 0;

	if (offered->request == NULL || offered->request->referer.len == 0)
		return false;
	referer = offered->request->referer;
	if (page_is_named(page, referer))
		return true;
	TAILQ_FOREACH_REVERSE(request, &page->requests, request_list, entry)
	{
		if (bytes_equal(request->url, referer))
			return true;
		if (++count == REFERERS_MAX)
			break;
	}
	return false;
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

	if (page->how != NULL && strcmp(page->how, "tool") == 0 && page->open_count == 0)
		return true;
	for (uint32_t i = 0; i < page->connection_count; i++) {
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
	bool is_site =
	    host_is_front_door(offered->host) && !host_same_site(offered->host, page->host);

	/* A server sees one site: what else its visitor opens says nothing. */
	if (page->seen_from == SIDE_SERVER)
		return false;
	return page == TAILQ_LAST(&page->client->live_pages, page_list) &&
	       !page_is_dead(page) && !page_is_left(page, offered->at_ns) &&
	       page->start_ns <= offered->at_ns &&
	       clock_between(page->last_ns, offered->at_ns) <=
		   (is_site ? SOON_NS_OF_SITE : SOON_NS);
}

/* A page that goes on for ever is told as far as it came. */
static bool
page_is_full(const struct page *page)
{
	return page->request_count >= REQUESTS_MAX ||
	       page->connection_count >= CONNECTIONS_MAX;
}

struct page *
page_find(const struct offered *offered, const char **rule)
{
	static const struct {
		const char *name;
		bool of_navigations; /* holds for requests that ask for a page, too */
		bool (*accepts)(const struct page *, const struct offered *);
	} rules[] = {
		{ "redirect", true, is_redirect_target },
		{ "frame", true, is_frame },
		{ "referer", false, is_referred },
		{ "same_connection", false, is_on_same_connection },
		{ "same_host", false, is_of_same_host },
		{ "soon_after", false, is_soon_after },
	};
	bool navigates = offered->request != NULL && offered->request->is_navigation;
	struct client *client = offered->connection->client;
	struct page *page;

	for (size_t i = 0; i < COUNT_OF(rules); i++) {
		if (navigates && !rules[i].of_navigations)
			continue;
		TAILQ_FOREACH_REVERSE(page, &client->live_pages, page_list, of_client)
		{
			if (page_is_full(page) || !rules[i].accepts(page, offered))
				continue;
			*rule = rules[i].name;
			return page;
		}
	}
	return NULL;
}
