/* SPDX-License-Identifier: BSD-2-Clause */
/* Requests and their responses (RFC 9110), joined per connection. */
#include "story/http-events.h"
#include "base/buffer.h"
#include "event/http.h"
#include "story/asks.h"
#include "story/because.h"
#include "story/findings-answer.h"
#include "story/long-poll.h"
#include "story/name-channel.h"
#include "story/navigation.h"
#include "story/page-urls.h"
#include "story/pages.h"
#include "story/place-request.h"
#include "story/url.h"

static struct request *
request_new(struct story *story, struct connection *connection, const struct event *event)
{
	struct arena own = { .block_size = 1024 };
	struct request *request = arena_alloc(&own, sizeof(*request));

	request->own = own;
	request->id = ++story->last_request_id;
	request->connection = connection;
	request->frame = frame_of(event);
	frame_list_add(&request->is.frames, request->frame);
	request->sent_ns = event->at_ns;
	TAILQ_INSERT_TAIL(&connection->open, request, of_connection);
	connection->request_count++;
	connection->used = true;
	return request;
}

static struct bytes
request_keep_header(struct request *request, const struct list *headers, struct bytes name)
{
	return arena_copy(&request->own, header_find(headers, name));
}

/* All fields, where the story is to keep them. */
static struct list
request_keep_headers(
    const struct story *story, struct request *request, const struct list *headers)
{
	const struct pair *pairs = headers->items;
	struct pair *copy;

	if (!story->options.keep_headers || headers->count == 0)
		return (struct list){ 0 };
	copy = arena_array(&request->own, headers->count, sizeof(*copy));
	for (size_t i = 0; i < headers->count; i++)
		copy[i] = (struct pair){ arena_copy(&request->own, pairs[i].name),
			arena_copy(&request->own, pairs[i].value) };
	return LIST_OF(copy, headers->count);
}

/* RFC 7617: base64, which anybody can read. */
static bool
authorization_is_password(const struct list *headers)
{
	struct bytes value = header_find(headers, BYTES("authorization"));

	return bytes_equal_nocase(bytes_first(value, 6), BYTES("Basic "));
}

static void
http_request(struct story *story, struct connection *connection, const struct event *event)
{
	const struct event_http_request *e = (const struct event_http_request *)event;
	struct request *request = request_new(story, connection, event);

	connection->outcome = CONNECTION_OPEN;
	request->start_ns = e->began_ns == 0 ? event->at_ns : e->began_ns;
	request->method = arena_copy(&request->own, e->method);
	request->url = arena_copy(&request->own, e->url);
	request->target = arena_copy(&request->own, e->target);
	request->version = arena_copy(&request->own, e->version);
	request->host = arena_copy(&request->own, e->host);
	request->stream = e->stream;
	request->referer = request_keep_header(request, &e->headers, BYTES("referer"));
	request->user_agent =
	    request_keep_header(request, &e->headers, BYTES("user-agent"));
	request->accept = request_keep_header(request, &e->headers, BYTES("accept"));
	request->url_hash = url_hash(story, request->url);
	request->folder_hash = url_hash(story, url_folder(request->url));
	request->referer_hash = url_hash(story, request->referer);
	request->request_headers = request_keep_headers(story, request, &e->headers);
	request_read_purpose(request, &e->headers);
	request->takes_coding = header_find(&e->headers, BYTES("accept-encoding")).len > 0;
	asks_follow(story, connection->client, event->at_ns);
	if (connection->request_count == 1) {
		connection_add_name(connection, host_of_authority(e->host), NAME_BY_HOST);
		connection_tie(connection, host_of_authority(e->host));
		because_of_rival(connection);
	}
	if (!name_channel_of_request(request, &e->headers))
		page_place_request(story, request, &e->headers, event->at_ns);
	else if (story->options.keep == STORY_KEEP_ALL)
		TAILQ_INSERT_TAIL(&story->other_requests, request, entry);
	if (long_poll_goes_on(request))
		page_place_stream(request);
	if (connection->tls == NULL && authorization_is_password(&e->headers))
		finding_clear_credentials(
		    story, request, "as Authorization: Basic", request->frame);
}

/* The request that this response answers; NULL where it was not captured. */
static struct request *
request_of_response(struct connection *connection, const struct event_http_response *e)
{
	struct request *request;

	TAILQ_FOREACH (request, &connection->open, of_connection) {
		if (request->status >= 200)
			continue;
		if (e->stream.known
			? request->stream.known && request->stream.value == e->stream.value
			: !e->request_frame.known ||
			      request->frame.number == e->request_frame.value)
			return request;
	}
	return NULL;
}

