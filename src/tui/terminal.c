/* SPDX-License-Identifier: BSD-2-Clause */
#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <curses.h>
#include <term.h>

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#undef columns /* macros of term.h, as many others are */
#undef lines

#include "base/clock.h"
#include "base/die.h"
#include "tui/terminal.h"

enum { ESCAPE_MS = 25, MARK_COUNT = MARK_FOUND + 1 };
static const uint64_t double_click_ns = 400 * NS_PER_MS;

struct terminal {
	SCREEN *screen;
	FILE *in, *out;
	int fd;      /* that is read */
	int colours; /* 0: none */
	enum theme theme;
	attr_t looks[COLOUR_COUNT][MARK_COUNT];
	short pairs[COLOUR_COUNT][MARK_COUNT];
	struct grid shown;
	uint64_t clicked_ns;
	int clicked_row, clicked_column;
};

static FILE *
terminal_input(void)
{
	int fd = isatty(STDIN_FILENO) ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
				      : open("/dev/tty", O_RDONLY | O_CLOEXEC);

	return fd < 0 ? NULL : fdopen(fd, "r");
}

bool
terminal_is_usable(void)
{
	bool moves;
	int error;
	int tty;

	if (!isatty(STDOUT_FILENO))
		return false;
	tty = open("/dev/tty", O_RDONLY | O_CLOEXEC);
	if (tty < 0 && !isatty(STDIN_FILENO))
		return false;
	if (tty >= 0)
		close(tty);
	if (setupterm(NULL, STDOUT_FILENO, &error) != OK)
		return false;
	moves = cursor_address != NULL && clear_screen != NULL;
	del_curterm(cur_term);
	return moves;
}

enum charset
terminal_charset(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0 ? CHARSET_UNICODE : CHARSET_ASCII;
}

static int
colours_of_terminal(enum colour_when when)
{
	if (!colour_wanted(when, true) || !has_colors() || start_color() == ERR)
		return 0;
	if (COLORS >= 256 && COLOR_PAIRS > COLOUR_COUNT * MARK_COUNT)
		return 256;
	return COLORS >= 16 && COLOR_PAIRS > COLOUR_COUNT * MARK_COUNT ? 16 : 8;
}

/* Without colours, and with few, marks are attributes. */
static attr_t
mark_attributes(enum mark mark, enum colour_role role)
{
	static const attr_t marks[MARK_COUNT] = {
		[MARK_SELECTED] = A_REVERSE,
		[MARK_LIT] = A_UNDERLINE,
		[MARK_FOUND] = A_BOLD | A_UNDERLINE,
	};

	return marks[mark] ^ (role == COLOUR_BAR ? A_REVERSE : 0);
}

static void
make_look(struct terminal *terminal, enum colour_role role, enum mark mark)
{
	int pair = 1 + (int)role * MARK_COUNT + (int)mark;
	struct theme_look look = theme_look(terminal->theme, terminal->colours, role, mark);
	attr_t attributes = look.is_bold ? A_BOLD : A_NORMAL;

	terminal->pairs[role][mark] = 0;
	if (terminal->colours == 0)
		attributes |= mark_attributes(mark, role);
	else if (terminal->colours == 8) {
		pair = 1 + (int)role;
		init_pair((short)pair, look.ink, look.paper);
		terminal->pairs[role][mark] = (short)pair;
		attributes |= mark_attributes(mark, COLOUR_TEXT);
	} else {
		init_pair((short)pair, look.ink, look.paper);
		terminal->pairs[role][mark] = (short)pair;
	}
	terminal->looks[role][mark] = attributes;
}

static void
set_theme(struct terminal *terminal, enum theme theme)
{
	struct theme_look text;

	terminal->theme = theme;
	for (int role = 0; role < COLOUR_COUNT; role++)
		for (int mark = 0; mark < MARK_COUNT; mark++)
			make_look(terminal, (enum colour_role)role, (enum mark)mark);
	text = theme_look(theme, terminal->colours, COLOUR_TEXT, MARK_NONE);
	if (terminal->colours > 0)
		assume_default_colors(text.ink, text.paper);
	grid_clear(&terminal->shown);
	clearok(stdscr, TRUE);
}

void
terminal_toggle_theme(struct terminal *terminal)
{
	set_theme(terminal, terminal->theme == THEME_DARK ? THEME_LIGHT : THEME_DARK);
}

void
terminal_set_mouse(struct terminal *terminal, bool is_on)
{
	mmask_t wanted = BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED;

	(void)terminal;
	mousemask(is_on ? wanted : 0, NULL);
}

