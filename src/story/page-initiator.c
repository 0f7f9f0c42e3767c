/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/page-initiator.h"
#include "story/page-urls.h"

/* It had begun to come when the other was asked for. */
static bool
led_to(const struct request *earlier, const struct request *request)
{
	return earlier != NULL && earlier != request && earlier->first_byte_ns != 0 &&
	       earlier->first_byte_ns <= request->start_ns;
}

static struct request *
request_initiator(const struct page *page, const struct request *request)
{
	const struct page_url *named = page_url_find(page, request->url_hash);
	const struct page_url *referred = page_url_find(page, request->referer_hash);

	if (request == page->document)
		return NULL;
	if (named != NULL && led_to(named->named_by, request))
		return named->named_by;
	if (referred != NULL && led_to(referred->asked, request))
		return referred->asked;
	return led_to(page->document, request) ? page->document : NULL;
}

/* Each hop of a chain of redirects led to the next. */
static void
find_chain(struct page *page)
{
	struct request *request, *before = NULL;

	TAILQ_FOREACH (request, &page->requests, entry) {
		if (strcmp(request->role, "document") != 0)
			continue;
		request->initiator = before;
		before = request;
	}
}

void
page_find_initiators(struct page *page)
{
	struct request *request;

	TAILQ_FOREACH (request, &page->requests, entry)
		request->initiator = request_initiator(page, request);
	find_chain(page);
}
