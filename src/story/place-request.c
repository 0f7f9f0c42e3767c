/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/place-request.h"
#include "story/host.h"
#include "story/navigation.h"
#include "story/page-hsts.h"
#include "story/page-leave.h"
#include "story/page-parts.h"
#include "story/page-rules.h"
#include "story/page-urls.h"
#include "story/pages.h"
#include "story/url.h"

enum {
	POLLS_MIN = 3, /* for the same URL before it is one */
	OVER_MAX = 64, /* pages that are over looked back at */
	STATUS_NOT_MODIFIED = 304,
};

/* The page is this request's: how it came about, and in whose place. */
static void
page_begins_with(struct story *story, struct page *page, struct request *request,
    const struct list *headers)
{
	page_set_how(page, request, headers);
	page_begins_secure(page, request);
	page_takes_tab(story, page, request);
}

static struct page *
page_of_request(struct story *story, struct request *request, struct bytes host,
    const struct list *headers)
{
	struct connection *connection = request->connection;
	struct page *page = page_new(
	    story, connection, connection->client, request->url, host, request->start_ns);

	page_begins_with(story, page, request, headers);
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
	page->is_read = false;
}

/* The same URL again and again: the page waits for it no longer. */
static bool
request_is_poll(const struct request *request)
{
	const struct page_url *url = page_url_find(request->page, request->url_hash);

	return !request->is_navigation && url != NULL && url->asked_count > POLLS_MIN;
}

/* A frame's URL is where its parts come from; of a frame from another site its origin is
 * all that they say of it elsewhere. */
static void
page_ask(struct story *story, struct page *page, struct request *request)
{
	page_add_asked(page, request->url_hash, request);
	page_add_asked(page, request->folder_hash, request);
	if (strcmp(request->role, "frame") == 0 &&
	    !bytes_equal(url_origin(request->url), url_origin(page->final_url))) {
		struct buffer front = { 0 };

		url_resolve(&front, request->url, BYTES("/"));
		page_add_asked(page, url_hash(story, buffer_bytes(&front)), request);
		buffer_clear(&front);
	}
}

/* A page that names what is asked for tells no more than where it came from, and that to
 * its own site. */
static bool
page_cuts_referer(const struct page *page, const struct request *request)
{
	const struct page_url *url = page_url_find(page, request->url_hash);

	return request->referer.len > 0 && url != NULL && url->named_by == page->document &&
	       page->document != NULL && url_is_origin(request->referer) &&
	       !url_is_origin(page->final_url) &&
	       bytes_equal(url_origin(request->referer), url_origin(request->url)) &&
	       bytes_equal(url_origin(request->referer), url_origin(page->final_url));
}

/* On this page from now on. */
static void
page_take(struct story *story, struct page *page, struct request *request,
    struct bytes host, const char *rule, uint64_t at_ns)
{
	page_add_connection(story, page, request->connection, host, at_ns);
	page_add_request(page, request, rule);
	if (page_cuts_referer(page, request))
		page->tells = TELLS_ORIGIN;
	page_ask(story, page, request);
}

/* A page that polls is over when nothing else comes, and goes on polling: the page, where
 * it is kept; NULL: there is none. */
static struct page *
page_still_polling(const struct story *story, const struct request *request)
{
	struct page *page;
	int count = 0;

	TAILQ_FOREACH_REVERSE(page, &story->pages, page_list, entry)
	{
		const struct page_url *url = page_url_find(page, request->url_hash);

		if (page->is_over && page->client == request->connection->client &&
		    url != NULL && url->asked_count >= POLLS_MIN &&
		    page_is_referred(page, request) &&
		    page_holds(page, request->connection))
			return page;
		if (++count == OVER_MAX)
			break;
	}
	return NULL;
}

static void
page_let_be(struct story *story, struct request *request)
{
	struct page *page;

	if (story->options.keep != STORY_KEEP_ALL)
		return;
	page = request->is_navigation ? NULL : page_still_polling(story, request);
	if (page == NULL) {
		TAILQ_INSERT_TAIL(&story->other_requests, request, entry);
		return;
	}
	page_add_request(page, request, "referer");
	page_ask(story, page, request);
	request->role = "poll";
	page_place_stream(request);
}

/* Asked by a browser or a system of its own accord: nobody waits for a page. */
static bool
request_is_chatter(const struct request *request)
{
	return host_is_chatter(host_of_authority(request->host)) ||
	       (request->referer.len == 0 && target_is_probe(request->target));
}

