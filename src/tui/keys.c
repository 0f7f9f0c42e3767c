/* SPDX-License-Identifier: BSD-2-Clause */
#include "tui/keys.h"

#include <stdio.h>

#include "tui/screen.h"

#define ON(id) (1U << (id))
#define ON_LISTS                                                                           \
	(ON(SCREEN_PAGES) | ON(SCREEN_STORY) | ON(SCREEN_FLOW) | ON(SCREEN_WATERFALL) |    \
	    ON(SCREEN_DETAIL))
#define ON_PAGE                                                                            \
	(ON(SCREEN_STORY) | ON(SCREEN_FLOW) | ON(SCREEN_WATERFALL) | ON(SCREEN_DETAIL))
#define EVERYWHERE COMMAND_SCREENS_ALL

/* In the order in which the help lists them. */
const struct command_row command_rows[] = {
	{ COMMAND_UP, { PRESS_UP, 'k' }, 0, "Up", "a line up", EVERYWHERE },
	{ COMMAND_DOWN, { PRESS_DOWN, 'j' }, 0, "Down", "a line down", EVERYWHERE },
	{ COMMAND_LEFT, { PRESS_LEFT, 'h' }, 0, "Left",
	    "to the left; on the story: fold the step", EVERYWHERE },
	{ COMMAND_RIGHT, { PRESS_RIGHT, 'l' }, 0, "Right",
	    "to the right; on the story: unfold the step", EVERYWHERE },
	{ COMMAND_PAGE_UP, { PRESS_PAGE_UP, 'b' }, 0, "Page up", "a screenful up",
	    EVERYWHERE },
	{ COMMAND_PAGE_DOWN, { PRESS_PAGE_DOWN }, 0, "Page down", "a screenful down",
	    EVERYWHERE },
	{ COMMAND_FIRST, { PRESS_HOME, 'g' }, 0, "First", "to the first line", EVERYWHERE },
	{ COMMAND_LAST, { PRESS_END, 'G' }, 0, "Last", "to the last line", EVERYWHERE },
	{ COMMAND_OPEN, { PRESS_ENTER }, 0, "Open",
	    "look closer: from pages to the story, from a step or message to its bytes",
	    ON_LISTS },
	{ COMMAND_BACK, { PRESS_ESCAPE, PRESS_BACKSPACE }, 0, "Back",
	    "back to the screen before; drops a search, then a filter", EVERYWHERE },
	{ COMMAND_NEXT_PANE, { PRESS_TAB }, 0, "Next",
	    "the next screen of the page; on the detail: the other half", ON_LISTS },
	{ COMMAND_SCREEN_PAGES, { '1' }, 0, "Pages", "all pages", EVERYWHERE },
	{ COMMAND_SCREEN_STORY, { '2' }, 0, "Story", "the page step by step", EVERYWHERE },
	{ COMMAND_SCREEN_FLOW, { '3' }, 0, "Flow",
	    "the page as a ladder of messages between machines", EVERYWHERE },
	{ COMMAND_SCREEN_WATERFALL, { '4' }, 0, "Waterfall",
	    "requests and connections as bars over time", EVERYWHERE },
	{ COMMAND_SCREEN_DETAIL, { '5' }, 0, "Detail",
	    "fields and bytes of the selected message", EVERYWHERE },
	{ COMMAND_HELP, { '?' }, 1, "Help", "the keys of this screen", EVERYWHERE },
	{ COMMAND_EXPLAIN, { 'x' }, 2, "Explain", "what this step is, in plain words",
	    ON_PAGE },
	{ COMMAND_SEARCH, { '/' }, 3, "Search", "search for a text", ON_LISTS },
	{ COMMAND_FIND_NEXT, { 'n' }, 0, "Find next", "the next place that has it",
	    ON_LISTS },
	{ COMMAND_FIND_PREVIOUS, { 'N' }, 0, "Find previous", "the place before",
	    ON_LISTS },
	{ COMMAND_FILTER, { 'f' }, 4, "Filter",
	    "only pages whose URL, client or status has a text; 4xx is a class",
	    ON(SCREEN_PAGES) },
	{ COMMAND_CLIENT, { 'c' }, 5, "Client", "only the pages of the next client",
	    ON(SCREEN_PAGES) },
	{ COMMAND_SORT, { 'o' }, 6, "Sort",
	    "by the next column: time, client, status, requests, bytes, load time, "
	    "warnings",
	    ON(SCREEN_PAGES) },
	{ COMMAND_FOLD, { ' ' }, 6, "Fold", "fold or unfold what is selected",
	    ON_PAGE & ~ON(SCREEN_WATERFALL) },
	{ COMMAND_FOLD_ALL, { 'z' }, 0, "Fold all", "fold or unfold everything",
	    ON_PAGE & ~ON(SCREEN_WATERFALL) },
	{ COMMAND_ZOOM_IN, { '+' }, 0, "Zoom in", "a shorter time fills the screen",
	    ON(SCREEN_WATERFALL) },
	{ COMMAND_ZOOM_OUT, { '-' }, 0, "Zoom out", "a longer time fills the screen",
	    ON(SCREEN_WATERFALL) },
	{ COMMAND_ZOOM_ALL, { '0' }, 0, "Zoom all", "the whole time fills the screen",
	    ON(SCREEN_WATERFALL) },
	{ COMMAND_NEXT_FRAME, { ']' }, 0, "Next frame", "the next frame of the message",
	    ON(SCREEN_DETAIL) },
	{ COMMAND_PREVIOUS_FRAME, { '[' }, 0, "Previous frame", "the one before",
	    ON(SCREEN_DETAIL) },
	{ COMMAND_STREAM, { 'w' }, 0, "Stream", "what both sides said, as text",
	    ON(SCREEN_DETAIL) },
	{ COMMAND_TIME, { 't' }, 7, "Time",
	    "times since the page's start, since the one before, by the clock",
	    EVERYWHERE },
	{ COMMAND_FOLLOW, { 'F' }, 8, "Follow", "the newest page stays selected",
	    ON(SCREEN_PAGES) },
	{ COMMAND_SAVE, { 's' }, 9, "Save",
	    "write the selected page: pcap, har, html, text, json or mermaid", ON_LISTS },
	{ COMMAND_PAUSE, { 'p' }, 0, "Pause", "let the picture stand; reading goes on",
	    EVERYWHERE },
	{ COMMAND_THEME, { 'T' }, 0, "Theme", "dark or light", EVERYWHERE },
	{ COMMAND_MOUSE, { 'M' }, 0, "Mouse",
	    "on or off: off, the terminal selects text with it", EVERYWHERE },
	{ COMMAND_QUIT, { 'q' }, 10, "Quit", "leave webflow", EVERYWHERE },
};

