/* SPDX-License-Identifier: BSD-2-Clause */
#include "tui/bar.h"

#include "base/clock.h"
#include "base/text.h"
#include "tui/screens.h"

enum { TABS_AT = 10, NAMES_FROM = 100 /* columns */, FUNCTION_KEYS = 10 };

static void
fill(struct grid *grid, int row)
{
	for (int column = 0; column < grid->columns; column++)
		grid_put(grid, row, column, BYTES(" "), 1, COLOUR_BAR);
}

/* On narrow terminals only the present screen has its name there. */
static void
add_tab(struct buffer *out, const struct app *app, int columns, int id)
{
	buffer_printf(out, " %d ", id + 1);
	if (columns >= NAMES_FROM || id == (int)app->screen)
		buffer_printf(out, "%s ", screens[id]->name);
}

/* Where the tab of a screen begins, and how wide it is. */
static int
tab_at(const struct app *app, int columns, int wanted, int *width)
{
	int at = TABS_AT;

	*width = 0;
	for (int id = 0; id < SCREEN_HELP; id++) {
		struct buffer text = { 0 };

		at += *width;
		*width = 0;
		if (screens[id] == NULL)
			continue;
		add_tab(&text, app, columns, id);
		*width = (int)text.len;
		buffer_clear(&text);
		if (id == wanted)
			return at;
	}
	return at + *width;
}

static void
draw_tabs(const struct app *app, struct grid *grid, int row)
{
	for (int id = 0; id < SCREEN_HELP; id++) {
		struct buffer text = { 0 };
		int width, at = tab_at(app, grid->columns, id, &width);

		if (screens[id] == NULL)
			continue;
		add_tab(&text, app, grid->columns, id);
		grid_put(grid, row, at, buffer_bytes(&text), width, COLOUR_BAR);
		if (id == (int)app->screen)
			grid_mark(grid, row, at, at + width - 1, MARK_SELECTED);
		buffer_clear(&text);
	}
}

static void
add_percentage(struct buffer *out, const char *before, const struct app_progress *progress)
{
	buffer_printf(out, "%s %u %%", before,
	    (unsigned)(MIN(progress->read_bytes, progress->size) * 100 / progress->size));
}

static void
add_progress(struct buffer *out, const struct app *app)
{
	const struct app_progress *progress = &app->progress;
	const char *live = progress->is_live ? ", live" : ", reading";

	if (app->is_paused)
		buffer_add_string(out, "paused  ");
	buffer_printf(
	    out, "%u page%s", (unsigned)app->rows.count, app->rows.count == 1 ? "" : "s");
	if (progress->size > 0 && progress->is_stopped)
		add_percentage(out, ", stopped at", progress);
	else if (progress->size > 0 && !progress->is_over)
		add_percentage(out, ", reading", progress);
	else
		buffer_printf(out, "%s, %llu frames", progress->is_over ? "" : live,
		    (unsigned long long)progress->frames);
	if (progress->dropped > 0)
		buffer_printf(out, ", %llu dropped", (unsigned long long)progress->dropped);
	if (progress->is_damaged)
		buffer_add_string(out, ", damaged");
	buffer_add_char(out, ' ');
}

void
bar_draw_title(const struct app *app, struct grid *grid, int row)
{
	struct buffer right = { 0 };
	int width, end;

	fill(grid, row);
	grid_put(grid, row, 1, BYTES("webflow"), 8, COLOUR_BAR);
	draw_tabs(app, grid, row);
	end = tab_at(app, grid->columns, SCREEN_HELP, &width);
	add_progress(&right, app);
	width = text_width(buffer_bytes(&right));
	width = MIN(width, grid->columns - end);
	grid_put(grid, row, grid->columns - width, buffer_bytes(&right), width, COLOUR_BAR);
	/* The capture's name in the middle, where there is room. */
	if (grid->columns - width - end > 16 && app->progress.name != NULL) {
		struct buffer name = { 0 };

		text_add_safe(&name, bytes_of_string(app->progress.name));
		grid_put(grid, row, end + 2, buffer_bytes(&name),
		    grid->columns - width - end - 5, COLOUR_BAR);
		buffer_clear(&name);
	}
	buffer_clear(&right);
}

void
bar_draw_page(const struct app *app, struct grid *grid, int row)
{
	const struct row *page = rows_find(&app->rows, app->scene.selected);
	struct buffer text = { 0 };
	char duration[CLOCK_TEXT_SIZE];
	char status[8];

	if (page == NULL)
		return;
	buffer_printf(&text, "Page %u: ", (unsigned)page->id);
	buffer_add(&text, row_url(page));
	grid_put(grid, row, 1, buffer_bytes(&text), grid->columns - 24, COLOUR_TITLE);
	text.len = 0;
	buffer_printf(&text, "%s", row_status(page, status));
	if (page->load_ns != 0)
		buffer_printf(&text, ", %s", clock_duration(page->load_ns, duration));
	grid_put(grid, row, grid->columns - 1 - text_width(buffer_bytes(&text)),
	    buffer_bytes(&text), 24, COLOUR_TITLE);
	buffer_clear(&text);
}

/* Whose pages alone are shown. */
static void
add_client(struct buffer *out, const struct rows *rows)
{
	const struct row *row =
	    rows->shown_count > 0 ? rows_find(rows, rows->shown[0]) : NULL;

	buffer_add_string(out, "only ");
	if (row != NULL)
		buffer_add(out, row_who(row));
	else
		buffer_printf(out, "client %u", (unsigned)rows->client);
	buffer_add_string(out, "   ");
}

