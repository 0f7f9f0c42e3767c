/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/statement.h"

const char *
certainty_word(enum certainty certainty)
{
	static const char *const words[] = { "seen", "inferred", "hidden" };

	return words[certainty];
}

void
frame_list_add(struct frame_list *list, struct frame_ref frame)
{
	if (frame.number == 0 || list->count == FRAMES_MAX)
		return;
	for (uint32_t i = 0; i < list->count; i++)
		if (frame_equal(list->items[i], frame))
			return;
	list->items[list->count++] = frame;
}

void
frame_list_add_all(struct frame_list *list, const struct frame_list *more)
{
	for (uint32_t i = 0; i < more->count; i++)
		frame_list_add(list, more->items[i]);
}
