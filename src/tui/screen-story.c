/* SPDX-License-Identifier: BSD-2-Clause */
/* The selected page step by step, as the format `text` tells it. */
#include <stdlib.h>

#include "base/die.h"
#include "base/text.h"
#include "story/page.h"
#include "tui/screens.h"
#include "tui/scroll.h"
#include "tui/story-lines.h"
#include "view/step-line.h"

enum { FRAMES_FROM = 100, FRAMES_COLUMNS = 18 };

struct story_state {
	struct story_lines lines;
	uint64_t page_version; /* the lines are of this */
	uint32_t page;         /* and the folds of this */
	int columns;
	enum charset charset;
	bool is_stale;
	bool *is_open; /* steps, by id */
	uint32_t step_count;
	struct scroll scroll;
};

static void
story_clear(void *state)
{
	struct story_state *story = state;

	story_lines_clear(&story->lines);
	free(story->is_open);
}

/* Folds stay while the page does, though it may get more steps. */
static void
story_fit_folds(struct story_state *story, const struct page *page)
{
	if (story->page != page->id) {
		free(story->is_open);
		story->is_open = NULL;
		story->step_count = 0;
		story->page = page->id;
		story->scroll = (struct scroll){ 0 };
	}
	if (story->is_open != NULL && story->step_count >= page->step_count)
		return;
	story->is_open = alloc_resized(story->is_open, page->step_count + 1, sizeof(bool));
	memset(story->is_open + story->step_count, 0,
	    page->step_count - story->step_count + 1);
	story->step_count = page->step_count;
}

static void
story_fit(struct story_state *story, const struct scene *scene, int columns)
{
	if (story->page_version == scene->page_version && story->columns == columns &&
	    story->charset == scene->charset && !story->is_stale &&
	    story->lines.items != NULL)
		return;
	story_fit_folds(story, scene->page);
	story_lines_make(&story->lines, scene, story->is_open, columns);
	story->page_version = scene->page_version;
	story->columns = columns;
	story->charset = scene->charset;
	story->is_stale = false;
}

static bool
is_selectable(const struct story_line *line)
{
	return line->kind == STORY_STEP || line->kind == STORY_MESSAGE;
}

static bool
is_selected(const struct story_line *line, const struct scene *scene)
{
	if (!is_selectable(line) || line->step != scene->step)
		return false;
	if (scene->message.frames.count == 0)
		return line->kind == STORY_STEP;
	return line->kind == STORY_MESSAGE && line->message.at_ns == scene->message.at_ns &&
	       line->message.frames.count > 0 &&
	       frame_equal(line->message.frames.items[0], scene->message.frames.items[0]);
}

static int
line_of_step(const struct story_state *story, uint32_t step)
{
	for (uint32_t i = 0; i < story->lines.count; i++)
		if (story->lines.items[i].kind == STORY_STEP &&
		    (step == 0 || story->lines.items[i].step == step))
			return (int)i;
	return 0;
}

static int
selected_line(const struct story_state *story, const struct scene *scene)
{
	for (uint32_t i = 0; i < story->lines.count; i++)
		if (is_selected(&story->lines.items[i], scene))
			return (int)i;
	return line_of_step(story, scene->step);
}

static void
story_select(const struct story_state *story, struct scene *scene, int at)
{
	const struct story_line *line = &story->lines.items[at];

	if (line->kind == STORY_MESSAGE)
		scene_select_message(scene, line->step, &line->message);
	else
		scene_select_message(scene, line->step, &(struct scene_message){ 0 });
}

/* The heading stands above the first step as long as that is selected and both fit. */
static void
story_place(struct story_state *story, struct scene *scene, int rows)
{
	struct scroll *scroll = &story->scroll;
	int selected = selected_line(story, scene);

	scroll->selected = selected;
	if (selected == line_of_step(story, 0) && selected < rows)
		scroll->top = 0;
	scroll_fit(scroll, (int)story->lines.count, rows);
	if (scene->step == 0 && story->lines.count > 0)
		story_select(story, scene, selected);
}

static enum colour_role
kind_role(enum step_kind kind)
{
	static const enum colour_role roles[STEP_KIND_COUNT] = {
		[STEP_JOIN] = COLOUR_LINK,
		[STEP_NEXT_HOP] = COLOUR_LINK,
		[STEP_NAME] = COLOUR_DNS,
		[STEP_CONNECT] = COLOUR_CONNECT,
		[STEP_SECURE] = COLOUR_TLS,
		[STEP_REQUEST] = COLOUR_WAIT,
		[STEP_RESPONSE] = COLOUR_RECEIVE,
		[STEP_CLOSE] = COLOUR_SOFT,
	};

	return roles[kind];
}

