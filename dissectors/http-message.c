/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissectors/http-message.h"
#include "base/clock.h"
#include "dissectors/doh.h"
#include "dissectors/http-field.h"
#include "event/http.h"

enum {
	FIELDS_SIZE_MAX = 256 * 1024,
	FIELDS_FIRST = 32,
	FIELD_OVERHEAD = 32, /* RFC 9113 6.5.2 */
	/* What an exchange keeps, at most: a hostile peer opens many. */
	URL_MAX = 8 * 1024,
	MIME_MAX = 256,
	TRAILERS_MAX = 4 * 1024,
};

static const char *const pseudo_names[HTTP_PSEUDO_COUNT] = {
	[HTTP_METHOD] = ":method",
	[HTTP_SCHEME] = ":scheme",
	[HTTP_AUTHORITY] = ":authority",
	[HTTP_PATH] = ":path",
	[HTTP_PROTOCOL] = ":protocol",
	[HTTP_STATUS] = ":status",
};

static void
pseudo_add(
    struct arena *arena, struct http_fields *fields, struct bytes name, struct bytes value)
{
	for (int i = 0; i < HTTP_PSEUDO_COUNT; i++)
		if (bytes_equal(name, bytes_of_string(pseudo_names[i])) &&
		    fields->pseudo[i].len == 0)
			fields->pseudo[i] = arena_copy(arena, value);
}

void
http_fields_add(
    struct arena *arena, struct http_fields *fields, struct bytes name, struct bytes value)
{
	fields->size += name.len + value.len + FIELD_OVERHEAD;
	if (fields->size > FIELDS_SIZE_MAX) {
		fields->is_too_large = true;
		return;
	}
	if (bytes_start_with(name, BYTES(":"))) {
		pseudo_add(arena, fields, name, value);
		return;
	}
	if (fields->count == fields->room) {
		size_t room = MAX(fields->room * 2, (size_t)FIELDS_FIRST);
		struct pair *more = arena_array(arena, room, sizeof(*more));

		if (fields->count > 0)
			memcpy(more, fields->pairs, fields->count * sizeof(*more));
		fields->pairs = more;
		fields->room = room;
	}
	fields->pairs[fields->count++] =
	    (struct pair){ arena_copy(arena, name), arena_copy(arena, value) };
}

/* A list without items is still a list. */
static struct list
fields_list(const struct http_fields *fields)
{
	static const struct pair nothing;

	return LIST_OF(fields->count > 0 ? fields->pairs : &nothing, fields->count);
}

static struct bytes
url_of(struct arena *arena, const struct http_fields *fields, struct bytes host)
{
	struct bytes scheme = fields->pseudo[HTTP_SCHEME];
	struct bytes path = fields->pseudo[HTTP_PATH];
	uint8_t *text;
	size_t len = scheme.len + 3 + host.len + path.len;

	if (scheme.len == 0 || host.len == 0 || !bytes_start_with(path, BYTES("/")))
		return (struct bytes){ NULL, 0 };
	text = arena_alloc(arena, len);
	memcpy(text, scheme.at, scheme.len);
	memcpy(text + scheme.len, "://", 3);
	memcpy(text + scheme.len + 3, host.at, host.len);
	memcpy(text + scheme.len + 3 + host.len, path.at, path.len);
	return bytes_of(text, len);
}

/* A body that is one message of DNS (RFC 8484). */
static bool
message_is_dns(const struct http_message *message)
{
	return message->content.codings.is_known && message->content.codings.count == 0 &&
	       bytes_equal_nocase(
		   buffer_bytes(&message->mime), BYTES("application/dns-message"));
}

static void
message_begin(
    struct http_message *message, const struct http_call *call, struct list headers)
{
	message->has_head = true;
	message->has_loss = false; /* whatever was lost came before it */
	message->head_frame = call->chunk->frame;
	message->began_ns = call->began_ns;
	buffer_add(&message->mime, bytes_first(http_mime(headers), MIME_MAX));
	body_begin(&message->content, headers, call->chunk->side, call->bodies);
	message->inner = message_is_dns(message) ? "dns" : NULL;
	if (message->size > 0) /* it began before its head could be read */
		body_lose(&message->content);
	if (bytes_start_with(buffer_bytes(&message->mime), BYTES("application/grpc")))
		call->exchange->is_grpc = true;
}

