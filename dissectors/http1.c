/* SPDX-License-Identifier: BSD-2-Clause */
/* HTTP/1.0 and 1.1, RFC 9112:
 *
 *	message: start line, fields, empty line, body
 *	body: of Content-Length; or chunks: size in hex, CRLF, data, CRLF; ...; 0, CRLF,
 *	trailer fields, empty line; or (responses) everything up to the connection's end
 *
 * Most bodies are passed over.  After an upgrade or a CONNECT the bytes are handed on.
 *Where something is missing or cannot be, the next line that looks like a start line
 *counts. */
#include "dissectors/http1.h"

enum { CHUNK_LINE_MAX = 4096, LONG_LINE = 200 };

static enum verdict
take_all(struct cursor *in)
{
	cursor_take(in, cursor_left(in));
	return VERDICT_DONE;
}

/* What a protocol named in Upgrade is called here; "" lets its bytes tell. */
static const char *
upgrade_name(struct list fields)
{
	static const struct {
		const char *token, *name;
	} names[] = {
		{ "websocket", "websocket" },
		{ "h2c", "http2" },
	};
	struct bytes value = http_field(fields, BYTES("upgrade"));

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (bytes_equal_nocase(value, bytes_of_string(names[i].token)))
			return names[i].name;
	return "";
}

/* Other bytes follow, on both sides: those that are here already are handed on. */
static enum verdict
hand_on(const struct http1_call *call, struct cursor *in)
{
	const struct http1 *http1 = call->http1;
	const struct origin *origin = http1->upgrade.frame == 0 ? NULL : &http1->upgrade;

	sink_inner_of(call->sink, http1->inner, call->chunk->stream, call->chunk->side,
	    cursor_rest(in), origin);
	return take_all(in);
}

static enum verdict
hand_on_gap(const struct http1_call *call)
{
	sink_inner_gap(call->sink, call->http1->inner, call->chunk->stream,
	    call->chunk->side, call->chunk->gap_size);
	return VERDICT_DONE;
}

static void
upgrade_begin(struct http1 *http1, const struct http1_head *head,
    const struct http1_exchange *request)
{
	http1->inner = upgrade_name(head->fields);
	if (request == NULL)
		return;
	buffer_add(&http1->upgrade_url, buffer_bytes(&request->url));
	http1->upgrade = (struct origin){ buffer_bytes(&http1->upgrade_url), request->frame,
		request->end_ns, http_agrees_on_deflate(head->fields) };
}

/* What follows a response's head: nothing after 1xx; a tunnel; or a body. */
static void
response_go_on(
    const struct http1_call *call, const struct http1_head *head, struct bytes behind)
{
	struct http1_exchange *exchange = http1_queue_first(&call->http1->queue);
	struct maybe length;

	if (head->status == 101)
		upgrade_begin(call->http1, head, exchange);
	if (exchange != NULL && exchange->is_connect && head->status / 100 == 2)
		call->http1->inner = "";
	call->side->phase = HTTP1_HEAD;
	if (call->http1->inner == NULL && head->status / 100 == 1)
		return;
	length = http1_response_length(head, exchange, behind);
	if (call->http1->inner == NULL)
		http1_body_prepare(call, head,
		    exchange == NULL ? (struct bytes){ NULL, 0 }
				     : buffer_bytes(&exchange->url),
		    exchange);
	http1_queue_drop_first(&call->http1->queue);
	if (call->http1->inner != NULL)
		return;
	call->side->body.is_endless = length.value == HTTP1_ENDLESS;
	http1_body_begin(call, length);
}

/* From here on the place is lost.  What was on its way is told as far as it came. */
static void
side_lose(const struct http1_call *call)
{
	if (call->side->phase == HTTP1_CHUNK_SIZE || call->side->phase == HTTP1_TRAILERS) {
		call->side->body.has_loss = true;
		http1_body_tell(call, http1_no_trailers);
	}
	if (call->chunk->side == SIDE_SERVER)
		http1_queue_doubt(&call->http1->queue);
	call->side->phase = HTTP1_LOST;
	call->side->scanned = 0;
	call->side->has_begun = false;
}

static enum verdict
side_break(const struct http1_call *call, struct cursor *in, const char *why)
{
	sink_warn(call->sink, call->chunk, "http1", why);
	side_lose(call);
	return take_all(in);
}

