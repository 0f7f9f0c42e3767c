/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "story/message-connection.h"
#include "story/message-lan.h"
#include "story/message-name.h"
#include "story/message-request.h"
#include "story/messages.h"

uint32_t
messages_of_step(
    struct messages *messages, const struct page *page, const struct step *step)
{
	static void (*const adds[STEP_KIND_COUNT])(struct messages *) = {
		[STEP_JOIN] = messages_join,
		[STEP_NEXT_HOP] = messages_next_hop,
		[STEP_NAME] = messages_name,
		[STEP_CONNECT] = messages_connect,
		[STEP_SECURE] = messages_secure,
		[STEP_REQUEST] = messages_request,
		[STEP_RESPONSE] = messages_response,
		[STEP_CLOSE] = messages_close,
	};
	uint32_t before = messages->count;

	messages->page = page;
	messages->step = step;
	adds[step->kind](messages);
	return messages->count - before;
}

void
messages_clear(struct messages *messages)
{
	free(messages->items);
	arena_clear(&messages->arena);
	buffer_clear(&messages->label);
	*messages = (struct messages){ 0 };
}
