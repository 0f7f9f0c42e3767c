/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/findings-answer.h"
#include "base/text.h"
#include "story/finding-limits.h"
#include "story/findings.h"
#include "story/url.h"

enum { URL_TOLD_MAX = 200 };

/* Some requests of a page that have something in common: how many, how large, and the one
 * to name. */
struct some {
	const struct request *named;
	unsigned count;
	uint64_t bytes;
	struct frame_list frames;
};

static void
some_add(struct some *some, const struct request *request)
{
	if (some->named == NULL || request->bytes > some->named->bytes)
		some->named = request;
	some->count++;
	some->bytes += request->bytes;
	frame_list_add(&some->frames,
	    request->response_frame.number != 0 ? request->response_frame : request->frame);
}

static struct some
page_find_some(
    const struct page *page, bool (*holds)(const struct page *, const struct request *))
{
	struct some some = { 0 };
	const struct request *request;

	TAILQ_FOREACH (request, &page->requests, entry) {
		if (holds(page, request))
			some_add(&some, request);
	}
	return some;
}

/* Of this page, or else of this connection, it was told already. */
static struct finding *
credentials_told(const struct request *request, const char *in)
{
	struct finding *finding;

	if (request->page == NULL)
		return NULL;
	TAILQ_FOREACH (finding, &request->page->findings, of_page)
		if (strcmp(finding->kind, "clear_credentials") == 0 &&
		    bytes_end_with(finding->text, bytes_of_string(in)))
			return finding;
	return NULL;
}

void
finding_clear_credentials(
    struct story *story, struct request *request, const char *in, struct frame_ref frame)
{
	struct connection *connection = request->connection;
	struct finding *finding = credentials_told(request, in);

	if (connection->tls != NULL || connection_is_quic(connection))
		return;
	if (finding != NULL)
		frame_list_add(&finding->frames, frame);
	if (finding != NULL || (request->page == NULL && connection->told_credentials))
		return;
	connection->told_credentials = true;
	finding = finding_new(story, SEVERITY_PROBLEM, "clear_credentials", request->page);
	if (finding == NULL)
		return;
	finding->client = connection->client->id;
	finding->text =
	    arena_format(&finding->arena, "a password went to %.*s in the clear, %s",
		(int)MIN(request->host.len, (size_t)URL_TOLD_MAX), request->host.at, in);
	finding->advice =
	    BYTES("whoever is on the way can read it: serve this over https, and "
		  "change the password");
	frame_list_add(&finding->frames, request->frame);
	frame_list_add(&finding->frames, frame);
}

void
finding_redirect_chain(struct story *story, struct page *page)
{
	struct finding *finding;
	char text[CLOCK_TEXT_SIZE];

	if (page->redirect_count < REDIRECTS_MANY)
		return;
	finding = finding_of_page(story, page, SEVERITY_WARNING, "redirect_chain");
	if (finding == NULL)
		return;
	finding->text = arena_format(&finding->arena,
	    "%u redirects one after the other took %s before the document was asked for",
	    (unsigned)page->redirect_count,
	    clock_duration(clock_between(page->start_ns,
			       page->redirects[page->redirect_count - 1].at_ns),
		text));
	finding->advice = BYTES("redirect to the last address at once, and link to it");
	for (uint32_t i = 0; i < page->redirect_count; i++)
		frame_list_add_all(&finding->frames, &page->redirects[i].is.frames);
}

static bool
role_is(const struct request *request, const char *const *roles, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(request->role, roles[i]) == 0)
			return true;
	return false;
}

static bool
request_is_mixed(const struct page *page, const struct request *request)
{
	static const char *const roles[] = { "frame", "style", "script", "image", "font",
		"xhr", "media" };

	(void)page;
	return bytes_start_with(request->url, BYTES("http://")) &&
	       role_is(request, roles, COUNT_OF(roles));
}

void
finding_mixed_content(struct story *story, struct page *page)
{
	struct finding *finding;
	struct some some;

	if (!bytes_start_with(page->final_url, BYTES("https://")))
		return;
	some = page_find_some(page, request_is_mixed);
	if (some.count == 0)
		return;
	finding = finding_of_page(story, page, SEVERITY_WARNING, "mixed_content");
	if (finding == NULL)
		return;
	finding->text = arena_format(&finding->arena,
	    "this page came over https, but %u of its parts over http, in the clear: %.*s",
	    some.count, (int)MIN(some.named->url.len, (size_t)URL_TOLD_MAX),
	    some.named->url.at);
	finding->advice = BYTES("name it with https: whoever is on the way can read and "
				"change what comes over http");
	finding->frames = some.frames;
}

