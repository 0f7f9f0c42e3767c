/* SPDX-License-Identifier: BSD-2-Clause */
/* Questions and answers of DNS (RFC 1035) become look-ups, one a question. */
#include "story/correlator.h"

enum {
	LOOKUPS_MAX = 32768,      /* kept in all, unless all is kept */
	CLIENT_LOOKUPS_MAX = 128, /* kept of one client */
	TRIES_MAX = 8,            /* that are in use and passed over to find one to drop */
	TYPE_CNAME = 5,
	LOOKUP_SIZE = 768 /* with its name and a few addresses */
};

/* A question that nobody answered for so long is asked anew, not once more. */
#define LOOKUP_OPEN_NS (60 * NS_PER_S)

static uint64_t
name_hash(const struct story *story, struct bytes name)
{
	uint8_t lower[256];
	size_t len = MIN(name.len, sizeof(lower));

	for (size_t i = 0; i < len; i++)
		lower[i] = name.at[i] >= 'A' && name.at[i] <= 'Z'
			       ? (uint8_t)(name.at[i] | 0x20)
			       : name.at[i];
	return hash_bytes(&story->options.hash_key, bytes_of(lower, len));
}

/* It waits no longer. */
static void
lookup_set_answered(struct story *story, struct lookup *lookup)
{
	if (lookup->is_open)
		TAILQ_REMOVE(&lookup->client->lookups_open, lookup, of_open);
	if (lookup->is_waiting)
		TAILQ_REMOVE(&story->waiting, lookup, waiting);
	lookup->is_open = lookup->is_waiting = false;
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
	arena = lookup->arena;
	pool_give(&story->lookup_pool, arena);
}

/* Lets the oldest of the client, and of all, go where there are too many. */
void
lookups_trim(struct story *story, struct client *client)
{
	struct lookup *lookup = TAILQ_FIRST(&client->lookups);

	if (story->options.keep == STORY_KEEP_ALL)
		return;
	for (int tries = 0; client->lookups_kept > CLIENT_LOOKUPS_MAX && tries < TRIES_MAX;
	     tries++) {
		struct lookup *next = TAILQ_NEXT(lookup, of_client);

		if (lookup->held == 0)
			lookup_free(story, lookup);
		lookup = next;
	}
	lookup = TAILQ_FIRST(&story->lookups);
	for (int tries = 0; story->lookup_count > LOOKUPS_MAX && tries < TRIES_MAX;
	     tries++) {
		struct lookup *next = TAILQ_NEXT(lookup, entry);

		if (lookup->held == 0) {
			story->counts.lookups_evicted++;
			lookup_free(story, lookup);
		}
		lookup = next;
	}
}

