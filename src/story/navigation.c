/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/navigation.h"
#include "base/clock.h"
#include "story/client.h"
#include "story/url.h"

struct bytes
header_find(const struct list *headers, struct bytes name)
{
	const struct pair *pairs = headers->items;

	for (size_t i = 0; i < headers->count; i++)
		if (bytes_equal_nocase(pairs[i].name, name))
			return pairs[i].value;
	return (struct bytes){ 0 };
}

/* Programs that fetch one URL and stop, by the beginning of their User-Agent. */
static bool
agent_is_tool(struct bytes agent)
{
	static const char *const tools[] = { "curl/", "Wget", "HTTPie/", "python-requests/",
		"Python-urllib", "Go-http-client", "libwww-perl", "aria2/", "Lynx/",
		"Links", "w3m/", "ELinks", "fetch", "nghttp2", "h2load", "okhttp/" };

	for (size_t i = 0; i < COUNT_OF(tools); i++)
		if (bytes_start_with(agent, bytes_of_string(tools[i])))
			return true;
	return false;
}

static bool
method_may_navigate(struct bytes method)
{
	return bytes_equal(method, BYTES("GET")) || bytes_equal(method, BYTES("POST"));
}

/* A destination that is a document of its own, not a part of one. */
static bool
destination_is_page(struct bytes destination)
{
	return destination.len == 0 || bytes_equal(destination, BYTES("document"));
}

static bool
request_is_navigation(const struct request *request, const struct list *headers)
{
	struct bytes mode = header_find(headers, BYTES("sec-fetch-mode"));

	if (!method_may_navigate(request->method) || request->url.len == 0 ||
	    request->is_aside)
		return false;
	if (mode.len > 0)
		return bytes_equal(mode, BYTES("navigate")) &&
		       destination_is_page(header_find(headers, BYTES("sec-fetch-dest")));
	if (header_find(headers, BYTES("x-requested-with")).len > 0)
		return false;
	if (header_find(headers, BYTES("upgrade-insecure-requests")).len > 0)
		return true;
	if (agent_is_tool(request->user_agent))
		return request->referer.len == 0;
	return bytes_start_with(request->accept, BYTES("text/html"));
}

/* The path without its query, for its ending. */
static struct bytes
target_path(struct bytes target)
{
	return bytes_first(target, bytes_index(target, '?'));
}

static const char *
role_of_destination(struct bytes destination)
{
	static const struct {
		const char *destination, *role;
	} roles[] = {
		{ "document", "document" },
		{ "iframe", "frame" },
		{ "frame", "frame" },
		{ "style", "style" },
		{ "script", "script" },
		{ "image", "image" },
		{ "font", "font" },
		{ "video", "media" },
		{ "audio", "media" },
		{ "empty", "xhr" },
	};

	for (size_t i = 0; i < COUNT_OF(roles); i++)
		if (bytes_equal(destination, bytes_of_string(roles[i].destination)))
			return roles[i].role;
	return NULL;
}

static const char *
role_of_path(struct bytes path)
{
	static const struct {
		const char *ending, *role;
	} roles[] = {
		{ ".css", "style" },
		{ ".js", "script" },
		{ ".mjs", "script" },
		{ ".png", "image" },
		{ ".jpg", "image" },
		{ ".jpeg", "image" },
		{ ".gif", "image" },
		{ ".webp", "image" },
		{ ".svg", "image" },
		{ ".ico", "image" },
		{ ".woff", "font" },
		{ ".woff2", "font" },
		{ ".ttf", "font" },
		{ ".mp4", "media" },
		{ ".webm", "media" },
		{ ".mp3", "media" },
		{ ".json", "xhr" },
	};

	if (bytes_end_with(path, BYTES("/favicon.ico")))
		return "favicon";
	for (size_t i = 0; i < COUNT_OF(roles); i++)
		if (bytes_end_with(path, bytes_of_string(roles[i].ending)))
			return roles[i].role;
	return NULL;
}

static const char *
request_role(const struct request *request, const struct list *headers)
{
	const char *by_path = role_of_path(target_path(request->target));
	const char *role =
	    role_of_destination(header_find(headers, BYTES("sec-fetch-dest")));

	if (by_path != NULL && strcmp(by_path, "favicon") == 0)
		return by_path;
	if (role != NULL)
		return role;
	if (request->is_navigation)
		return "document";
	if (header_find(headers, BYTES("x-requested-with")).len > 0)
		return "xhr";
	if (bytes_start_with(request->accept, BYTES("text/css")))
		return "style";
	if (bytes_start_with(request->accept, BYTES("image/")))
		return "image";
	if (bytes_start_with(request->accept, BYTES("text/event-stream")) ||
	    bytes_start_with(request->accept, BYTES("application/json")))
		return "xhr";
	return by_path != NULL ? by_path : "other";
}

