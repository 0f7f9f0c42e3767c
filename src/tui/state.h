/* SPDX-License-Identifier: BSD-2-Clause */
/* All that the interface knows. */
#ifndef TUI_STATE_H
#define TUI_STATE_H

#include "tui/prompt.h"
#include "tui/rows.h"
#include "tui/screen.h"

enum { APP_COLUMNS_LEAST = 60, APP_ROWS_LEAST = 16, APP_BACK_MAX = 8 };

/* How far reading has come. */
struct app_progress {
	const char *name;          /* of the capture */
	uint64_t read_bytes, size; /* 0: not known */
	uint64_t frames;
	uint64_t dropped; /* by the kernel */
	bool is_live, is_over, is_damaged;
	bool is_stopped; /* by the person */
};

enum app_saved { APP_SAVED, APP_SAVE_EXISTS, APP_SAVE_FAILED };

struct app_hands {
	void *receiver;
	void (*let_go)(void *receiver, const struct page *);
	/* Makes the steps of a page anew, after the story's end. */
	void (*settle)(void *receiver, const struct page *);
	/* A page that is still loading with its steps so far, in the arena. */
	const struct page *(*look)(void *receiver, const struct page *live, struct arena *);
	/* Writes a page in a format of -T under a name in the working folder, and says what
	 * came of it. */
	enum app_saved (*save)(void *receiver, const char *format, uint32_t page,
	    const char *name, bool overwrites, struct buffer *said);
};

/* What the prompt is for. */
enum app_question {
	ASKS_NOTHING,
	ASKS_SEARCH,
	ASKS_FILTER,
	ASKS_FORMAT,
	ASKS_NAME,
	ASKS_OVERWRITE,
};

struct app {
	struct app_hands hands;
	struct app_progress progress;
	struct rows rows;
	struct scene scene;
	void *states[SCREEN_COUNT];
	enum screen_id screen;
	enum screen_id back[APP_BACK_MAX];
	int back_count;
	struct grid body; /* as drawn last, of this screen and version of the page */
	enum screen_id drawn_screen;
	uint64_t drawn_version;
	struct arena live_arena; /* of a selected page that is not over */
	uint32_t looked_at;      /* number of scene.page */
	bool is_fresh;           /* nothing came since it was looked at */
	struct prompt prompt;
	enum app_question question;
	const char *format; /* to save in */
	struct buffer search, save_name;
	bool is_paused, follows, explains, has_ended;
	bool is_light; /* the theme is the other one */
	bool has_mouse, wants_end;
};

enum app_click { CLICK_ONE, CLICK_TWO, CLICK_WHEEL_UP, CLICK_WHEEL_DOWN };

#endif
