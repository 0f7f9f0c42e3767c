/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "base/clock.h"
#include "base/die.h"
#include "story/asks.h"
#include "story/claim.h"
#include "story/clients.h"
#include "story/connections.h"
#include "story/delegations.h"
#include "story/dhcp-events.h"
#include "story/dns-events.h"
#include "story/findings.h"
#include "story/flow-events.h"
#include "story/icmp-events.h"
#include "story/link-events.h"
#include "story/pages.h"
#include "story/request.h"
#include "story/sightings.h"
#include "story/story.h"
#include "story/tables.h"

/* How often it is looked what is over, in the capture's time. */
#define CHECK_NS (100 * NS_PER_MS)
/* A question without an answer for so long has none; at the capture's end, so long. */
#define ANSWER_WAIT_NS (15 * NS_PER_S)
#define ANSWER_WAIT_END_NS (3 * NS_PER_S)

struct story *
story_new(const struct story_options *options)
{
	struct story *story = alloc_zeroed(1, sizeof(*story));

	story->options = *options;
	TAILQ_INIT(&story->clients);
	TAILQ_INIT(&story->clients_recent);
	TAILQ_INIT(&story->claim_order);
	TAILQ_INIT(&story->lookups);
	TAILQ_INIT(&story->waiting);
	TAILQ_INIT(&story->walking);
	TAILQ_INIT(&story->connections);
	TAILQ_INIT(&story->trails);
	TAILQ_INIT(&story->pages);
	TAILQ_INIT(&story->asks);
	TAILQ_INIT(&story->live_pages);
	TAILQ_INIT(&story->other_requests);
	TAILQ_INIT(&story->findings);
	return story;
}

static uint32_t
story_other(struct story *story, const struct event *event)
{
	struct client *client = client_find(story, event->src);

	if (client == NULL)
		client = client_find(story, event->dst);
	return client_number(client);
}

static void
story_check(struct story *story)
{
	story->checked_ns = story->now_ns;
	asks_expire(story);
	pages_expire(story);
	lookups_give_up(story, ANSWER_WAIT_NS);
	clients_expire(story);
}

uint32_t
story_add_event(struct story *story, const struct event *event)
{
	static uint32_t (*const takes[EVENT_KIND_COUNT])(
	    struct story *, const struct event *) = {
		[EVENT_ARP] = story_arp,
		[EVENT_NDP] = story_ndp,
		[EVENT_ICMP] = story_icmp,
		[EVENT_ICMP_ERROR] = story_icmp_error,
		[EVENT_DHCP] = story_dhcp,
		[EVENT_DHCPV6] = story_other,
		[EVENT_DNS] = story_dns,
		[EVENT_WARNING] = story_other,
	};

	story->now_ns = MAX(story->now_ns, event->at_ns);
	if (clock_between(story->checked_ns, story->now_ns) >= CHECK_NS)
		story_check(story);
	if (takes[event->kind] != NULL)
		return takes[event->kind](story, event);
	return story_flow(story, event);
}

void
story_end(struct story *story)
{
	struct page *page;

	lookups_give_up(story, ANSWER_WAIT_END_NS);
	if (story->counts.clients == 0)
		askers_become_clients(story);
	asks_end(story);
	while ((page = TAILQ_FIRST(&story->live_pages)) != NULL)
		page_over(story, page);
	/* Of pages that were over earlier, the ends of their connections are known now. */
	if (story->options.keep == STORY_KEEP_ALL)
		TAILQ_FOREACH (page, &story->pages, entry)
			page_settle(story, page, &page->arena);
}

void
story_settle_page(struct story *story, const struct page *told)
{
	struct page *page = (struct page *)(uintptr_t)told;

	page_settle(story, page, &page->arena);
}

const struct page *
story_page_so_far(struct story *story, const struct page *live, struct arena *arena)
{
	return page_so_far(story, live, arena);
}

void
story_let_page_go(struct story *story, const struct page *told)
{
	page_free(story, (struct page *)(uintptr_t)told);
}

void
story_free(struct story *story)
{
	struct page *page;
	struct connection *connection;
	struct request *request;
	struct client *client;

	if (story == NULL)
		return;
	story->options.keep = STORY_KEEP_LIVE;
	story->options.receiver = (struct story_receiver){ 0 };
	while ((request = TAILQ_FIRST(&story->other_requests)) != NULL) {
		TAILQ_REMOVE(&story->other_requests, request, entry);
		if (!request->is_over)
			TAILQ_REMOVE(&request->connection->open, request, of_connection);
		request_free(request);
	}
	while ((page = TAILQ_FIRST(&story->pages)) != NULL)
		page_free(story, page);
	while ((connection = TAILQ_FIRST(&story->connections)) != NULL)
		connection_free(story, connection);
	while ((client = TAILQ_FIRST(&story->clients)) != NULL)
		client_free(story, client);
	findings_clear(story);
	claims_clear(story);
	sightings_clear(story);
	delegations_clear(story);
	pool_clear(&story->connection_pool);
	pool_clear(&story->page_pool);
	pool_clear(&story->lookup_pool);
	free(story->scratch.drafts);
	arena_clear(&story->scratch.told);
	map_clear(&story->clients_by_address);
	map_clear(&story->clients_by_mac);
	map_clear(&story->connections_by_flow);
	free(story);
}

const struct client_list *
story_clients(const struct story *story)
{
	return &story->clients;
}

const struct page_list *
story_pages(const struct story *story)
{
	return &story->pages;
}

const struct connection_list *
story_connections(const struct story *story)
{
	return &story->connections;
}

const struct lookup_list *
story_lookups(const struct story *story)
{
	return &story->lookups;
}

const struct request_list *
story_other_requests(const struct story *story)
{
	return &story->other_requests;
}

const struct finding_list *
story_findings(const struct story *story)
{
	return &story->findings;
}

struct story_counts
story_counts(const struct story *story)
{
	struct story_counts counts = story->counts;

	counts.clients -= story->untold.clients;
	counts.pages -= story->untold.pages;
	counts.connections -= story->untold.connections;
	counts.lookups -= story->untold.lookups;
	return counts;
}

const struct trail_list *
story_trails(const struct story *story)
{
	return &story->trails;
}
