/* SPDX-License-Identifier: BSD-2-Clause */
/* The keys of the screen that the person came from. */
#include "base/text.h"
#include "tui/screens.h"
#include "tui/scroll.h"

struct help {
	struct scroll scroll;
};

enum { KEYS_AT = 2, NAME_AT = 20, TEXT_AT = 35 };

static void
add_keys(struct buffer *out, const struct command_row *row)
{
	char text[KEY_TEXT_SIZE];

	for (size_t i = 0; i < COMMAND_KEYS_MAX && row->keys[i] != 0; i++)
		buffer_printf(out, "%s%s", i == 0 ? "" : " ", key_text(row->keys[i], text));
	if (row->function > 0)
		buffer_printf(out, "%sF%d", out->len > 0 ? " " : "", row->function);
}

static void
draw_command(struct grid *grid, int at, const struct command_row *row)
{
	struct buffer keys = { 0 };

	add_keys(&keys, row);
	grid_put(grid, at, KEYS_AT, buffer_bytes(&keys), NAME_AT - KEYS_AT - 1, COLOUR_KEY);
	grid_put(grid, at, NAME_AT, bytes_of_string(row->name), TEXT_AT - NAME_AT - 1,
	    COLOUR_TITLE);
	grid_put(grid, at, TEXT_AT, bytes_of_string(row->help), grid->columns - TEXT_AT,
	    COLOUR_TEXT);
	buffer_clear(&keys);
}

/* What the screen shows, above its keys. */
static const char *
screen_words(unsigned screen)
{
	static const char *const words[SCREEN_COUNT] = {
		[SCREEN_PAGES] =
		    "Pages: every page load that the capture shows, as it began",
		[SCREEN_STORY] = ("Story: what had to happen for this page, step by step; "
				  "~ is inferred, ? is hidden"),
		[SCREEN_FLOW] = "Flow: who said what to whom, from the top down",
		[SCREEN_WATERFALL] =
		    "Waterfall: what the browser waited for, and for how long",
		[SCREEN_DETAIL] = "Detail: the fields and bytes of the selected message",
	};

	return words[screen] == NULL ? "" : words[screen];
}

static void
help_draw(void *state, struct scene *scene, struct grid *grid)
{
	struct help *help = state;
	int count = 0, at = 2;

	for (size_t i = 0; i < command_row_count; i++)
		count += (command_rows[i].screens & 1U << scene->help_for) != 0;
	scroll_fit(&help->scroll, count, grid->rows - at);
	grid_put(grid, 0, KEYS_AT, bytes_of_string(screen_words(scene->help_for)),
	    grid->columns - KEYS_AT, COLOUR_TITLE);
	count = 0;
	for (size_t i = 0; i < command_row_count; i++) {
		if ((command_rows[i].screens & 1U << scene->help_for) == 0)
			continue;
		if (count >= help->scroll.top && at < grid->rows)
			draw_command(grid, at++, &command_rows[i]);
		count++;
	}
}

/* There is nothing to select: the text itself moves. */
static struct action
help_act(void *state, struct scene *scene, enum command command)
{
	struct scroll *scroll = &((struct help *)state)->scroll;

	(void)scene;
	if (command == COMMAND_DOWN)
		scroll->selected = MAX(scroll->selected, scroll->top + scroll->rows - 1);
	if (command == COMMAND_UP)
		scroll->selected = scroll->top;
	return scroll_act(scroll, command) ? ACT_DONE : ACT_NOT_MINE;
}

const struct screen screen_help = {
	.name = "Help",
	.state_size = sizeof(struct help),
	.draw = help_draw,
	.act = help_act,
};
