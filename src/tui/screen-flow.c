/* SPDX-License-Identifier: BSD-2-Clause */
/* The ladder of the selected page, as the format `flow` prints it. */
#include <stdlib.h>

#include "base/die.h"
#include "story/sentence.h"
#include "tui/info.h"
#include "tui/screens.h"
#include "tui/scroll.h"
#include "view/ladder-grid.h"

enum { ARROWS_MAX = 100000, ADDRESSES_FROM = 16 /* rows of the screen */ };

struct flow_state {
	struct ladder_sheet sheet;
	struct ladder_view view;
	struct scroll scroll;
	uint64_t page_version; /* the sheet is of this */
	uint32_t page;         /* and the folds of this */
	int columns, head_rows;
	uint32_t beside; /* parties that are scrolled past the first */
	bool *is_folded; /* sections, by the id of their first step */
	uint32_t step_count;
};

static void
flow_clear(void *state)
{
	struct flow_state *flow = state;

	ladder_sheet_clear(&flow->sheet);
	free(flow->is_folded);
}

/* Folds stay while the page does, though it may get more steps. */
static void
flow_fit_folds(struct flow_state *flow, const struct page *page)
{
	uint32_t count = page->step_count;

	if (flow->page != page->id) {
		free(flow->is_folded);
		*flow = (struct flow_state){ .sheet = flow->sheet, .page = page->id };
	}
	if (flow->is_folded != NULL && flow->step_count >= count)
		return;
	flow->is_folded = alloc_resized(flow->is_folded, count + (size_t)1, sizeof(bool));
	memset(flow->is_folded + flow->step_count, 0, count - flow->step_count + (size_t)1);
	flow->step_count = count;
}

static uint32_t
section_step(const struct flow_state *flow, uint32_t section)
{
	const struct ladder_sheet *sheet = &flow->sheet;

	return sheet->ladder.groups[sheet->sections[section].first_group].step->id;
}

static void
flow_make(struct flow_state *flow, const struct scene *scene)
{
	ladder_sheet_clear(&flow->sheet);
	flow_fit_folds(flow, scene->page);
	flow->sheet = ladder_sheet_of(scene->page, ARROWS_MAX);
	for (uint32_t i = 0; i < flow->sheet.section_count; i++)
		flow->sheet.sections[i].is_folded = flow->is_folded[section_step(flow, i)];
	flow->page_version = scene->page_version;
	flow->columns = 0;
}

static void
flow_fit(struct flow_state *flow, const struct scene *scene, int columns)
{
	if (flow->sheet.lines == NULL || flow->page_version != scene->page_version)
		flow_make(flow, scene);
	if (flow->columns != columns || flow->view.time_mode != scene->time_mode) {
		ladder_sheet_place(&flow->sheet, columns, scene->time_mode);
		ladder_sheet_scroll(&flow->sheet, flow->beside);
		flow->beside = flow->sheet.places.beside;
	}
	flow->columns = columns;
	flow->view.time_mode = scene->time_mode;
	flow->view.inputs = scene->inputs;
	flow->view.search = scene->search;
	flow->view.has_folds = true;
}

/* All-zero of a heading, which stands for its step. */
static struct scene_message
line_message(const struct flow_state *flow, uint32_t line)
{
	const struct ladder_arrow *arrow = ladder_line_arrow(&flow->sheet, line);

	if (arrow == NULL)
		return (struct scene_message){ 0 };
	return (struct scene_message){ arrow->message->kind, arrow->message->at_ns,
		arrow->message->frames };
}

static bool
is_same_message(const struct scene_message *a, const struct scene_message *b)
{
	if (a->kind != b->kind || a->at_ns != b->at_ns ||
	    a->frames.count != b->frames.count)
		return false;
	return a->frames.count == 0 || frame_equal(a->frames.items[0], b->frames.items[0]);
}

static bool
line_is_selected(const struct flow_state *flow, uint32_t line, const struct scene *scene)
{
	struct scene_message message = line_message(flow, line);

	return flow->sheet.lines[line].kind != LADDER_SHAFT &&
	       ladder_line_step(&flow->sheet, line)->id == scene->step &&
	       is_same_message(&message, &scene->message);
}

static void
flow_select(struct flow_state *flow, struct scene *scene, uint32_t line)
{
	struct scene_message message = line_message(flow, line);

	flow->scroll.selected = (int)line;
	scene_select_message(scene, ladder_line_step(&flow->sheet, line)->id, &message);
}

