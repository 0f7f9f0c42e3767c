/* SPDX-License-Identifier: BSD-2-Clause */
#include "capture/places.h"

#include <stdlib.h>

#include "base/cursor.h"
#include "base/die.h"

enum { MARK_EVERY = 128, MARKS_USUAL = 64 };

struct places_mark {
	uint32_t number;
	uint64_t offset;
	size_t at; /* of what follows it in the deltas */
};

static void
places_add_mark(struct places *places, uint32_t number, uint64_t offset)
{
	if (places->mark_count == places->mark_room) {
		places->mark_room = MAX(2 * places->mark_room, (size_t)MARKS_USUAL);
		places->marks =
		    alloc_resized(places->marks, places->mark_room, sizeof(*places->marks));
	}
	places->marks[places->mark_count++] =
	    (struct places_mark){ number, offset, places->deltas.len };
	places->since_mark = 0;
}

void
places_add(struct places *places, uint32_t number, uint64_t offset)
{
	if (places->mark_count == 0 || places->since_mark == MARK_EVERY) {
		places_add_mark(places, number, offset);
	} else {
		buffer_add_varint(&places->deltas, number - places->last_number);
		buffer_add_varint(&places->deltas, offset - places->last_offset);
		places->since_mark++;
	}
	places->last_number = number;
	places->last_offset = offset;
}

/* The last mark that is not behind this frame. */
static size_t
mark_index(const struct places *places, uint32_t number)
{
	size_t low = 0;
	size_t high = places->mark_count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (places->marks[middle].number <= number)
			low = middle;
		else
			high = middle;
	}
	return low;
}

bool
places_find(const struct places *places, uint32_t number, uint64_t *offset)
{
	size_t index = mark_index(places, number);
	struct places_mark at;
	struct cursor deltas;
	size_t end;

	if (places->mark_count == 0)
		return false;
	at = places->marks[index];
	end = index + 1 < places->mark_count ? places->marks[index + 1].at
					     : places->deltas.len;
	deltas =
	    cursor_of(bytes_from(bytes_first(buffer_bytes(&places->deltas), end), at.at));
	while (at.number < number && cursor_left(&deltas) > 0) {
		at.number += (uint32_t)cursor_varint(&deltas);
		at.offset += cursor_varint(&deltas);
	}
	*offset = at.offset;
	return at.number == number;
}

void
places_drop_before(struct places *places, uint64_t offset)
{
	size_t gone = 0;
	size_t high = places->mark_count;
	size_t len;

	if (places->since_mark != 0) /* often enough */
		return;
	while (high - gone > 1) {
		size_t middle = gone + (high - gone) / 2;

		if (places->marks[middle].offset <= offset)
			gone = middle;
		else
			high = middle;
	}
	/* Moving the rest costs as much as it is long, so half of it has to go at once. */
	if (gone < MARKS_USUAL || gone < places->mark_count / 2)
		return;
	len = places->marks[gone].at;
	buffer_drop(&places->deltas, len);
	places->mark_count -= gone;
	memmove(places->marks, places->marks + gone,
	    places->mark_count * sizeof(*places->marks));
	for (size_t i = 0; i < places->mark_count; i++)
		places->marks[i].at -= len;
}

void
places_clear(struct places *places)
{
	free(places->marks);
	buffer_clear(&places->deltas);
	*places = (struct places){ 0 };
}