/* gRPC over HTTP/2, which browsers do not speak: they speak gRPC-Web. */
static bool
request_is_call(const struct request *request, const struct list *headers)
{
	struct bytes type = header_find(headers, BYTES("content-type"));

	return bytes_start_with(type, BYTES("application/grpc")) &&
	       !bytes_start_with(type, BYTES("application/grpc-web")) &&
	       request->referer.len == 0 && header_find(headers, BYTES("origin")).len == 0;
}

/* Fetched in case that it is wanted, or told to a server that has nothing to answer. */
static bool
request_is_aside(const struct request *request, const struct list *headers)
{
	static const struct {
		const char *name, *value;
	} says[] = {
		{ "sec-purpose", "prefetch" },
		{ "purpose", "prefetch" },
		{ "x-moz", "prefetch" },
		{ "content-type", "text/ping" },
	};

	for (size_t i = 0; i < COUNT_OF(says); i++)
		if (bytes_start_with(header_find(headers, bytes_of_string(says[i].name)),
			bytes_of_string(says[i].value)))
			return true;
	/* As navigator.sendBeacon() asks. */
	return bytes_equal(request->method, BYTES("POST")) &&
	       bytes_equal(header_find(headers, BYTES("sec-fetch-dest")), BYTES("empty")) &&
	       bytes_equal(header_find(headers, BYTES("sec-fetch-mode")), BYTES("no-cors"));
}

/* The last of the policies that is known here counts (Referrer Policy 8.1); those that tell
 * all within a site are the common case. */
static enum tells
policy_tells(struct bytes policies)
{
	static const struct {
		const char *policy;
		enum tells tells;
	} policies_known[] = {
		{ "no-referrer", TELLS_NOTHING },
		{ "origin", TELLS_ORIGIN },
		{ "strict-origin", TELLS_ORIGIN },
		{ "same-origin", TELLS_ALL },
		{ "unsafe-url", TELLS_ALL },
		{ "no-referrer-when-downgrade", TELLS_ALL },
		{ "origin-when-cross-origin", TELLS_ALL },
		{ "strict-origin-when-cross-origin", TELLS_ALL },
	};
	enum tells tells = TELLS_ALL;

	while (policies.len > 0) {
		struct bytes policy = bytes_first(policies, bytes_index(policies, ','));

		policies = bytes_from(policies, policy.len + 1);
		policy = bytes_trim(policy);
		for (size_t i = 0; i < COUNT_OF(policies_known); i++)
			if (bytes_equal_nocase(
				policy, bytes_of_string(policies_known[i].policy)))
				tells = policies_known[i].tells;
	}
	return tells;
}

/* How a call of gRPC ended stands behind its body, or in the head where there is none. */
void
request_read_trailers(struct request *request, const struct list *trailers)
{
	struct bytes status = header_find(trailers, BYTES("grpc-status"));
	uint64_t number = 0;

	if (status.len == 0 || status.len > 4)
		return;
	for (size_t i = 0; i < status.len; i++) {
		if (status.at[i] < '0' || status.at[i] > '9')
			return;
		number = number * 10 + (status.at[i] - '0');
	}
	request->grpc_status = (struct maybe){ number, true };
}

void
request_read_answer(struct request *request, const struct list *headers)
{
	request_read_trailers(request, headers);
	request->tells = policy_tells(header_find(headers, BYTES("referrer-policy")));
	request->is_download = bytes_equal_nocase(
	    bytes_first(
		header_find(headers, BYTES("content-disposition")), strlen("attachment")),
	    BYTES("attachment"));
}

void
request_read_purpose(struct request *request, const struct list *headers)
{
	request->says_purpose = header_find(headers, BYTES("sec-fetch-dest")).len > 0;
	request->is_of_origin = bytes_equal(
	    header_find(headers, BYTES("sec-fetch-site")), BYTES("same-origin"));
	request->is_aside = request_is_aside(request, headers);
	request->is_call = request_is_call(request, headers);
	request->is_navigation = request_is_navigation(request, headers);
	request->role = request_role(request, headers);
	if (request->is_aside && bytes_equal(request->method, BYTES("POST")))
		request->role = "beacon";
}

const char *
role_of_mime(struct bytes mime)
{
	static const struct {
		const char *mime, *role;
	} roles[] = {
		{ "text/css", "style" },
		{ "text/javascript", "script" },
		{ "application/javascript", "script" },
		{ "application/x-javascript", "script" },
		{ "image/", "image" },
		{ "font/", "font" },
		{ "application/font", "font" },
		{ "video/", "media" },
		{ "audio/", "media" },
		{ "application/json", "xhr" },
		{ "text/event-stream", "xhr" },
	};

	for (size_t i = 0; i < COUNT_OF(roles); i++)
		if (bytes_start_with(mime, bytes_of_string(roles[i].mime)))
			return roles[i].role;
	return NULL;
}

