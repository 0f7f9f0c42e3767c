/* SPDX-License-Identifier: BSD-2-Clause */
#include "tui/picture.h"

#include "explain/explain.h"
#include "tui/bar.h"
#include "tui/screens.h"

enum { BODY_LEAST = 4, COLUMNS_FIRST = 80, ROWS_FIRST = 20 };

bool
picture_is_empty(const struct app *app)
{
	return screens[app->screen]->of_page && app->scene.page == NULL;
}

int
picture_body_at(const struct app *app)
{
	return screens[app->screen]->of_page && app->screen != SCREEN_STORY ? 2 : 1;
}

static void
draw_too_small(struct grid *grid)
{
	struct buffer text = { 0 };

	buffer_printf(&text, "webflow needs %d columns and %d rows;", APP_COLUMNS_LEAST,
	    APP_ROWS_LEAST);
	grid_put(
	    grid, grid->rows / 2, 1, buffer_bytes(&text), grid->columns - 1, COLOUR_TEXT);
	text.len = 0;
	buffer_printf(&text, "this terminal has %d and %d.", grid->columns, grid->rows);
	grid_put(grid, grid->rows / 2 + 1, 1, buffer_bytes(&text), grid->columns - 1,
	    COLOUR_TEXT);
	buffer_clear(&text);
}

/* What the selected step is, in lines of its own. */
static void
add_explanation(const struct app *app, struct buffer *out, int columns)
{
	const struct step *step = scene_step(&app->scene);
	const struct explanation *explanation =
	    step == NULL ? NULL : explain_step(step_kind_word(step->kind));

	if (explanation == NULL) {
		buffer_add_string(out, "Select a step: then this explains it.");
		return;
	}
	buffer_printf(out, "%s\n", explanation->title);
	line_add_wrapped(out, bytes_of_string(explanation->text), 0, columns);
}

/* Its rows, the line above it included; 0: nothing is to be explained. */
static int
explained_rows(const struct app *app, int columns, int rows)
{
	struct buffer text = { 0 };
	int count = 2;

	if (!app->explains || !screens[app->screen]->of_page)
		return 0;
	add_explanation(app, &text, columns - 4);
	for (size_t i = 0; i < text.len; i++)
		count += text.at[i] == '\n';
	buffer_clear(&text);
	return MIN(count, rows - BODY_LEAST);
}

static void
draw_explanation(const struct app *app, struct grid *grid, int row, int rows)
{
	struct buffer text = { 0 };
	struct bytes rest;

	add_explanation(app, &text, grid->columns - 4);
	rest = buffer_bytes(&text);
	grid_put_run(grid, row, 0, grid->columns - 1, GLYPH_HORIZONTAL, COLOUR_LINE);
	for (int i = 1; i < rows && rest.len > 0; i++) {
		size_t len = bytes_index(rest, '\n');

		grid_put(grid, row + i, 2, bytes_first(rest, len), grid->columns - 4,
		    i == 1 ? COLOUR_TITLE : COLOUR_TEXT);
		rest = bytes_from(rest, len + 1);
	}
	buffer_clear(&text);
}

static void
draw_no_page(const struct app *app, struct grid *grid)
{
	const struct row *row = rows_find(&app->rows, app->scene.selected);

	grid_put(grid, 3, 2,
	    row == NULL ? BYTES("No page is selected: 1 shows all pages.")
			: BYTES("Of this page only its row in the table was kept."),
	    grid->columns - 4, COLOUR_SOFT);
}

static void
draw_body(struct app *app, int columns, int rows)
{
	app->scene.is_unfinished = false;
	grid_clear(&app->body);
	grid_init(&app->body, columns, MAX(rows, 1), app->scene.charset);
	if (picture_is_empty(app))
		draw_no_page(app, &app->body);
	else
		screens[app->screen]->draw(
		    app->states[app->screen], &app->scene, &app->body);
	app->drawn_screen = app->screen;
	app->drawn_version = app->scene.page_version;
}

void
picture_lay_out(struct app *app)
{
	bool is_first = app->body.columns == 0;

	if (!is_first && app->drawn_screen == app->screen &&
	    app->drawn_version == app->scene.page_version)
		return;
	draw_body(app, is_first ? COLUMNS_FIRST : app->body.columns,
	    is_first ? ROWS_FIRST : app->body.rows);
}

/* What is explained is known when the body has been drawn, for that selects a step. */
static int
draw_parts(struct app *app, int columns, int rows)
{
	int explained = explained_rows(app, columns, rows);

	draw_body(app, columns, rows - explained);
	if (explained_rows(app, columns, rows) == explained)
		return explained;
	explained = explained_rows(app, columns, rows);
	draw_body(app, columns, rows - explained);
	return explained;
}

void
picture_draw(struct app *app, struct grid *grid)
{
	int body = picture_body_at(app);
	int rows = grid->rows - body - 2;
	int explained;

	if (grid->columns < APP_COLUMNS_LEAST || grid->rows < APP_ROWS_LEAST) {
		draw_too_small(grid);
		return;
	}
	explained = draw_parts(app, grid->columns, rows);
	bar_draw_title(app, grid, 0);
	if (body == 2)
		bar_draw_page(app, grid, 1);
	grid_copy(grid, body, 0, &app->body,
	    (struct grid_part){ .rows = app->body.rows, .columns = app->body.columns });
	if (explained > 0)
		draw_explanation(app, grid, body + rows - explained, explained);
	if (app->question != ASKS_NOTHING)
		prompt_draw(&app->prompt, grid, grid->rows - 2);
	else
		bar_draw_notice(app, grid, grid->rows - 2);
	bar_draw_keys(app, grid, grid->rows - 1);
}
