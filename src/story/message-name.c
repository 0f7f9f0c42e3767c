/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/message-name.h"

enum { ANSWERS_SHOWN = 2 };

static struct party
resolver(struct address address)
{
	return (struct party){ .role = ROLE_RESOLVER, .address = address };
}

static struct message *
add_question(struct messages *messages, const struct lookup *lookup, uint64_t at_ns,
    struct frame_ref frame, struct address to)
{
	struct message *message;

	buffer_add_string(&messages->label, "DNS ");
	buffer_add(&messages->label, lookup->type);
	buffer_add_string(&messages->label, "? ");
	buffer_add(&messages->label, lookup->name);
	message = message_add(messages, EVENT_DNS, at_ns, frame);
	message_between(messages, message, FROM_CLIENT, resolver(to));
	return message;
}

/* Where the first name server was silent, the next one's question has no record of its
 * own: nobody kept its time. */
static void
add_questions(struct messages *messages, const struct lookup *lookup)
{
	bool was_silent = lookup->silent.family != 0;
	struct message *message = add_question(messages, lookup, lookup->start_ns,
	    lookup->query, was_silent ? lookup->silent : lookup->resolver);

	if (was_silent) {
		message->is_lost = true;
		message = add_question(
		    messages, lookup, 0, (struct frame_ref){ 0 }, lookup->resolver);
	} else {
		message->tries = lookup->tries > 1 ? lookup->tries : 1;
	}
	message->is_lost = lookup->end_ns == 0;
}

static void
label_answer(struct messages *messages, const struct lookup *lookup)
{
	struct buffer *label = &messages->label;
	char text[ADDRESS_TEXT_SIZE];

	buffer_add_string(label, "DNS ");
	if (lookup->rcode.known && lookup->rcode.value != 0) {
		buffer_add(label, lookup->rcode_name);
		return;
	}
	for (uint32_t i = 0; i < lookup->chain_count; i++) {
		buffer_add_string(label, "CNAME ");
		buffer_add(label, lookup->chain[i]);
		buffer_add_string(label, ", ");
	}
	if (lookup->address_count == 0) {
		buffer_add_string(label,
		    lookup->record_count > 0 ? "a record of type " : "no record of type ");
		buffer_add(label, lookup->type);
		return;
	}
	buffer_add(label, lookup->type);
	for (uint32_t i = 0; i < lookup->address_count && i < ANSWERS_SHOWN; i++)
		buffer_printf(label, "%s%s", i == 0 ? " " : ", ",
		    address_text(lookup->addresses[i], text));
	if (lookup->address_count > ANSWERS_SHOWN)
		buffer_printf(label, " and %u more",
		    (unsigned)(lookup->address_count - ANSWERS_SHOWN));
}

/* A name server that the resolver asked, and that server's answer. */
static void
add_walk_step(
    struct messages *messages, const struct lookup *lookup, const struct walk_step *step)
{
	static const enum party_role roles[] = {
		[WALK_ROOT] = ROLE_ROOT,
		[WALK_TLD] = ROLE_TLD,
		[WALK_AUTHORITATIVE] = ROLE_AUTHORITATIVE,
	};
	struct party server = { .role = roles[step->role], .address = step->server };
	struct message *message;

	buffer_add_string(&messages->label, "DNS ");
	buffer_add(&messages->label, step->type);
	buffer_add_string(&messages->label, "? ");
	buffer_add(&messages->label, step->asked);
	message = message_add(messages, EVENT_DNS, step->start_ns, step->query);
	message->from = resolver(lookup->resolver);
	message->to = server;
	message->is_lost = step->answer == NULL;
	if (step->answer == NULL)
		return;
	buffer_printf(&messages->label, "DNS %s", step->answer);
	if (step->leads_to.len > 0)
		buffer_add_string(&messages->label, " to ");
	buffer_add(&messages->label, step->leads_to);
	message = message_add(messages, EVENT_DNS, step->end_ns, step->frame);
	message->from = server;
	message->to = resolver(lookup->resolver);
}

/* What was known already, or asked where nobody else can read it, was not seen. */
void
messages_name(struct messages *messages)
{
	const struct lookup *lookup = messages->step->lookup;
	const struct walk_step *walk;
	struct message *message;

	if (lookup == NULL || lookup->is.certainty != CERTAINTY_SEEN)
		return;
	add_questions(messages, lookup);
	for (walk = lookup->walk.steps; walk != NULL; walk = walk->next)
		add_walk_step(messages, lookup, walk);
	if (lookup->end_ns == 0)
		return;
	label_answer(messages, lookup);
	message = message_add(messages, EVENT_DNS, lookup->end_ns, lookup->answer);
	message_between(messages, message, TO_CLIENT, resolver(lookup->resolver));
}
