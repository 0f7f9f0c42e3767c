/* SPDX-License-Identifier: BSD-2-Clause */
/* HTTP Archive 1.2: log { version creator pages entries }. */
#include <netinet/in.h>
#include <stdlib.h>

#include "base/clock.h"
#include "config.h"
#include "export/har-parts.h"
#include "export/har.h"

/* The client's IPv4 address if it has one: people know their machines by it. */
static struct address
client_address_to_show(const struct client *client)
{
	for (uint32_t i = client->address_count; i-- > 0;)
		if (client->addresses[i].address.family == 4)
			return client->addresses[i].address;
	return client_address_now(client);
}

/* A URL of the page's chain of redirects, unless the one before it was the same. */
static void
add_url(struct json *json, struct bytes *last, struct bytes url)
{
	if (url.len == 0 || bytes_equal(*last, url))
		return;
	json_text(json, NULL, url);
	*last = url;
}

static void
page_urls_to_json(struct json *json, const struct page *page)
{
	struct bytes last = { 0 };

	json_list(json, "_urls");
	add_url(json, &last, page->url);
	for (uint32_t i = 0; i < page->redirect_count; i++) {
		add_url(json, &last, page->redirects[i].url);
		add_url(json, &last, page->redirects[i].to);
	}
	add_url(json, &last, page->final_url);
	json_list_end(json);
}

static void
page_to_har(struct json *json, const struct page *page)
{
	struct address client = client_address_to_show(page->client);
	char text[CLOCK_TEXT_SIZE];
	char id[HAR_ID_SIZE];

	json_object(json, NULL);
	json_word(json, "startedDateTime", clock_date(page->start_ns, HAR_DECIMALS, text));
	json_word(json, "id", har_page_id(page, id));
	json_text(json, "title", page->url);
	json_object(json, "pageTimings");
	json_signed(json, "onContentLoad", -1);
	if (page->loaded_ns == 0)
		json_signed(json, "onLoad", -1);
	else
		json_milliseconds(
		    json, "onLoad", clock_between(page->start_ns, page->loaded_ns));
	json_object_end(json);
	if (client.family != 0)
		json_address(json, "_client", client);
	page_urls_to_json(json, page);
	json_object_end(json);
}

/* Viewers want a page; requests that have none, and are alone, get one without a URL. */
static void
no_page_to_har(struct json *json, uint64_t start_ns)
{
	char text[CLOCK_TEXT_SIZE];

	json_object(json, NULL);
	json_word(json, "startedDateTime", clock_date(start_ns, HAR_DECIMALS, text));
	json_word(json, "id", "page_0");
	json_word(json, "title", "requests of no page");
	json_object(json, "pageTimings");
	json_signed(json, "onContentLoad", -1);
	json_signed(json, "onLoad", -1);
	json_object_end(json);
	json_object_end(json);
}

static void
pages_to_har(struct json *json, const struct story *story,
    const struct selection *selection, const struct har_entry *first)
{
	const struct page *page;
	bool has_page = false;

	json_list(json, "pages");
	TAILQ_FOREACH (page, story_pages(story), entry) {
		if (!selection_has_page(selection, page))
			continue;
		page_to_har(json, page);
		has_page = true;
	}
	if (!has_page && first != NULL)
		no_page_to_har(json, first->start_ns);
	json_list_end(json);
}

static void
creator_to_har(struct json *json)
{
	json_object(json, "creator");
	json_word(json, "name", "webflow");
	json_word(json, "version", PACKAGE_VERSION);
	json_object_end(json);
}

void
story_to_har(struct buffer *buffer, const struct story *story,
    const struct selection *selection, enum secrets secrets)
{
	struct json json = json_to(buffer);
	struct har_entry *entries;
	size_t count = har_entries(story, selection, &entries);

	json_object(&json, NULL);
	json_object(&json, "log");
	json_word(&json, "version", "1.2");
	creator_to_har(&json);
	pages_to_har(&json, story, selection, count > 0 ? &entries[0] : NULL);
	json_list(&json, "entries");
	for (size_t i = 0; i < count; i++)
		har_entry_to_json(&json, &entries[i], secrets);
	json_list_end(&json);
	json_object_end(&json);
	json_object_end(&json);
	buffer_add_char(buffer, '\n');
	free(entries);
}
