/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/tui/played.h"

#include <stdio.h>
#include <stdlib.h>

static void
page_begun(void *receiver, const struct page *page)
{
	app_page_begun(&((struct played *)receiver)->app, page);
}

static void
page_over(void *receiver, const struct story *story, const struct page *page)
{
	(void)story;
	app_page_over(&((struct played *)receiver)->app, page);
}

static void
page_gone(void *receiver, const struct page *page)
{
	app_page_gone(&((struct played *)receiver)->app, page);
}

static void
let_go(void *receiver, const struct page *page)
{
	analysis_let_page_go(((struct played *)receiver)->analysis, page);
}

static void
settle(void *receiver, const struct page *page)
{
	analysis_settle_page(((struct played *)receiver)->analysis, page);
}

static const struct page *
look(void *receiver, const struct page *live, struct arena *arena)
{
	return analysis_page_so_far(((struct played *)receiver)->analysis, live, arena);
}

/* Every name is taken already. */
static enum app_saved
save(void *receiver, const char *format, uint32_t page, const char *name, bool overwrites,
    struct buffer *said)
{
	(void)receiver;
	if (!overwrites)
		return APP_SAVE_EXISTS;
	buffer_printf(said, "page %u as %s: %s saved", (unsigned)page, format, name);
	return APP_SAVED;
}

static void
take_secrets(void *receiver, struct bytes key_log)
{
	analysis_add_secrets(((struct played *)receiver)->analysis, key_log);
}

static void
read_frames(struct played *played)
{
	struct capture_error error;
	struct frame frame;

	while (capture_next(played->capture, &frame, &error) == CAPTURE_FRAME) {
		analysis_frame(played->analysis, &frame);
		played->app.progress.frames++;
	}
	analysis_end(played->analysis);
	app_story_ended(&played->app);
	played->app.progress.is_over = true;
}

void
played_init(struct played *played, const char *name, enum charset charset)
{
	struct analysis_options options = {
		.without_ndpi = true,
		.keep = STORY_KEEP_PAGES,
		.keep_headers = true,
		.keep_flow_frames = true,
		.receiver = played,
		.page = page_over,
		.page_begun = page_begun,
		.page_gone = page_gone,
	};
	struct app_hands hands = { played, let_go, settle, look, save };
	const char *top = getenv("srcdir");
	struct capture_error error;
	char path[4096];

	snprintf(
	    path, sizeof(path), "%s/captures/%s.pcapng", top == NULL ? "." : top, name);
	*played = (struct played){ .capture = capture_new() };
	app_init(&played->app, &hands, INPUTS_ONE, charset);
	played->app.progress.name = name;
	played->analysis = analysis_new(&options);
	if (capture_add_file(played->capture, path, &error) < 0 ||
	    capture_keep(played->capture, &error) < 0) {
		fprintf(stderr, "%s\n", error.text);
		exit(1);
	}
	capture_secrets(played->capture, take_secrets, played);
	read_frames(played);
}

void
played_clear(struct played *played)
{
	app_close(&played->app);
	analysis_free(played->analysis);
	app_clear(&played->app);
	capture_free(played->capture);
}

static const struct {
	const char *name;
	uint32_t key;
} names[] = {
	{ "<enter>", PRESS_ENTER },
	{ "<esc>", PRESS_ESCAPE },
	{ "<tab>", PRESS_TAB },
	{ "<up>", PRESS_UP },
	{ "<down>", PRESS_DOWN },
	{ "<left>", PRESS_LEFT },
	{ "<right>", PRESS_RIGHT },
	{ "<pgup>", PRESS_PAGE_UP },
	{ "<pgdn>", PRESS_PAGE_DOWN },
	{ "<home>", PRESS_HOME },
	{ "<end>", PRESS_END },
	{ "<f1>", PRESS_F1 },
	{ "<f2>", PRESS_F1 + 1 },
};

/* As the loop does it: a picture after every key, for screens lay out while they draw. */
static void
press(struct played *played, uint32_t key)
{
	struct buffer unseen = { 0 };

	app_key(&played->app, key);
	played_print(played, 100, 30, &unseen);
	buffer_clear(&unseen);
}

void
played_keys(struct played *played, const char *keys)
{
	struct buffer unseen = { 0 };

	played_print(played, 100, 30, &unseen);
	buffer_clear(&unseen);
	while (*keys != '\0') {
		uint32_t key = (uint8_t)*keys;
		size_t len = 1;

		for (size_t i = 0; i < COUNT_OF(names); i++) {
			if (strncmp(keys, names[i].name, strlen(names[i].name)) != 0)
				continue;
			key = names[i].key;
			len = strlen(names[i].name);
		}
		press(played, key);
		keys += len;
	}
}

/* Where the grid alone has one row. */
static void
print_row(const struct grid *grid, int row, struct buffer *out)
{
	struct grid line = { .cells = &grid->cells[row * grid->columns],
		.columns = grid->columns,
		.rows = 1,
		.charset = grid->charset };
	char sign = ' ';

	for (int column = 0; column < grid->columns; column++) {
		enum mark mark = (enum mark)line.cells[column].mark;

		if (mark == MARK_SELECTED || (mark == MARK_FOUND && sign == ' '))
			sign = mark == MARK_SELECTED ? '*' : '/';
	}
	buffer_add_char(out, sign);
	grid_print(&line, out);
}

void
played_print(struct played *played, int columns, int rows, struct buffer *out)
{
	struct grid grid;

	grid_init(&grid, columns, rows, played->app.scene.charset);
	app_draw(&played->app, &grid);
	for (int row = 0; row < rows; row++)
		print_row(&grid, row, out);
	grid_clear(&grid);
}
