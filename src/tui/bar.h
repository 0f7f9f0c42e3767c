/* SPDX-License-Identifier: BSD-2-Clause */
/* The lines that frame a screen: the title above it, what is chosen and the keys below. */
#ifndef TUI_BAR_H
#define TUI_BAR_H

#include "tui/state.h"

void bar_draw_title(const struct app *, struct grid *, int row);
/* Which page it is, above a screen of a page. */
void bar_draw_page(const struct app *, struct grid *, int row);
/* What a screen has to say, or what is filtered, sorted, followed. */
void bar_draw_notice(const struct app *, struct grid *, int row);
void bar_draw_keys(const struct app *, struct grid *, int row);

/* What is at a column of the title: a screen, or SCREEN_COUNT. */
enum screen_id bar_title_at(const struct app *, int columns, int column);
/* The key at a column of the keys; PRESS_NONE: none. */
uint32_t bar_key_at(const struct app *, int columns, int column);

#endif
