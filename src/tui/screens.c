/* SPDX-License-Identifier: BSD-2-Clause */
#include "tui/screens.h"

const struct screen *const screens[SCREEN_COUNT] = {
	[SCREEN_PAGES] = &screen_pages,
	[SCREEN_STORY] = &screen_story,
	[SCREEN_FLOW] = &screen_flow,
	[SCREEN_WATERFALL] = &screen_waterfall,
	[SCREEN_DETAIL] = &screen_detail,
	[SCREEN_HELP] = &screen_help,
};