/* The line of the selected message; else that of its step, and of a folded one that of the
 * heading before it. */
static uint32_t
selected_line(const struct flow_state *flow, const struct scene *scene)
{
	const struct ladder_sheet *sheet = &flow->sheet;
	uint32_t found = 0;
	uint32_t last = (uint32_t)flow->scroll.selected;

	if (last < sheet->line_count && line_is_selected(flow, last, scene))
		return last;
	for (uint32_t i = 0; i < sheet->line_count; i++) {
		if (line_is_selected(flow, i, scene))
			return i;
		if (sheet->lines[i].kind == LADDER_SHAFT ||
		    ladder_line_step(sheet, i)->id > scene->step)
			continue;
		if (found == 0 ||
		    ladder_line_step(sheet, i)->id > ladder_line_step(sheet, found)->id)
			found = i;
	}
	return found;
}

static void
flow_scroll(struct flow_state *flow, uint32_t beside)
{
	ladder_sheet_scroll(&flow->sheet, beside);
	flow->beside = flow->sheet.places.beside;
}

/* Scrolls sideways as far as it must be for both ends of an arrow to be seen. */
static void
flow_show_parties(struct flow_state *flow, uint32_t line)
{
	const struct ladder_arrow *arrow = ladder_line_arrow(&flow->sheet, line);
	uint32_t shown = flow->sheet.places.shown;
	uint32_t beside = flow->beside;
	uint32_t ends[2];

	if (arrow == NULL)
		return;
	ends[0] = MAX(arrow->from, arrow->to);
	ends[1] = MIN(arrow->from, arrow->to);
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		if (ends[i] > beside + shown)
			beside = ends[i] - shown;
		else if (ends[i] > 0 && ends[i] <= beside)
			beside = ends[i] - 1;
	}
	if (beside != flow->beside)
		flow_scroll(flow, beside);
}

/* An arrow below its text is shown with it. */
static void
flow_place(struct flow_state *flow, struct scene *scene, int rows)
{
	const struct ladder_sheet *sheet = &flow->sheet;
	struct scroll *scroll = &flow->scroll;
	uint32_t selected = selected_line(flow, scene);

	scroll->selected = (int)selected;
	scroll_fit(scroll, (int)sheet->line_count, rows);
	if (scroll->selected == scroll->top + rows - 1 && rows > 1 &&
	    sheet->lines[selected].kind == LADDER_TEXT)
		scroll->top++;
	flow->view.line = (uint32_t)scroll->top;
	flow->view.selected = selected;
	if (scene->step == 0)
		flow_select(flow, scene, selected);
}

static void
add_party(struct buffer *out, const struct flow_state *flow, uint32_t party)
{
	const struct ladder_party *of = &flow->sheet.ladder.parties[party];
	char text[ADDRESS_TEXT_SIZE];

	if (of->name.len > 0)
		buffer_add(out, of->name);
	else if (of->address.family != 0)
		buffer_add_string(out, address_text(of->address, text));
	else
		buffer_add_string(
		    out, party_role_words((enum party_role)__builtin_ctz(of->roles)));
}

static void
add_arrow(struct buffer *out, const struct flow_state *flow, uint32_t arrow)
{
	const struct ladder_arrow *of = &flow->sheet.ladder.arrows[arrow];

	add_party(out, flow, of->from);
	buffer_add_string(out, " → ");
	add_party(out, flow, of->to);
	buffer_add_string(out, ": ");
	buffer_add(out, flow->sheet.texts[arrow].said);
	buffer_add(out, flow->sheet.texts[arrow].trouble);
}

/* "+41.6 ms, 12.0 ms after the one before", "frame 7". */
static void
add_when(struct buffer *out, const struct flow_state *flow, uint32_t arrow,
    const struct scene *scene)
{
	const struct message *message = flow->sheet.ladder.arrows[arrow].message;
	uint64_t previous_ns = ladder_previous_ns(&flow->sheet, arrow);
	char text[CLOCK_TEXT_SIZE];

	since_add(out, TIME_SINCE_START, scene->page->start_ns, 0, message->at_ns);
	if (message->at_ns != 0 && previous_ns != 0 && previous_ns <= message->at_ns)
		buffer_printf(out, ", %s after the one before",
		    clock_duration(message->at_ns - previous_ns, text));
	if (message->end_ns > message->at_ns)
		buffer_printf(out, ", took %s",
		    clock_duration(message->end_ns - message->at_ns, text));
	if (out->len > 0 && message->frames.count > 0)
		buffer_add_string(out, " · ");
	line_add_frames(out, &message->frames, scene->inputs);
}

