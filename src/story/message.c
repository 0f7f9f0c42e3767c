/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/message.h"
#include "base/die.h"

struct message *
message_add(
    struct messages *messages, enum event_kind kind, uint64_t at_ns, struct frame_ref frame)
{
	struct message *message;

	if (messages->count == messages->size) {
		messages->size = messages->size == 0 ? 16 : messages->size * 2;
		messages->items = alloc_resized(
		    messages->items, messages->size, sizeof(*messages->items));
	}
	message = &messages->items[messages->count++];
	*message = (struct message){ .kind = kind, .at_ns = at_ns, .tries = 1 };
	message->certainty = messages->step->is.certainty;
	message->label = arena_copy(&messages->arena, buffer_bytes(&messages->label));
	messages->label.len = 0;
	frame_list_add(&message->frames, frame);
	return message;
}

struct party
party_everyone(void)
{
	return (struct party){ .role = ROLE_EVERYONE };
}

/* A client speaks from the address that its connection has, and else from its own. */
static struct party
party_client(const struct page *page, const struct step *step)
{
	const struct client *client = page->client;
	struct party party = { .role = ROLE_CLIENT, .name = client->name };

	party.address = step->connection != NULL ? step->connection->client_address
						 : client_address_now(client);
	return party;
}

void
message_between(const struct messages *messages, struct message *message,
    enum direction direction, struct party other)
{
	struct party client = party_client(messages->page, messages->step);

	message->from = direction == FROM_CLIENT ? client : other;
	message->to = direction == FROM_CLIENT ? other : client;
}
