/* SPDX-License-Identifier: BSD-2-Clause */
/* The ladder of a page: a column for each participant, an arrow for each message, grouped
 * under the steps that they belong to.
 * Laid out by columns and order, not in cells or pixels.  Texts in it are safe.  It borrows
 * the page. */
#ifndef VIEW_LADDER_H
#define VIEW_LADDER_H

#include "story/message.h"

/* A machine, in all the roles that it plays. */
struct ladder_party {
	unsigned roles;         /* bits: 1 << enum party_role */
	struct address address; /* family 0: everyone, or nobody knows */
	struct bytes name;      /* empty: it has none */
	struct bytes wire_name; /* the same as it came: borrowed */
	uint32_t more_names;    /* that it was asked under, besides */
};

/* "client", "name server", ... */
const char *party_role_words(enum party_role);
/* What the messages of such a step are for: "ask for the name", ... */
const char *ladder_step_words(enum step_kind);

struct ladder_arrow {
	uint32_t from, to; /* columns */
	const struct message *message;
	struct bytes label;
	struct bytes when; /* since the page's start: "+1.5 ms"; empty: not known */
};

/* A step with its arrows; one without any happened unseen, or in a machine. */
struct ladder_group {
	const struct step *step;
	struct bytes title;
	uint32_t first_arrow, arrow_count;
};

struct ladder {
	struct ladder_party *parties;
	uint32_t party_count;
	struct ladder_group *groups; /* as the steps follow each other */
	uint32_t group_count;
	struct ladder_arrow *arrows;
	uint32_t arrow_count;
	uint32_t left_out; /* steps that there was no room for */
	struct messages messages;
	struct arena arena;
};

/* Steps are told as long as there are no more than `arrows_max` arrows. */
struct ladder ladder_of(const struct page *, uint32_t arrows_max);
void ladder_clear(struct ladder *);

#endif
