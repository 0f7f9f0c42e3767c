/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/page-hsts.h"
#include "story/client.h"
#include "story/page-parts.h"
#include "story/url.h"

static void
page_add_hsts(struct page *page, struct bytes http_url, const struct request *request,
    const struct hsts_host *known, const char *ground)
{
	struct redirect *redirect = page_add_redirect(page);

	*redirect = (struct redirect){
		.url = http_url,
		.to = arena_copy(&page->arena, request->url),
		.why = "hsts",
		.at_ns = request->start_ns,
		.is = { .certainty = CERTAINTY_INFERRED, .rule = "hsts" },
	};
	redirect->is.reason = arena_format(&page->arena,
	    "the browser remembered Strict-Transport-Security of %.*s: %s",
	    (int)known->host.len, known->host.at, ground);
	frame_list_add(&redirect->is.frames, known->frame);
	frame_list_add(&redirect->is.frames, request->frame);
}

void
page_begins_secure(struct page *page, const struct request *request)
{
	const struct hsts *hsts = &page->client->hsts;
	struct bytes host = url_host(request->url);
	const struct hsts_host *known;

	if (page->how == NULL || strcmp(page->how, "reload") == 0 ||
	    request->referer.len > 0 || !bytes_start_with(request->url, BYTES("https:")) ||
	    !hsts_was_http(hsts, host))
		return;
	known = hsts_find(hsts, host, request->start_ns);
	if (known != NULL)
		page_add_hsts(page,
		    arena_format(&page->arena, "http%.*s",
			(int)MIN(request->url.len - strlen("https"), (size_t)4096),
			request->url.at + strlen("https")),
		    request, known,
		    "this host was asked over http before, and nothing went there now");
}

void
page_goes_secure(struct page *page, struct bytes http_url, const struct request *request)
{
	const struct hsts_host *known =
	    hsts_find(&page->client->hsts, url_host(http_url), request->start_ns);

	if (known != NULL && bytes_start_with(http_url, BYTES("http:")) &&
	    bytes_start_with(request->url, BYTES("https:")))
		page_add_hsts(page, http_url, request, known,
		    "it was sent to http and asked over https");
}