static void
add_chosen(struct buffer *out, const struct app *app)
{
	static const char *const sorts[SORT_COUNT] = {
		[SORT_CLIENT] = "client",
		[SORT_STATUS] = "status",
		[SORT_REQUESTS] = "requests",
		[SORT_BYTES] = "bytes",
		[SORT_LOAD] = "load time",
		[SORT_WARNINGS] = "warnings",
		[SORT_URL] = "URL",
	};
	static const char *const modes[TIME_MODE_COUNT] = {
		[TIME_SINCE_PREVIOUS] = "times since the one before",
		[TIME_CLOCK] = "times by the clock (UTC)",
	};
	const struct rows *rows = &app->rows;

	if (rows->filter.len > 0)
		buffer_printf(out, "filter: %.*s (%u of %u)   ", (int)rows->filter.len,
		    (const char *)rows->filter.at, (unsigned)rows->shown_count,
		    (unsigned)rows->count);
	if (rows->client != 0)
		add_client(out, rows);
	if (app->search.len > 0)
		buffer_printf(out, "search: %.*s   ", (int)app->search.len,
		    (const char *)app->search.at);
	if (sorts[rows->sort] != NULL)
		buffer_printf(out, "sorted by %s   ", sorts[rows->sort]);
	if (modes[app->scene.time_mode] != NULL)
		buffer_printf(out, "%s   ", modes[app->scene.time_mode]);
	if (app->follows)
		buffer_add_string(out, "following the newest   ");
	if (rows->dropped > 0)
		buffer_printf(out, "%llu older pages were let go for want of room",
		    (unsigned long long)rows->dropped);
}

void
bar_draw_notice(const struct app *app, struct grid *grid, int row)
{
	struct buffer text = { 0 };

	if (app->scene.notice.len > 0)
		buffer_add(&text, buffer_bytes(&app->scene.notice));
	else
		add_chosen(&text, app);
	grid_put(grid, row, 1, buffer_bytes(&text), grid->columns - 2,
	    app->scene.notice.len > 0 ? COLOUR_TITLE : COLOUR_SOFT);
	buffer_clear(&text);
}

/* The command of a function key on this screen; NULL: none. */
static const struct command_row *
function_row(const struct app *app, int function)
{
	for (size_t i = 0; i < command_row_count; i++)
		if (command_rows[i].function == function &&
		    (command_rows[i].screens & 1U << app->screen) != 0)
			return &command_rows[i];
	return NULL;
}

/* A function key on the bar: where it stands, and what it says. */
struct bar_key {
	int function, at, width;
	const struct command_row *command;
};

struct bar_keys {
	struct bar_key items[FUNCTION_KEYS];
	int count, width;
	bool has_letters;
};

static void
add_key_text(struct buffer *out, const struct bar_key *key, bool has_letters)
{
	char text[KEY_TEXT_SIZE];

	buffer_add_string(out, key->command->name);
	if (has_letters)
		buffer_printf(out, " %s", key_text(key->command->keys[0], text));
}

static void
place_keys(struct bar_keys *keys, bool has_letters)
{
	keys->width = 0;
	keys->has_letters = has_letters;
	for (int i = 0; i < keys->count; i++) {
		struct bar_key *key = &keys->items[i];
		struct buffer text = { 0 };

		add_key_text(&text, key, has_letters);
		key->at = keys->width;
		key->width = (key->function > 9 ? 3 : 2) + text_width(buffer_bytes(&text));
		keys->width += key->width + 2;
		buffer_clear(&text);
	}
	keys->width -= 2;
}

/* With letters where there is room; where there is none for all, the last but one goes,
 * for the last one leaves the program. */
static struct bar_keys
bar_keys_of(const struct app *app, int columns)
{
	struct bar_keys keys = { 0 };

	for (int function = 1; function <= FUNCTION_KEYS; function++) {
		const struct command_row *command = function_row(app, function);

		if (command != NULL)
			keys.items[keys.count++] =
			    (struct bar_key){ .function = function, .command = command };
	}
	place_keys(&keys, true);
	if (keys.width > columns)
		place_keys(&keys, false);
	while (keys.width > columns && keys.count > 1) {
		keys.items[keys.count - 2] = keys.items[keys.count - 1];
		keys.count--;
		place_keys(&keys, false);
	}
	return keys;
}

/* As htop: the key, and what it does; with the letter that does the same. */
void
bar_draw_keys(const struct app *app, struct grid *grid, int row)
{
	struct bar_keys keys = bar_keys_of(app, grid->columns);

	fill(grid, row);
	for (int i = 0; i < keys.count; i++) {
		const struct bar_key *key = &keys.items[i];
		struct buffer text = { 0 };
		int used;

		buffer_printf(&text, "F%d", key->function);
		used = grid_put(
		    grid, row, key->at, buffer_bytes(&text), key->width, COLOUR_KEY);
		text.len = 0;
		add_key_text(&text, key, keys.has_letters);
		grid_put(
		    grid, row, key->at + used, buffer_bytes(&text), key->width, COLOUR_BAR);
		buffer_clear(&text);
	}
}

enum screen_id
bar_title_at(const struct app *app, int columns, int column)
{
	for (int id = 0; id < SCREEN_HELP; id++) {
		int width, at = tab_at(app, columns, id, &width);

		if (screens[id] != NULL && column >= at && column < at + width)
			return (enum screen_id)id;
	}
	return SCREEN_COUNT;
}

uint32_t
bar_key_at(const struct app *app, int columns, int column)
{
	struct bar_keys keys = bar_keys_of(app, columns);

	for (int i = 0; i < keys.count; i++)
		if (column >= keys.items[i].at &&
		    column < keys.items[i].at + keys.items[i].width)
			return (uint32_t)PRESS_F1 + (uint32_t)keys.items[i].function - 1;
	return PRESS_NONE;
}