/* Terminals and what they are called do not always agree: these mean the same everywhere.
 */
static void
define_keys(void)
{
	static const struct {
		const char *sequence;
		int code;
	} sequences[] = {
		{ "\033[H", KEY_HOME },
		{ "\033OH", KEY_HOME },
		{ "\033[1~", KEY_HOME },
		{ "\033[7~", KEY_HOME },
		{ "\033[F", KEY_END },
		{ "\033OF", KEY_END },
		{ "\033[4~", KEY_END },
		{ "\033[8~", KEY_END },
		{ "\033[A", KEY_UP },
		{ "\033OA", KEY_UP },
		{ "\033[B", KEY_DOWN },
		{ "\033OB", KEY_DOWN },
		{ "\033[C", KEY_RIGHT },
		{ "\033OC", KEY_RIGHT },
		{ "\033[D", KEY_LEFT },
		{ "\033OD", KEY_LEFT },
		{ "\033[5~", KEY_PPAGE },
		{ "\033[6~", KEY_NPAGE },
		{ "\033OP", KEY_F(1) },
		{ "\033[11~", KEY_F(1) },
		{ "\033[[A", KEY_F(1) },
	};

	for (size_t i = 0; i < COUNT_OF(sequences); i++)
		define_key(sequences[i].sequence, sequences[i].code);
}

struct terminal *
terminal_open(enum colour_when when)
{
	struct terminal *terminal = alloc_zeroed(1, sizeof(*terminal));
	int out = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);

	terminal->in = terminal_input();
	terminal->out = out < 0 ? NULL : fdopen(out, "w");
	if (terminal->in != NULL && terminal->out != NULL)
		terminal->screen = newterm(NULL, terminal->out, terminal->in);
	if (terminal->screen == NULL) {
		terminal_close(terminal);
		return NULL;
	}
	terminal->fd = fileno(terminal->in);
	terminal->colours = colours_of_terminal(when);
	cbreak();
	noecho();
	nonl();
	curs_set(0);
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	define_keys();
	set_escdelay(ESCAPE_MS);
	mouseinterval(0);
	leaveok(stdscr, TRUE);
	set_theme(terminal, theme_guess(getenv("COLORFGBG")));
	terminal_set_mouse(terminal, true);
	return terminal;
}

void
terminal_close(struct terminal *terminal)
{
	if (terminal == NULL)
		return;
	if (terminal->screen != NULL) {
		endwin();
		delscreen(terminal->screen);
	}
	if (terminal->in != NULL)
		fclose(terminal->in);
	if (terminal->out != NULL)
		fclose(terminal->out);
	grid_clear(&terminal->shown);
	free(terminal);
}

int
terminal_fd(const struct terminal *terminal)
{
	return terminal->fd;
}

void
terminal_size(const struct terminal *terminal, int *column_count, int *row_count)
{
	(void)terminal;
	getmaxyx(stdscr, *row_count, *column_count);
}

static void
show_cell(const struct terminal *terminal, const struct cell *cell, int row, int column)
{
	attr_t look = terminal->looks[cell->role][cell->mark];
	short pair = terminal->pairs[cell->role][cell->mark];

	attr_set(look, pair, NULL);
	if (cell->text_len > 0)
		mvaddnstr(row, column, cell->text, cell->text_len);
	else
		mvaddnstr(row, column, " ", 1);
}

void
terminal_show(struct terminal *terminal, const struct grid *grid)
{
	struct grid *shown = &terminal->shown;
	bool is_new = shown->columns != grid->columns || shown->rows != grid->rows;

	if (is_new) {
		grid_clear(shown);
		grid_init(shown, grid->columns, grid->rows, grid->charset);
	}
	for (int row = 0; row < grid->rows; row++) {
		for (int column = 0; column < grid->columns; column++) {
			size_t at = (size_t)row * (size_t)grid->columns + (size_t)column;
			const struct cell *cell = &grid->cells[at];

			if (!is_new && memcmp(cell, &shown->cells[at], sizeof(*cell)) == 0)
				continue;
			shown->cells[at] = *cell;
			if (!cell->is_taken)
				show_cell(terminal, cell, row, column);
		}
	}
	refresh();
}

