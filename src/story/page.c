/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/page.h"

const char *
failure_word(enum failure failure)
{
	static const char *const words[FAILURE_COUNT] = { NULL, "no_such_name",
		"name_server_failed", "no_answer", "refused", "unreachable", "timeout",
		"tls_alert", "certificate", "reset", "cut", "stopped" };

	return words[failure];
}

const char *
step_kind_word(enum step_kind kind)
{
	static const char *const words[STEP_KIND_COUNT] = { "join", "next_hop", "name",
		"connect", "secure", "request", "response", "close" };

	return words[kind];
}

struct frame_list
path_part_frames(const struct path_part *part)
{
	struct frame_list frames = { 0 };

	if (part->step == NULL)
		return frames;
	frame_list_add_all(&frames, &part->step->is.frames);
	if (part->step->kind == STEP_REQUEST && part->request != NULL)
		frame_list_add(&frames, part->request->response_frame);
	return frames;
}

bool
page_is_dead(const struct page *page)
{
	if (page->document != NULL)
		return page->document->is_over && page->document->is_cut;
	for (uint32_t i = 0; i < page->connection_count; i++)
		if (page->connections[i]->outcome == CONNECTION_OPEN)
			return false;
	return true;
}

bool
page_holds(const struct page *page, const struct connection *connection)
{
	for (uint32_t i = page->connection_count; i-- > 0;)
		if (page->connections[i] == connection)
			return true;
	return false;
}
