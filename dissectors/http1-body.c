/* SPDX-License-Identifier: BSD-2-Clause */
/* Bodies: skipped, or read where somebody wants to. */
#include "base/clock.h"
#include "dissectors/http1.h"
#include "event/http.h"

const struct list http1_no_trailers = { NULL, 0 };

/* Pipelined exchanges keep apart; and from what else is handed on, which has number 0. */
uint64_t
http1_dns_stream(uint64_t number)
{
	return number + 1;
}

/* Who wants to read this body, other than for what it says as a whole. */
static const char *
inner_of(const struct http1_body *body)
{
	struct bytes mime = buffer_bytes(&body->mime);

	if (!body->content.codings.is_known || body->content.codings.count > 0)
		return NULL;
	if (bytes_equal_nocase(mime, BYTES("application/dns-message")))
		return "dns";
	if (!body->is_request && bytes_equal_nocase(mime, BYTES("text/event-stream")))
		return "sse";
	return NULL;
}

/* `request`: that this is the answer to; NULL: it is a request, or none is known. */
static void
inner_prepare(const struct http1_call *call, struct http1_exchange *request)
{
	struct http1_body *body = &call->side->body;
	bool is_dns;

	body->inner = inner_of(body);
	is_dns = body->inner != NULL && strcmp(body->inner, "dns") == 0;
	body->inner_stream = is_dns ? http1_dns_stream(body->number) : call->chunk->stream;
	body->ends_both =
	    !is_dns || (!body->is_request && (request == NULL || !request->asks_name));
	if (request != NULL && request->asks_name && !is_dns) /* there is no answer */
		sink_inner_end(
		    call->sink, "dns", http1_dns_stream(body->number), SIDE_SERVER);
}

void
http1_body_prepare(const struct http1_call *call, const struct http1_head *head,
    struct bytes url, struct http1_exchange *request)
{
	struct http1_body *body = &call->side->body;

	body->is_request = head->is_request;
	body->number =
	    head->is_request ? call->http1->queue.end - 1 : call->http1->queue.first;
	body->head_frame = call->chunk->frame;
	body->began_ns = call->side->began_ns;
	body->is_endless = false;
	body->has_loss = false;
	body->url.len = 0;
	body->mime.len = 0;
	buffer_add(&body->url, url);
	buffer_add(&body->mime, http_mime(head->fields));
	body_begin(&body->content, head->fields, call->chunk->side, &call->http1->bodies);
	inner_prepare(call, request);
	body->request = (struct origin){ 0 };
	if (request != NULL) {
		body->request.frame = request->frame;
		body->request.end_ns = request->end_ns;
	}
}

/* So many bytes of the body follow. */
static void
data_begin(const struct http1_call *call, uint64_t size)
{
	struct http1_body *body = &call->side->body;

	body->left = size;
	if (body->content.is_read || body->inner != NULL) {
		call->side->phase = HTTP1_DATA;
		return;
	}
	call->side->phase = body->is_chunked ? HTTP1_CHUNK_SIZE : HTTP1_BODY;
	sink_skip(call->sink, size);
}

void
http1_body_begin(const struct http1_call *call, struct maybe length)
{
	struct http1_body *body = &call->side->body;

	body->is_chunked = !length.known;
	body->size = length.value;
	call->side->scanned = 0;
	if (body->is_chunked) {
		call->side->phase = HTTP1_CHUNK_SIZE;
		return;
	}
	if (length.value == 0) {
		http1_body_tell(call, http1_no_trailers);
		return;
	}
	body_expect(&body->content, length.value);
	data_begin(call, length.value);
}

void
http1_chunk_begin(const struct http1_call *call, uint64_t size)
{
	call->side->body.size += size;
	if (size > 0)
		data_begin(call, size);
	else
		call->side->phase = HTTP1_TRAILERS;
}

/* Behind a part of the data, or a gap in them. */
static void
data_go_on(const struct http1_call *call)
{
	struct http1_body *body = &call->side->body;

	if (body->left > 0)
		data_begin(call, body->left);
	else if (body->is_chunked)
		call->side->phase = HTTP1_CHUNK_SIZE;
	else
		http1_body_tell(call, http1_no_trailers);
}

enum verdict
http1_data_dissect(const struct http1_call *call, struct cursor *in)
{
	struct http1_body *body = &call->side->body;
	struct bytes part = cursor_bytes(in, (size_t)MIN(body->left, cursor_left(in)));
	struct origin origin = body->request;

	origin.url = buffer_bytes(&body->url);
	body->left -= part.len;
	body_add(&body->content, part);
	if (body->inner != NULL)
		sink_inner_of(call->sink, body->inner, body->inner_stream,
		    call->chunk->side, part, &origin);
	data_go_on(call);
	return VERDICT_DONE;
}

bool
http1_data_gap(const struct http1_call *call)
{
	struct http1_body *body = &call->side->body;
	uint64_t here = MIN(body->left, call->chunk->gap_size);

	body->left -= here;
	body->has_loss = true;
	body_lose(&body->content);
	if (body->inner != NULL)
		sink_inner_gap(
		    call->sink, body->inner, body->inner_stream, call->chunk->side, here);
	data_go_on(call);
	return here == call->chunk->gap_size;
}

static void
inner_end(const struct http1_call *call)
{
	struct http1_body *body = &call->side->body;
	enum side own = body->is_request ? SIDE_CLIENT : SIDE_SERVER;
	const char *inner = body->inner;

	body->inner = NULL;
	if (inner == NULL)
		return;
	sink_inner_end(call->sink, inner, body->inner_stream, own);
	if (body->ends_both)
		sink_inner_end(call->sink, inner, body->inner_stream, side_other(own));
}

/* How many bytes of a body that is cut off did not come. */
static uint64_t
missing_of(const struct http1_call *call)
{
	const struct http1_body *body = &call->side->body;

	return call->side->phase == HTTP1_DATA ? body->left
					       : MIN(call->chunk->skip_left, body->size);
}

void
http1_body_tell(const struct http1_call *call, struct list trailers)
{
	struct http1_body *body = &call->side->body;
	uint64_t missing = missing_of(call);
	struct event_http_body event = {
		.head = event_head(EVENT_HTTP_BODY, call->chunk),
		.direction = body->is_request ? "request" : "response",
		.url = buffer_bytes(&body->url),
		.bytes = body->size - missing,
		.complete = !body->has_loss && (missing == 0 || body->is_endless),
		.mime = buffer_bytes(&body->mime),
		.duration = maybe_of(clock_between(body->began_ns, call->chunk->at_ns)),
		.trailers = trailers,
		.head_frame = body->head_frame,
	};
	struct http1_exchange *exchange =
	    body->is_request ? http1_queue_find(&call->http1->queue, body->number) : NULL;

	if (exchange != NULL) {
		exchange->has_ended = true;
		exchange->end_ns = call->chunk->at_ns;
	}
	call->side->phase = HTTP1_HEAD;
	inner_end(call);
	body_end(&body->content, call->sink->scratch, &event);
	sink_event(call->sink, &event.head);
}

void
http1_body_clear(struct http1_body *body)
{
	buffer_clear(&body->url);
	buffer_clear(&body->mime);
	body_clear(&body->content);
}
