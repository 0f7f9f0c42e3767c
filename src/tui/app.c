/* SPDX-License-Identifier: BSD-2-Clause */
#include "tui/app.h"

#include <stdlib.h>

#include "base/die.h"
#include "tui/ask.h"
#include "tui/bar.h"
#include "tui/picture.h"
#include "tui/screens.h"

enum { WHEEL_LINES = 3 };

void
app_init(struct app *app, const struct app_hands *hands, enum inputs inputs,
    enum charset charset)
{
	*app = (struct app){ .hands = *hands, .has_mouse = true };
	app->rows.keeper = hands->receiver;
	app->rows.let_go = hands->let_go;
	app->scene.rows = &app->rows;
	app->scene.inputs = inputs;
	app->scene.charset = charset;
	app->scene.page_version = 1;
	for (int id = 0; id < SCREEN_COUNT; id++)
		if (screens[id] != NULL)
			app->states[id] = alloc_zeroed(1, screens[id]->state_size);
}

void
app_close(struct app *app)
{
	app->scene.page = NULL;
	app->scene.selected = 0;
}

void
app_clear(struct app *app)
{
	for (int id = 0; id < SCREEN_COUNT; id++) {
		if (screens[id] != NULL && screens[id]->clear != NULL)
			screens[id]->clear(app->states[id]);
		free(app->states[id]);
	}
	rows_clear(&app->rows);
	grid_clear(&app->body);
	prompt_clear(&app->prompt);
	buffer_clear(&app->search);
	buffer_clear(&app->save_name);
	buffer_clear(&app->scene.notice);
	arena_clear(&app->live_arena);
	*app = (struct app){ 0 };
}

/* The page of a row, with its steps; NULL: there is none, or only the row. */
static const struct page *
row_page(struct app *app, const struct row *row)
{
	if (row == NULL || row->page == NULL)
		return NULL;
	if (row->is_over) {
		if (app->has_ended && rows_settle(&app->rows, row->id))
			app->hands.settle(app->hands.receiver, row->page);
		return row->page;
	}
	arena_reset(&app->live_arena);
	return app->hands.look(app->hands.receiver, row->page, &app->live_arena);
}

/* Looks at the page of the selected row; another one is a new scene. */
static void
app_look(struct app *app)
{
	struct scene *scene = &app->scene;
	const struct row *row = rows_find(&app->rows, scene->selected);
	bool is_same = row != NULL && app->looked_at == row->id;
	bool is_live = row != NULL && !row->is_over;

	app->rows.held = scene->selected;
	if (is_same && app->is_fresh)
		return;
	if (is_same && !is_live && scene->page == row->page)
		return;
	scene->page = row_page(app, row);
	scene->page_version++;
	app->looked_at = row == NULL ? 0 : row->id;
	app->is_fresh = true;
	if (!is_same)
		scene_select_message(scene, 0, &(struct scene_message){ 0 });
}

void
app_goes_on(struct app *app)
{
	app->is_fresh = false;
}

void
app_page_begun(struct app *app, const struct page *page)
{
	rows_page_begun(&app->rows, page);
	if (app->follows && !app->is_paused)
		app->scene.selected = page->id;
}

void
app_page_over(struct app *app, const struct page *page)
{
	rows_page_over(&app->rows, page);
}

void
app_page_gone(struct app *app, const struct page *page)
{
	rows_page_gone(&app->rows, page);
	if (app->looked_at == page->id) {
		app->scene.page = NULL;
		app->looked_at = 0;
	}
}

void
app_story_ended(struct app *app)
{
	app->has_ended = true;
	app->is_fresh = false;
	app->scene.page = NULL; /* its steps are made anew */
}

static void
app_go(struct app *app, enum screen_id screen)
{
	if (screens[screen] == NULL || screen == app->screen)
		return;
	if (app->back_count == APP_BACK_MAX)
		memmove(app->back, app->back + 1,
		    (size_t)--app->back_count * sizeof(*app->back));
	if (screen == SCREEN_HELP)
		app->scene.help_for = app->screen;
	app->back[app->back_count++] = app->screen;
	if (screen == SCREEN_PAGES)
		app->back_count = 0; /* all ways begin there */
	app->screen = screen;
}

/* What was laid over the screen goes first, then the screen, then what narrows the table.
 */
static void
app_back(struct app *app)
{
	if (app->explains)
		app->explains = false;
	else if (app->search.len > 0 && app->screen != SCREEN_HELP) {
		app->search.len = 0;
		app->scene.search = (struct bytes){ 0 };
	} else if (app->back_count > 0)
		app->screen = app->back[--app->back_count];
	else if (app->screen != SCREEN_PAGES)
		app->screen = SCREEN_PAGES;
	else {
		app->rows.client = 0;
		rows_filter(&app->rows, (struct bytes){ 0 });
	}
}