void
page_say_how(struct page *page, const char *how, const char *rule, struct bytes reason)
{
	page->how = how;
	page->is_of_tool = strcmp(how, "tool") == 0;
	page->is.certainty = CERTAINTY_INFERRED;
	page->is.rule = rule;
	page->is.reason = reason;
}

static void
page_set_how_by_referer(struct page *page, const struct request *request)
{
	bool is_form = bytes_equal(request->method, BYTES("POST"));

	page_say_how(page, is_form ? "form" : "link", is_form ? "post" : "referer",
	    arena_format(&page->arena, "%s names %.*s in Referer",
		is_form ? "the browser posted a form and" : "the request",
		(int)MIN(request->referer.len, (size_t)1024), request->referer.at));
}

/* Nobody has read a page and clicked so soon. */
#define TOO_SOON_NS (100 * NS_PER_MS)

/* The page that Referer names, where it has its whole answer; NULL: none. */
static const struct page *
page_followed(const struct page *page, const struct request *request)
{
	const struct page *other;

	TAILQ_FOREACH_REVERSE(other, &page->client->live_pages, page_list, of_client)
	{
		if (other != page && other->document != NULL && other->document->is_over &&
		    bytes_equal(request->referer, url_without_fragment(other->final_url)))
			return other;
	}
	return NULL;
}

/* Did the page that was there ask for it, and no person? */
static bool
page_set_how_by_script(
    struct page *page, const struct request *request, const struct list *headers)
{
	const struct page *other;

	if (request->says_purpose) {
		if (header_find(headers, BYTES("sec-fetch-user")).len > 0)
			return false;
		page_say_how(page, "script", "no_sec_fetch_user",
		    BYTES("the browser does not say that a person did it "
			  "(Sec-Fetch-User), and Referer names a page: a script there or "
			  "a refresh"));
		return true;
	}
	other = page_followed(page, request);
	if (other == NULL ||
	    clock_between(other->document->end_ns, request->start_ns) > TOO_SOON_NS)
		return false;
	page_say_how(page, "script", "too_soon",
	    BYTES("asked for so soon after the page that Referer names had come that no "
		  "person did it: a script there or a refresh"));
	return true;
}

/* The same URL again, or one that scripts gave the page (nothing else of the same site
 * comes without Referer), and caches were told to ask. */
static bool
page_is_reload(
    const struct page *page, const struct request *request, const struct list *headers)
{
	struct bytes cache = header_find(headers, BYTES("cache-control"));
	const struct page *other;

	if (!bytes_equal(cache, BYTES("max-age=0")) &&
	    !bytes_equal(cache, BYTES("no-cache")))
		return false;
	if (bytes_equal(page->client->last_url, page->url) ||
	    (request->is_of_origin && request->referer.len == 0))
		return true;
	TAILQ_FOREACH (other, &page->client->live_pages, of_client)
		if (other != page && bytes_equal(other->final_url, page->url))
			return true;
	return false;
}

void
page_set_how(struct page *page, const struct request *request, const struct list *headers)
{
	struct bytes site = header_find(headers, BYTES("sec-fetch-site"));

	frame_list_add(&page->is.frames, request->frame);
	if (agent_is_tool(request->user_agent))
		page_say_how(page, "tool", "tool_agent",
		    arena_format(&page->arena, "the program calls itself %.*s",
			(int)MIN(request->user_agent.len, (size_t)256),
			request->user_agent.at));
	else if (request->is_call)
		page_say_how(page, "tool", "grpc_call",
		    BYTES("a call of gRPC that no page made, as programs make them"));
	else if (page_is_reload(page, request, headers))
		page_say_how(page, "reload", "reload",
		    BYTES("the same URL again, and the browser's cache was told to ask"));
	else if (request->referer.len > 0) {
		if (bytes_equal(request->method, BYTES("POST")) ||
		    !page_set_how_by_script(page, request, headers))
			page_set_how_by_referer(page, request);
	} else if (bytes_equal(request->method, BYTES("POST")))
		page_say_how(page, "form", "post", BYTES("the browser posted a form"));
	else if (bytes_equal(site, BYTES("none")))
		page_say_how(page, "typed", "sec_fetch_none",
		    BYTES("Sec-Fetch-Site says that no page led here: typed, or a "
			  "bookmark"));
	else if (site.len > 0)
		page_say_how(page, "link", "sec_fetch_site",
		    arena_format(&page->arena,
			"Sec-Fetch-Site says that a page led here (%.*s), which did not "
			"let itself be named",
			(int)MIN(site.len, (size_t)32), site.at));
	else
		page_say_how(page, "typed", "no_referer",
		    BYTES("the request has no Referer: no page led here, so it was typed, "
			  "or a bookmark"));
}
