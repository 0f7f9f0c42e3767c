/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/pages.h"
#include "base/clock.h"
#include "base/die.h"
#include "story/connections.h"
#include "story/findings-page.h"
#include "story/findings.h"
#include "story/page-judge.h"
#include "story/page-parts.h"
#include "story/page-path.h"
#include "story/page-steps.h"
#include "story/page-verdict.h"

/* A page is over after so long without anything of it (ARCHITECTURE, "When a page begins
 * and ends"), and however long an answer takes, after an hour of silence. */
#define PAGE_SILENT_NS (5 * NS_PER_S)
#define PAGE_PATIENCE_NS (3600 * NS_PER_S)
/* Of a page that was left little more comes, and what it waits for it will not get. */
#define PAGE_LEFT_NS (2 * NS_PER_S)

enum {
	PAGES_MAX = 20000, /* live ones */
	CLIENT_PAGES_MAX = 64,
	PAGE_SIZE = 2048 /* of its first block */
};

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
page_leave(struct story *story, struct page *page, enum page_left left, uint64_t at_ns)
{
	page->left = left;
	if (page->is_over || left < PAGE_LEFT)
		return;
	/* The others wait behind it for no longer than that. */
	page->check_ns = at_ns + PAGE_LEFT_NS;
	TAILQ_REMOVE(&story->live_pages, page, live);
	TAILQ_INSERT_HEAD(&story->live_pages, page, live);
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
	const struct story_receiver *receiver = &story->options.receiver;
	struct request *request;
	struct arena arena;

	if (receiver->page_gone != NULL)
		receiver->page_gone(receiver->receiver, page);
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
	findings_free_page(story, page);
	TAILQ_REMOVE(&story->pages, page, entry);
	arena = page->arena;
	pool_give(&story->page_pool, arena);
}

void
page_settle(struct story *story, struct page *page, struct arena *arena)
{
	page_judge(page);
	page_make_steps(&story->scratch, page, arena);
	page_make_path(page, arena);
	page_make_verdict(page, arena);
	findings_of_page(story, page);
}

const struct page *
page_so_far(struct story *story, const struct page *live, struct arena *arena)
{
	struct page *copy = arena_alloc(arena, sizeof(*copy));

	*copy = *live;
	copy->arena = *arena; /* what is judged lies there, too */
	page_judge(copy);
	copy->failure = FAILURE_NONE; /* what is missing may still come */
	*arena = copy->arena;
	copy->arena = (struct arena){ 0 };
	page_make_steps(&story->scratch, copy, arena);
	page_make_path(copy, arena);
	page_make_verdict(copy, arena);
	return copy;
}

void
page_retire(struct story *story, struct page *page)
{
	page_add_waiting(story, page);
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
}

void
page_over(struct story *story, struct page *page)
{
	const struct story_receiver *receiver = &story->options.receiver;
	bool is_kept = story->options.keep != STORY_KEEP_LIVE;

	page_retire(story, page);
	page_settle(story, page, is_kept ? &page->arena : &story->scratch.told);
	client_remember_url(page->client, page->final_url);
	if (receiver->page_over != NULL)
		receiver->page_over(receiver->receiver, story, page);
	if (is_kept)
		return;
	page_free(story, page);
	arena_reset(&story->scratch.told);
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
	TAILQ_INIT(&page->findings);
	TAILQ_INSERT_TAIL(&story->pages, page, entry);
	TAILQ_INSERT_TAIL(&story->live_pages, page, live);
	TAILQ_INSERT_TAIL(&client->live_pages, page, of_client);
	story->live_page_count++;
	client->live_page_count++;
	page_add_host(page, host);
	page_touch(story, page, at_ns);
	if (story->options.receiver.page_begun != NULL)
		story->options.receiver.page_begun(story->options.receiver.receiver, page);
	return page;
}

void
pages_expire(struct story *story)
{
	struct page *page;

	while ((page = TAILQ_FIRST(&story->live_pages)) != NULL &&
	       page->check_ns < story->now_ns) {
		if (page->open_count > 0 && page->left < PAGE_LEFT &&
		    clock_between(page->last_ns, story->now_ns) < PAGE_PATIENCE_NS) {
			page->check_ns = story->now_ns + PAGE_SILENT_NS;
			TAILQ_REMOVE(&story->live_pages, page, live);
			TAILQ_INSERT_TAIL(&story->live_pages, page, live);
			continue;
		}
		page_over(story, page);
	}
}