/* What is no start line, in the place of one. */
static enum verdict
not_a_head(const struct http1_call *call, struct cursor *in)
{
	if (!call->http1->is_ours)
		return VERDICT_OTHER;
	/* The answer to a CONNECT may be missing, and still it was a yes. */
	if (call->chunk->side == SIDE_CLIENT &&
	    http1_queue_ends_in_connect(&call->http1->queue)) {
		call->http1->inner = "";
		return hand_on(call, in);
	}
	return side_break(call, in, "no start line where one should be");
}

/* Empty lines before a start line count for nothing (RFC 9112 2.2). */
static bool
take_empty_lines(struct cursor *in)
{
	const uint8_t *start = in->at;

	while (cursor_left(in) > 0 && (*in->at == '\r' || *in->at == '\n'))
		cursor_u8(in);
	return in->at != start;
}

static enum verdict
head_dissect(const struct http1_call *call, struct cursor *in)
{
	struct bytes rest = cursor_rest(in);
	enum claim claim = call->side->scanned > 0 ? CLAIM_YES : http1_claim(rest);
	struct http1_head head;
	size_t size;

	if (claim == CLAIM_NO)
		return not_a_head(call, in);
	if (!call->side->has_begun)
		call->side->began_ns = call->chunk->at_ns;
	call->side->has_begun = true;
	if (claim == CLAIM_MORE)
		return VERDICT_MORE;
	size = http1_lines_size(rest, &call->side->scanned);
	if (size == 0 && rest.len > HTTP1_HEAD_MAX)
		return side_break(call, in, "a head without an end");
	if (size == 0)
		return VERDICT_MORE;
	head = http1_head_read(call->sink->scratch, cursor_bytes(in, size));
	call->http1->is_ours = true;
	call->side->scanned = 0;
	call->side->has_begun = false;
	if (head.is_request) {
		http1_request_tell(call, &head);
		return VERDICT_DONE;
	}
	http1_response_tell(call, &head);
	response_go_on(call, &head, cursor_rest(in));
	return call->http1->inner != NULL ? hand_on(call, in) : VERDICT_DONE;
}

/* Looks for a start line, at the begin of these bytes or of a line in them. */
static enum verdict
lost_dissect(const struct http1_call *call, struct cursor *in)
{
	struct bytes rest = cursor_rest(in);
	struct bytes found = rest;
	enum claim claim;

	while ((claim = http1_claim(found)) == CLAIM_NO) {
		found = bytes_from(found, bytes_index(found, '\n') + 1);
		if (found.len == 0)
			return take_all(in);
	}
	if (claim == CLAIM_YES)
		call->side->phase = HTTP1_HEAD;
	if (found.len < rest.len) {
		cursor_take(in, rest.len - found.len);
		return VERDICT_DONE;
	}
	return claim == CLAIM_YES ? head_dissect(call, in) : VERDICT_MORE;
}