const size_t command_row_count = COUNT_OF(command_rows);

static bool
row_has_key(const struct command_row *row, uint32_t key)
{
	if (row->function > 0 && key == (uint32_t)PRESS_F1 + (uint32_t)row->function - 1)
		return true;
	for (size_t i = 0; i < COMMAND_KEYS_MAX && row->keys[i] != 0; i++)
		if (row->keys[i] == key)
			return true;
	return false;
}

enum command
command_of_key(uint32_t key, unsigned screen)
{
	for (size_t i = 0; i < COUNT_OF(command_rows); i++)
		if ((command_rows[i].screens & 1U << screen) != 0 &&
		    row_has_key(&command_rows[i], key))
			return command_rows[i].command;
	return COMMAND_NONE;
}

const char *
key_text(uint32_t key, char text[KEY_TEXT_SIZE])
{
	static const struct {
		uint32_t key;
		const char *name;
	} names[] = {
		{ ' ', "Space" },
		{ PRESS_TAB, "Tab" },
		{ PRESS_ENTER, "Enter" },
		{ PRESS_ESCAPE, "Esc" },
		{ PRESS_UP, "Up" },
		{ PRESS_DOWN, "Down" },
		{ PRESS_LEFT, "Left" },
		{ PRESS_RIGHT, "Right" },
		{ PRESS_PAGE_UP, "PgUp" },
		{ PRESS_PAGE_DOWN, "PgDn" },
		{ PRESS_HOME, "Home" },
		{ PRESS_END, "End" },
		{ PRESS_BACKSPACE, "Backspace" },
	};

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (names[i].key == key)
			return names[i].name;
	if (key >= PRESS_F1 && key <= PRESS_F10)
		snprintf(text, KEY_TEXT_SIZE, "F%u", (unsigned)(key - PRESS_F1 + 1));
	else
		snprintf(text, KEY_TEXT_SIZE, "%c", (int)key);
	return text;
}