/* How sure the step is, and why. */
static void
add_ground(struct buffer *out, const struct step *step, const struct scene *scene)
{
	buffer_add_string(out, certainty_word(step->is.certainty));
	if (step->is.reason.len > 0)
		buffer_add_string(out, ": ");
	line_add_text(out, step->is.reason);
	if (step->is.frames.count > 0)
		buffer_add_string(out, " · ");
	line_add_frames(out, &step->is.frames, scene->inputs);
}

static void
draw_info(const struct flow_state *flow, const struct scene *scene, struct grid *grid)
{
	const struct ladder_line *line = &flow->sheet.lines[flow->view.selected];
	const struct step *step = ladder_line_step(&flow->sheet, flow->view.selected);
	struct buffer text = { 0 }, sentence = { 0 }, more = { 0 };

	if (line->kind != LADDER_HEADING) {
		add_arrow(&text, flow, line->arrow);
		add_when(&more, flow, line->arrow, scene);
	} else {
		step_text(&sentence, scene->page, step);
		line_add_text(&text, buffer_bytes(&sentence));
		add_ground(&more, step, scene);
	}
	info_draw(grid, buffer_bytes(&text), buffer_bytes(&more));
	buffer_clear(&text);
	buffer_clear(&sentence);
	buffer_clear(&more);
}

/* That there are more parties beside the first, or beyond the right edge. */
static void
draw_edges(const struct flow_state *flow, struct grid *grid)
{
	const struct ladder_places *places = &flow->sheet.places;

	if (places->beside > 0)
		grid_put_glyph(grid, flow->head_rows - 1,
		    places->first_life + places->apart / 2, GLYPH_LEFT, COLOUR_KEY);
	if (places->beside + places->shown + 1 < flow->sheet.ladder.party_count)
		grid_put_glyph(
		    grid, flow->head_rows - 1, places->right, GLYPH_RIGHT, COLOUR_KEY);
}

static void
flow_draw(void *state, struct scene *scene, struct grid *grid)
{
	struct flow_state *flow = state;
	int rows;

	flow_fit(flow, scene, grid->columns);
	if (flow->sheet.line_count == 0) {
		grid_put(grid, 1, 2, BYTES("Nothing of this page was seen so far."),
		    grid->columns - 4, COLOUR_SOFT);
		return;
	}
	flow->head_rows = LADDER_HEAD_ROWS - (grid->rows < ADDRESSES_FROM ? 1 : 0);
	rows = grid->rows - flow->head_rows - info_rows(grid->rows);
	flow_place(flow, scene, rows);
	ladder_draw_heads(grid, 0, flow->head_rows, &flow->sheet, &flow->view);
	draw_edges(flow, grid);
	ladder_draw_lines(grid, flow->head_rows, rows, &flow->sheet, &flow->view);
	draw_info(flow, scene, grid);
}

/* A text and its arrow are one. */
static bool
flow_move(struct flow_state *flow, struct scene *scene, enum command command)
{
	struct scroll *scroll = &flow->scroll;
	int before = scroll->selected;

	if (!scroll_act(scroll, command))
		return false;
	if (flow->sheet.lines[scroll->selected].kind == LADDER_SHAFT)
		scroll->selected +=
		    scroll->selected > before && scroll->selected + 1 < scroll->count ? 1
										      : -1;
	flow_select(flow, scene, (uint32_t)scroll->selected);
	flow_show_parties(flow, (uint32_t)scroll->selected);
	return true;
}

static uint32_t
line_of_section(const struct flow_state *flow, uint32_t section)
{
	uint32_t line = 0;

	while (flow->sheet.lines[line].section != section)
		line++;
	return line;
}

static void
flow_fold(struct flow_state *flow, struct scene *scene, bool is_folded)
{
	uint32_t section = flow->sheet.lines[flow->scroll.selected].section;

	flow->is_folded[section_step(flow, section)] = is_folded;
	ladder_sheet_fold(&flow->sheet, section, is_folded);
	flow_select(flow, scene, line_of_section(flow, section));
}