/* Which pattern the connection follows from now on, as the type of the answer says. */
static const char *
response_pattern(const struct event_http_response *e, struct bytes mime)
{
	static const struct {
		const char *mime, *pattern;
	} patterns[] = {
		{ "text/event-stream", "sse" },
		{ "application/grpc", "grpc" },
		{ "application/json", "json" },
	};

	if (e->status == 101 &&
	    bytes_equal_nocase(
		header_find(&e->headers, BYTES("upgrade")), BYTES("websocket")))
		return "websocket";
	for (size_t i = 0; i < COUNT_OF(patterns); i++)
		if (bytes_start_with(mime, bytes_of_string(patterns[i].mime)))
			return patterns[i].pattern;
	return NULL;
}

/* Browsers believe it from a server that TLS vouches for only.  A field may come in
 * several lines. */
static void
response_offers(const struct request *request, const struct event_http_response *e)
{
	const struct connection *connection = request->connection;
	const struct pair *pairs = e->headers.items;
	struct buffer value = { 0 };

	if (connection->tls == NULL)
		return;
	for (size_t i = 0; i < e->headers.count; i++) {
		if (!bytes_equal_nocase(pairs[i].name, BYTES("alt-svc")))
			continue;
		buffer_add(&value, pairs[i].value);
		buffer_add_char(&value, ',');
	}
	alt_services_learn(&connection->client->alt_services,
	    host_of_authority(request->host), buffer_bytes(&value), &e->head);
	buffer_clear(&value);
	hsts_learn(&connection->client->hsts, host_of_authority(request->host),
	    header_find(&e->headers, BYTES("strict-transport-security")), &e->head);
}

/* The same in a frame of its own. */
static void
http_alt_svc(struct story *story, struct connection *connection, const struct event *event)
{
	const struct event_http_alt_svc *e = (const struct event_http_alt_svc *)event;

	(void)story;
	if (connection->tls != NULL)
		alt_services_learn(&connection->client->alt_services, url_host(e->origin),
		    e->value, event);
}

/* Whether it was compressed, and may be kept (RFC 9111). */
static enum answer_has
answer_of_headers(const struct list *headers)
{
	static const struct {
		const char *name;
		enum answer_has has;
	} names[] = {
		{ "content-encoding", ANSWER_CODED },
		{ "cache-control", ANSWER_FRESH },
		{ "expires", ANSWER_FRESH },
		{ "etag", ANSWER_VALIDATOR },
		{ "last-modified", ANSWER_VALIDATOR },
	};
	const struct pair *pairs = headers->items;
	enum answer_has has = 0;

	for (size_t i = 0; i < headers->count; i++)
		for (size_t j = 0; j < COUNT_OF(names); j++)
			if (bytes_equal_nocase(
				pairs[i].name, bytes_of_string(names[j].name)))
				has |= names[j].has;
	if (bytes_equal_nocase(
		header_find(headers, BYTES("cache-control")), BYTES("no-store")))
		has |= ANSWER_NO_STORE;
	return has;
}

static void
http_response(struct story *story, struct connection *connection, const struct event *event)
{
	const struct event_http_response *e = (const struct event_http_response *)event;
	struct request *request = request_of_response(connection, e);
	struct bytes mime;

	if (request == NULL || (e->status < 200 && e->status != 101))
		return;
	mime = header_find(&e->headers, BYTES("content-type"));
	mime = bytes_trim(bytes_first(mime, bytes_index(mime, ';')));
	request->status = e->status;
	request->status_reason = arena_copy(&request->own, e->reason);
	request->mime = arena_copy(&request->own, mime);
	request->location = request_keep_header(request, &e->headers, BYTES("location"));
	request->server = request_keep_header(request, &e->headers, BYTES("server"));
	request->response_headers = request_keep_headers(story, request, &e->headers);
	request->answer_has = answer_of_headers(&e->headers);
	request->response_frame = frame_of(event);
	request->first_byte_ns = e->began_ns == 0 ? event->at_ns : e->began_ns;
	if (long_poll_answered(request))
		page_place_stream(request);
	if (request->pattern == NULL) /* the request may have told already */
		request->pattern = response_pattern(e, mime);
	frame_list_add(&request->is.frames, request->response_frame);
	request_read_answer(request, &e->headers);
	connection->client->answered_ns = event->at_ns;
	response_offers(request, e);
	page_place_response(story, request, event->at_ns);
}

