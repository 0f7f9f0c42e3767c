/* SPDX-License-Identifier: BSD-2-Clause */
/* The frames of the selected message: fields above, bytes below; and what both sides of its
 * connection said. */
#include <stdlib.h>

#include "base/die.h"
#include "tui/detail-state.h"
#include "tui/screens.h"
#include "view/detail-grid.h"
#include "view/hex.h"

static void
state_clear(void *state)
{
	detail_state_clear(state);
}

/* Which of the message's frames it is, and the keys to the others. */
static void
add_place(struct buffer *out, const struct detail_state *state)
{
	if (state->frames.count > 1)
		buffer_printf(out, " %u of %u frames: [ and ] ",
		    (unsigned)state->at_frame + 1, (unsigned)state->frames.count);
}

static void
draw_frame(struct detail_state *state, struct scene *scene, struct grid *grid)
{
	struct detail_look look = {
		.is_folded = state->is_folded,
		.visible = state->visible,
		.visible_count = (uint32_t)state->tree.count,
		.line = detail_state_line(state),
		.source = state->source,
		.byte = state->byte,
		.in_bytes = state->in_bytes,
		.tree_top = (uint32_t)state->tree.top,
		.hex_top = state->hex_top,
	};
	struct buffer title = { 0 };

	add_place(&title, state);
	look.title = buffer_bytes(&title);
	detail_draw(&state->detail, &look, grid);
	for (int i = 0; i < state->tree.rows; i++) {
		int at = state->tree.top + i;

		if (at < state->tree.count && at != state->tree.selected &&
		    scene_finds(scene, state->detail.lines[state->visible[at]].text))
			grid_mark(grid, i, 0, grid->columns - 1, MARK_FOUND);
	}
	buffer_clear(&title);
}

static void
state_draw(void *opaque, struct scene *scene, struct grid *grid)
{
	struct detail_state *state = opaque;
	const char *missing;

	detail_state_load(state, scene);
	if (state->is_there && state->is_probing)
		state->is_probing = scene->replay->go_on(scene->replay->owner);
	scene->is_unfinished = state->is_probing;
	detail_state_fit(state, grid->columns, grid->rows);
	if (state->shows_stream) {
		follow_draw(
		    &state->follow, &state->rows, grid, (uint32_t)state->stream.top);
		return;
	}
	if (state->is_there) {
		draw_frame(state, scene, grid);
		return;
	}
	missing = state->frames.count == 0 ? "choose a message or a step on another screen"
					   : "the frame is gone: it has left the spool";
	grid_put(grid, grid->rows / 2, 2, bytes_of_string(missing), grid->columns - 2,
	    COLOUR_SOFT);
}

static struct action
act_on_stream(struct detail_state *state, enum command command)
{
	if (command == COMMAND_STREAM || command == COMMAND_BACK) {
		state->shows_stream = false;
		return ACT_DONE;
	}
	return detail_state_scroll_stream(state, command) ? ACT_DONE : ACT_NOT_MINE;
}

/* Arrows go from byte to byte, and the smallest field that a byte is in is selected. */
static bool
act_on_bytes(struct detail_state *state, enum command command)
{
	int64_t per_row = hex_per_row(state->columns);
	int64_t page = per_row * MAX(state->hex_rows - 1, 1);
	size_t size = state->detail.sources[state->source].bytes.len;
	int64_t at = state->byte;

	switch (command) {
	case COMMAND_LEFT: at--; break;
	case COMMAND_RIGHT: at++; break;
	case COMMAND_UP: at -= at >= per_row ? per_row : 0; break;
	case COMMAND_DOWN: at += at + per_row < (int64_t)size ? per_row : 0; break;
	case COMMAND_PAGE_UP: at -= page; break;
	case COMMAND_PAGE_DOWN: at += page; break;
	case COMMAND_FIRST: at = 0; break;
	case COMMAND_LAST: at = (int64_t)size - 1; break;
	case COMMAND_FOLD: detail_state_next_source(state); return true;
	default: return false;
	}
	at = MAX(MIN(at, (int64_t)size - 1), 0);
	detail_state_go_to_byte(state, (uint32_t)at);
	return true;
}

static bool
act_on_tree(struct detail_state *state, enum command command)
{
	switch (command) {
	case COMMAND_LEFT: detail_state_fold_or_rise(state); return true;
	case COMMAND_RIGHT: detail_state_fold(state, false); return true;
	case COMMAND_OPEN:
	case COMMAND_FOLD:
		detail_state_fold(state, !state->is_folded[detail_state_line(state)]);
		return true;
	default: break;
	}
	if (!scroll_act(&state->tree, command))
		return false;
	detail_state_light(state);
	return true;
}

static struct action
act_on_frame(struct detail_state *state, struct scene *scene, enum command command)
{
	switch (command) {
	case COMMAND_NEXT_PANE:
		state->in_bytes = !state->in_bytes;
		if (state->in_bytes)
			detail_state_go_to_byte(state, state->byte);
		return ACT_DONE;
	case COMMAND_FOLD_ALL: detail_state_fold_all(state); return ACT_DONE;
	case COMMAND_FIND_NEXT: detail_state_find(state, scene, 1); return ACT_DONE;
	case COMMAND_FIND_PREVIOUS: detail_state_find(state, scene, -1); return ACT_DONE;
	default: break;
	}
	if (state->in_bytes ? act_on_bytes(state, command) : act_on_tree(state, command))
		return ACT_DONE;
	return ACT_NOT_MINE;
}

static struct action
state_act(void *opaque, struct scene *scene, enum command command)
{
	struct detail_state *state = opaque;

	if (state->shows_stream)
		return act_on_stream(state, command);
	if (command == COMMAND_NEXT_FRAME || command == COMMAND_PREVIOUS_FRAME) {
		detail_state_step(state, command == COMMAND_NEXT_FRAME ? 1 : -1);
		return ACT_DONE;
	}
	if (!state->is_there)
		return ACT_NOT_MINE;
	if (command == COMMAND_STREAM) {
		detail_state_show_stream(state, scene);
		return ACT_DONE;
	}
	return act_on_frame(state, scene, command);
}

static struct action
state_point(void *opaque, struct scene *scene, const struct grid *grid, int row, int column)
{
	struct detail_state *state = opaque;
	struct hex_look look;
	uint32_t byte;

	(void)scene;
	if (state->shows_stream || !state->is_there)
		return ACT_DONE;
	state->in_bytes = row > state->tree.rows;
	if (row < state->tree.rows && scroll_point(&state->tree, row)) {
		uint32_t line = detail_state_line(state);

		detail_state_light(state);
		if (column < state->detail.lines[line].depth * 2 + 2)
			detail_state_fold(state, !state->is_folded[line]);
	}
	look = (struct hex_look){ .bytes = state->detail.sources[state->source].bytes,
		.top = state->hex_top };
	if (state->in_bytes &&
	    hex_byte_at(&look, grid->columns, row - state->tree.rows - 1, column, &byte))
		detail_state_go_to_byte(state, byte);
	return ACT_DONE;
}

const struct screen screen_detail = {
	.name = "Detail",
	.of_page = true,
	.state_size = sizeof(struct detail_state),
	.clear = state_clear,
	.draw = state_draw,
	.act = state_act,
	.point = state_point,
};
