/* SPDX-License-Identifier: BSD-2-Clause */
#include <assert.h>
#include <stdlib.h>

#include "base/die.h"
#include "base/reassembly.h"

static uint64_t
segment_end(const struct segment *s)
{
	return s->offset + s->bytes.len + s->lost;
}

/* Links a copy of one run of new bytes in before *place. */
static void
segment_insert(struct reassembly *r, struct segment **place, uint64_t offset,
    struct bytes bytes, uint64_t lost, struct arrival arrival)
{
	struct segment *s = alloc_zeroed(1, sizeof(*s) + bytes.len);

	if (bytes.len > 0)
		memcpy(s->memory, bytes.at, bytes.len);
	s->bytes = bytes_of(s->memory, bytes.len);
	s->offset = offset;
	s->lost = lost;
	s->arrival = arrival;
	s->next = *place;
	*place = s;
	if (s->next == NULL)
		r->last = s;
	r->kept_bytes += bytes.len;
	r->kept_count++;
}

/* Keeps what of this segment is not there yet: the runs between the segments kept. */
static void
reassembly_keep(struct reassembly *r, uint64_t offset, struct bytes bytes, uint64_t lost,
    struct arrival arrival)
{
	struct segment **place = &r->kept;

	if (r->last != NULL && segment_end(r->last) <= offset)
		place = &r->last->next;
	while (bytes.len + lost > 0) {
		uint64_t room;

		while (*place != NULL && segment_end(*place) <= offset)
			place = &(*place)->next;
		if (*place != NULL && (*place)->offset <= offset) {
			uint64_t known = segment_end(*place) - offset;

			offset += known;
			lost -= MIN(lost, known > bytes.len ? known - bytes.len : 0);
			bytes = bytes_from(bytes, (size_t)MIN(known, bytes.len));
			continue;
		}
		room = *place == NULL ? UINT64_MAX : (*place)->offset - offset;
		if (room >= bytes.len + lost) {
			segment_insert(r, place, offset, bytes, lost, arrival);
			return;
		}
		segment_insert(r, place, offset, bytes_first(bytes, (size_t)room),
		    room > bytes.len ? room - bytes.len : 0, arrival);
		lost -= room > bytes.len ? room - bytes.len : 0;
		bytes = bytes_from(bytes, (size_t)MIN(room, bytes.len));
		offset += room;
	}
}

struct bytes
reassembly_add(struct reassembly *r, uint64_t offset, struct bytes bytes, uint64_t lost,
    struct arrival arrival)
{
	uint64_t end = offset + bytes.len + lost;
	struct bytes ready;
	uint64_t room;

	if (end <= r->next_offset || end < offset)
		return (struct bytes){ NULL, 0 };
	if (offset < r->next_offset) {
		uint64_t old = r->next_offset - offset;

		lost -= MIN(lost, old > bytes.len ? old - bytes.len : 0);
		bytes = bytes_from(bytes, (size_t)MIN(old, bytes.len));
		offset = r->next_offset;
	}
	if (offset > r->next_offset) {
		reassembly_keep(r, offset, bytes, lost, arrival);
		return (struct bytes){ NULL, 0 };
	}
	room = r->kept == NULL ? UINT64_MAX : r->kept->offset - offset;
	ready = bytes_first(bytes, (size_t)MIN(room, bytes.len));
	r->next_offset += ready.len;
	bytes = bytes_from(bytes, ready.len);
	if (bytes.len + lost > 0)
		reassembly_keep(r, r->next_offset, bytes, lost, arrival);
	return ready;
}

struct segment *
reassembly_take(struct reassembly *r)
{
	struct segment *s = r->kept;

	if (s == NULL || s->offset > r->next_offset)
		return NULL;
	r->kept = s->next;
	if (r->kept == NULL)
		r->last = NULL;
	r->kept_bytes -= s->bytes.len;
	r->kept_count--;
	assert(s->offset == r->next_offset); /* reassembly_keep leaves no overlaps */
	r->next_offset = segment_end(s);
	return s;
}

void
reassembly_release(struct segment *s)
{
	free(s);
}

uint64_t
reassembly_gap(const struct reassembly *r)
{
	return r->kept == NULL ? 0 : r->kept->offset - r->next_offset;
}

void
reassembly_pass_gap(struct reassembly *r)
{
	r->next_offset += reassembly_gap(r);
}

bool
reassembly_has(const struct reassembly *r, uint64_t offset, uint64_t len)
{
	uint64_t end = offset + len;

	if (offset < r->next_offset)
		offset = r->next_offset;
	for (const struct segment *s = r->kept; s != NULL && s->offset <= offset;
	     s = s->next)
		if (segment_end(s) > offset)
			offset = segment_end(s);
	return offset >= end;
}

void
reassembly_clear(struct reassembly *r)
{
	while (r->kept != NULL) {
		struct segment *next = r->kept->next;

		free(r->kept);
		r->kept = next;
	}
	*r = (struct reassembly){ 0 };
}
