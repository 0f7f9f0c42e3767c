/* SPDX-License-Identifier: BSD-2-Clause */
/* The interface without its terminal: keys and pages come in, a picture on a grid goes
 * out.  What it cannot do itself it asks of whoever runs it. */
#ifndef TUI_APP_H
#define TUI_APP_H

#include "tui/state.h"

void app_init(struct app *, const struct app_hands *, enum inputs, enum charset);
/* Lets every page go without looking at it: the story is freed next. */
void app_close(struct app *);
void app_clear(struct app *);

/* Frames have been read: what is still loading is another now. */
void app_goes_on(struct app *);
void app_page_begun(struct app *, const struct page *);
void app_page_over(struct app *, const struct page *);
void app_page_gone(struct app *, const struct page *);
/* Every page was made anew for the last time. */
void app_story_ended(struct app *);

void app_key(struct app *, uint32_t key);
void app_click(struct app *, enum app_click, int row, int column);
/* The whole screen. */
void app_draw(struct app *, struct grid *);

#endif
