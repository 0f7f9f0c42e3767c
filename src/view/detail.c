/* SPDX-License-Identifier: BSD-2-Clause */
#include "view/detail.h"

#include <stdlib.h>

#include "base/die.h"

enum { LINES_USUAL = 64, SOURCES_USUAL = 4, SPANS_USUAL = 4 };

void
detail_clear(struct detail *detail)
{
	arena_clear(&detail->arena);
	free(detail->lines);
	free(detail->sources);
	*detail = (struct detail){ 0 };
}

void
detail_reset(struct detail *detail)
{
	arena_reset(&detail->arena);
	detail->line_count = 0;
	detail->source_count = 0;
	detail->first_event = 0;
	detail->notice = (struct bytes){ 0 };
}

uint32_t
detail_add_source(struct detail *detail, struct bytes safe_title, struct bytes bytes)
{
	if (detail->source_count == detail->source_size) {
		detail->source_size = MAX(detail->source_size * 2, SOURCES_USUAL);
		detail->sources = alloc_resized(
		    detail->sources, detail->source_size, sizeof(*detail->sources));
	}
	detail->sources[detail->source_count] = (struct detail_source){
		.title = arena_copy(&detail->arena, safe_title),
		.bytes = arena_copy(&detail->arena, bytes),
	};
	return detail->source_count++;
}

struct detail_line *
detail_add_line(struct detail *detail, int depth, struct bytes safe)
{
	struct detail_line *line;

	if (detail->line_count == detail->line_size) {
		detail->line_size = MAX(detail->line_size * 2, LINES_USUAL);
		detail->lines =
		    alloc_resized(detail->lines, detail->line_size, sizeof(*detail->lines));
	}
	line = &detail->lines[detail->line_count++];
	*line = (struct detail_line){
		.depth = (uint8_t)depth,
		.text = arena_copy(&detail->arena, safe),
	};
	return line;
}

static void
spans_make_room(struct detail *detail, struct detail_spans *spans)
{
	struct detail_span *items;

	if (spans->count < spans->size)
		return;
	spans->size = MAX(spans->size * 2, SPANS_USUAL);
	items = arena_array(&detail->arena, spans->size, sizeof(*items));
	if (spans->count > 0)
		memcpy(items, spans->items, spans->count * sizeof(*items));
	spans->items = items;
}

void
detail_add_span(struct detail *detail, struct detail_line *line, struct detail_span span)
{
	struct detail_spans *spans = &line->spans;
	struct detail_span *last = NULL;

	if (span.len == 0)
		return;
	if (spans->count > 0)
		last = &spans->items[spans->count - 1];
	if (last != NULL && last->source == span.source &&
	    last->start + last->len == span.start) {
		last->len += span.len;
		return;
	}
	spans_make_room(detail, spans);
	spans->items[spans->count++] = span;
}

static int
compare_spans(const void *a, const void *b)
{
	const struct detail_span *one = a, *other = b;

	if (one->source != other->source)
		return one->source < other->source ? -1 : 1;
	return one->start < other->start ? -1 : one->start > other->start;
}

/* Those that overlap become one. */
static void
add_sorted(struct detail *detail, struct detail_line *line, struct detail_spans *all)
{
	uint32_t source = UINT32_MAX, end = 0;

	if (all->count > 0)
		qsort(all->items, all->count, sizeof(*all->items), compare_spans);
	for (uint32_t i = 0; i < all->count; i++) {
		struct detail_span span = all->items[i];
		uint32_t known = span.source == source && end > span.start
				     ? MIN(end - span.start, span.len)
				     : 0;

		span.start += known;
		span.len -= known;
		detail_add_span(detail, line, span);
		end = span.source == source ? MAX(end, span.start + span.len)
					    : span.start + span.len;
		source = span.source;
	}
}

/* From the last to the first, so that those below have theirs. */
void
detail_light_parents(struct detail *detail, uint32_t first)
{
	for (uint32_t i = detail->line_count; i-- > first;) {
		struct detail_line *line = &detail->lines[i];
		struct detail_spans all = { 0 };

		if (line->spans.count > 0 || !detail_has_children(detail, i))
			continue;
		for (uint32_t child = i + 1;
		     child < detail->line_count && detail->lines[child].depth > line->depth;
		     child++) {
			const struct detail_spans *own = &detail->lines[child].spans;

			if (detail->lines[child].depth != line->depth + 1)
				continue;
			for (uint32_t k = 0; k < own->count; k++) {
				spans_make_room(detail, &all);
				all.items[all.count++] = own->items[k];
			}
		}
		add_sorted(detail, line, &all);
	}
}

bool
detail_has_children(const struct detail *detail, uint32_t line)
{
	return line + 1 < detail->line_count &&
	       detail->lines[line + 1].depth > detail->lines[line].depth;
}

static bool
spans_hold(const struct detail_spans *spans, uint32_t source, uint32_t offset)
{
	for (uint32_t i = 0; i < spans->count; i++)
		if (spans->items[i].source == source && offset >= spans->items[i].start &&
		    offset - spans->items[i].start < spans->items[i].len)
			return true;
	return false;
}

static uint64_t
spans_bytes(const struct detail_spans *spans)
{
	uint64_t bytes = 0;

	for (uint32_t i = 0; i < spans->count; i++)
		bytes += spans->items[i].len;
	return bytes;
}

uint32_t
detail_line_at(const struct detail *detail, uint32_t source, uint32_t offset)
{
	uint32_t found = DETAIL_NONE;
	uint64_t fewest = UINT64_MAX;

	for (uint32_t i = 0; i < detail->line_count; i++) {
		const struct detail_spans *spans = &detail->lines[i].spans;

		if (!spans_hold(spans, source, offset) || spans_bytes(spans) > fewest)
			continue;
		fewest = spans_bytes(spans);
		found = i;
	}
	return found;
}
