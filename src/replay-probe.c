/* SPDX-License-Identifier: BSD-2-Clause */
#include "replay-probe.h"

#include <stdlib.h>

#include "base/die.h"
#include "replay-compare.h"

enum {
	UNIT_MAX = 4096,       /* bytes of one that are tried */
	RUN_FRAMES_MAX = 4096, /* beyond so many a run takes too long for a key to wait */
	LINES_MAX = 2000,      /* beyond so many fields none is looked for */
	FLAG_UNIT_MAX = 256,   /* bytes of one whose every bit is tried */
	LINES_PER_COST = 32,   /* told in the time of a frame */
	RUN_COST = 8,          /* of beginning a run, in frames */
	SLICE = 256,           /* frames at a time: a millisecond or two */
	COST_MAX = 256 * SLICE /* frames in all */
};

/* How a byte is changed: one bit, so that letters stay letters and numbers near; the others
 * are for flags. */
static const uint8_t changes[] = { 0x01, 0x02, 0x10 };
static const uint8_t flag_changes[] = { 0x80, 0x04, 0x20, 0x40, 0x08 };

/* What a byte was found to be. */
enum byte_state { BYTE_UNKNOWN, BYTE_STRUCTURE, BYTE_TRIED };

/* Bytes of texts whose place is known come later: they may be a part of other fields. */
enum pass { PASS_BYTES, PASS_TEXTS, PASS_FLAGS, PASS_COUNT };

struct probe {
	struct record *record;
	const struct play *play;
	uint64_t cost;
	struct compare compare; /* with what was told without a change */
	/* One run */
	struct detail told; /* of the last frame, with the change */
	struct arena scratch;
	bool is_last_frame;
	uint32_t unit; /* of which a byte is changed */
	uint32_t unit_next;
	uint32_t offset;
	uint8_t change;
	/* Where it goes on */
	bool is_begun;
	uint32_t at_unit;
	enum pass at_pass;
	uint32_t at_offset;
	/* One unit: a bit for each line and byte */
	uint8_t *touched;
	uint8_t states[UNIT_MAX];
};

/* The bytes of a unit, with the change where it is that one's turn. */
static struct bytes
next_unit(struct probe *probe, struct bytes bytes)
{
	uint8_t *changed;

	if (!probe->is_last_frame || probe->unit_next++ != probe->unit ||
	    probe->offset >= bytes.len)
		return bytes;
	changed = arena_alloc(&probe->scratch, bytes.len);
	memcpy(changed, bytes.at, bytes.len);
	changed[probe->offset] ^= probe->change;
	return bytes_of(changed, bytes.len);
}

static void
take_begin(void *receiver, const void *layer, const struct dissector *dissector,
    const struct chunk *chunk, struct cursor *in)
{
	(void)layer;
	(void)dissector;
	(void)chunk;
	*in = cursor_of(next_unit(receiver, cursor_rest(in)));
}

static struct bytes
take_opened(void *receiver, struct bytes plain)
{
	return next_unit(receiver, plain);
}

static void
take_event(void *receiver, const struct event *event)
{
	struct probe *probe = receiver;

	if (probe->is_last_frame && record_wants(event->kind))
		detail_add_event(&probe->told, event, SECRETS_SHOWN);
}

static void
take_frame(void *receiver, const struct frame *frame)
{
	struct probe *probe = receiver;

	probe->is_last_frame = frame == &probe->play->frames[probe->play->frame_count - 1];
}

/* Tells the last frame with one byte changed. */
static void
probe_run(struct probe *probe, uint32_t unit, uint32_t offset, uint8_t change)
{
	struct trace trace = {
		.receiver = probe, .begin = take_begin, .opened = take_opened
	};
	struct watcher watcher = { probe, take_event, take_frame, &trace };

	probe->unit = unit;
	probe->unit_next = 0;
	probe->offset = offset;
	probe->change = change;
	probe->cost += probe->play->frame_count + RUN_COST +
		       probe->record->detail->line_count / LINES_PER_COST;
	detail_reset(&probe->told);
	arena_reset(&probe->scratch);
	play_run(probe->play, &watcher);
}

