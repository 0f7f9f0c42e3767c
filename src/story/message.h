/* SPDX-License-Identifier: BSD-2-Clause */
/* What one machine said to another, as the story has it: an arrow of a ladder.
 * Messages are made of a step's records when somebody asks (messages.h); nothing of them is
 * kept meanwhile.  Names and labels stand in them as they came off the wire. */
#ifndef STORY_MESSAGE_H
#define STORY_MESSAGE_H

#include "base/arena.h"
#include "base/buffer.h"
#include "story/page.h"

/* As what somebody speaks; in the order in which people draw them. */
enum party_role {
	ROLE_CLIENT,
	ROLE_EVERYONE, /* on the link: broadcast and multicast */
	ROLE_DHCP_SERVER,
	ROLE_NEIGHBOUR, /* its MAC address was asked for */
	ROLE_ROUTER,    /* the gateway, or whoever announces a prefix or sends ICMP */
	ROLE_RESOLVER,
	ROLE_ROOT, /* name servers that a resolver asks */
	ROLE_TLD,
	ROLE_AUTHORITATIVE,
	ROLE_SERVER,
	ROLE_COUNT
};

struct party {
	enum party_role role;
	struct address address; /* family 0: not known, or everyone's */
	struct bytes name;      /* empty: it has none */
};

struct message {
	enum event_kind kind; /* that says so in the events */
	enum certainty certainty;
	struct party from, to;
	uint64_t at_ns;  /* 0: not known */
	uint64_t end_ns; /* of what takes its time; else 0 */
	struct frame_list frames;
	struct bytes label;
	uint32_t tries; /* how often it was sent, once or more */
	bool is_lost;   /* nobody was seen to answer */
};

/* Messages while they are made, of one step after the other. All-zero is valid and empty.
 */
struct messages {
	struct message *items;
	uint32_t count, size;
	struct arena arena;  /* of the labels */
	struct buffer label; /* of the message being made */
	const struct page *page;
	const struct step *step;
};

enum direction { FROM_CLIENT, TO_CLIENT };

/* The next message of the step: its label is what was put into messages->label; good until
 * the next one is made. */
struct message *message_add(
    struct messages *, enum event_kind, uint64_t at_ns, struct frame_ref);
/* From the client to this one, or back. */
void message_between(
    const struct messages *, struct message *, enum direction, struct party other);
struct party party_everyone(void);

#endif
