/* SPDX-License-Identifier: BSD-2-Clause */
#include "tui/detail-state.h"

#include <stdlib.h>

#include "base/die.h"
#include "view/detail-grid.h"
#include "view/hex.h"

void
detail_state_clear(struct detail_state *state)
{
	detail_clear(&state->detail);
	free(state->is_folded);
	free(state->visible);
	follow_clear(&state->follow);
	follow_rows_clear(&state->rows);
	*state = (struct detail_state){ 0 };
}

static bool
has_same_frames(const struct detail_state *state, const struct frame_list *frames)
{
	if (frames == NULL)
		return state->frames.count == 0;
	if (frames->count != state->frames.count)
		return false;
	for (uint32_t i = 0; i < MIN(frames->count, (uint32_t)FRAMES_MAX); i++)
		if (!frame_equal(frames->items[i], state->frames.items[i]))
			return false;
	return true;
}

static void
find_visible(struct detail_state *state)
{
	state->tree.count =
	    (int)detail_visible(&state->detail, state->is_folded, state->visible);
}

/* Unfolds what hides the line, and selects it. */
static void
select_line(struct detail_state *state, uint32_t line)
{
	int depth = state->detail.lines[line].depth;

	for (uint32_t i = line; i-- > 0 && depth > 0;) {
		if (state->detail.lines[i].depth >= depth)
			continue;
		depth = state->detail.lines[i].depth;
		state->is_folded[i] = false;
	}
	find_visible(state);
	for (int i = 0; i < state->tree.count; i++)
		if (state->visible[i] == line)
			state->tree.selected = i;
}

/* The event that the message is, or for a step the first that was read out of bytes. */
static uint32_t
first_selected(const struct detail_state *state)
{
	const struct detail *detail = &state->detail;
	struct bytes name = bytes_of_string(event_info(state->kind)->name);

	for (uint32_t i = detail->first_event; i < detail->line_count; i++) {
		const struct detail_line *line = &detail->lines[i];

		if (line->depth == 0 &&
		    (state->is_message ? bytes_start_with(line->text, name)
				       : line->spans.count > 0))
			return i;
	}
	return MIN(detail->first_event, detail->line_count - 1);
}

/* Headers are folded; what the message is about is selected. */
static void
begin_tree(struct detail_state *state)
{
	const struct detail *detail = &state->detail;

	state->is_folded =
	    alloc_resized(state->is_folded, detail->line_count, sizeof(bool));
	state->visible =
	    alloc_resized(state->visible, detail->line_count, sizeof(*state->visible));
	for (uint32_t i = 0; i < detail->line_count; i++)
		state->is_folded[i] =
		    i < detail->first_event && detail->lines[i].depth == 0;
	state->tree = (struct scroll){ 0 };
	select_line(state, first_selected(state));
}

static void
load_frame(struct detail_state *state, struct scene *scene)
{
	struct frame_ref frame = state->frames.items[state->at_frame];

	state->is_loaded = true;
	state->in_bytes = false;
	state->source = state->byte = state->hex_top = 0;
	state->is_there = scene->replay != NULL &&
			  scene->replay->show(scene->replay->owner, frame, &state->detail);
	state->is_probing = state->is_there;
	if (!state->is_there)
		return;
	begin_tree(state);
	detail_state_light(state);
	if (state->detail.notice.len > 0) {
		scene->notice.len = 0;
		buffer_add(&scene->notice, state->detail.notice);
	} else if (scene->replay->is_masked && !state->has_said_raw) {
		scene_notice(
		    scene, "bytes are shown as captured: nothing in them is masked");
		state->has_said_raw = true;
	}
}

/* A message is whole with its last frame; a step begins with its first. */
static uint32_t
first_shown(const struct scene *scene, const struct frame_list *frames)
{
	uint32_t count = MIN(frames->count, (uint32_t)FRAMES_MAX);

	return scene->message.frames.count > 0 ? count - 1 : 0;
}

void
detail_state_load(struct detail_state *state, struct scene *scene)
{
	const struct frame_list *frames = scene_frames(scene);

	if (!has_same_frames(state, frames)) {
		state->frames = frames == NULL ? (struct frame_list){ 0 } : *frames;
		state->frames.count = MIN(state->frames.count, (uint32_t)FRAMES_MAX);
		state->kind = scene->message.kind;
		state->is_message = scene->message.frames.count > 0;
		state->is_loaded = state->is_there = state->is_probing = false;
		state->shows_stream = false;
		if (state->frames.count > 0)
			state->at_frame = first_shown(scene, frames);
	}
	if (!state->is_loaded && state->frames.count > 0)
		load_frame(state, scene);
}

void
detail_state_step(struct detail_state *state, int direction)
{
	uint32_t next = state->at_frame + (uint32_t)direction;

	if (next >= state->frames.count)
		return;
	state->at_frame = next;
	state->is_loaded = false;
}

