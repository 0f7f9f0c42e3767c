/* SPDX-License-Identifier: BSD-2-Clause */
/* No packet says which tab a page is in.  In the order of what tells most: a page that is
 * loaded again takes the place of itself; one that Referer names was followed from; one
 * whose requests the browser gave up just now was left for it.  Without any of them it may
 * be each that has all it asked for. */
#include "story/page-leave.h"
#include "base/clock.h"
#include "story/page-rules.h"
#include "story/pages.h"
#include "story/url.h"

/* Requests of the page that is left are given up when the next is asked for, or when its
 * answer comes. */
#define GIVEN_UP_NS (150 * NS_PER_MS)

enum { GIVEN_UP_MAX = 64 /* requests looked back at */ };

static bool
is_same_url(
    const struct page *page, const struct page *new_page, const struct request *request)
{
	(void)request;
	return strcmp(new_page->how, "reload") == 0 &&
	       bytes_equal(page->final_url, new_page->url);
}

static bool
is_referred(
    const struct page *page, const struct page *new_page, const struct request *request)
{
	(void)new_page;
	return page_is_referred(page, request);
}

static bool
is_referred_by_origin(
    const struct page *page, const struct page *new_page, const struct request *request)
{
	(void)new_page;
	return page_is_referred_by_origin(page, request);
}

/* The browser says that a page from there led to it, and not which. */
static bool
is_of_same_origin(
    const struct page *page, const struct page *new_page, const struct request *request)
{
	return request->is_of_origin &&
	       bytes_equal(url_origin(page->final_url), url_origin(new_page->url));
}

/* Its browser gave requests of it up just now, and kept the connection. */
static bool
has_given_up(
    const struct page *page, const struct page *new_page, const struct request *request)
{
	const struct request *other;
	int count = 0;

	(void)request;
	TAILQ_FOREACH_REVERSE(other, &page->requests, request_list, entry)
	{
		if (other->is_over && other->is_cut &&
		    clock_between(other->end_ns, new_page->start_ns) <= GIVEN_UP_NS)
			return true;
		if (++count == GIVEN_UP_MAX)
			break;
	}
	return false;
}

/* Any that is quiet: which, is not known.  A program is done with what it has. */
static void
pages_may_be_left(struct story *story, const struct page *new_page)
{
	struct page *page, *next;

	for (page = TAILQ_FIRST(&new_page->client->live_pages); page != NULL; page = next) {
		next = TAILQ_NEXT(page, of_client);
		if (page == new_page || page->open_count > 0)
			continue;
		if (page->is_of_tool)
			page_over(story, page);
		else if (page->left == PAGE_HERE && !new_page->is_of_tool)
			page_leave(story, page, PAGE_MAYBE_LEFT, new_page->start_ns);
	}
}

void
page_takes_tab(
    struct story *story, const struct page *new_page, const struct request *request)
{
	static const struct {
		enum page_left left;
		bool (*holds)(const struct page *, const struct page *new_page,
		    const struct request *);
	} rules[] = {
		{ PAGE_GONE, is_same_url },
		{ PAGE_LEFT, is_referred },
		{ PAGE_LEFT, is_referred_by_origin },
		{ PAGE_LEFT, has_given_up },
		{ PAGE_LEFT, is_of_same_origin },
	};
	struct page *page;

	for (size_t i = 0; i < COUNT_OF(rules) && !new_page->is_of_tool; i++) {
		TAILQ_FOREACH_REVERSE(
		    page, &new_page->client->live_pages, page_list, of_client)
		{
			if (page == new_page || page->left >= PAGE_LEAVING ||
			    !rules[i].holds(page, new_page, request))
				continue;
			page->leaves_as = rules[i].left;
			page->left_for = new_page->id;
			page_leave(story, page, PAGE_LEAVING, new_page->start_ns);
			return;
		}
	}
	pages_may_be_left(story, new_page);
}

/* There is nothing to show: 204 and 205 (RFC 9110 15.3.5), or a file to keep. */
static bool
request_is_shown(const struct request *request)
{
	return request->status != 204 && request->status != 205 && !request->is_download;
}

void
page_has_tab(
    struct story *story, const struct page *new_page, const struct request *request)
{
	struct page *page;

	TAILQ_FOREACH (page, &new_page->client->live_pages, of_client) {
		if (page->left != PAGE_LEAVING || page->left_for != new_page->id)
			continue;
		page_leave(story, page,
		    request_is_shown(request) ? page->leaves_as : PAGE_HERE,
		    request->first_byte_ns);
		return;
	}
}
