/* SPDX-License-Identifier: BSD-2-Clause */
/* A screen of the interface: one way to look at the pages, or at the selected one.
 * Each file of a screen ends with its record, and screens.h lists them.
 *
 * Drawing is a pure function of the scene and of the screen's own state onto a grid, which
 * is as large as the room between the title and the keys.  A key comes as a command; what
 * it cannot do itself the screen asks for by its answer. */
#ifndef TUI_SCREEN_H
#define TUI_SCREEN_H

#include "tui/keys.h"
#include "tui/scene.h"

enum screen_id {
	SCREEN_PAGES,
	SCREEN_STORY,
	SCREEN_FLOW,
	SCREEN_WATERFALL,
	SCREEN_DETAIL,
	SCREEN_HELP,
	SCREEN_COUNT
};

enum action_kind {
	ACTION_NOT_MINE, /* the command means nothing here */
	ACTION_DONE,     /* draw again */
	ACTION_GO,       /* show `screen`; Esc comes back */
};

struct action {
	enum action_kind kind;
	enum screen_id screen;
};

struct screen {
	const char *name; /* on the title line */
	bool of_page;     /* shows the selected page; else all */
	/* The state is zeroed before anything else is called. */
	size_t state_size;
	void (*clear)(void *state); /* frees what it holds; NULL: nothing */
	/* Also lays out what is needed: it is called after every change and before `act`
	 * and `point` see anything new.  With of_page, scene->page is there. */
	void (*draw)(void *state, struct scene *, struct grid *);
	struct action (*act)(void *state, struct scene *, enum command);
	/* The mouse was pressed at a place of the grid drawn last: selects what is there.
	 * A double click then comes as COMMAND_OPEN, the wheel as COMMAND_UP and _DOWN. */
	struct action (*point)(
	    void *state, struct scene *, const struct grid *, int row, int column);
};

#define ACT_DONE ((struct action){ .kind = ACTION_DONE })
#define ACT_NOT_MINE ((struct action){ .kind = ACTION_NOT_MINE })
#define ACT_GO(id) ((struct action){ .kind = ACTION_GO, .screen = (id) })

#endif
