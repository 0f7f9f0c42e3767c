/* SPDX-License-Identifier: BSD-2-Clause */
/* The waterfall of the selected page, as the format `waterfall` prints it. */
#include "base/text.h"
#include "story/page.h"
#include "tui/info.h"
#include "tui/screens.h"
#include "tui/scroll.h"
#include "view/waterfall-grid.h"

enum { ROWS_MAX = 100000, HEAD_ROWS = 1, KEY_ROWS = 1, MORE_KEY_FROM = 20, SHARE = 4 };

/* The shortest time that fills the screen. */
#define WINDOW_LEAST_NS (100 * NS_PER_US)

struct waterfall_state {
	struct waterfall waterfall;
	struct waterfall_view view;
	struct scroll scroll;
	uint64_t page_version; /* the waterfall is of this */
	uint32_t page;         /* and the window of this */
	uint32_t step;         /* that stands for the selected row in the scene */
	bool is_made;
};

static void
state_clear(void *state)
{
	struct waterfall_state *of = state;

	waterfall_clear(&of->waterfall);
}

static void
state_fit(struct waterfall_state *of, const struct scene *scene)
{
	if (of->is_made && of->page_version == scene->page_version)
		return;
	waterfall_clear(&of->waterfall);
	if (of->page != scene->page->id)
		*of = (struct waterfall_state){ .page = scene->page->id };
	of->waterfall = waterfall_of(scene->page, ROWS_MAX);
	of->page_version = scene->page_version;
	of->is_made = true;
	of->step = 0;
}

/* Is the step one of those that a row shows? */
static bool
row_has_step(const struct waterfall_row *row, const struct step *step)
{
	if (row->request != NULL && step->request == row->request)
		return true;
	if (row->connection != NULL && step->connection == row->connection &&
	    step->request == NULL)
		return true;
	return step->lookup != NULL && row->request == NULL &&
	       (row->lookup == step->lookup ||
		   (row->connection != NULL && row->connection->lookup == step->lookup));
}

/* The step that stands for a row: that of its request, or its first. */
static uint32_t
step_of_row(const struct page *page, const struct waterfall_row *row)
{
	for (uint32_t i = 0; i < page->step_count; i++) {
		const struct step *step = &page->steps[i];

		if (row->request != NULL ? step->request == row->request
					 : row_has_step(row, step))
			return step->id;
	}
	return 0;
}

static void
state_select(struct waterfall_state *of, struct scene *scene, int row)
{
	of->scroll.selected = row;
	of->step = step_of_row(scene->page, &of->waterfall.rows.items[row]);
	if (of->step != 0)
		scene_select_step(scene, of->step);
}

/* What was selected on another screen is so here, where a row has it. */
static void
state_follow(struct waterfall_state *of, struct scene *scene)
{
	const struct step *step = scene_step(scene);

	if (step != NULL && step->id != of->step)
		for (uint32_t i = 0; i < of->waterfall.rows.count; i++)
			if (row_has_step(&of->waterfall.rows.items[i], step)) {
				of->scroll.selected = (int)i;
				break;
			}
	if (step != NULL)
		of->step = step->id;
	else
		state_select(of, scene, of->scroll.selected);
}

static void
add_row(struct buffer *out, const struct waterfall_row *row)
{
	const struct request *request = row->request;

	if (request == NULL) {
		buffer_add_string(
		    out, row->connection == NULL ? "Look-up of " : "Connection to ");
		buffer_add(out, row->host);
		return;
	}
	line_add_text(out, request->method);
	buffer_add_char(out, ' ');
	line_add_text(out, request->url.len > 0 ? request->url : request->target);
	if (request->status != 0)
		buffer_printf(out, " · %llu", (unsigned long long)request->status);
	if (request->status_reason.len > 0)
		buffer_add_char(out, ' ');
	line_add_text(out, request->status_reason);
	if (request->mime.len > 0)
		buffer_add_string(out, " · ");
	line_add_text(out, request->mime);
	buffer_add_string(out, " · ");
	text_add_size(out, request->bytes);
}

/* When it began, and its phases in numbers. */
static void
add_times(struct buffer *out, const struct scene *scene, const struct waterfall_row *row)
{
	char text[CLOCK_TEXT_SIZE];

	since_add(out, TIME_SINCE_START, scene->page->start_ns, 0, row->start_ns);
	buffer_printf(
	    out, ", %s: ", clock_duration(clock_between(row->start_ns, row->end_ns), text));
	waterfall_add_phases(out, row);
}

static void
draw_info(const struct waterfall_state *of, const struct scene *scene, struct grid *grid)
{
	const struct waterfall_row *row = &of->waterfall.rows.items[of->view.selected];
	struct buffer text = { 0 }, more = { 0 };

	add_row(&text, row);
	add_times(&more, scene, row);
	info_draw(grid, buffer_bytes(&text), buffer_bytes(&more));
	buffer_clear(&text);
	buffer_clear(&more);
}