static uint8_t *
touched_at(const struct probe *probe, uint32_t line, uint32_t offset)
{
	return &probe->touched[((size_t)line * UNIT_MAX + offset) / 8];
}

static bool
is_touched(const struct probe *probe, uint32_t line, uint32_t offset)
{
	return (*touched_at(probe, line, offset) >> offset % 8 & 1) != 0;
}

static void
touch(struct probe *probe, enum pass pass, uint32_t offset)
{
	for (uint32_t i = 0; i < probe->compare.count; i++)
		if (probe->compare.changed[i] &&
		    (pass != PASS_FLAGS || compare_is_flag(&probe->compare, i)))
			*touched_at(probe, i, offset) |= (uint8_t)(1 << offset % 8);
}

/* Is this a line of the unit whose bytes are looked for? */
static bool
is_wanted(const struct probe *probe, uint32_t unit, uint32_t line)
{
	const struct record *record = probe->record;

	return record->line_units[line] == unit &&
	       record->detail->lines[line].spans.count == 0 &&
	       !detail_has_children(record->detail, line);
}

static bool
unit_has_wanted(const struct probe *probe, uint32_t unit, bool flags_alone)
{
	const struct record *record = probe->record;

	if (!record->units[unit].has_lines || record->units[unit].is_sealed)
		return false;
	for (uint32_t i = record->first_line; i < record->detail->line_count; i++)
		if (is_wanted(probe, unit, i) &&
		    (!flags_alone ||
			compare_is_flag(&probe->compare, i - record->first_line)))
			return true;
	return false;
}

static void
probe_byte(struct probe *probe, uint32_t unit, uint32_t offset)
{
	probe->states[offset] = BYTE_STRUCTURE;
	for (size_t i = 0; i < COUNT_OF(changes); i++) {
		probe_run(probe, unit, offset, changes[i]);
		if (!compare_with(&probe->compare, &probe->told))
			continue;
		touch(probe, PASS_BYTES, offset);
		probe->states[offset] = BYTE_TRIED;
		return;
	}
}

static void
probe_flags(struct probe *probe, uint32_t unit, uint32_t offset)
{
	for (size_t i = 0; i < COUNT_OF(flag_changes); i++) {
		probe_run(probe, unit, offset, flag_changes[i]);
		if (compare_with(&probe->compare, &probe->told))
			touch(probe, PASS_FLAGS, offset);
	}
}

static bool
is_text(const struct probe *probe, const struct unit *unit, uint32_t offset)
{
	const struct detail *detail = probe->record->detail;

	for (uint32_t i = probe->record->first_line; i < detail->line_count; i++) {
		const struct detail_line *line = &detail->lines[i];

		if (line->wire.len > 0 && line->spans.count == 1 &&
		    line->spans.items[0].source == unit->source &&
		    unit->start + offset - line->spans.items[0].start <
			line->spans.items[0].len)
			return true;
	}
	return false;
}

/* A byte or two of structure between bytes of a field are a part of it, such as the lengths
 * in a name. */
static bool
is_within(const struct probe *probe, uint32_t line, uint32_t offset, uint32_t size)
{
	uint32_t before = offset, after = offset;

	while (before > 0 && offset - before < 2 && probe->states[before] == BYTE_STRUCTURE)
		before--;
	while (after + 1 < size && after - offset < 2 &&
	       probe->states[after] == BYTE_STRUCTURE)
		after++;
	return is_touched(probe, line, before) && is_touched(probe, line, after);
}

static uint32_t
unit_size(const struct probe *probe, uint32_t unit)
{
	return MIN(probe->record->units[unit].len, (uint32_t)UNIT_MAX);
}