static void
show_byte(struct detail_state *state)
{
	uint32_t per_row = hex_per_row(state->columns);
	uint32_t row = state->byte / per_row;
	uint32_t rows = (uint32_t)MAX(state->hex_rows, 1);
	uint32_t all = hex_rows(state->detail.sources[state->source].bytes.len, per_row);

	state->hex_top = MIN(state->hex_top, all > rows ? all - rows : 0);
	state->hex_top = MIN(state->hex_top, row);
	if (row >= state->hex_top + rows)
		state->hex_top = row - rows + 1;
}

void
detail_state_fit(struct detail_state *state, int columns, int rows)
{
	int tree_rows;

	state->columns = columns;
	if (state->shows_stream) {
		if (state->rows.columns != columns)
			follow_rows_make(&state->rows, &state->follow, columns);
		scroll_fit(&state->stream, (int)state->rows.count, rows - 1);
		return;
	}
	if (!state->is_there)
		return;
	detail_halves(
	    &state->detail, state->source, columns, rows, &tree_rows, &state->hex_rows);
	scroll_fit(&state->tree, state->tree.count, tree_rows);
	show_byte(state);
}

uint32_t
detail_state_line(const struct detail_state *state)
{
	return state->tree.selected < state->tree.count
		   ? state->visible[state->tree.selected]
		   : 0;
}

void
detail_state_light(struct detail_state *state)
{
	const struct detail_spans *spans =
	    &state->detail.lines[detail_state_line(state)].spans;
	uint32_t row;

	if (spans->count == 0)
		return;
	state->source = spans->items[0].source;
	state->byte = spans->items[0].start;
	row = state->byte / hex_per_row(state->columns);
	if (row < state->hex_top ||
	    row + 1 >= state->hex_top + (uint32_t)MAX(state->hex_rows, 2))
		state->hex_top = row - MIN(row, 1); /* what follows fits, too */
}

void
detail_state_go_to_byte(struct detail_state *state, uint32_t byte)
{
	uint32_t line = detail_line_at(&state->detail, state->source, byte);

	state->byte = byte;
	if (line != DETAIL_NONE)
		select_line(state, line);
}

void
detail_state_next_source(struct detail_state *state)
{
	state->source = (state->source + 1) % state->detail.source_count;
	state->hex_top = 0;
	detail_state_go_to_byte(state, 0);
}

/* The line stays selected, though its row may be another. */
void
detail_state_fold(struct detail_state *state, bool is_folded)
{
	uint32_t line = detail_state_line(state);

	if (!detail_has_children(&state->detail, line))
		return;
	state->is_folded[line] = is_folded;
	select_line(state, line);
}

void
detail_state_fold_or_rise(struct detail_state *state)
{
	uint32_t line = detail_state_line(state);
	int depth = state->detail.lines[line].depth;

	if (detail_has_children(&state->detail, line) && !state->is_folded[line]) {
		detail_state_fold(state, true);
		return;
	}
	while (line > 0 && state->detail.lines[line].depth >= depth && depth > 0)
		line--;
	select_line(state, line);
	detail_state_light(state);
}

void
detail_state_fold_all(struct detail_state *state)
{
	uint32_t line = detail_state_line(state);
	bool any_is_open = false;

	for (uint32_t i = 0; i < state->detail.line_count; i++)
		any_is_open = any_is_open || (!state->is_folded[i] &&
						 detail_has_children(&state->detail, i));
	for (uint32_t i = 0; i < state->detail.line_count; i++)
		state->is_folded[i] = any_is_open;
	while (any_is_open && line > 0 && state->detail.lines[line].depth > 0)
		line--;
	select_line(state, line);
}

void
detail_state_find(struct detail_state *state, struct scene *scene, int direction)
{
	int count = (int)state->detail.line_count;
	int from = (int)detail_state_line(state);

	for (int i = 1; i <= count; i++) {
		int at = (from + direction * i + 2 * count) % count;

		if (!scene_finds(scene, state->detail.lines[at].text))
			continue;
		select_line(state, (uint32_t)at);
		detail_state_light(state);
		return;
	}
	scene_notice(scene, "not found");
}

void
detail_state_show_stream(struct detail_state *state, struct scene *scene)
{
	struct frame_ref frame = state->frames.items[state->at_frame];

	if (!scene->replay->follow(scene->replay->owner, frame, &state->follow) ||
	    state->follow.piece_count == 0) {
		scene_notice(scene, "this frame is of no connection that said anything");
		return;
	}
	state->shows_stream = true;
	state->stream = (struct scroll){ 0 };
	state->rows.columns = 0;
}

/* Nothing in it is selected: the page moves. */
bool
detail_state_scroll_stream(struct detail_state *state, enum command command)
{
	struct scroll *stream = &state->stream;

	stream->selected = command == COMMAND_DOWN || command == COMMAND_PAGE_DOWN
			       ? stream->top + stream->rows - 1
			       : stream->top;
	return scroll_act(stream, command);
}
