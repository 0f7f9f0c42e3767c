/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissectors/body.h"
#include "dissectors/http-field.h"
#include "dissectors/links.h"
#include "event/http.h"

enum {
	BODY_MAX = 256 * 1024, /* as transferred, and as decoded */
	/* Of what is announced, so much is believed before it comes. */
	EXPECTED_MAX = 32 * 1024,
	ROOM_MAX = 1024 * 1024, /* of one connection */
};

static enum body_kind
kind_of(struct bytes mime)
{
	static const struct {
		const char *mime;
		enum body_kind kind;
	} kinds[] = {
		{ "text/html", BODY_HTML },
		{ "application/xhtml+xml", BODY_HTML },
		{ "text/css", BODY_CSS },
		{ "application/json", BODY_JSON },
		{ "application/x-www-form-urlencoded", BODY_FORM },
	};
	struct bytes json = BYTES("+json");

	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (bytes_equal_nocase(mime, bytes_of_string(kinds[i].mime)))
			return kinds[i].kind;
	if (mime.len > json.len &&
	    bytes_equal_nocase(bytes_from(mime, mime.len - json.len), json))
		return BODY_JSON;
	return BODY_OTHER;
}

/* Of clients' bodies it is asked what they ask for, of servers' what they name; the size of
 * a coded one is to be had only by reading it. */
static bool
is_worth_reading(const struct body *body)
{
	switch (body->kind) {
	case BODY_HTML:
	case BODY_CSS: return body->side == SIDE_SERVER;
	case BODY_JSON: return body->side == SIDE_CLIENT || body->codings.count > 0;
	case BODY_FORM: return body->side == SIDE_CLIENT;
	default: return false;
	}
}

/* The codings of the content; not known where the transfer adds others (RFC 9112 7). */
static struct content_codings
codings_of(struct list headers)
{
	struct bytes transfer = http_field(headers, BYTES("transfer-encoding"));

	if (transfer.len > 0 && !bytes_equal_nocase(transfer, BYTES("chunked")) &&
	    !bytes_equal_nocase(transfer, BYTES("identity")))
		return (struct content_codings){ .is_known = false };
	return content_codings_read(http_field(headers, BYTES("content-encoding")));
}

void
body_begin(struct body *body, struct list headers, enum side side, struct body_room *room)
{
	body_clear(body);
	body->codings = codings_of(headers);
	body->kind = kind_of(http_mime(headers));
	body->side = side;
	body->room = room;
	body->is_read = body->codings.is_known && is_worth_reading(body);
}

void
body_expect(struct body *body, uint64_t size)
{
	if (body->is_read)
		buffer_reserve(&body->bytes, (size_t)MIN(size, (uint64_t)EXPECTED_MAX));
}

static void
body_stop(struct body *body)
{
	body->is_read = false;
	body->is_cut = true;
}

void
body_add(struct body *body, struct bytes bytes)
{
	struct bytes kept;

	if (!body->is_read)
		return;
	kept = bytes_first(bytes,
	    MIN(BODY_MAX - body->bytes.len, ROOM_MAX - MIN(ROOM_MAX, body->room->held)));
	buffer_add(&body->bytes, kept);
	body->room->held += kept.len;
	if (kept.len < bytes.len)
		body_stop(body);
}

void
body_lose(struct body *body)
{
	body_stop(body);
}

/* Takes a string of JSON, behind its quote. */
static struct bytes
json_string(struct cursor *in)
{
	const uint8_t *start = in->at;

	while (cursor_left(in) > 0 && in->at[0] != '"') {
		if (cursor_u8(in) == '\\')
			cursor_take(in, MIN(cursor_left(in), (size_t)1));
	}
	cursor_take(in, MIN(cursor_left(in), (size_t)1));
	return bytes_of(start, (size_t)(in->at - start));
}

static void
json_pass_blanks(struct cursor *in)
{
	while (cursor_left(in) > 0 && (in->at[0] <= ' '))
		cursor_u8(in);
}

/* Behind a string: is it the name of a member that is a string? */
static bool
json_is_member(struct cursor in)
{
	json_pass_blanks(&in);
	if (cursor_u8(&in) != ':')
		return false;
	json_pass_blanks(&in);
	return cursor_u8(&in) == '"';
}

/* Has the object, or the first of a list of objects, a text named "query"? */
static bool
json_has_query(struct bytes text)
{
	struct cursor in = cursor_of(text);
	int depth = 0;

	json_pass_blanks(&in);
	if (cursor_left(&in) > 0 && in.at[0] == '[')
		cursor_u8(&in);
	while (cursor_left(&in) > 0) {
		uint8_t c = cursor_u8(&in);

		if (c == '{' || c == '[')
			depth++;
		else if ((c == '}' || c == ']') && --depth <= 0)
			return false;
		else if (c == '"' && bytes_equal(json_string(&in), BYTES("query\"")) &&
			 depth == 1 && json_is_member(in))
			return true;
	}
	return false;
}

/* Has the form a field whose name says so? */
static bool
form_has_password(struct bytes text)
{
	while (text.len > 0) {
		struct bytes field = bytes_first(text, bytes_index(text, '&'));
		struct bytes name = bytes_first(field, bytes_index(field, '='));

		if (bytes_equal_nocase(bytes_first(name, 4), BYTES("pass")) ||
		    bytes_equal_nocase(name, BYTES("pwd")))
			return true;
		text = bytes_from(text, field.len + 1);
	}
	return false;
}

static void
text_read(const struct body *body, struct bytes text, struct arena *arena,
    struct event_http_body *event)
{
	switch (body->kind) {
	case BODY_HTML: event->links = links_of_html(arena, text); break;
	case BODY_CSS: event->links = links_of_css(arena, text); break;
	case BODY_JSON:
		event->is_graphql = body->side == SIDE_CLIENT && json_has_query(text);
		break;
	case BODY_FORM: event->has_password = form_has_password(text); break;
	default: break;
	}
}

/* What is cut, or does not decode to its end, is read as far as it goes. */
void
body_end(struct body *body, struct arena *arena, struct event_http_body *event)
{
	bool is_identity = body->codings.is_known && body->codings.count == 0;
	struct buffer decoded = { 0 };

	if (is_identity) {
		event->decoded_bytes = maybe_of(event->bytes);
		text_read(body, buffer_bytes(&body->bytes), arena, event);
	} else if (body->bytes.len > 0) {
		bool is_whole = content_decode(
		    &body->codings, buffer_bytes(&body->bytes), &decoded, BODY_MAX);

		if (is_whole && !body->is_cut && event->complete)
			event->decoded_bytes = maybe_of(decoded.len);
		text_read(body, buffer_bytes(&decoded), arena, event);
		buffer_clear(&decoded);
	}
	body_clear(body);
}

void
body_clear(struct body *body)
{
	if (body->room != NULL)
		body->room->held -= body->bytes.len;
	buffer_clear(&body->bytes);
	*body = (struct body){ 0 };
}
