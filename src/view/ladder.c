/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "base/clock.h"
#include "base/die.h"
#include "story/messages.h"
#include "view/ladder.h"
#include "view/line.h"
#include "view/since.h"

const char *
party_role_words(enum party_role role)
{
	static const char *const words[ROLE_COUNT] = {
		[ROLE_CLIENT] = "client",
		[ROLE_EVERYONE] = "everyone",
		[ROLE_DHCP_SERVER] = "DHCP server",
		[ROLE_NEIGHBOUR] = "neighbour",
		[ROLE_ROUTER] = "router",
		[ROLE_RESOLVER] = "name server",
		[ROLE_ROOT] = "root",
		[ROLE_TLD] = "top-level domain",
		[ROLE_AUTHORITATIVE] = "authoritative",
		[ROLE_SERVER] = "server",
	};

	return words[role];
}

const char *
ladder_step_words(enum step_kind kind)
{
	static const char *const words[STEP_KIND_COUNT] = {
		[STEP_JOIN] = "join the network",
		[STEP_NEXT_HOP] = "find the next hop",
		[STEP_NAME] = "ask for the name",
		[STEP_CONNECT] = "connect",
		[STEP_SECURE] = "secure",
		[STEP_REQUEST] = "ask and answer",
		[STEP_RESPONSE] = "ask and answer",
		[STEP_CLOSE] = "close",
	};

	return words[kind];
}

/* One machine is one column; what has no address of its own is known by its role. */
static bool
party_is(const struct ladder_party *column, const struct party *party)
{
	unsigned role = 1U << party->role;

	if (party->role == ROLE_CLIENT || party->role == ROLE_EVERYONE ||
	    party->address.family == 0)
		return (column->roles & role) != 0 && column->address.family == 0;
	return address_equal(column->address, party->address);
}

/* The client is one, whichever of its addresses it speaks from. */
static struct ladder_party *
party_new(struct ladder *ladder, const struct party *party)
{
	struct ladder_party *column;

	ladder->parties =
	    alloc_grown(ladder->parties, ladder->party_count, sizeof(*ladder->parties));
	column = &ladder->parties[ladder->party_count++];
	*column = (struct ladder_party){ 0 };
	if (party->role != ROLE_CLIENT && party->role != ROLE_EVERYONE)
		column->address = party->address;
	return column;
}

static uint32_t
column_of(struct ladder *ladder, const struct party *party)
{
	struct ladder_party *column = NULL;

	for (uint32_t i = 0; i < ladder->party_count && column == NULL; i++)
		if (party_is(&ladder->parties[i], party))
			column = &ladder->parties[i];
	if (column == NULL)
		column = party_new(ladder, party);
	column->roles |= 1U << party->role;
	if (party->name.len > 0 && column->name.len == 0) {
		column->name = line_text_copy(&ladder->arena, party->name);
		column->wire_name = party->name;
	} else if (party->name.len > 0 && !bytes_equal(column->wire_name, party->name)) {
		column->more_names = 1;
	}
	return (uint32_t)(column - ladder->parties);
}

/* The nearest first: the least of its roles says how near a machine is. */
static int
party_rank(const struct ladder_party *party)
{
	return __builtin_ctz(party->roles);
}

/* Moves the columns into their order; those of one rank stay as they came. */
static void
order_columns(struct ladder *ladder)
{
	uint32_t count = ladder->party_count;
	struct ladder_party *ordered =
	    arena_array(&ladder->arena, count + (size_t)1, sizeof(*ordered));
	uint32_t *place_of =
	    arena_array(&ladder->arena, count + (size_t)1, sizeof(*place_of));
	uint32_t placed = 0;

	for (int rank = 0; rank < ROLE_COUNT; rank++)
		for (uint32_t i = 0; i < count; i++) {
			if (party_rank(&ladder->parties[i]) != rank)
				continue;
			place_of[i] = placed;
			ordered[placed++] = ladder->parties[i];
		}
	for (uint32_t i = 0; i < count; i++)
		ladder->parties[i] = ordered[i];
	for (uint32_t i = 0; i < ladder->arrow_count; i++) {
		ladder->arrows[i].from = place_of[ladder->arrows[i].from];
		ladder->arrows[i].to = place_of[ladder->arrows[i].to];
	}
}

static void
add_arrows(struct ladder *ladder, const struct page *page)
{
	ladder->arrow_count = ladder->messages.count;
	ladder->arrows = arena_array(
	    &ladder->arena, ladder->arrow_count + (size_t)1, sizeof(*ladder->arrows));
	for (uint32_t i = 0; i < ladder->arrow_count; i++) {
		const struct message *message = &ladder->messages.items[i];
		struct ladder_arrow *arrow = &ladder->arrows[i];
		char text[SINCE_TEXT_SIZE];

		arrow->message = message;
		arrow->from = column_of(ladder, &message->from);
		arrow->to = column_of(ladder, &message->to);
		arrow->label = line_text_copy(&ladder->arena, message->label);
		arrow->when = arena_copy(&ladder->arena,
		    bytes_of_string(since_text(page->start_ns, message->at_ns, text)));
	}
}

/* Who it is about: a step's messages say the rest. */
static struct bytes
group_title(struct ladder *ladder, const struct step *step)
{
	const struct connection *connection = step->connection;
	struct bytes host = step->name;

	if (step->request != NULL)
		host =
		    step->request->url.len > 0 ? step->request->url : step->request->target;
	else if (connection != NULL)
		host = connection_host(connection);
	return line_text_copy(&ladder->arena, host);
}

/* Each step's messages, as long as there is room. */
static void
add_groups(struct ladder *ladder, const struct page *page, uint32_t arrows_max)
{
	ladder->groups = arena_array(
	    &ladder->arena, page->step_count + (size_t)1, sizeof(*ladder->groups));
	for (uint32_t i = 0; i < page->step_count; i++) {
		const struct step *step = &page->steps[i];
		struct ladder_group *group = &ladder->groups[ladder->group_count];

		if (ladder->messages.count >= arrows_max) {
			ladder->left_out = page->step_count - i;
			return;
		}
		group->step = step;
		group->title = group_title(ladder, step);
		group->first_arrow = ladder->messages.count;
		group->arrow_count = messages_of_step(&ladder->messages, page, step);
		ladder->group_count++;
	}
}

struct ladder
ladder_of(const struct page *page, uint32_t arrows_max)
{
	struct ladder ladder = { 0 };

	add_groups(&ladder, page, arrows_max);
	add_arrows(&ladder, page);
	order_columns(&ladder);
	return ladder;
}

void
ladder_clear(struct ladder *ladder)
{
	free(ladder->parties);
	messages_clear(&ladder->messages);
	arena_clear(&ladder->arena);
	*ladder = (struct ladder){ 0 };
}