static struct request *
request_of_body(
    struct connection *connection, const struct event_http_body *e, bool is_response)
{
	struct request *request;

	TAILQ_FOREACH (request, &connection->open, of_connection) {
		uint32_t head =
		    is_response ? request->response_frame.number : request->frame.number;

		if (e->stream.known && request->stream.known &&
		    e->stream.value != request->stream.value)
			continue;
		if (head == e->head_frame)
			return request;
	}
	return NULL;
}

/* Counts it as over; its page may be waiting for it. */
static void
request_finish(struct story *story, struct request *request, uint64_t at_ns)
{
	struct page *page = request->page;

	TAILQ_REMOVE(&request->connection->open, request, of_connection);
	request->is_over = true;
	request->end_ns = at_ns;
	if (page == NULL) {
		if (story->options.keep != STORY_KEEP_ALL)
			request_free(request);
		return;
	}
	if (request->is_stream)
		return;
	page->open_count--;
	page_touch(story, page, at_ns);
}

static void
http_body(struct story *story, struct connection *connection, const struct event *event)
{
	const struct event_http_body *e = (const struct event_http_body *)event;
	bool is_response = e->direction != NULL && strcmp(e->direction, "response") == 0;
	struct request *request = request_of_body(connection, e, is_response);

	if (request == NULL)
		return;
	if (!is_response) {
		request->request_bytes = e->bytes;
		request->request_mime = arena_copy(&request->own, e->mime);
		request->sent_ns = event->at_ns;
		if (e->has_password)
			finding_clear_credentials(
			    story, request, "in a form", frame_of(event));
		if (e->is_graphql && bytes_equal(request->method, BYTES("POST")))
			request->pattern = "graphql";
		return;
	}
	connection->client->answered_ns = event->at_ns;
	request->bytes = e->bytes;
	request->decoded_bytes = e->decoded_bytes;
	request->is_cut = !e->complete;
	request_read_trailers(request, &e->trailers);
	request->end_frame = frame_of(event);
	if (request->page != NULL)
		page_place_body(story, request, e);
	request_finish(story, request, event->at_ns);
}

/* A side gave it up: the end of a response that had begun is told by itself. */
static void
http_reset(struct story *story, struct connection *connection, const struct event *event)
{
	const struct event_http_reset *e = (const struct event_http_reset *)event;
	struct request *request;

	TAILQ_FOREACH (request, &connection->open, of_connection)
		if (request->frame.number == e->request_frame.value &&
		    request->stream.value == e->stream.value)
			break;
	if (request == NULL)
		return;
	request->reset_by = e->by;
	request->reset_error = e->error_name;
	request->is_cut = true;
	frame_list_add(&request->is.frames, frame_of(event));
	if (request->status == 0)
		request_finish(story, request, event->at_ns);
}

/* Over HTTP/2 and 3 the first frame tells what the request was for (RFC 8441). */
static void
websocket(struct story *story, struct connection *connection, const struct event *event)
{
	const struct event_websocket *e = (const struct event_websocket *)event;
	struct request *request;

	(void)story;
	TAILQ_FOREACH (request, &connection->open, of_connection) {
		if (request->frame.number == e->request_frame &&
		    bytes_equal(request->method, BYTES("CONNECT")) &&
		    bytes_equal(request->url, e->url)) {
			request->pattern = "websocket";
			page_place_stream(request);
		}
	}
}

void
requests_close(struct story *story, struct connection *connection, uint64_t at_ns)
{
	struct request *request;

	while ((request = TAILQ_FIRST(&connection->open)) != NULL) {
		request->is_cut =
		    request->status == 0 || (request->end_ns == 0 && !request->is_stream);
		request_finish(story, request, at_ns);
	}
}

void
story_http(struct story *story, struct connection *connection, const struct event *event)
{
	static void (*const takes[EVENT_KIND_COUNT])(
	    struct story *, struct connection *, const struct event *) = {
		[EVENT_HTTP_REQUEST] = http_request,
		[EVENT_HTTP_RESPONSE] = http_response,
		[EVENT_HTTP_BODY] = http_body,
		[EVENT_HTTP_ALT_SVC] = http_alt_svc,
		[EVENT_HTTP_RESET] = http_reset,
		[EVENT_WEBSOCKET] = websocket,
	};

	takes[event->kind](story, connection, event);
}
