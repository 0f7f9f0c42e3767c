/* SPDX-License-Identifier: BSD-2-Clause */
/* What is looked at: the same for all screens, so that each shows what was selected on the
 * one before.  It borrows everything. */
#ifndef TUI_SCENE_H
#define TUI_SCENE_H

#include "base/buffer.h"
#include "base/frame.h"
#include "story/story.h"
#include "view/detail.h"
#include "view/follow.h"
#include "view/grid.h"
#include "view/line.h"
#include "view/since.h"

/* The message that is selected within the step.  All-zero: none is. */
struct scene_message {
	enum event_kind kind;
	uint64_t at_ns;
	struct frame_list frames;
};

/* Frames come back from the capture, and are taken apart once more. */
struct scene_replay {
	void *owner;
	/* Makes the detail anew, and what it showed before is over.  False where the frame
	 * has left the spool. */
	bool (*show)(void *owner, struct frame_ref, struct detail *);
	/* More of the bytes that its fields come from; false: that was all. */
	bool (*go_on)(void *owner);
	/* False where the frame is of no connection. */
	bool (*follow)(void *owner, struct frame_ref, struct follow *);
	bool is_masked; /* secrets in fields, though never in bytes */
};

struct rows;

struct scene {
	struct rows *rows; /* the table of pages; rows.h */
	uint32_t selected; /* the page of the selected row; 0: none */
	const struct story *story;
	/* The selected page, with its steps made; NULL: none is, or only its row is kept.
	 */
	const struct page *page;
	/* Another number whenever `page` is another or was made anew: then what was laid
	 * out of it is laid out again, and nothing in the old one may be touched. */
	uint64_t page_version;
	uint32_t step; /* id of the selected one; 0: none */
	struct scene_message message;
	enum inputs inputs;
	enum charset charset;
	enum time_mode time_mode;
	unsigned help_for;                 /* the screen whose keys the help lists */
	struct bytes search;               /* empty: nothing is searched for */
	const struct scene_replay *replay; /* NULL: nothing comes back */
	bool is_unfinished;                /* what was drawn goes on: draw again soon */
	/* What a screen has to say, in the line above the keys; safe text. */
	struct buffer notice;
};

/* NULL: none is selected. */
const struct step *scene_step(const struct scene *);
void scene_select_step(struct scene *, uint32_t id);
void scene_select_message(
    struct scene *, uint32_t step, const struct scene_message *message);
/* The frames of the selected message, or else of the step; NULL: neither is selected. */
const struct frame_list *scene_frames(const struct scene *);

/* Does this safe text hold what is searched for?  Upper and lower case are the same. */
bool scene_finds(const struct scene *, struct bytes safe);
/* The time of something as the person wants it: since the page's start, since what came
 * before it (previous_ns; 0: nothing), or by the clock.  Nothing where at_ns is 0. */
void scene_add_time(
    const struct scene *, struct buffer *, uint64_t at_ns, uint64_t previous_ns);
void scene_notice(struct scene *, const char *text);

#endif