static int
hex_digit(uint8_t byte)
{
	if (byte >= '0' && byte <= '9')
		return byte - '0';
	byte |= 0x20; /* lower case */
	return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

/* Hexadecimal digits, then an extension or nothing. */
static struct maybe
chunk_size(struct bytes line)
{
	struct maybe size = { 0 };

	for (size_t i = 0; i < line.len; i++) {
		int digit = hex_digit(line.at[i]);

		if (digit < 0 && (line.at[i] == ';' || line.at[i] == ' '))
			break;
		if (digit < 0 || size.value >= HTTP1_ENDLESS / 16)
			return (struct maybe){ 0 };
		size.value = size.value * 16 + (uint64_t)digit;
		size.known = true;
	}
	return size;
}

/* The line end behind a chunk's data reads as an empty line. */
static enum verdict
chunk_dissect(const struct http1_call *call, struct cursor *in)
{
	struct bytes rest = cursor_rest(in);
	size_t len = bytes_index(rest, '\n');
	struct bytes line;
	struct maybe size;

	if (len == rest.len && len > CHUNK_LINE_MAX)
		return side_break(call, in, "a chunk without a size");
	if (len == rest.len)
		return VERDICT_MORE;
	if (len == 0 || (len == 1 && rest.at[0] == '\r')) {
		cursor_take(in, len + 1);
		return VERDICT_DONE;
	}
	line = bytes_first(rest, rest.at[len - 1] == '\r' ? len - 1 : len);
	size = chunk_size(bytes_trim(line));
	if (!size.known)
		return side_break(call, in, "a chunk without a size");
	cursor_take(in, len + 1);
	http1_chunk_begin(call, size.value);
	return VERDICT_DONE;
}

static enum verdict
trailers_dissect(const struct http1_call *call, struct cursor *in)
{
	struct bytes rest = cursor_rest(in);
	size_t size = http1_lines_size(rest, &call->side->scanned);
	struct list trailers;

	if (size == 0 && rest.len > HTTP1_HEAD_MAX)
		return side_break(call, in, "trailers without an end");
	if (size == 0)
		return VERDICT_MORE;
	trailers = http1_fields_read(call->sink->scratch, cursor_bytes(in, size));
	call->side->scanned = 0;
	http1_body_tell(call, trailers.count > 0 ? trailers : http1_no_trailers);
	return VERDICT_DONE;
}

static enum verdict
bytes_dissect(const struct http1_call *call, struct cursor *in)
{
	if (cursor_left(in) == 0)
		return VERDICT_DONE;
	switch (call->side->phase) {
	case HTTP1_DATA: return http1_data_dissect(call, in);
	case HTTP1_CHUNK_SIZE: return chunk_dissect(call, in);
	case HTTP1_TRAILERS: return trailers_dissect(call, in);
	case HTTP1_LOST: return lost_dissect(call, in);
	default: break;
	}
	if (!call->side->has_begun && take_empty_lines(in))
		return VERDICT_DONE;
	return head_dissect(call, in);
}

/* The end of a side ends a body that has no other end, and cuts off every other. */
static enum verdict
end_dissect(const struct http1_call *call)
{
	if (call->side->phase == HTTP1_CHUNK_SIZE || call->side->phase == HTTP1_TRAILERS ||
	    (call->side->phase == HTTP1_DATA && call->side->body.is_chunked))
		call->side->body.has_loss = true;
	if (call->side->phase != HTTP1_HEAD && call->side->phase != HTTP1_LOST)
		http1_body_tell(call, http1_no_trailers);
	return VERDICT_DONE;
}

static enum verdict
gap_dissect(const struct http1_call *call)
{
	if (call->side->phase != HTTP1_DATA || !http1_data_gap(call))
		side_lose(call);
	return VERDICT_DONE;
}

static enum verdict
http1_dissect(void *state, struct sink *sink, const struct chunk *chunk, struct cursor *in)
{
	struct http1 *http1 = state;
	struct http1_side *side = &http1->sides[chunk->side];
	struct http1_call call = { http1, side, sink, chunk };

	if (chunk->skip_lost > 0)
		side->body.has_loss = true;
	if (chunk->what == CHUNK_END)
		return end_dissect(&call);
	if (side->phase == HTTP1_BODY)
		http1_body_tell(&call, http1_no_trailers);
	if (http1->inner != NULL)
		return chunk->what == CHUNK_GAP ? hand_on_gap(&call) : hand_on(&call, in);
	if (chunk->what == CHUNK_GAP)
		return gap_dissect(&call);
	return bytes_dissect(&call, in);
}

/* On streams only: over UDP it would be SSDP.  A long target is taken for one before its
 * line is over. */
static enum claim
http1_claims(const struct chunk *chunk, struct bytes first)
{
	enum claim claim = http1_claim(first);

	if (chunk->is_datagram)
		return CLAIM_NO;
	if (claim == CLAIM_MORE && first.len >= LONG_LINE && http1_has_target(first))
		return CLAIM_YES;
	return claim;
}

static void
http1_clear(void *state)
{
	struct http1 *http1 = state;

	for (int i = 0; i < 2; i++)
		http1_body_clear(&http1->sides[i].body);
	buffer_clear(&http1->upgrade_url);
	http1_queue_clear(&http1->queue);
}

const struct dissector dissector_http1 = {
	.name = "http1",
	.tcp_ports = { HTTP1_PORT },
	.claims = http1_claims,
	.state_size = sizeof(struct http1),
	.clear = http1_clear,
	.dissect = http1_dissect,
};
