/* SPDX-License-Identifier: BSD-2-Clause */
/* The terminal: shows a grid and says what was pressed.  Nobody else knows curses. */
#ifndef TUI_TERMINAL_H
#define TUI_TERMINAL_H

#include "tui/state.h"
#include "view/theme.h"

struct terminal;

/* Is standard output a terminal of a kind that is known, and is there one to type on? */
bool terminal_is_usable(void);
/* Is text in it UTF-8? */
enum charset terminal_charset(void);

/* NULL where it cannot be had.  To be called before the fence goes up. */
struct terminal *terminal_open(enum colour_when);
/* Leaves it as it was found.  terminal_close(NULL) does nothing. */
void terminal_close(struct terminal *);

/* Readable when something was pressed. */
int terminal_fd(const struct terminal *);
void terminal_size(const struct terminal *, int *columns, int *rows);
/* Dark to light and back. */
void terminal_toggle_theme(struct terminal *);
void terminal_set_mouse(struct terminal *, bool is_on);
/* Only what has changed is written. */
void terminal_show(struct terminal *, const struct grid *);
/* The shell's turn: comes back when the person does. */
void terminal_suspend(struct terminal *);

struct terminal_press {
	uint32_t key; /* PRESS_MOUSE: a click; PRESS_RESIZE; PRESS_CLOSED */
	enum app_click click;
	int row, column;
};

/* False where nothing more was pressed. */
bool terminal_press(struct terminal *, struct terminal_press *);

#endif