static void
put_time(const struct scene *scene, struct grid *grid, int at, uint64_t at_ns,
    uint64_t previous_ns)
{
	struct buffer text = { 0 };
	int width;

	scene_add_time(scene, &text, at_ns, previous_ns);
	width = MIN(text_width(buffer_bytes(&text)), (int)STORY_TIME_COLUMNS);
	grid_put(grid, at, 1 + STORY_TIME_COLUMNS - width, buffer_bytes(&text),
	    STORY_TIME_COLUMNS, COLOUR_SOFT);
	buffer_clear(&text);
}

static void
put_frames(
    const struct scene *scene, struct grid *grid, int at, const struct frame_list *frames)
{
	struct buffer text = { 0 };
	int width;

	if (grid->columns < FRAMES_FROM || frames->count == 0)
		return;
	line_add_frames(&text, frames, scene->inputs);
	width = MIN(text_width(buffer_bytes(&text)), (int)FRAMES_COLUMNS);
	grid_put(grid, at, grid->columns - width, buffer_bytes(&text), FRAMES_COLUMNS,
	    COLOUR_SOFT);
	buffer_clear(&text);
}

/* Columns that a line's text may take. */
static int
text_room(const struct story_line *line, const struct grid *grid)
{
	bool has_frames = line->kind == STORY_STEP || line->kind == STORY_MESSAGE;
	int end = grid->columns >= FRAMES_FROM && has_frames
		      ? grid->columns - FRAMES_COLUMNS - 1
		      : grid->columns;

	return end - line->indent;
}

/* "▸ +1.5 ms connect ~": what is folded, when, what kind, how sure. */
static void
draw_step(const struct story_state *story, const struct scene *scene,
    const struct story_line *line, struct grid *grid, int at)
{
	static const char *const sure[] = {
		[CERTAINTY_SEEN] = " ",
		[CERTAINTY_INFERRED] = "~",
		[CERTAINTY_HIDDEN] = "?",
	};
	const struct page *page = scene->page;
	const struct step *step = &page->steps[line->step - 1];
	uint64_t previous_ns = step->id > 1 ? page->steps[step->id - 2].start_ns : 0;
	bool is_open = story->is_open[step->id];
	const char *fold = grid->charset == CHARSET_UNICODE ? is_open ? "▾" : "▸"
			   : is_open                        ? "-"
							    : "+";
	int kind_at = 1 + STORY_TIME_COLUMNS + 2;

	grid_put(grid, at, 0, bytes_of_string(fold), 1, COLOUR_LINE);
	put_time(scene, grid, at, step->start_ns, previous_ns);
	grid_put(grid, at, kind_at, bytes_of_string(step_line_kind(step->kind)),
	    STORY_KIND_COLUMNS, kind_role(step->kind));
	grid_put(grid, at, kind_at + STORY_KIND_COLUMNS + 1,
	    bytes_of_string(sure[step->is.certainty]), 1, COLOUR_HIDDEN);
	put_frames(scene, grid, at, &step->is.frames);
}

static void
draw_line(const struct story_state *story, const struct scene *scene,
    const struct story_line *line, struct grid *grid, int at)
{
	bool is_found = scene_finds(scene, line->text);

	if (line->kind == STORY_STEP)
		draw_step(story, scene, line, grid, at);
	if (line->kind == STORY_MESSAGE) {
		put_time(scene, grid, at, line->message.at_ns, line->previous_ns);
		put_frames(scene, grid, at, &line->message.frames);
	}
	grid_put(grid, at, line->indent, line->text, text_room(line, grid), line->role);
	if (is_selected(line, scene))
		grid_mark(grid, at, 0, grid->columns - 1, MARK_SELECTED);
	else if (is_found)
		grid_mark(grid, at, line->indent, grid->columns - 1, MARK_FOUND);
}

static void
story_draw(void *state, struct scene *scene, struct grid *grid)
{
	struct story_state *story = state;

	story_fit(story, scene, grid->columns);
	story_place(story, scene, grid->rows);
	for (int i = 0; i < grid->rows; i++) {
		int at = story->scroll.top + i;

		if (at < story->scroll.count)
			draw_line(story, scene, &story->lines.items[at], grid, i);
	}
}