void
terminal_suspend(struct terminal *terminal)
{
	struct sigaction usual = { .sa_handler = SIG_DFL };
	struct sigaction before;

	endwin();
	sigaction(SIGTSTP, &usual, &before);
	raise(SIGTSTP);
	sigaction(SIGTSTP, &before, NULL);
	grid_clear(&terminal->shown);
	clearok(stdscr, TRUE);
	refresh();
}

static const struct {
	int code;
	uint32_t key;
} keys[] = {
	{ KEY_UP, PRESS_UP },
	{ KEY_DOWN, PRESS_DOWN },
	{ KEY_LEFT, PRESS_LEFT },
	{ KEY_RIGHT, PRESS_RIGHT },
	{ KEY_PPAGE, PRESS_PAGE_UP },
	{ KEY_NPAGE, PRESS_PAGE_DOWN },
	{ KEY_HOME, PRESS_HOME },
	{ KEY_END, PRESS_END },
	{ KEY_BTAB, PRESS_BACK_TAB },
	{ KEY_BACKSPACE, PRESS_BACKSPACE },
	{ KEY_DC, PRESS_DELETE },
	{ KEY_ENTER, PRESS_ENTER },
	{ KEY_RESIZE, PRESS_RESIZE },
};

static uint32_t
key_of_code(int code)
{
	for (size_t i = 0; i < COUNT_OF(keys); i++)
		if (keys[i].code == code)
			return keys[i].key;
	if (code >= KEY_F(1) && code <= KEY_F(10))
		return (uint32_t)PRESS_F1 + (uint32_t)(code - KEY_F(1));
	return PRESS_NONE;
}

/* Two presses on one place within a moment are a double click. */
static enum app_click
click_of(struct terminal *terminal, const MEVENT *event)
{
	uint64_t now_ns = clock_now();
	bool is_double = event->y == terminal->clicked_row &&
			 event->x == terminal->clicked_column &&
			 clock_between(terminal->clicked_ns, now_ns) < double_click_ns;

	if ((event->bstate & BUTTON4_PRESSED) != 0)
		return CLICK_WHEEL_UP;
	if ((event->bstate & BUTTON5_PRESSED) != 0)
		return CLICK_WHEEL_DOWN;
	terminal->clicked_ns = is_double ? 0 : now_ns;
	terminal->clicked_row = event->y;
	terminal->clicked_column = event->x;
	return is_double ? CLICK_TWO : CLICK_ONE;
}

static bool
take_click(struct terminal *terminal, struct terminal_press *press)
{
	MEVENT event;

	if (getmouse(&event) != OK)
		return false;
	*press = (struct terminal_press){
		.key = PRESS_MOUSE,
		.click = click_of(terminal, &event),
		.row = event.y,
		.column = event.x,
	};
	return true;
}

/* Nothing to read though it can be read: it was hung up. */
static bool
is_closed(const struct terminal *terminal)
{
	struct pollfd state = { .fd = terminal->fd, .events = POLLIN };

	return poll(&state, 1, 0) > 0 && (state.revents & (POLLHUP | POLLERR)) != 0;
}

/* What follows an ESC that begins no key: the rest of a sequence that nobody knows goes,
 * for its letters are no commands; anything else stays. */
static uint32_t
key_after_escape(void)
{
	enum { FINAL_LEAST = 0x40, FINAL_MOST = 0x7e };
	wint_t character;
	int answer = get_wch(&character);

	if (answer == ERR)
		return PRESS_ESCAPE;
	if (answer == KEY_CODE_YES) {
		ungetch((int)character);
		return PRESS_ESCAPE;
	}
	if (character != '[' && character != 'O') {
		unget_wch((wchar_t)character);
		return PRESS_ESCAPE;
	}
	do
		answer = get_wch(&character);
	while (answer == OK && (character < FINAL_LEAST || character > FINAL_MOST));
	return PRESS_NONE;
}

bool
terminal_press(struct terminal *terminal, struct terminal_press *press)
{
	wint_t character;
	int answer = get_wch(&character);

	*press = (struct terminal_press){ 0 };
	if (answer == ERR) {
		press->key = is_closed(terminal) ? PRESS_CLOSED : PRESS_NONE;
		return press->key != PRESS_NONE;
	}
	if (answer == KEY_CODE_YES && character == KEY_MOUSE)
		return take_click(terminal, press) || terminal_press(terminal, press);
	if (answer == KEY_CODE_YES)
		press->key = key_of_code((int)character);
	else if (character == PRESS_ESCAPE)
		press->key = key_after_escape();
	else
		press->key = character == '\n' ? PRESS_ENTER : (uint32_t)character;
	return true;
}
