/* SPDX-License-Identifier: BSD-2-Clause */
/* What a key means: one table of commands, each with its keys, its name and its help.
 * A key that is no character has a number above all characters. */
#ifndef TUI_KEYS_H
#define TUI_KEYS_H

#include "base/bytes.h"

enum press {
	PRESS_NONE = 0,
	PRESS_TAB = '\t',
	PRESS_ENTER = '\r',
	PRESS_ESCAPE = 27,
	PRESS_UP = 0x110000,
	PRESS_DOWN,
	PRESS_LEFT,
	PRESS_RIGHT,
	PRESS_PAGE_UP,
	PRESS_PAGE_DOWN,
	PRESS_HOME,
	PRESS_END,
	PRESS_BACK_TAB,
	PRESS_BACKSPACE,
	PRESS_DELETE,
	PRESS_F1, /* and so on to F10 */
	PRESS_F10 = PRESS_F1 + 9,
	PRESS_RESIZE,
	PRESS_MOUSE,
	PRESS_CLOSED, /* the terminal has gone */
};

enum command {
	COMMAND_NONE,
	/* A screen's own */
	COMMAND_UP,
	COMMAND_DOWN,
	COMMAND_LEFT,
	COMMAND_RIGHT,
	COMMAND_PAGE_UP,
	COMMAND_PAGE_DOWN,
	COMMAND_FIRST,
	COMMAND_LAST,
	COMMAND_OPEN,      /* Enter */
	COMMAND_NEXT_PANE, /* Tab */
	COMMAND_FOLD,      /* Space: what is selected */
	COMMAND_FOLD_ALL,
	COMMAND_FIND_NEXT, /* scene->search, behind what is selected */
	COMMAND_FIND_PREVIOUS,
	COMMAND_ZOOM_IN,
	COMMAND_ZOOM_OUT,
	COMMAND_ZOOM_ALL,
	COMMAND_SORT,
	COMMAND_NEXT_FRAME, /* of the message */
	COMMAND_PREVIOUS_FRAME,
	COMMAND_STREAM, /* the stream of what is selected */
	/* Those that every screen shares, which no screen sees */
	COMMAND_BACK, /* Esc; a screen may take it first */
	COMMAND_SCREEN_PAGES,
	COMMAND_SCREEN_STORY,
	COMMAND_SCREEN_FLOW,
	COMMAND_SCREEN_WATERFALL,
	COMMAND_SCREEN_DETAIL,
	COMMAND_HELP,
	COMMAND_EXPLAIN,
	COMMAND_SEARCH,
	COMMAND_FILTER,
	COMMAND_CLIENT,
	COMMAND_SAVE,
	COMMAND_PAUSE,
	COMMAND_FOLLOW,
	COMMAND_TIME,
	COMMAND_THEME,
	COMMAND_MOUSE,
	COMMAND_QUIT,
	COMMAND_COUNT
};

enum { COMMAND_KEYS_MAX = 4, COMMAND_SCREENS_ALL = 0xff, KEY_TEXT_SIZE = 8 };

struct command_row {
	enum command command;
	uint32_t keys[COMMAND_KEYS_MAX]; /* 0: no more */
	int function;                    /* F1 to F10; 0: none */
	const char *name;                /* on the bar, and in the help */
	const char *help;                /* a sentence without its full stop */
	unsigned screens;                /* bits: 1 << enum screen_id */
};

extern const struct command_row command_rows[];
extern const size_t command_row_count;

/* COMMAND_NONE where the key has no meaning on this screen. */
enum command command_of_key(uint32_t key, unsigned screen);
/* "Space", "F5", "j" */
const char *key_text(uint32_t key, char text[KEY_TEXT_SIZE]);

#endif