/* The next line from here on that can be selected; where there is none, the last one the
 * other way. */
static int
selectable_from(const struct story_state *story, int at, int direction)
{
	int count = (int)story->lines.count;
	int i = MAX(MIN(at, count - 1), 0);

	for (; i >= 0 && i < count; i += direction)
		if (is_selectable(&story->lines.items[i]))
			return i;
	for (i = MAX(MIN(at, count - 1), 0); i >= 0 && i < count; i -= direction)
		if (is_selectable(&story->lines.items[i]))
			return i;
	return -1;
}

static bool
story_move(struct story_state *story, struct scene *scene, enum command command)
{
	int before = story->scroll.selected;
	int at;

	if (!scroll_act(&story->scroll, command))
		return false;
	at = selectable_from(
	    story, story->scroll.selected, story->scroll.selected < before ? -1 : 1);
	if (at >= 0) {
		story->scroll.selected = at;
		story_select(story, scene, at);
	}
	return true;
}

/* Folding puts what is selected within the step onto the step. */
static void
story_fold(struct story_state *story, struct scene *scene, bool is_open)
{
	if (scene->step == 0 || scene->step > story->step_count)
		return;
	story->is_open[scene->step] = is_open;
	story->is_stale = true;
	if (!is_open)
		scene_select_message(scene, scene->step, &(struct scene_message){ 0 });
}

static void
story_fold_all(struct story_state *story, struct scene *scene)
{
	bool any_is_open = false;

	for (uint32_t id = 1; id <= story->step_count; id++)
		any_is_open = any_is_open || story->is_open[id];
	memset(story->is_open, !any_is_open, story->step_count + 1);
	story->is_stale = true;
	scene_select_message(scene, scene->step, &(struct scene_message){ 0 });
}

static void
story_find(struct story_state *story, struct scene *scene, int direction)
{
	int count = (int)story->lines.count;

	for (int i = 1; i <= count; i++) {
		int at = (story->scroll.selected + direction * i + 2 * count) % count;
		const struct story_line *line = &story->lines.items[at];

		if (line->step == 0 || !scene_finds(scene, line->text) ||
		    (line->kind == STORY_MORE && line->step == scene->step))
			continue;
		at = line->kind == STORY_MORE ? line_of_step(story, line->step) : at;
		story_select(story, scene, at);
		return;
	}
	scene_notice(scene, "not found");
}

static struct action
story_act(void *state, struct scene *scene, enum command command)
{
	struct story_state *story = state;
	bool is_open = scene->step != 0 && scene->step <= story->step_count &&
		       story->is_open[scene->step];

	if (story->lines.count == 0)
		return ACT_NOT_MINE;
	switch (command) {
	case COMMAND_FOLD: story_fold(story, scene, !is_open); return ACT_DONE;
	case COMMAND_LEFT: story_fold(story, scene, false); return ACT_DONE;
	case COMMAND_RIGHT: story_fold(story, scene, true); return ACT_DONE;
	case COMMAND_FOLD_ALL: story_fold_all(story, scene); return ACT_DONE;
	case COMMAND_FIND_NEXT: story_find(story, scene, 1); return ACT_DONE;
	case COMMAND_FIND_PREVIOUS: story_find(story, scene, -1); return ACT_DONE;
	case COMMAND_OPEN: return ACT_GO(SCREEN_DETAIL);
	default: break;
	}
	return story_move(story, scene, command) ? ACT_DONE : ACT_NOT_MINE;
}

static struct action
story_point(void *state, struct scene *scene, const struct grid *grid, int row, int column)
{
	struct story_state *story = state;
	int at = story->scroll.top + row;

	(void)grid;
	if (at >= (int)story->lines.count || story->lines.items[at].step == 0)
		return ACT_DONE;
	if (!is_selectable(&story->lines.items[at]))
		at = line_of_step(story, story->lines.items[at].step);
	story_select(story, scene, at);
	if (column < 2 && story->lines.items[at].kind == STORY_STEP)
		story_fold(story, scene, !story->is_open[scene->step]);
	return ACT_DONE;
}

const struct screen screen_story = {
	.name = "Story",
	.of_page = true,
	.state_size = sizeof(struct story_state),
	.clear = story_clear,
	.draw = story_draw,
	.act = story_act,
	.point = story_point,
};