static struct lookup *
lookup_add(struct story *story, struct client *client, struct bytes name, uint64_t at_ns)
{
	struct arena arena = pool_take(&story->lookup_pool, LOOKUP_SIZE);
	struct lookup *lookup = arena_alloc(&arena, sizeof(*lookup));

	lookup->arena = arena;
	lookup->id = (uint32_t)++story->counts.lookups;
	lookup->client = client;
	lookup->name = arena_copy(&lookup->arena, name);
	lookup->name_hash = name_hash(story, name);
	lookup->start_ns = at_ns;
	TAILQ_INSERT_TAIL(&story->lookups, lookup, entry);
	TAILQ_INSERT_TAIL(&client->lookups, lookup, of_client);
	client->lookups_kept++;
	client->lookup_count++;
	story->lookup_count++;
	lookups_trim(story, client);
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

/* The newest look-up of the client for this question that waits for its answer. */
static struct lookup *
lookup_find_open(struct story *story, struct client *client, const struct event_dns *e)
{
	uint64_t hash = name_hash(story, e->name);
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

/* Has the client had the answer to this question a moment ago? */
static struct lookup *
lookup_find_answered(struct story *story, struct client *client, const struct event_dns *e)
{
	uint64_t hash = name_hash(story, e->name);
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

static struct lookup *
lookup_new(struct story *story, struct client *client, const struct event_dns *e)
{
	struct lookup *lookup = lookup_add(story, client, e->name, e->head.at_ns);

	lookup->type = arena_copy(&lookup->arena, e->qtype);
	lookup->type_code = e->qtype_code;
	lookup->is_open = lookup->is_waiting = true;
	TAILQ_INSERT_TAIL(&client->lookups_open, lookup, of_open);
	TAILQ_INSERT_TAIL(&story->waiting, lookup, waiting);
	return lookup;
}

static void
client_asked(struct client *client, const struct event_dns *e)
{
	for (uint32_t i = 0; i < client->resolver_count; i++)
		if (address_equal(client->resolvers[i], e->head.dst))
			return;
	if (client->resolver_count < RESOLVERS_MAX)
		client->resolvers[client->resolver_count++] = e->head.dst;
}

/* Is this the same packet, seen in another capture as well? */
static bool
lookup_is_twin(const struct lookup *lookup, const struct event_dns *e)
{
	return lookup != NULL && lookup->query.number != 0 &&
	       lookup->query.input != e->head.input &&
	       clock_between(lookup->start_ns, e->head.at_ns) < NS_PER_S;
}

static struct client *
dns_query(struct story *story, const struct event_dns *e)
{
	struct client *client;
	struct lookup *lookup;

	/* Without RD it is a resolver that walks down from the root: it asks for others. */
	client = e->rd ? client_get(story, e->head.src, e->head.at_ns)
		       : client_find(story, e->head.src);
	if (client == NULL || e->name.len == 0 || e->opcode != 0)
		return client;
	client_touch(story, client, e->head.at_ns);
	if (!e->rd)
		return client;
	lookup = lookup_find_open(story, client, e);
	if (lookup_is_twin(lookup, e) ||
	    (lookup == NULL && story->several_inputs &&
		lookup_is_twin(lookup_find_answered(story, client, e), e)))
		return client;
	if (lookup == NULL)
		lookup = lookup_new(story, client, e);
	lookup->tries++;
	frame_list_add(&lookup->is.frames, frame_of(&e->head));
	if (lookup->query.number == 0)
		lookup->query = frame_of(&e->head);
	if (lookup->resolver.family != 0 && !address_equal(lookup->resolver, e->head.dst))
		lookup->silent = lookup->resolver;
	lookup->resolver = e->head.dst;
	client_asked(client, e);
	if (e->head.has_macs) {
		lookup->has_mac = true;
		lookup->next_hop_mac = e->head.dst_mac;
		if (client->has_mac)
			neighbour_use(client, e->head.dst, e->head.dst_mac, &e->head);
	}
	return client;
}

static void
lookup_add_address(struct lookup *lookup, struct address address)
{
	if (address.family == 0 || lookup->address_count == LOOKUP_ADDRESSES_MAX)
		return;
	lookup->addresses[lookup->address_count++] = address;
}

/* The records of the answer: the chain of names, the addresses, the least TTL. */
static void
lookup_take_answers(struct lookup *lookup, const struct event_dns *e)
{
	const struct dns_record *records = e->answers.items;
	size_t count = MIN(e->answers.count, (size_t)LOOKUP_ADDRESSES_MAX * 2);

	if (count == 0)
		return;
	lookup->chain = arena_array(
	    &lookup->arena, MIN(count, (size_t)LOOKUP_CHAIN_MAX), sizeof(*lookup->chain));
	lookup->addresses = arena_array(&lookup->arena,
	    MIN(count, (size_t)LOOKUP_ADDRESSES_MAX), sizeof(*lookup->addresses));
	for (size_t i = 0; i < count; i++) {
		const struct dns_record *record = &records[i];

		if (!lookup->ttl.known || record->ttl < lookup->ttl.value)
			lookup->ttl = maybe_of(record->ttl);
		if (record->type_code == TYPE_CNAME &&
		    lookup->chain_count < LOOKUP_CHAIN_MAX)
			lookup->chain[lookup->chain_count++] =
			    arena_copy(&lookup->arena, record->data);
		lookup_add_address(lookup, record->address);
	}
}

static struct client *
dns_response(struct story *story, const struct event_dns *e)
{
	struct client *client = client_find(story, e->head.dst);
	struct lookup *lookup;

	if (client == NULL && e->rd)
		client = client_get(story, e->head.dst, e->head.at_ns);
	if (client == NULL || e->name.len == 0 || e->opcode != 0 || !e->rd)
		return client;
	lookup = lookup_find_open(story, client, e);
	if (lookup == NULL && lookup_find_answered(story, client, e) != NULL)
		return client;
	if (lookup == NULL) {
		lookup = lookup_new(story, client, e);
		if (e->rtt.known)
			lookup->start_ns = e->head.at_ns - e->rtt.value;
	}
	frame_list_add(&lookup->is.frames, frame_of(&e->head));
	lookup->transport = e->transport;
	lookup->resolver = e->head.src;
	if (address_equal(lookup->silent, lookup->resolver))
		lookup->silent = (struct address){ 0 };
	if (e->tc && strcmp(e->transport, "udp") == 0) {
		lookup->truncated = true; /* it is asked again over TCP */
		return client;
	}
	lookup_set_answered(story, lookup);
	lookup->answer = frame_of(&e->head);
	lookup->end_ns = e->head.at_ns;
	lookup->rcode = e->rcode;
	lookup->rcode_name = arena_copy(&lookup->arena, e->rcode_name);
	lookup_take_answers(lookup, e);
	page_place_lookup(story, lookup, e->head.at_ns);
	return client;
}

void
lookups_give_up(struct story *story, uint64_t wait_ns)
{
	struct lookup *lookup;

	while ((lookup = TAILQ_FIRST(&story->waiting)) != NULL &&
	       clock_between(lookup->start_ns, story->now_ns) >= wait_ns) {
		TAILQ_REMOVE(&story->waiting, lookup, waiting);
		lookup->is_waiting = false;
		page_place_lookup(story, lookup, story->now_ns);
	}
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

uint32_t
story_dns(struct story *story, const struct event *event)
{
	const struct event_dns *e = (const struct event_dns *)event;

	return client_number(e->response ? dns_response(story, e) : dns_query(story, e));
}