static void
flow_fold_all(struct flow_state *flow, struct scene *scene)
{
	uint32_t selected = flow->sheet.lines[flow->scroll.selected].section;
	bool any_is_open = false;

	for (uint32_t i = 0; i < flow->sheet.section_count; i++)
		any_is_open = any_is_open || !flow->sheet.sections[i].is_folded;
	memset(flow->is_folded, any_is_open, flow->step_count + (size_t)1);
	ladder_sheet_fold_all(&flow->sheet, any_is_open);
	flow_select(flow, scene, line_of_section(flow, selected));
}

/* The first arrow of a folded section that has it; NULL: none. */
static const struct ladder_arrow *
find_folded(const struct flow_state *flow, uint32_t section, struct bytes search)
{
	const struct ladder_section *of = &flow->sheet.sections[section];

	for (uint32_t i = 0; of->is_folded && i < of->arrow_count; i++)
		if (ladder_arrow_finds(&flow->sheet, of->first_arrow + i, search))
			return &flow->sheet.ladder.arrows[of->first_arrow + i];
	return NULL;
}

/* What was found in a folded section unfolds it. */
static bool
flow_find_at(struct flow_state *flow, struct scene *scene, uint32_t line)
{
	const struct ladder_line *at = &flow->sheet.lines[line];
	const struct ladder_arrow *arrow;

	if (at->kind == LADDER_SHAFT)
		return false;
	arrow = find_folded(flow, at->section, scene->search);
	if (arrow == NULL && !ladder_line_finds(&flow->sheet, line, scene->search))
		return false;
	flow_select(flow, scene, line);
	if (arrow != NULL) {
		flow_fold(flow, scene, false);
		while (ladder_line_arrow(&flow->sheet, line) != arrow)
			line++;
	}
	flow_select(flow, scene, line);
	flow_show_parties(flow, line);
	return true;
}

static void
flow_find(struct flow_state *flow, struct scene *scene, int direction)
{
	int64_t count = flow->sheet.line_count;

	for (int64_t i = 1; i <= count; i++) {
		int64_t at = flow->scroll.selected + direction * i;

		if (flow_find_at(flow, scene, (uint32_t)((at + 2 * count) % count)))
			return;
	}
	scene_notice(scene, "not found");
}

static struct action
flow_act(void *state, struct scene *scene, enum command command)
{
	struct flow_state *flow = state;
	const struct ladder_line *line;

	if (flow->sheet.line_count == 0)
		return ACT_NOT_MINE;
	line = &flow->sheet.lines[flow->scroll.selected];
	switch (command) {
	case COMMAND_FOLD:
		flow_fold(flow, scene, !flow->sheet.sections[line->section].is_folded);
		return ACT_DONE;
	case COMMAND_FOLD_ALL: flow_fold_all(flow, scene); return ACT_DONE;
	case COMMAND_LEFT:
		flow_scroll(flow, flow->beside > 0 ? flow->beside - 1 : 0);
		return ACT_DONE;
	case COMMAND_RIGHT: flow_scroll(flow, flow->beside + 1); return ACT_DONE;
	case COMMAND_FIND_NEXT: flow_find(flow, scene, 1); return ACT_DONE;
	case COMMAND_FIND_PREVIOUS: flow_find(flow, scene, -1); return ACT_DONE;
	case COMMAND_OPEN: return ACT_GO(SCREEN_DETAIL);
	default: break;
	}
	return flow_move(flow, scene, command) ? ACT_DONE : ACT_NOT_MINE;
}

static struct action
flow_point(void *state, struct scene *scene, const struct grid *grid, int row, int column)
{
	struct flow_state *flow = state;
	int line = flow->scroll.top + row - flow->head_rows;

	(void)grid;
	if (row < flow->head_rows || row >= flow->head_rows + flow->scroll.rows ||
	    line >= (int)flow->sheet.line_count)
		return ACT_DONE;
	if (flow->sheet.lines[line].kind == LADDER_SHAFT)
		line--;
	flow_select(flow, scene, (uint32_t)line);
	if (column < 2 && flow->sheet.lines[line].kind == LADDER_HEADING)
		return flow_act(state, scene, COMMAND_FOLD);
	return ACT_DONE;
}

const struct screen screen_flow = {
	.name = "Flow",
	.of_page = true,
	.state_size = sizeof(struct flow_state),
	.clear = flow_clear,
	.draw = flow_draw,
	.act = flow_act,
	.point = flow_point,
};
