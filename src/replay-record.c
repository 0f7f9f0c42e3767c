/* SPDX-License-Identifier: BSD-2-Clause */
#include "replay-record.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/die.h"

enum {
	CALLS_MAX = 16, /* in each other: more than a stack has layers */
	FEEDS_MAX = 1024,
	PARTS_SHOWN_MAX = 8,
	ARRAY_USUAL = 32,
};

/* Where a source's bytes lay while they were handled. */
struct place {
	struct bytes bytes;
	uint32_t source;
};

/* A dissector at work. */
struct call {
	uint32_t unit;    /* that it was given */
	uint32_t current; /* what its events come from: that, or what it opened last */
	const struct dissector *dissector;
	size_t given;
	bool is_datagram;
	bool has_source; /* the latest, made for it */
};

/* What came to a layer, to tell which frames a message was put together from. */
struct feed {
	const void *layer;
	enum side side;
	uint32_t frame;
	size_t len;
};

struct recording {
	struct record *record;
	const struct play *play;
	bool is_last_frame;
	struct place *places;
	uint32_t place_count, place_size;
	struct call calls[CALLS_MAX];
	uint32_t depth;
	struct feed feeds[FEEDS_MAX]; /* a ring */
	uint64_t feed_count;
};

static void
add_place(struct recording *recording, struct bytes bytes, uint32_t source)
{
	if (recording->place_count == recording->place_size) {
		recording->place_size = MAX(recording->place_size * 2, ARRAY_USUAL);
		recording->places = alloc_resized(
		    recording->places, recording->place_size, sizeof(*recording->places));
	}
	recording->places[recording->place_count++] = (struct place){ bytes, source };
}

/* The source that these bytes lie in, still the same ones; the latest where memory was used
 * again.  False: in none. */
static bool
find_place(const struct recording *recording, struct bytes bytes, struct detail_span *span)
{
	for (uint32_t i = recording->place_count; i-- > 0;) {
		struct bytes whole = recording->places[i].bytes;
		uint32_t source = recording->places[i].source;
		struct bytes kept = recording->record->detail->sources[source].bytes;
		size_t start;

		if (bytes.at < whole.at || bytes.at + bytes.len > whole.at + whole.len)
			continue;
		start = (size_t)(bytes.at - whole.at);
		if (memcmp(kept.at + start, bytes.at, bytes.len) != 0)
			continue;
		*span =
		    (struct detail_span){ source, (uint32_t)start, (uint32_t)bytes.len };
		return true;
	}
	return false;
}

static uint32_t
add_unit(struct record *record, struct detail_span span)
{
	if (record->unit_count == record->unit_size) {
		record->unit_size = MAX(record->unit_size * 2, ARRAY_USUAL);
		record->units =
		    alloc_resized(record->units, record->unit_size, sizeof(*record->units));
	}
	record->units[record->unit_count] =
	    (struct unit){ .source = span.source, .start = span.start, .len = span.len };
	return record->unit_count++;
}

static void
add_source(struct recording *recording, const char *title, struct bytes bytes,
    struct detail_span *span)
{
	uint32_t source =
	    detail_add_source(recording->record->detail, bytes_of_string(title), bytes);

	add_place(recording, bytes, source);
	*span = (struct detail_span){ source, 0, (uint32_t)bytes.len };
}

static void
take_feed(void *receiver, const void *layer, int depth, const struct chunk *chunk,
    struct bytes bytes)
{
	struct recording *recording = receiver;

	(void)depth;
	if (bytes.len > 0)
		recording->feeds[recording->feed_count++ % FEEDS_MAX] =
		    (struct feed){ layer, chunk->side, chunk->frame, bytes.len };
}

/* "dns, 3 parts: 1448 bytes of frame 12, ..." */
static void
add_parts(const struct recording *recording, struct buffer *title, const void *layer,
    enum side side, size_t size)
{
	struct feed parts[PARTS_SHOWN_MAX];
	uint64_t kept = MIN(recording->feed_count, FEEDS_MAX);
	uint32_t count = 0, shown = 0, last_frame = 0;

	for (uint64_t i = 1; i <= kept && size > 0; i++) {
		struct feed feed =
		    recording->feeds[(recording->feed_count - i) % FEEDS_MAX];

		if (feed.layer != layer || feed.side != side)
			continue;
		feed.len = MIN(feed.len, size);
		size -= feed.len;
		if (feed.frame == last_frame) {
			parts[shown - 1].len += count == shown ? feed.len : 0;
			continue;
		}
		last_frame = feed.frame;
		count++;
		if (shown < PARTS_SHOWN_MAX)
			parts[shown++] = feed;
	}
	if (count < 2)
		return;
	buffer_printf(title, ", in %u parts:", (unsigned)count);
	if (count > shown)
		buffer_add_string(title, " ...");
	while (shown-- > 0)
		buffer_printf(title, " %zu bytes of frame %u%s", parts[shown].len,
		    (unsigned)parts[shown].frame, shown > 0 ? "," : "");
}

