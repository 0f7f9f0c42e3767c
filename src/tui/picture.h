/* SPDX-License-Identifier: BSD-2-Clause */
/* The whole picture: the screen, the lines that frame it, and what lies over it. */
#ifndef TUI_PICTURE_H
#define TUI_PICTURE_H

#include "tui/state.h"

/* Is there nothing that the screen could show? */
bool picture_is_empty(const struct app *);
/* Rows above the screen's own grid. */
int picture_body_at(const struct app *);
/* The screen lays out what it has not drawn yet, so that it can take a command. */
void picture_lay_out(struct app *);
void picture_draw(struct app *, struct grid *);

#endif
