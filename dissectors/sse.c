/* SPDX-License-Identifier: BSD-2-Clause */
/* Server-sent events (text/event-stream, WHATWG HTML 9.2), a body of HTTP:
 *
 *	stream: U+FEFF?, event*; event: line*, empty line
 *	line: name, ":", " "?, value; or name alone; ended by CR, LF or both
 *
 * Of an event its type and the size of its data are kept, so lines may be endless. */
#include "base/buffer.h"
#include "dissectors/dissector.h"
#include "event/http.h"

enum {
	NAME_MAX_SIZE = 8, /* longer than all names that count */
	TYPE_MAX = 128,
	URL_MAX = 8 * 1024,
};

#define BYTE_ORDER_MARK BYTES("\xef\xbb\xbf")

enum place { IN_NAME, BEHIND_COLON, IN_VALUE };

/* The line on its way. */
struct line {
	enum place place;
	bool has_data; /* any at all */
	bool is_data, is_type;
	size_t name_len;
	uint8_t name[NAME_MAX_SIZE];
};

struct sse {
	bool has_origin;
	bool has_begun;
	bool was_cr;  /* an LF now ends no line of its own */
	bool is_lost; /* up to the next empty line */
	uint32_t request_frame;
	struct buffer url;
	struct line line;
	uint64_t data_lines, data_size;
	size_t type_len;
	uint8_t type[TYPE_MAX];
};

static void
event_forget(struct sse *sse)
{
	sse->is_lost = false;
	sse->data_lines = 0;
	sse->data_size = 0;
	sse->type_len = 0;
}

/* Events without data are not dispatched; lines of data are joined by one byte. */
static void
event_end(struct sse *sse, struct sink *sink, const struct chunk *chunk)
{
	struct event_sse event = {
		.head = event_head(EVENT_SSE, chunk),
		.url = buffer_bytes(&sse->url),
		.type = sse->type_len > 0 ? bytes_of(sse->type, sse->type_len)
					  : BYTES("message"),
		.bytes = sse->data_size + sse->data_lines - 1,
		.request_frame = sse->request_frame,
	};

	if (sse->data_lines > 0 && !sse->is_lost)
		sink_event(sink, &event.head);
	event_forget(sse);
}

/* The name is known: what follows is its value. */
static void
name_end(struct sse *sse)
{
	struct bytes name = bytes_of(sse->line.name, sse->line.name_len);

	sse->line.is_data = bytes_equal(name, BYTES("data"));
	sse->line.is_type = bytes_equal(name, BYTES("event"));
	sse->data_lines += sse->line.is_data;
	if (sse->line.is_type)
		sse->type_len = 0;
	sse->line.place = BEHIND_COLON;
}

static void
line_end(struct sse *sse, struct sink *sink, const struct chunk *chunk)
{
	if (!sse->line.has_data)
		event_end(sse, sink, chunk);
	else if (sse->line.place == IN_NAME)
		name_end(sse);
	sse->line = (struct line){ 0 };
}

static void
name_add(struct sse *sse, struct bytes part)
{
	size_t colon = bytes_index(part, ':');

	for (size_t i = 0; i < colon && sse->line.name_len < NAME_MAX_SIZE; i++)
		sse->line.name[sse->line.name_len++] = part.at[i];
	if (colon < part.len)
		name_end(sse);
}

static void
value_add(struct sse *sse, struct bytes part)
{
	if (part.len == 0)
		return;
	if (sse->line.place == BEHIND_COLON && part.at[0] == ' ')
		part = bytes_from(part, 1);
	sse->line.place = IN_VALUE;
	if (sse->line.is_data)
		sse->data_size += part.len;
	for (size_t i = 0; sse->line.is_type && i < part.len && sse->type_len < TYPE_MAX;
	     i++)
		sse->type[sse->type_len++] = part.at[i];
}

/* A part of a line, without its end. */
static void
line_add(struct sse *sse, struct bytes part)
{
	if (part.len == 0)
		return;
	sse->line.has_data = true;
	if (sse->line.place == IN_NAME) {
		size_t colon = bytes_index(part, ':');

		name_add(sse, part);
		part = bytes_from(part, colon + 1);
	}
	value_add(sse, part);
}

/* How much of `rest` comes before a line's end. */
static size_t
line_size(struct bytes rest)
{
	size_t size = 0;

	while (size < rest.len && rest.at[size] != '\r' && rest.at[size] != '\n')
		size++;
	return size;
}

static void
line_dissect(
    struct sse *sse, struct sink *sink, const struct chunk *chunk, struct cursor *in)
{
	size_t size = line_size(cursor_rest(in));
	bool is_cr;

	line_add(sse, cursor_bytes(in, size));
	if (cursor_left(in) == 0)
		return;
	is_cr = cursor_u8(in) == '\r';
	line_end(sse, sink, chunk);
	sse->was_cr = is_cr && cursor_left(in) == 0;
	if (is_cr && cursor_left(in) > 0 && in->at[0] == '\n')
		cursor_u8(in);
}

/* Passes over what belongs to no line.  False: too few bytes to tell. */
static bool
pass_over(struct sse *sse, struct cursor *in)
{
	struct bytes rest = cursor_rest(in);
	bool may_be_mark =
	    bytes_equal(bytes_first(BYTE_ORDER_MARK, rest.len), bytes_first(rest, 3));

	if (!sse->has_begun && may_be_mark && rest.len < BYTE_ORDER_MARK.len)
		return false;
	if (!sse->has_begun && may_be_mark)
		cursor_take(in, BYTE_ORDER_MARK.len);
	sse->has_begun = true;
	if (sse->was_cr && rest.at[0] == '\n')
		cursor_u8(in);
	sse->was_cr = false;
	return true;
}

/* The event in which bytes are missing is not known. */
static enum verdict
event_lose(struct sse *sse)
{
	event_forget(sse);
	sse->line = (struct line){ .has_data = true, .place = IN_VALUE };
	sse->is_lost = true;
	sse->has_begun = true;
	sse->was_cr = false;
	return VERDICT_DONE;
}

static void
origin_keep(struct sse *sse, const struct origin *origin)
{
	sse->has_origin = true;
	sse->request_frame = origin->frame;
	buffer_add(&sse->url, bytes_first(origin->url, URL_MAX));
}

static enum verdict
sse_dissect(void *state, struct sink *sink, const struct chunk *chunk, struct cursor *in)
{
	struct sse *sse = state;

	if (chunk->origin != NULL && !sse->has_origin)
		origin_keep(sse, chunk->origin);
	/* An event that is not over when the stream is, is none. */
	if (chunk->side == SIDE_CLIENT || chunk->what == CHUNK_END) {
		cursor_take(in, cursor_left(in));
		return VERDICT_DONE;
	}
	if (chunk->what == CHUNK_GAP)
		return event_lose(sse);
	if (cursor_left(in) == 0)
		return VERDICT_DONE;
	if (!pass_over(sse, in))
		return VERDICT_MORE;
	while (cursor_left(in) > 0)
		line_dissect(sse, sink, chunk, in);
	return VERDICT_DONE;
}

static void
sse_clear(void *state)
{
	struct sse *sse = state;

	buffer_clear(&sse->url);
}

const struct dissector dissector_sse = {
	.name = "sse",
	.state_size = sizeof(struct sse),
	.clear = sse_clear,
	.dissect = sse_dissect,
};
