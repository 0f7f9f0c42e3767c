/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/lookups.h"
#include "base/clock.h"

enum {
	LOOKUPS_MAX = 16384,     /* kept in all, unless all is kept */
	CLIENT_LOOKUPS_MAX = 64, /* kept of one client */
	TRIES_MAX = 8,           /* that are in use and passed over to find one to drop */
	LOOKUP_SIZE = 832        /* with its name and a few addresses */
};

/* A question that nobody answered for so long is asked anew, not once more. */
#define LOOKUP_OPEN_NS (60 * NS_PER_S)

uint64_t
lookup_name_hash(const struct story *story, struct bytes name)
{
	uint8_t lower[256];
	size_t len = MIN(name.len, sizeof(lower));

	for (size_t i = 0; i < len; i++)
		lower[i] = name.at[i] >= 'A' && name.at[i] <= 'Z'
			       ? (uint8_t)(name.at[i] | 0x20)
			       : name.at[i];
	return hash_bytes(&story->options.hash_key, bytes_of(lower, len));
}

void
lookup_set_answered(struct story *story, struct lookup *lookup)
{
	if (lookup->is_open)
		TAILQ_REMOVE(&lookup->client->lookups_open, lookup, of_open);
	if (lookup->is_waiting)
		TAILQ_REMOVE(&story->waiting, lookup, waiting);
	lookup->is_open = lookup->is_waiting = false;
}

void
walk_let_go(struct story *story, struct lookup *lookup)
{
	if (!lookup->walk.is_open)
		return;
	TAILQ_REMOVE(&story->walking, lookup, walk.open);
	lookup->walk.is_open = false;
	story->walking_count--;
}

void
lookup_free(struct story *story, struct lookup *lookup)
{
	struct arena arena;

	if (lookup->from != NULL)
		lookup->from->held--;
	TAILQ_REMOVE(&story->lookups, lookup, entry);
	TAILQ_REMOVE(&lookup->client->lookups, lookup, of_client);
	lookup->client->lookups_kept--;
	story->lookup_count--;
	lookup_set_answered(story, lookup);
	walk_let_go(story, lookup);
	arena = lookup->arena;
	pool_give(&story->lookup_pool, arena);
}

/* Before a new one is there, which is not in use yet: lets the oldest of the client, and of
 * all, go where there are too many.  Those in use are passed over; of all they go to the
 * end of the row, so that they never block it. */
static void
lookups_make_room(struct story *story, struct client *client)
{
	struct lookup *lookup = TAILQ_FIRST(&client->lookups);

	if (story->options.keep == STORY_KEEP_ALL)
		return;
	while (client->lookups_kept >= CLIENT_LOOKUPS_MAX && lookup != NULL) {
		struct lookup *next = TAILQ_NEXT(lookup, of_client);

		if (lookup->held == 0)
			lookup_free(story, lookup);
		lookup = next;
	}
	for (int tries = 0; story->lookup_count >= LOOKUPS_MAX && tries < TRIES_MAX;
	     tries++) {
		lookup = TAILQ_FIRST(&story->lookups);
		if (lookup->held == 0) {
			story->counts.lookups_evicted++;
			lookup_free(story, lookup);
		} else {
			TAILQ_REMOVE(&story->lookups, lookup, entry);
			TAILQ_INSERT_TAIL(&story->lookups, lookup, entry);
		}
	}
}

static struct lookup *
lookup_add(struct story *story, struct client *client, struct bytes name, uint64_t at_ns)
{
	struct lookup *lookup;
	struct arena arena;

	lookups_make_room(story, client);
	arena = pool_take(&story->lookup_pool, LOOKUP_SIZE);
	lookup = arena_alloc(&arena, sizeof(*lookup));
	lookup->arena = arena;
	lookup->id = (uint32_t)++story->counts.lookups;
	lookup->client = client;
	lookup->name = arena_copy(&lookup->arena, name);
	lookup->name_hash = lookup_name_hash(story, name);
	lookup->start_ns = at_ns;
	TAILQ_INSERT_TAIL(&story->lookups, lookup, entry);
	TAILQ_INSERT_TAIL(&client->lookups, lookup, of_client);
	client->lookups_kept++;
	client->lookup_count++;
	story->lookup_count++;
	return lookup;
}

struct lookup *
lookup_from_cache(struct story *story, struct lookup *from, uint64_t at_ns)
{
	struct lookup *lookup;
	char text[CLOCK_TEXT_SIZE];
	uint64_t age_ns = clock_between(from->end_ns, at_ns);

	from->held++; /* what was inferred from it names it: it stays as long */
	lookup = lookup_add(story, from->client, from->name, at_ns);
	lookup->type = arena_copy(&lookup->arena, from->type);
	lookup->type_code = from->type_code;
	lookup->end_ns = at_ns;
	lookup->is.certainty = CERTAINTY_INFERRED;
	lookup->is.rule = "name_cached";
	lookup->is.reason = arena_format(&lookup->arena,
	    "no question before the connection; frame %u answered this name %s before%s",
	    from->answer.number, clock_duration(age_ns, text),
	    lookup_is_fresh(from, at_ns) ? " and was still good" : "");
	frame_list_add(&lookup->is.frames, from->answer);
	lookup->address_count = from->address_count;
	lookup->addresses = arena_array(
	    &lookup->arena, from->address_count + 1, sizeof(*lookup->addresses));
	if (from->address_count > 0)
		memcpy(lookup->addresses, from->addresses,
		    from->address_count * sizeof(*lookup->addresses));
	lookup->from = from;
	if (from->ttl.known && from->ttl.value * NS_PER_S > age_ns)
		lookup->ttl_left = maybe_of(from->ttl.value - age_ns / NS_PER_S);
	return lookup;
}