static void
take_begin(void *receiver, const void *layer, const struct dissector *dissector,
    const struct chunk *chunk, struct cursor *in)
{
	struct recording *recording = receiver;
	struct call call = { .dissector = dissector,
		.given = cursor_left(in),
		.is_datagram = chunk->is_datagram };
	struct detail_span span = { 0 };
	struct buffer title = { 0 };

	if (!recording->is_last_frame || recording->depth++ >= CALLS_MAX)
		return;
	if (call.given > 0 && !find_place(recording, cursor_rest(in), &span)) {
		buffer_printf(&title, "%s", dissector->name);
		add_parts(recording, &title, layer, chunk->side, call.given);
		buffer_add_char(&title, '\0');
		add_source(recording, (const char *)title.at, cursor_rest(in), &span);
		call.has_source = true;
		buffer_clear(&title);
	}
	call.unit = call.current = add_unit(recording->record, span);
	recording->calls[recording->depth - 1] = call;
}

/* It waits for more: what there is will be shown when it is whole. */
static void
drop_source(struct recording *recording, const struct call *call)
{
	struct record *record = recording->record;
	const struct unit *unit = &record->units[call->unit];

	if (!call->has_source || unit->has_lines || unit->is_sealed || unit->len > 0 ||
	    unit->source + 1 != record->detail->source_count)
		return;
	record->detail->source_count--;
	recording->place_count--;
}

/* What is left was not this message's.  A datagram is one. */
static void
take_end(void *receiver, const struct cursor *in)
{
	struct recording *recording = receiver;
	const struct call *call;

	if (!recording->is_last_frame || recording->depth-- > CALLS_MAX)
		return;
	call = &recording->calls[recording->depth];
	if (!call->is_datagram)
		recording->record->units[call->unit].len =
		    (uint32_t)(call->given - MIN(call->given, cursor_left(in)));
	drop_source(recording, call);
}

static struct bytes
take_opened(void *receiver, struct bytes plain)
{
	struct recording *recording = receiver;
	struct record *record = recording->record;
	struct detail_span span = { 0 };
	struct call *call;
	char title[64];

	if (!recording->is_last_frame || recording->depth == 0 ||
	    recording->depth > CALLS_MAX)
		return plain;
	call = &recording->calls[recording->depth - 1];
	snprintf(title, sizeof(title), "%s, opened", call->dissector->name);
	add_source(recording, title, plain, &span);
	record->units[call->unit].is_sealed = true;
	call->current = add_unit(record, span);
	return plain;
}

/* New lines belong to what is being read. */
static void
note_lines(struct recording *recording, uint32_t first, uint32_t unit)
{
	struct record *record = recording->record;
	struct detail *detail = record->detail;

	if (detail->line_count > record->line_unit_size) {
		record->line_unit_size = detail->line_count * 2;
		record->line_units = alloc_resized(record->line_units,
		    record->line_unit_size, sizeof(*record->line_units));
	}
	for (uint32_t i = first; i < detail->line_count; i++) {
		struct detail_line *line = &detail->lines[i];
		struct detail_span span;

		record->line_units[i] = unit;
		if (line->wire.len > 0 && find_place(recording, line->wire, &span))
			detail_add_span(detail, line, span);
	}
}

static void
take_event(void *receiver, const struct event *event)
{
	struct recording *recording = receiver;
	struct record *record = recording->record;
	uint32_t first = record->detail->line_count;
	uint32_t unit = UNIT_NONE;

	if (!recording->is_last_frame || !record_wants(event->kind))
		return;
	if (recording->depth > 0 && recording->depth <= CALLS_MAX)
		unit = recording->calls[recording->depth - 1].current;
	if (unit != UNIT_NONE)
		record->units[unit].has_lines = true;
	detail_add_event(record->detail, event, recording->play->source->shown);
	note_lines(recording, first, unit);
}

static void
take_frame(void *receiver, const struct frame *frame)
{
	struct recording *recording = receiver;
	const struct play *play = recording->play;

	recording->is_last_frame = frame == &play->frames[play->frame_count - 1];
	recording->depth = 0;
}

/* An event as a whole comes from what its dissector took. */
static void
light_headings(struct record *record)
{
	struct detail *detail = record->detail;

	for (uint32_t i = record->first_line; i < detail->line_count; i++) {
		const struct unit *unit;

		if (detail->lines[i].depth > 0 || record->line_units[i] == UNIT_NONE)
			continue;
		unit = &record->units[record->line_units[i]];
		detail_add_span(detail, &detail->lines[i],
		    (struct detail_span){ unit->source, unit->start, unit->len });
	}
}

void
record_run(struct record *record, const struct play *play)
{
	struct recording *recording = alloc_zeroed(1, sizeof(*recording));
	struct trace trace = { recording, take_feed, take_begin, take_end, take_opened };
	struct watcher watcher = { recording, take_event, take_frame, &trace };

	recording->record = record;
	recording->play = play;
	record->first_line = record->detail->first_event = record->detail->line_count;
	add_place(recording, play->frames[play->frame_count - 1].captured, 0);
	play_run(play, &watcher);
	light_headings(record);
	free(recording->places);
	free(recording);
}

void
record_clear(struct record *record)
{
	free(record->units);
	free(record->line_units);
	*record = (struct record){ 0 };
}