static void
light_line(struct probe *probe, uint32_t line)
{
	struct record *record = probe->record;
	const struct unit *unit = &record->units[probe->at_unit];
	uint32_t size = unit_size(probe, probe->at_unit);

	for (uint32_t offset = 0; offset < size; offset++)
		if (is_within(probe, line - record->first_line, offset, size))
			detail_add_span(record->detail, &record->detail->lines[line],
			    (struct detail_span){ unit->source, unit->start + offset, 1 });
}

static void
light_unit(struct probe *probe)
{
	const struct record *record = probe->record;

	for (uint32_t i = record->first_line; i < record->detail->line_count; i++)
		if (is_wanted(probe, probe->at_unit, i))
			light_line(probe, i);
}

static void
probe_at(struct probe *probe)
{
	const struct unit *unit = &probe->record->units[probe->at_unit];
	bool of_text = is_text(probe, unit, probe->at_offset);

	if (probe->at_pass == PASS_FLAGS) {
		if (!of_text)
			probe_flags(probe, probe->at_unit, probe->at_offset);
	} else if (of_text == (probe->at_pass == PASS_TEXTS)) {
		probe_byte(probe, probe->at_unit, probe->at_offset);
	}
}

static bool
pass_is_wanted(const struct probe *probe)
{
	if (probe->at_pass != PASS_FLAGS)
		return true;
	return unit_size(probe, probe->at_unit) <= FLAG_UNIT_MAX &&
	       unit_has_wanted(probe, probe->at_unit, true);
}

/* The next unit whose lines are not known, or the end. */
static void
seek_unit(struct probe *probe)
{
	while (probe->at_unit < probe->record->unit_count &&
	       !unit_has_wanted(probe, probe->at_unit, false))
		probe->at_unit++;
	probe->at_pass = PASS_BYTES;
	probe->at_offset = 0;
	memset(probe->touched, 0, (size_t)(probe->compare.count + 1) * UNIT_MAX / 8);
	memset(probe->states, BYTE_UNKNOWN, sizeof(probe->states));
}

static void
step(struct probe *probe)
{
	if (probe->at_offset < unit_size(probe, probe->at_unit) && pass_is_wanted(probe)) {
		probe_at(probe);
		probe->at_offset++;
		return;
	}
	probe->at_offset = 0;
	if (++probe->at_pass < PASS_COUNT)
		return;
	light_unit(probe);
	probe->at_unit++;
	seek_unit(probe);
}

/* What is told without a change. */
static void
begin(struct probe *probe)
{
	const struct record *record = probe->record;
	uint32_t count = record->detail->line_count - record->first_line;

	probe->is_begun = true;
	probe->at_unit = record->unit_count;
	if (count > LINES_MAX || probe->play->frame_count > RUN_FRAMES_MAX)
		return;
	probe_run(probe, UNIT_NONE, 0, 0);
	compare_init(&probe->compare, &probe->told);
	if (probe->compare.count != count)
		return;
	probe->touched = alloc_zeroed(count + 1u, UNIT_MAX / 8);
	probe->at_unit = 0;
	seek_unit(probe);
}

bool
probe_go_on(struct probe *probe)
{
	uint64_t enough = MIN(probe->cost + SLICE, (uint64_t)COST_MAX);

	if (!probe->is_begun)
		begin(probe);
	while (probe->at_unit < probe->record->unit_count && probe->cost < enough)
		step(probe);
	if (probe->at_unit < probe->record->unit_count && probe->cost < COST_MAX)
		return true;
	if (probe->at_unit < probe->record->unit_count)
		light_unit(probe);
	probe->at_unit = probe->record->unit_count;
	detail_light_parents(probe->record->detail, probe->record->first_line);
	return false;
}

struct probe *
probe_new(struct record *record, const struct play *play)
{
	struct probe *probe = alloc_zeroed(1, sizeof(*probe));

	probe->record = record;
	probe->play = play;
	return probe;
}

void
probe_free(struct probe *probe)
{
	if (probe == NULL)
		return;
	free(probe->touched);
	compare_clear(&probe->compare);
	detail_clear(&probe->told);
	arena_clear(&probe->scratch);
	free(probe);
}
