/* SPDX-License-Identifier: BSD-2-Clause */
#include "tui/prompt.h"

#include "base/text.h"

void
prompt_begin(struct prompt *prompt, const char *label, struct bytes text)
{
	prompt->label = label;
	prompt->text.len = 0;
	buffer_add(&prompt->text, text);
}

static void
drop_character(struct buffer *text)
{
	while (text->len > 0 && (text->at[--text->len] & 0xc0) == 0x80)
		;
}

enum prompt_answer
prompt_key(struct prompt *prompt, uint32_t key)
{
	enum { DELETE_ALL = 'u' & 0x1f, DELETE = 0x7f, BACKSPACE = '\b' };

	switch (key) {
	case PRESS_ENTER: prompt->label = NULL; return PROMPT_TAKEN;
	case PRESS_ESCAPE: prompt->label = NULL; return PROMPT_DROPPED;
	case DELETE_ALL: prompt->text.len = 0; return PROMPT_GOES_ON;
	case DELETE:
	case BACKSPACE:
	case PRESS_BACKSPACE: drop_character(&prompt->text); return PROMPT_GOES_ON;
	default: break;
	}
	if (key < PRESS_UP && !text_is_control(key) && prompt->text.len + 4 <= PROMPT_MAX)
		text_add_code_point(&prompt->text, key);
	return PROMPT_GOES_ON;
}

/* The end of the text is what is being typed: it stays on the screen. */
void
prompt_draw(const struct prompt *prompt, struct grid *grid, int row)
{
	struct bytes text = buffer_bytes(&prompt->text);
	int column = grid_put(
	    grid, row, 1, bytes_of_string(prompt->label), grid->columns - 4, COLOUR_TITLE);
	int room;

	column += 2;
	room = grid->columns - column - 1;
	while (text_width(text) > room && text.len > 0) {
		size_t at = 0;
		bool valid;

		text_code_point(text, &at, &valid);
		text = bytes_from(text, at);
	}
	column += grid_put(grid, row, column, text, room, COLOUR_TEXT);
	grid_put(grid, row, column, BYTES(" "), 1, COLOUR_TEXT);
	grid_mark(grid, row, column, column, MARK_SELECTED);
}

void
prompt_clear(struct prompt *prompt)
{
	buffer_clear(&prompt->text);
	*prompt = (struct prompt){ 0 };
}