static void
state_draw(void *state, struct scene *scene, struct grid *grid)
{
	struct waterfall_state *of = state;
	int key = KEY_ROWS + (grid->rows >= MORE_KEY_FROM ? 1 : 0);
	int below = key + info_rows(grid->rows);
	int rows = grid->rows - HEAD_ROWS - below;

	state_fit(of, scene);
	if (of->waterfall.rows.count == 0) {
		grid_put(grid, 1, 2, BYTES("Nothing of this page was seen so far."),
		    grid->columns - 4, COLOUR_SOFT);
		return;
	}
	state_follow(of, scene);
	scroll_fit(&of->scroll, (int)of->waterfall.rows.count, rows);
	of->view.row = (uint32_t)of->scroll.top;
	of->view.selected = (uint32_t)of->scroll.selected;
	of->view.search = scene->search;
	waterfall_draw_scale(grid, 0, &of->waterfall, &of->view);
	waterfall_draw_rows(grid, HEAD_ROWS, rows, &of->waterfall, &of->view);
	waterfall_draw_key(grid, grid->rows - below, key, &of->waterfall);
	draw_info(of, scene, grid);
}

/* A window of such a length about `middle_ns`, within all there is. */
static void
set_window(struct waterfall_state *of, uint64_t length_ns, uint64_t middle_ns)
{
	const struct scale *all = &of->waterfall.scale;
	struct waterfall_view *view = &of->view;
	uint64_t half_ns;

	length_ns = MAX(length_ns, WINDOW_LEAST_NS);
	view->to_ns = 0;
	if (length_ns >= all->to_ns - all->from_ns)
		return;
	half_ns = length_ns / 2;
	middle_ns = MAX(middle_ns, all->from_ns + half_ns);
	middle_ns = MIN(middle_ns, all->to_ns - half_ns);
	view->from_ns = middle_ns - half_ns;
	view->to_ns = view->from_ns + length_ns;
}

static struct span
window_of(const struct waterfall_state *of)
{
	const struct scale *all = &of->waterfall.scale;

	if (of->view.to_ns == 0)
		return (struct span){ all->from_ns, all->to_ns };
	return (struct span){ of->view.from_ns, of->view.to_ns };
}

/* About what is selected. */
static void
state_zoom(struct waterfall_state *of, uint64_t length_ns)
{
	const struct waterfall_row *row = &of->waterfall.rows.items[of->scroll.selected];

	set_window(of, length_ns, row->start_ns + (row->end_ns - row->start_ns) / 2);
}

static void
state_shift(struct waterfall_state *of, int direction)
{
	struct span window = window_of(of);
	uint64_t by_ns = span_ns(window) / SHARE;
	uint64_t middle_ns = window.start_ns + span_ns(window) / 2;

	set_window(
	    of, span_ns(window), direction < 0 ? middle_ns - by_ns : middle_ns + by_ns);
}

static void
state_find(struct waterfall_state *of, struct scene *scene, int direction)
{
	int count = (int)of->waterfall.rows.count;

	for (int i = 1; i <= count; i++) {
		int at = (of->scroll.selected + direction * i + 2 * count) % count;

		if (!waterfall_row_finds(&of->waterfall.rows.items[at], scene->search))
			continue;
		state_select(of, scene, at);
		return;
	}
	scene_notice(scene, "not found");
}

static struct action
state_act(void *state, struct scene *scene, enum command command)
{
	struct waterfall_state *of = state;
	uint64_t length_ns = span_ns(window_of(of));

	if (of->waterfall.rows.count == 0)
		return ACT_NOT_MINE;
	switch (command) {
	case COMMAND_LEFT: state_shift(of, -1); return ACT_DONE;
	case COMMAND_RIGHT: state_shift(of, 1); return ACT_DONE;
	case COMMAND_ZOOM_IN: state_zoom(of, length_ns / 2); return ACT_DONE;
	case COMMAND_ZOOM_OUT: state_zoom(of, length_ns * 2); return ACT_DONE;
	case COMMAND_ZOOM_ALL: of->view.to_ns = 0; return ACT_DONE;
	case COMMAND_FIND_NEXT: state_find(of, scene, 1); return ACT_DONE;
	case COMMAND_FIND_PREVIOUS: state_find(of, scene, -1); return ACT_DONE;
	case COMMAND_OPEN: return ACT_GO(SCREEN_DETAIL);
	default: break;
	}
	if (!scroll_act(&of->scroll, command))
		return ACT_NOT_MINE;
	state_select(of, scene, of->scroll.selected);
	return ACT_DONE;
}

static struct action
state_point(void *state, struct scene *scene, const struct grid *grid, int row, int column)
{
	struct waterfall_state *of = state;

	(void)grid;
	(void)column;
	if (row >= HEAD_ROWS && scroll_point(&of->scroll, row - HEAD_ROWS))
		state_select(of, scene, of->scroll.selected);
	return ACT_DONE;
}

const struct screen screen_waterfall = {
	.name = "Waterfall",
	.of_page = true,
	.state_size = sizeof(struct waterfall_state),
	.clear = state_clear,
	.draw = state_draw,
	.act = state_act,
	.point = state_point,
};