static bool
lookup_asks(const struct lookup *lookup, const struct event_dns *e, uint64_t hash)
{
	return lookup->name_hash == hash && lookup->type_code == e->qtype_code &&
	       bytes_equal_nocase(lookup->name, e->name);
}

struct lookup *
lookup_find_open(struct story *story, struct client *client, const struct event_dns *e)
{
	uint64_t hash = lookup_name_hash(story, e->name);
	struct lookup *lookup;

	while ((lookup = TAILQ_FIRST(&client->lookups_open)) != NULL &&
	       clock_between(lookup->start_ns, e->head.at_ns) > LOOKUP_OPEN_NS)
		lookup_set_answered(story, lookup);
	TAILQ_FOREACH_REVERSE(lookup, &client->lookups_open, lookup_list, of_open)
	{
		if (lookup_asks(lookup, e, hash))
			return lookup;
	}
	return NULL;
}

struct lookup *
lookup_find_answered(struct story *story, struct client *client, const struct event_dns *e)
{
	uint64_t hash = lookup_name_hash(story, e->name);
	struct lookup *lookup;

	TAILQ_FOREACH_REVERSE(lookup, &client->lookups, lookup_list, of_client)
	{
		if (clock_between(lookup->start_ns, e->head.at_ns) > LOOKUP_OPEN_NS)
			return NULL;
		if (!lookup->is_open && lookup->is.certainty == CERTAINTY_SEEN &&
		    lookup_asks(lookup, e, hash))
			return lookup;
	}
	return NULL;
}

struct lookup *
lookup_find_asked(struct story *story, struct client *client, const struct event_dns *e,
    struct flow_ref flow)
{
	uint64_t hash = lookup_name_hash(story, e->name);
	struct lookup *lookup, *newest = NULL;
	int count = 0;

	TAILQ_FOREACH_REVERSE(lookup, &client->lookups, lookup_list, of_client)
	{
		if (++count > CLIENT_LOOKUPS_MAX)
			break;
		if (lookup->is.certainty != CERTAINTY_SEEN || !lookup_asks(lookup, e, hash))
			continue;
		if (lookup->flow.number == flow.number &&
		    lookup->flow.protocol == flow.protocol)
			return lookup;
		if (newest == NULL)
			newest = lookup;
	}
	return newest;
}

static void
lookup_await(struct story *story, struct lookup *lookup)
{
	lookup->is_open = lookup->is_waiting = true;
	TAILQ_INSERT_TAIL(&lookup->client->lookups_open, lookup, of_open);
	TAILQ_INSERT_TAIL(&story->waiting, lookup, waiting);
}

struct lookup *
lookup_new(struct story *story, struct client *client, const struct event_dns *e)
{
	struct lookup *lookup = lookup_add(story, client, e->name, e->head.at_ns);

	lookup->after_ns = client->answered_ns;
	lookup->type = arena_copy(&lookup->arena, e->qtype);
	lookup->type_code = e->qtype_code;
	lookup_await(story, lookup);
	return lookup;
}

void
lookup_take_over(struct story *story, struct lookup *lookup, struct client *client,
    const struct event_dns *question)
{
	lookup_set_answered(story, lookup);
	TAILQ_REMOVE(&lookup->client->lookups, lookup, of_client);
	lookup->client->lookups_kept--;
	lookup->client->lookup_count--;
	lookup->client = client;
	TAILQ_INSERT_TAIL(&client->lookups, lookup, of_client);
	client->lookups_kept++;
	client->lookup_count++;
	lookup->start_ns = question->head.at_ns;
	lookup->end_ns = 0;
	lookup->address_count = lookup->chain_count = lookup->tries = 0;
	lookup->record_count = 0;
	lookup->ttl = lookup->rcode = (struct maybe){ 0 };
	lookup->rcode_name = (struct bytes){ 0 };
	lookup->query = lookup->answer = (struct frame_ref){ 0 };
	lookup->is.frames = (struct frame_list){ 0 };
	lookup_await(story, lookup);
}

void
lookup_icmp_error(struct client *client, const struct event_icmp_error *e)
{
	struct lookup *lookup;

	TAILQ_FOREACH_REVERSE(lookup, &client->lookups, lookup_list, of_client)
	{
		if (clock_between(lookup->start_ns, e->head.at_ns) > LOOKUP_OPEN_NS)
			return;
		if (lookup->answer.number != 0 ||
		    !address_equal(lookup->resolver, e->quoted_dst))
			continue;
		lookup->icmp_name = e->name;
		frame_list_add(&lookup->is.frames, frame_of(&e->head));
		return;
	}
}