static void
request_tell(const struct http_call *call, const struct http_fields *fields)
{
	struct http_exchange *exchange = call->exchange;
	struct list headers = fields_list(fields);
	struct bytes authority = fields->pseudo[HTTP_AUTHORITY];
	bool is_connect = bytes_equal(fields->pseudo[HTTP_METHOD], BYTES("CONNECT"));
	struct event_http_request event = {
		.head = event_head(EVENT_HTTP_REQUEST, call->chunk),
		.version = call->version,
		.method = fields->pseudo[HTTP_METHOD],
		.target = fields->pseudo[HTTP_PATH],
		.host = authority.len > 0 ? authority : http_field(headers, BYTES("host")),
		.stream = maybe_of(call->stream),
		.headers = headers,
		.began_ns = call->began_ns,
	};
	struct bytes question;

	if (is_connect && event.target.len == 0)
		event.target = authority;
	event.url = url_of(call->sink->scratch, fields, event.host);
	if (event.url.len <= URL_MAX)
		buffer_add(&exchange->url, event.url);
	exchange->asks_websocket =
	    is_connect && bytes_equal(fields->pseudo[HTTP_PROTOCOL], BYTES("websocket"));
	message_begin(&exchange->sides[SIDE_CLIENT], call, headers);
	question = doh_question(call->sink->scratch, event.method, event.target, headers);
	if (question.len > 0)
		exchange->sides[SIDE_CLIENT].inner = "dns";
	if (exchange->sides[SIDE_CLIENT].inner != NULL) /* and whoever reads it goes on */
		exchange->sides[SIDE_SERVER].inner = exchange->sides[SIDE_CLIENT].inner;
	sink_event(call->sink, &event.head);
	if (question.len > 0)
		sink_inner(call->sink, "dns", call->stream, SIDE_CLIENT, question);
}

void
http_promise_tell(const struct http_call *call, const struct http_fields *fields)
{
	struct http_message *request = &call->exchange->sides[SIDE_CLIENT];

	if (request->has_head || fields->pseudo[HTTP_METHOD].len == 0)
		return;
	request_tell(call, fields);
	request->has_ended = true;
	request->end_ns = call->chunk->at_ns;
}

/* Decimal digits, at most ten of them. */
static struct maybe
number_of(struct bytes text)
{
	struct maybe number = { .known = text.len > 0 && text.len <= 10 };

	for (size_t i = 0; number.known && i < text.len; i++) {
		if (text.at[i] < '0' || text.at[i] > '9')
			return (struct maybe){ 0 };
		number.value = number.value * 10 + (uint64_t)(text.at[i] - '0');
	}
	return number;
}

/* Who wants to read what follows the head of a final response. */
static void
response_go_on(struct http_exchange *exchange, uint64_t status)
{
	struct http_message *response = &exchange->sides[SIDE_SERVER];

	if (exchange->asks_websocket && status / 100 == 2) {
		response->inner = "websocket";
		exchange->sides[SIDE_CLIENT].inner = "websocket";
	} else if (response->content.codings.is_known &&
		   response->content.codings.count == 0 &&
		   bytes_equal_nocase(
		       buffer_bytes(&response->mime), BYTES("text/event-stream"))) {
		response->inner = "sse";
	}
}

static void
response_tell(const struct http_call *call, const struct http_fields *fields)
{
	struct http_exchange *exchange = call->exchange;
	const struct http_message *request = &exchange->sides[SIDE_CLIENT];
	struct list headers = fields_list(fields);
	struct event_http_response event = {
		.head = event_head(EVENT_HTTP_RESPONSE, call->chunk),
		.version = call->version,
		.status = number_of(fields->pseudo[HTTP_STATUS]).value,
		.stream = maybe_of(call->stream),
		.url = buffer_bytes(&exchange->url),
		.headers = headers,
		.began_ns = call->began_ns,
	};

	if (request->has_head)
		event.request_frame = maybe_of(request->head_frame);
	if (request->has_ended)
		event.ttfb = maybe_of(clock_between(request->end_ns, call->began_ns));
	if (event.status / 100 != 1) {
		message_begin(&exchange->sides[SIDE_SERVER], call, headers);
		exchange->grpc_status =
		    number_of(http_field(headers, BYTES("grpc-status")));
		exchange->is_deflated = http_agrees_on_deflate(headers);
		response_go_on(exchange, event.status);
	}
	sink_event(call->sink, &event.head);
}

/* Trailers are told with the body's end, which may come in a later frame. */
static void
trailers_keep(
    struct http_exchange *exchange, enum side side, const struct http_fields *fields)
{
	struct http_message *message = &exchange->sides[side];
	struct pair *kept;
	struct maybe status =
	    number_of(http_field(fields_list(fields), BYTES("grpc-status")));

	if (side == SIDE_SERVER && status.known)
		exchange->grpc_status = status;
	if (message->trailers.items != NULL || fields->size > TRAILERS_MAX)
		return;
	kept = arena_array(&message->trailer_memory, fields->count + 1, sizeof(*kept));
	for (size_t i = 0; i < fields->count; i++)
		kept[i] = (struct pair){ arena_copy(&message->trailer_memory,
					     fields->pairs[i].name),
			arena_copy(&message->trailer_memory, fields->pairs[i].value) };
	message->trailers = LIST_OF(kept, fields->count);
}