/* Which rules find the page that a request is the document of. */
static bool
rule_finds_document(const char *rule)
{
	return strcmp(rule, "redirect") == 0 || strcmp(rule, "awaited") == 0;
}

void
page_place_request(struct story *story, struct request *request, const struct list *headers,
    uint64_t at_ns)
{
	struct offered offered = { request->connection, request,
		host_of_authority(request->host), at_ns };
	const char *rule = NULL;
	struct page *page;
	bool is_document;

	request->referer_is_cut = referer_is_cut(request->connection->client, request);
	page = page_find(&offered, &rule);
	is_document = (request->is_navigation || (request->is_call && page == NULL)) &&
		      (page == NULL || rule_finds_document(rule));

	if (page == NULL && is_document && !request_is_chatter(request)) {
		page = page_of_request(story, request, offered.host, headers);
		rule = "navigation";
	}
	if (page == NULL) {
		page_let_be(story, request);
		return;
	}
	if (strcmp(rule, "awaited") == 0) {
		page->url = arena_copy(&page->arena, request->url);
		page_begins_with(story, page, request, headers);
	}
	if (request->is_navigation && !is_document)
		request->role = "frame";
	page_take(story, page, request, offered.host, rule, at_ns);
	if (is_document) {
		page_goes_secure(page, page->redirect_to, request);
		page_take_document(page, request);
	}
	if (request_is_poll(request)) {
		request->role = "poll";
		page_place_stream(request);
		return;
	}
	page_touch(story, page, at_ns);
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
	struct redirect *redirect = page_add_redirect(page);
	struct buffer to = { 0 };

	url_resolve(&to, request->url, request->location);
	*redirect = (struct redirect){
		.url = request->url,
		.to = arena_copy(&page->arena, buffer_bytes(&to)),
		.status = request->status,
		.why = "http",
		.at_ns = at_ns,
	};
	buffer_clear(&to);
	frame_list_add(&redirect->is.frames, request->response_frame);
	page->redirect_to = redirect->to;
	if (bytes_start_with(redirect->url, BYTES("http:")) &&
	    bytes_start_with(redirect->to, BYTES("https:")))
		hsts_learn_http(&page->client->hsts, url_host(redirect->url));
}

/* A request that said little of itself was answered with a document. */
static void
page_promote(struct story *story, struct request *request)
{
	static const struct list no_headers = { 0 };
	struct bytes host = host_of_authority(request->host);
	struct page *page;

	if (!bytes_equal(request->method, BYTES("GET")) || request->url.len == 0 ||
	    request->says_purpose || !bytes_start_with(request->mime, BYTES("text/html")) ||
	    request_is_chatter(request))
		return;
	if (story->options.keep == STORY_KEEP_ALL)
		TAILQ_REMOVE(&story->other_requests, request, entry);
	page = page_of_request(story, request, host, &no_headers);
	page_take(story, page, request, host, "answered_with_html", request->start_ns);
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

/* What was not sent again says what it said before. */
static void
page_take_up(struct page *page)
{
	struct page *before;

	TAILQ_FOREACH_REVERSE(before, &page->client->live_pages, page_list, of_client)
	{
		if (before->left_for == page->id && before->leaves_as == PAGE_GONE &&
		    bytes_equal(before->final_url, page->final_url)) {
			page_inherit_urls(page, before);
			page->is_read = before->is_read;
			return;
		}
	}
}

static void
document_answered(
    struct story *story, struct page *page, const struct request *request, uint64_t at_ns)
{
	page->status = request->status;
	page->first_byte_ns = request->first_byte_ns;
	page->tells = request->tells;
	if (request->status == STATUS_NOT_MODIFIED)
		page_take_up(page);
	page_has_tab(story, page, request);
	if (status_redirects(request->status) && request->location.len > 0)
		page_redirect(page, request, at_ns);
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
	if (request == page->document)
		document_answered(story, page, request, at_ns);
	else if (status_redirects(request->status) && request->location.len > 0)
		page_add_links(story, page, request, &LIST_OF(&request->location, 1));
	if (!request->is_stream)
		page_touch(story, page, at_ns);
}

void
page_place_body(
    struct story *story, struct request *request, const struct event_http_body *body)
{
	struct page *page = request->page;

	page->bytes += body->bytes;
	page_add_links(story, page, request, &body->links);
	if (request == page->document && body->complete && body->bytes > 0)
		page->is_read = bytes_start_with(request->mime, BYTES("text/html"));
}
