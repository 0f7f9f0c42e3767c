/* SPDX-License-Identifier: BSD-2-Clause */
/* What the messages say: requests, responses, and where their bodies end. */
#include "base/clock.h"
#include "dissectors/doh.h"
#include "dissectors/http1.h"
#include "event/http.h"

/* Does chunking come last among the codings (RFC 9112 6.1)? */
static bool
is_chunked(struct list fields)
{
	struct bytes value = http_field(fields, BYTES("transfer-encoding"));
	size_t size = sizeof("chunked") - 1;

	return value.len >= size &&
	       bytes_equal_nocase(bytes_from(value, value.len - size), BYTES("chunked"));
}

/* Content-Length; a list of equal values counts once (RFC 9112 6.3). */
static struct maybe
length_of(struct list fields)
{
	struct bytes value = http_field(fields, BYTES("content-length"));
	struct maybe length = { 0 };

	value = bytes_trim(bytes_first(value, bytes_index(value, ',')));
	for (size_t i = 0; i < value.len; i++) {
		if (value.at[i] < '0' || value.at[i] > '9' ||
		    length.value >= HTTP1_ENDLESS / 10)
			return (struct maybe){ 0 };
		length.value = length.value * 10 + (uint64_t)(value.at[i] - '0');
	}
	length.known = value.len > 0;
	return length;
}

static struct bytes
join(struct arena *arena, struct bytes a, struct bytes b, struct bytes c)
{
	uint8_t *text = arena_alloc(arena, a.len + b.len + c.len);

	memcpy(text, a.at, a.len);
	memcpy(text + a.len, b.at, b.len);
	memcpy(text + a.len + b.len, c.at, c.len);
	return bytes_of(text, a.len + b.len + c.len);
}

/* The server as its address, for a request that does not name it. */
static struct bytes
address_host(struct arena *arena, const struct chunk *chunk)
{
	char text[ADDRESS_TEXT_SIZE];
	bool is_v6 = chunk->dst.family == 6;

	address_text(chunk->dst, text);
	if (chunk->dst_port == HTTP1_PORT)
		return arena_format(arena, is_v6 ? "[%s]" : "%s", text);
	return arena_format(arena, is_v6 ? "[%s]:%u" : "%s:%u", text, chunk->dst_port);
}

/* Is it "http://..." or the like, as proxies are asked? */
static bool
is_absolute(struct bytes target)
{
	size_t colon = bytes_index(target, ':');

	return colon > 0 && bytes_index(target, '/') == colon + 1 &&
	       bytes_start_with(bytes_from(target, colon), BYTES("://"));
}

static struct bytes
url_of(struct arena *arena, const struct chunk *chunk, const struct http1_head *head,
    struct bytes host)
{
	struct bytes scheme =
	    strcmp(chunk->transport, "tls") == 0 ? BYTES("https://") : BYTES("http://");

	if (is_absolute(head->target))
		return head->target;
	if (head->target.len == 0 || head->target.at[0] != '/')
		return (struct bytes){ NULL, 0 };
	if (host.len == 0 && chunk->dst.family == 0)
		return (struct bytes){ NULL, 0 };
	if (host.len == 0)
		host = address_host(arena, chunk);
	return join(arena, scheme, host, head->target);
}

/* A question for a name, in the target or in the body. */
static void
name_ask(const struct http1_call *call, const struct http1_head *head,
    struct http1_exchange *exchange)
{
	const struct http1_body *body = &call->side->body;
	uint64_t stream = http1_dns_stream(body->number);
	struct bytes question =
	    doh_question(call->sink->scratch, head->method, head->target, head->fields);

	exchange->asks_name = question.len > 0 || body->inner != NULL;
	if (question.len == 0)
		return;
	sink_inner(call->sink, "dns", stream, SIDE_CLIENT, question);
	sink_inner_end(call->sink, "dns", stream, SIDE_CLIENT);
}

void
http1_request_tell(const struct http1_call *call, const struct http1_head *head)
{
	struct event_http_request event = {
		.head = event_head(EVENT_HTTP_REQUEST, call->chunk),
		.version = head->version,
		.method = head->method,
		.target = head->target,
		.host = http_field(head->fields, BYTES("host")),
		.headers = head->fields,
		.began_ns = call->side->began_ns,
	};
	struct http1_exchange *exchange = http1_queue_add(&call->http1->queue);
	struct maybe length = length_of(head->fields);

	exchange->is_connect = bytes_equal(head->method, BYTES("CONNECT"));
	exchange->is_head = bytes_equal(head->method, BYTES("HEAD"));
	exchange->frame = call->chunk->frame;
	if (!exchange->is_connect)
		event.url = url_of(call->sink->scratch, call->chunk, head, event.host);
	buffer_add(&exchange->url, event.url);
	sink_event(call->sink, &event.head);
	http1_body_prepare(call, head, event.url, NULL);
	name_ask(call, head, exchange);
	if (is_chunked(head->fields))
		length = (struct maybe){ 0 };
	else
		length.known = true;
	http1_body_begin(call, length);
}

struct maybe
http1_response_length(const struct http1_head *head, const struct http1_exchange *exchange,
    struct bytes behind)
{
	bool is_head = exchange != NULL && exchange->is_head;
	struct maybe length;

	if (is_head || head->status == 204 || head->status == 304)
		return maybe_of(0);
	if (is_chunked(head->fields))
		return (struct maybe){ 0 };
	length = length_of(head->fields);
	/* The next response follows at once: this one answered a HEAD that is not here. */
	if (exchange == NULL && behind.len > 0 && http1_claim(behind) == CLAIM_YES)
		return maybe_of(0);
	return length.known ? length : maybe_of(HTTP1_ENDLESS);
}

void
http1_response_tell(const struct http1_call *call, const struct http1_head *head)
{
	struct event_http_response event = {
		.head = event_head(EVENT_HTTP_RESPONSE, call->chunk),
		.version = head->version,
		.status = head->status,
		.reason = head->reason,
		.headers = head->fields,
		.began_ns = call->side->began_ns,
	};
	struct http1_exchange *exchange = http1_queue_first(&call->http1->queue);

	if (exchange != NULL) {
		event.url = buffer_bytes(&exchange->url);
		event.request_frame = maybe_of(exchange->frame);
	}
	if (exchange != NULL && exchange->has_ended)
		event.ttfb =
		    maybe_of(clock_between(exchange->end_ns, call->side->began_ns));
	sink_event(call->sink, &event.head);
}