/* Of the server alone: the way there and back is not its fault.  0: not known. */
static uint64_t
request_served_ns(const struct request *request)
{
	uint64_t rtt_ns = request->connection != NULL && request->connection->rtt.known
			      ? request->connection->rtt.value
			      : 0;

	if (request->first_byte_ns == 0 || request->is_stream || request->pattern != NULL)
		return 0;
	return clock_between(request->sent_ns + rtt_ns, request->first_byte_ns);
}

void
finding_slow_server(struct story *story, struct page *page)
{
	const struct request *request, *worst = NULL;
	char text[CLOCK_TEXT_SIZE];
	struct finding *finding;

	TAILQ_FOREACH (request, &page->requests, entry) {
		if (request_served_ns(request) >= SLOW_ANSWER_NS &&
		    (worst == NULL ||
			request_served_ns(request) > request_served_ns(worst)))
			worst = request;
	}
	if (worst == NULL)
		return;
	finding = finding_of_page(story, page, SEVERITY_WARNING, "slow_server");
	if (finding == NULL)
		return;
	finding->text =
	    arena_format(&finding->arena, "%.*s took %s to begin its answer to %.*s",
		(int)MIN(worst->host.len, (size_t)URL_TOLD_MAX), worst->host.at,
		clock_duration(request_served_ns(worst), text),
		(int)MIN(worst->target.len, (size_t)URL_TOLD_MAX), worst->target.at);
	finding->advice =
	    BYTES("the network is not to blame: look at the server, and at what "
		  "it asks of others before it answers");
	frame_list_add(&finding->frames, worst->frame);
	frame_list_add(&finding->frames, worst->response_frame);
}

static bool
request_is_whole_and_large(const struct request *request)
{
	return request->is_over && !request->is_cut && request->status == 200 &&
	       request->bytes >= LARGE_BODY;
}

/* Text, which compression makes a third of its size. */
static bool
request_is_uncompressed(const struct page *page, const struct request *request)
{
	static const char *const mimes[] = { "text/html", "text/css", "text/javascript",
		"application/javascript", "application/json", "text/plain", "text/xml",
		"application/xml", "image/svg+xml" };

	(void)page;
	if (!request_is_whole_and_large(request) || !request->takes_coding ||
	    (request->answer_has & ANSWER_CODED) != 0)
		return false;
	for (size_t i = 0; i < COUNT_OF(mimes); i++)
		if (bytes_equal_nocase(request->mime, bytes_of_string(mimes[i])))
			return true;
	return false;
}

static bool
request_is_uncached(const struct page *page, const struct request *request)
{
	static const char *const roles[] = { "style", "script", "image", "font" };
	enum answer_has keeps = ANSWER_FRESH | ANSWER_VALIDATOR;

	(void)page;
	return request_is_whole_and_large(request) &&
	       role_is(request, roles, COUNT_OF(roles)) &&
	       ((request->answer_has & ANSWER_NO_STORE) != 0 ||
		   (request->answer_has & keeps) == 0);
}

/* "2 answers with 210 kB in all …, the largest http://…" */
static void
finding_of_answers(struct story *story, struct page *page, const char *kind,
    const struct some *some, const char *what, struct bytes advice)
{
	struct finding *finding;
	struct buffer text = { 0 };

	if (some->count == 0)
		return;
	finding = finding_of_page(story, page, SEVERITY_INFO, kind);
	if (finding == NULL)
		return;
	buffer_printf(&text, "%u answer%s with ", some->count, some->count == 1 ? "" : "s");
	text_add_size(&text, some->bytes);
	buffer_printf(&text, "%s %s%s", some->count == 1 ? "" : " in all", what,
	    some->count == 1 ? ": " : ", the largest ");
	buffer_add(&text, bytes_first(some->named->url, URL_TOLD_MAX));
	finding->text = arena_copy(&finding->arena, buffer_bytes(&text));
	buffer_clear(&text);
	finding->advice = advice;
	finding->frames = some->frames;
}

void
finding_uncompressed(struct story *story, struct page *page)
{
	struct some some = page_find_some(page, request_is_uncompressed);

	finding_of_answers(story, page, "uncompressed", &some,
	    "came without compression, though the browser takes it",
	    BYTES("let the server compress text (gzip, br or zstd)"));
}

void
finding_uncached(struct story *story, struct page *page)
{
	struct some some = page_find_some(page, request_is_uncached);

	finding_of_answers(story, page, "uncached", &some,
	    "may not be kept by the browser, which fetches the same again next time",
	    BYTES("send Cache-Control with a lifetime, or an ETag"));
}
