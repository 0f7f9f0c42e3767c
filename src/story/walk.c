/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/walk.h"
#include "story/name.h"

enum {
	STEPS_MAX = 64,
	NAMES_MAX = 32, /* remembered of one walk */
	TYPE_NS = 2,
	TYPE_CNAME = 5,
	TYPE_SOA = 6,
	TYPE_ANY = 255
};

const char *
walk_role_word(enum walk_role role)
{
	static const char *const words[] = { "root", "tld", "authoritative", NULL };

	return words[role];
}

enum walk_role
walk_role_of(struct bytes zone)
{
	static const enum walk_role roles[] = { WALK_ROOT, WALK_TLD, WALK_AUTHORITATIVE };

	return roles[MIN(name_labels(zone), (uint32_t)2)];
}

struct walk_step *
walk_add_step(
    struct resolver_walk *walk, struct arena *arena, const struct event_dns *question)
{
	struct walk_step *step;

	if (walk->step_count == STEPS_MAX)
		return NULL;
	step = arena_alloc(arena, sizeof(*step));
	step->server = question->head.dst;
	step->role = question->rd ? WALK_RESOLVER : WALK_AUTHORITATIVE;
	step->asked = arena_copy(arena, question->name);
	step->type = arena_copy(arena, question->qtype);
	step->type_code = question->qtype_code;
	step->query = frame_of(&question->head);
	step->start_ns = question->head.at_ns;
	*(walk->end == NULL ? &walk->steps : walk->end) = step;
	walk->end = &step->next;
	walk->step_count++;
	return step;
}

struct walk_step *
walk_find_step(
    const struct resolver_walk *walk, const struct event_dns *e, struct address server)
{
	struct walk_step *step;

	for (step = walk->steps; step != NULL; step = step->next)
		if (step->answer == NULL && step->type_code == e->qtype_code &&
		    address_equal(step->server, server) &&
		    bytes_equal_nocase(step->asked, e->name))
			return step;
	return NULL;
}

void
walk_add_name(
    struct resolver_walk *walk, struct arena *arena, struct bytes name, bool is_server)
{
	struct walk_name *added;

	if (walk->name_count == NAMES_MAX)
		return;
	for (added = walk->names; added != NULL; added = added->next)
		if (added->is_server == is_server && bytes_equal_nocase(added->name, name))
			return;
	added = arena_alloc(arena, sizeof(*added));
	added->name = arena_copy(arena, name);
	added->is_server = is_server;
	added->next = walk->names;
	walk->names = added;
	walk->name_count++;
}

static const struct dns_record *
record_find(const struct list *records, uint16_t type)
{
	const struct dns_record *items = records->items;

	for (size_t i = 0; i < records->count; i++)
		if (items[i].type_code == type)
			return &items[i];
	return NULL;
}

/* Records of the type asked for that this server can speak of: beyond an alias that leads
 * out of its zone a resolver asks others. */
static bool
answers_question(const struct walk_step *step, const struct event_dns *e)
{
	const struct dns_record *items = e->answers.items;

	for (size_t i = 0; i < e->answers.count; i++)
		if ((items[i].type_code == step->type_code ||
			step->type_code == TYPE_ANY) &&
		    (step->role == WALK_RESOLVER ||
			bytes_equal_nocase(items[i].name, step->asked) ||
			(step->zone.len > 0 && name_is_under(items[i].name, step->zone))))
			return true;
	return false;
}

/* An answer without records: others are to be asked, or there are none. */
static bool
is_referral(const struct event_dns *e)
{
	return !e->aa && record_find(&e->authority, TYPE_NS) != NULL &&
	       record_find(&e->authority, TYPE_SOA) == NULL;
}

static const char *
answer_word(const struct walk_step *step, const struct event_dns *e)
{
	static const char *const by_rcode[] = { NULL, "refused", "servfail", "nxdomain",
		"refused", "refused" };
	uint64_t rcode = e->rcode.known ? e->rcode.value : 0;

	if (rcode != 0)
		return rcode < COUNT_OF(by_rcode) ? by_rcode[rcode] : "refused";
	if (answers_question(step, e))
		return "answer";
	if (record_find(&e->answers, TYPE_CNAME) != NULL)
		return "cname";
	if (e->answers.count > 0)
		return "answer";
	return is_referral(e) ? "referral" : "nodata";
}

/* Whose server it is, as its answer says: the SOA record of an answer without others, the
 * name servers in an answer or beside it, the zone above the one that it refers to. */
static struct bytes
zone_of_answer(const struct walk_step *step, const struct event_dns *e)
{
	const struct dns_record *soa = record_find(&e->authority, TYPE_SOA);
	const struct dns_record *ns = record_find(&e->answers, TYPE_NS);

	if (ns == NULL)
		ns = record_find(&e->authority, TYPE_NS);
	if (soa != NULL && name_is_under(step->asked, soa->name))
		return soa->name;
	if (ns == NULL || !name_is_under(step->asked, ns->name))
		return step->zone;
	if (!is_referral(e) || e->answers.count > 0)
		return ns->name;
	if (step->zone.len > 0 && name_labels(step->zone) < name_labels(ns->name))
		return step->zone;
	return name_labels(ns->name) == 0 ? step->zone : name_parent(ns->name);
}

void
walk_step_finish(
    struct walk_step *step, struct arena *arena, const struct event_dns *answer)
{
	const struct dns_record *cname = record_find(&answer->answers, TYPE_CNAME);
	const struct dns_record *ns = record_find(&answer->authority, TYPE_NS);

	if (step->role != WALK_RESOLVER)
		step->zone = arena_copy(arena, zone_of_answer(step, answer));
	if (step->zone.len > 0)
		step->role = walk_role_of(step->zone);
	step->answer = answer_word(step, answer);
	step->frame = frame_of(&answer->head);
	step->end_ns = answer->head.at_ns;
	if (strcmp(step->answer, "cname") == 0)
		step->leads_to = arena_copy(arena, cname->data);
	if (strcmp(step->answer, "referral") == 0)
		step->leads_to = arena_copy(arena, ns->name);
}