void
http_fields_tell(const struct http_call *call, const struct http_fields *fields)
{
	enum side side = call->chunk->side;
	const struct http_message *message = &call->exchange->sides[side];

	if (message->has_ended)
		return;
	if (message->has_head)
		trailers_keep(call->exchange, side, fields);
	else if (side == SIDE_CLIENT && fields->pseudo[HTTP_METHOD].len > 0)
		request_tell(call, fields);
	else if (side == SIDE_SERVER && number_of(fields->pseudo[HTTP_STATUS]).known)
		response_tell(call, fields);
}

struct origin
http_exchange_origin(const struct http_exchange *exchange)
{
	const struct http_message *request = &exchange->sides[SIDE_CLIENT];

	return (struct origin){ buffer_bytes(&exchange->url), request->head_frame,
		request->end_ns, exchange->is_deflated };
}

void
http_body_add(const struct http_call *call, uint64_t size)
{
	call->exchange->sides[call->chunk->side].size += size;
}

bool
http_body_is_wanted(const struct http_message *message)
{
	return message->inner != NULL || message->content.is_read;
}

void
http_body_read(const struct http_call *call, struct bytes bytes)
{
	enum side side = call->chunk->side;
	struct http_message *message = &call->exchange->sides[side];
	struct origin origin = http_exchange_origin(call->exchange);

	message->size += bytes.len;
	body_add(&message->content, bytes);
	if (message->inner != NULL && bytes.len > 0)
		sink_inner_of(
		    call->sink, message->inner, call->stream, side, bytes, &origin);
}

void
http_body_lose(const struct http_call *call, uint64_t gap_size)
{
	enum side side = call->chunk->side;
	struct http_message *message = &call->exchange->sides[side];

	message->has_loss = true;
	if (gap_size != GAP_UNKNOWN)
		message->size += gap_size;
	body_lose(&message->content);
	if (message->inner != NULL && gap_size > 0)
		sink_inner_gap(call->sink, message->inner, call->stream, side, gap_size);
}

/* "/package.Service/Method" is the path of a call. */
static void
grpc_tell(const struct http_call *call)
{
	struct bytes url = buffer_bytes(&call->exchange->url);
	struct bytes host = bytes_from(url, bytes_index(url, ':') + 3);
	struct bytes path = bytes_from(host, bytes_index(host, '/') + 1);
	struct event_grpc event = {
		.head = event_head(EVENT_GRPC, call->chunk),
		.service = bytes_first(path, bytes_index(path, '/')),
		.method = bytes_from(path, bytes_index(path, '/') + 1),
		.status = call->exchange->grpc_status,
		.stream = call->stream,
		.head_frame = call->exchange->sides[SIDE_CLIENT].head_frame,
	};

	event.head.side = SIDE_SERVER;
	sink_event(call->sink, &event.head);
}

void
http_message_end(const struct http_call *call, enum side side, bool is_complete)
{
	struct http_message *message = &call->exchange->sides[side];
	struct event_http_body event = {
		.head = event_head(EVENT_HTTP_BODY, call->chunk),
		.direction = side == SIDE_CLIENT ? "request" : "response",
		.url = buffer_bytes(&call->exchange->url),
		.stream = maybe_of(call->stream),
		.bytes = message->size,
		.complete = is_complete && !message->has_loss,
		.mime = buffer_bytes(&message->mime),
		.duration = maybe_of(clock_between(message->began_ns, call->chunk->at_ns)),
		.trailers = message->trailers,
		.head_frame = message->head_frame,
	};

	if (message->has_ended)
		return;
	message->has_ended = true;
	message->end_ns = call->chunk->at_ns;
	if (!message->has_head)
		return;
	event.head.side = side;
	body_end(&message->content, call->sink->scratch, &event);
	sink_event(call->sink, &event.head);
	if (side == SIDE_SERVER && call->exchange->is_grpc)
		grpc_tell(call);
}

void
http_exchange_open(struct http_exchange *exchange, const struct origin *origin)
{
	struct http_message *request = &exchange->sides[SIDE_CLIENT];

	buffer_add(&exchange->url, bytes_first(origin->url, URL_MAX));
	request->has_head = true;
	request->has_ended = true;
	request->head_frame = origin->frame;
	request->end_ns = origin->end_ns;
}

bool
http_exchange_is_over(const struct http_exchange *exchange)
{
	return exchange->sides[SIDE_CLIENT].has_ended &&
	       exchange->sides[SIDE_SERVER].has_ended;
}

void
http_exchange_clear(struct http_exchange *exchange)
{
	for (int i = 0; i < 2; i++) {
		buffer_clear(&exchange->sides[i].mime);
		body_clear(&exchange->sides[i].content);
		arena_clear(&exchange->sides[i].trailer_memory);
	}
	buffer_clear(&exchange->url);
	*exchange = (struct http_exchange){ 0 };
}
