/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/page-urls.h"
#include "story/url.h"

enum { URLS_MIN = 16, URLS_MAX = 2048 /* slots, powers of two */ };

uint64_t
url_hash(const struct story *story, struct bytes url)
{
	if (url.len == 0)
		return 0;
	return hash_bytes(&story->options.hash_key, url_without_fragment(url)) | 1;
}

/* Its slot, or the free one where it would stand. */
static struct page_url *
page_url_slot(const struct page *page, uint64_t hash)
{
	uint32_t mask = page->url_slots - 1;
	uint32_t at = (uint32_t)(hash >> 32) & mask;

	while (page->urls[at].hash != 0 && page->urls[at].hash != hash)
		at = (at + 1) & mask;
	return &page->urls[at];
}

const struct page_url *
page_url_find(const struct page *page, uint64_t hash)
{
	const struct page_url *url;

	if (page->url_slots == 0 || hash == 0)
		return NULL;
	url = page_url_slot(page, hash);
	return url->hash == 0 ? NULL : url;
}

/* The old table stays in the page's arena: all of them together are as large as the new. */
static void
page_urls_grow(struct page *page)
{
	struct page_url *old = page->urls;
	uint32_t old_slots = page->url_slots;

	page->url_slots = old_slots == 0 ? URLS_MIN : old_slots * 2;
	page->urls = arena_array(&page->arena, page->url_slots, sizeof(*page->urls));
	for (uint32_t i = 0; i < old_slots; i++)
		if (old[i].hash != 0)
			*page_url_slot(page, old[i].hash) = old[i];
}

/* NULL: there is no more room. */
static struct page_url *
page_url_get(struct page *page, uint64_t hash)
{
	struct page_url *url;

	if (hash == 0)
		return NULL;
	if (page->url_slots == 0)
		page_urls_grow(page);
	url = page_url_slot(page, hash);
	if (url->hash != 0)
		return url;
	if (page->url_count >= page->url_slots / 4 * 3) {
		if (page->url_slots >= URLS_MAX)
			return NULL;
		page_urls_grow(page);
		url = page_url_slot(page, hash);
	}
	page->url_count++;
	url->hash = hash;
	return url;
}

void
page_add_asked(struct page *page, uint64_t hash, struct request *request)
{
	struct page_url *url = page_url_get(page, hash);

	if (url == NULL)
		return;
	if (url->asked == NULL)
		url->asked = request;
	url->asked_count++;
}

/* Hosts stand beside the URLs as "//name". */
static uint64_t
host_hash(const struct story *story, struct bytes host)
{
	struct buffer key = { 0 };
	uint64_t hash;

	buffer_add(&key, BYTES("//"));
	buffer_add(&key, host);
	hash = url_hash(story, buffer_bytes(&key));
	buffer_clear(&key);
	return hash;
}

bool
page_names_host(const struct story *story, const struct page *page, struct bytes host)
{
	return page->url_slots > 0 && page_url_find(page, host_hash(story, host)) != NULL;
}

static void
page_add_named(struct page *page, uint64_t hash, struct request *by)
{
	struct page_url *url = page_url_get(page, hash);

	if (url != NULL && url->named_by == NULL)
		url->named_by = by;
}

void
page_add_links(const struct story *story, struct page *page, struct request *by,
    const struct list *links)
{
	const struct bytes *items = links->items;
	struct buffer whole = { 0 };

	for (size_t i = 0; i < links->count; i++) {
		struct bytes host;

		whole.len = 0;
		url_resolve(&whole, by->url, items[i]);
		page_add_named(page, url_hash(story, buffer_bytes(&whole)), by);
		host = url_host(buffer_bytes(&whole));
		if (!bytes_equal(host, page->host))
			page_add_named(page, host_hash(story, host), by);
	}
	buffer_clear(&whole);
}

void
page_inherit_urls(struct page *page, const struct page *from)
{
	for (uint32_t i = 0; i < from->url_slots; i++) {
		struct page_url *url;

		if (from->urls[i].named_by == NULL)
			continue;
		url = page_url_get(page, from->urls[i].hash);
		if (url != NULL)
			url->named_by = page->document;
	}
}