/* The screens of a page follow each other. */
static void
app_next_screen(struct app *app)
{
	unsigned next = app->screen;

	do
		next = (next + 1) % SCREEN_HELP;
	while (screens[next] == NULL);
	app_go(app, (enum screen_id)next);
}

static void
app_pause(struct app *app)
{
	app->is_paused = !app->is_paused;
	rows_pause(&app->rows, app->is_paused);
}

static void
app_follow(struct app *app)
{
	app->follows = !app->follows;
	if (app->follows && app->rows.shown_count > 0)
		app->scene.selected = app->rows.shown[app->rows.shown_count - 1];
}

/* What every screen shares. */
static void
app_act(struct app *app, enum command command)
{
	struct scene *scene = &app->scene;

	switch (command) {
	case COMMAND_SCREEN_PAGES:
	case COMMAND_SCREEN_STORY:
	case COMMAND_SCREEN_FLOW:
	case COMMAND_SCREEN_WATERFALL:
	case COMMAND_SCREEN_DETAIL:
		app_go(app, (enum screen_id)(command - COMMAND_SCREEN_PAGES));
		break;
	case COMMAND_BACK: app_back(app); break;
	case COMMAND_NEXT_PANE: app_next_screen(app); break;
	case COMMAND_HELP: app_go(app, SCREEN_HELP); break;
	case COMMAND_EXPLAIN: app->explains = !app->explains; break;
	case COMMAND_SEARCH: ask_search(app); break;
	case COMMAND_FILTER: ask_filter(app); break;
	case COMMAND_SAVE: ask_save(app); break;
	case COMMAND_CLIENT:
		rows_choose_client(
		    &app->rows, rows_next_client(&app->rows, app->rows.client));
		break;
	case COMMAND_PAUSE: app_pause(app); break;
	case COMMAND_FOLLOW: app_follow(app); break;
	case COMMAND_TIME:
		scene->time_mode = (scene->time_mode + 1) % TIME_MODE_COUNT;
		break;
	case COMMAND_THEME: app->is_light = !app->is_light; break;
	case COMMAND_MOUSE:
		app->has_mouse = !app->has_mouse;
		scene_notice(scene, app->has_mouse ? "mouse on" : "mouse off");
		break;
	case COMMAND_QUIT: app->wants_end = true; break;
	default: break;
	}
}

/* The screen may take a command first. */
static void
app_command(struct app *app, enum command command)
{
	const struct screen *screen = screens[app->screen];
	struct action action = ACT_NOT_MINE;

	picture_lay_out(app);
	if (!picture_is_empty(app))
		action = screen->act(app->states[app->screen], &app->scene, command);
	if (action.kind == ACTION_NOT_MINE)
		app_act(app, command);
	else if (action.kind == ACTION_GO && screens[action.screen] != NULL)
		app_go(app, action.screen);
	if (app->follows && app->screen == SCREEN_PAGES &&
	    (command == COMMAND_UP || command == COMMAND_PAGE_UP ||
		command == COMMAND_FIRST))
		app->follows = false; /* whoever looks at an older one stays there */
	app_look(app);
}

void
app_key(struct app *app, uint32_t key)
{
	enum command command;

	app_look(app);
	if (app->question != ASKS_NOTHING) {
		ask_key(app, key);
		app_look(app);
		return;
	}
	app->scene.notice.len = 0;
	command = command_of_key(key, app->screen);
	if (command != COMMAND_NONE)
		app_command(app, command);
}

static void
app_press(struct app *app, int row, int column)
{
	const struct screen *screen = screens[app->screen];
	int body = picture_body_at(app);

	if (row == 0) {
		enum screen_id tab = bar_title_at(app, app->body.columns, column);

		if (tab != SCREEN_COUNT)
			app_go(app, tab);
	} else if (row >= body && row < body + app->body.rows && screen->point != NULL &&
		   !picture_is_empty(app))
		screen->point(
		    app->states[app->screen], &app->scene, &app->body, row - body, column);
}

void
app_click(struct app *app, enum app_click click, int row, int column)
{
	bool is_body =
	    row >= picture_body_at(app) && row < picture_body_at(app) + app->body.rows;
	int screen_rows = picture_body_at(app) + app->body.rows;

	app_look(app);
	if (click == CLICK_WHEEL_UP || click == CLICK_WHEEL_DOWN)
		for (int i = 0; i < WHEEL_LINES; i++)
			app_command(
			    app, click == CLICK_WHEEL_UP ? COMMAND_UP : COMMAND_DOWN);
	else if (click == CLICK_TWO && is_body)
		app_command(app, COMMAND_OPEN);
	else if (row > screen_rows)
		app_key(app, bar_key_at(app, app->body.columns, column));
	else
		app_press(app, row, column);
	app_look(app);
}

void
app_draw(struct app *app, struct grid *grid)
{
	rows_look_again(&app->rows);
	app_look(app);
	picture_draw(app, grid);
	app_look(app);
}
