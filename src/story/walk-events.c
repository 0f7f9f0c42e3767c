/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/walk-events.h"
#include "story/delegations.h"
#include "story/lookups.h"
#include "story/name.h"

enum {
	OPEN_MAX = 256, /* questions that are looked at for one that a resolver asks */
	TYPE_NS = 2,
	TYPE_CNAME = 5
};

void
walk_begin(struct story *story, struct lookup *lookup, const struct event_dns *question)
{
	walk_let_go(story, lookup);
	if (story->walking_count == OPEN_MAX)
		walk_let_go(story, TAILQ_FIRST(&story->walking));
	lookup->walk.is_open = true;
	lookup->walk.resolver = question->head.dst;
	lookup->walk.input = question->head.input;
	TAILQ_INSERT_TAIL(&story->walking, lookup, walk.open);
	story->walking_count++;
}

void
walk_end(struct story *story, struct lookup *lookup, const struct event_dns *answer)
{
	if (lookup->walk.input == answer->head.input)
		walk_let_go(story, lookup);
}

/* How much a question has to do with a name: it is that question, that name or a part of
 * it (RFC 9156), or nothing. */
enum relation { RELATION_NONE, RELATION_SERVER, RELATION_NAME, RELATION_QUESTION };

static enum relation
relation_to_name(struct bytes name, bool same_type, const struct event_dns *e)
{
	if (same_type && bytes_equal_nocase(name, e->name))
		return RELATION_QUESTION;
	return name_is_under(name, e->name) ? RELATION_NAME : RELATION_NONE;
}

static enum relation
relation_to_lookup(const struct lookup *lookup, const struct event_dns *e)
{
	bool same_type = lookup->type_code == e->qtype_code;
	enum relation best = relation_to_name(lookup->name, same_type, e);
	const struct walk_name *name;

	for (name = lookup->walk.names; name != NULL; name = name->next) {
		enum relation relation = relation_to_name(name->name, same_type, e);

		if (name->is_server)
			relation = MIN(relation, RELATION_SERVER);
		best = MAX(best, relation);
	}
	return best;
}

/* 0: not at all.  The input that the question was open in goes before others, which show
 * it only while its client waits. */
static int
relation_of(const struct lookup *lookup, const struct event_dns *e)
{
	enum relation relation = RELATION_NONE;

	if (address_equal(lookup->walk.resolver, e->head.src))
		relation = relation_to_lookup(lookup, e);
	if (relation == RELATION_NONE || (e->rd && relation != RELATION_QUESTION))
		return 0;
	return (int)relation * 2 + (lookup->walk.input == e->head.input);
}

static void
walk_take(struct story *story, struct lookup *lookup, const struct event_dns *e)
{
	struct walk_step *step;

	if (walk_find_step(&lookup->walk, e, e->head.dst) != NULL)
		return; /* asked once more */
	step = walk_add_step(&lookup->walk, &lookup->arena, e);
	if (step == NULL)
		return;
	step->zone =
	    arena_copy(&lookup->arena, delegations_zone(story, step->server, step->asked));
	if (step->zone.len > 0)
		step->role = walk_role_of(step->zone);
}

/* What several questions need is asked once for all of them. */
bool
walk_ask(struct story *story, const struct event_dns *question)
{
	struct lookup *lookup;
	int best = 1;

	TAILQ_FOREACH (lookup, &story->walking, walk.open)
		best = MAX(best, relation_of(lookup, question));
	TAILQ_FOREACH (lookup, &story->walking, walk.open) {
		if (relation_of(lookup, question) == best)
			walk_take(story, lookup, question);
	}
	return best > 1;
}

static void
walk_learn_servers(struct lookup *lookup, const struct list *records)
{
	const struct dns_record *items = records->items;

	for (size_t i = 0; i < records->count; i++)
		if (items[i].type_code == TYPE_NS)
			walk_add_name(&lookup->walk, &lookup->arena, items[i].data, true);
}

static bool
lookup_leads_to(const struct lookup *lookup, struct bytes name)
{
	const struct walk_name *alias;

	for (alias = lookup->walk.names; alias != NULL; alias = alias->next)
		if (!alias->is_server && bytes_equal_nocase(alias->name, name))
			return true;
	return bytes_equal_nocase(lookup->name, name);
}

/* An alias that one question turned up is known to the others, too. */
static void
walk_learn_aliases(struct lookup *lookup, const struct list *records)
{
	const struct dns_record *items = records->items;

	for (size_t i = 0; i < records->count; i++)
		if (items[i].type_code == TYPE_CNAME &&
		    lookup_leads_to(lookup, items[i].name))
			walk_add_name(&lookup->walk, &lookup->arena, items[i].data, false);
}

bool
walk_answer(struct story *story, const struct event_dns *answer)
{
	bool is_cut = answer->tc && strcmp(answer->transport, "udp") == 0;
	struct lookup *lookup;
	bool is_of_walk = false;

	TAILQ_FOREACH (lookup, &story->walking, walk.open) {
		struct walk_step *step;

		if (!address_equal(lookup->walk.resolver, answer->head.dst))
			continue;
		walk_learn_aliases(lookup, &answer->answers);
		step = walk_find_step(&lookup->walk, answer, answer->head.src);
		if (step == NULL)
			continue;
		is_of_walk = true;
		if (is_cut)
			continue; /* it is asked again over TCP */
		walk_step_finish(step, &lookup->arena, answer);
		walk_learn_servers(lookup, &answer->answers);
		walk_learn_servers(lookup, &answer->authority);
	}
	if (is_of_walk && !answer->rd)
		delegations_learn(story, answer);
	return is_of_walk;
}
