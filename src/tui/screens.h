/* SPDX-License-Identifier: BSD-2-Clause */
/* All screens, each in a file of its own. */
#ifndef TUI_SCREENS_H
#define TUI_SCREENS_H

#include "tui/screen.h"

extern const struct screen screen_pages;
extern const struct screen screen_story;
extern const struct screen screen_flow;
extern const struct screen screen_waterfall;
extern const struct screen screen_detail;
extern const struct screen screen_help;

/* By enum screen_id; NULL: there is none. */
extern const struct screen *const screens[SCREEN_COUNT];

#endif
