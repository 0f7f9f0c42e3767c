/* SPDX-License-Identifier: BSD-2-Clause */
/* Questions and answers of DNS (RFC 1035) become look-ups, one a question. */
#include "story/dns-events.h"
#include "base/clock.h"
#include "event/dns.h"
#include "story/asks.h"
#include "story/clients.h"
#include "story/finding-limits.h"
#include "story/findings-name.h"
#include "story/h3-offer.h"
#include "story/lookups.h"
#include "story/neighbour.h"
#include "story/page-place.h"
#include "story/side-events.h"
#include "story/untell.h"
#include "story/walk-events.h"

enum { TYPE_CNAME = 5, TYPE_HTTPS = 65 };

static void
client_asked(struct client *client, const struct event_dns *e)
{
	for (uint32_t i = 0; i < client->resolver_count; i++)
		if (address_equal(client->resolvers[i], e->head.dst))
			return;
	if (client->resolver_count < RESOLVERS_MAX)
		client->resolvers[client->resolver_count++] = e->head.dst;
}

/* What another capture told of this question as somebody else's; NULL: nothing. */
static struct lookup *
lookup_told_further(
    struct story *story, const struct event_dns *e, const struct sighting *further)
{
	struct client *client = client_find(story, further->client.address);
	struct lookup *lookup = NULL;

	if (client != NULL)
		lookup = lookup_find_asked(story, client, e, further->flow);
	return lookup != NULL && lookup->query.input == further->frame.input ? lookup
									     : NULL;
}

/* The look-up that this question is one of the tries of; NULL: it is the first.  What was
 * told from further away is this client's from now on. */
static struct lookup *
lookup_of_query(struct story *story, struct client *client, const struct event_dns *e,
    const struct sighting *side)
{
	struct lookup *lookup = lookup_find_open(story, client, e), *other = NULL;
	struct client *teller;

	if (side != NULL && TAILQ_NEXT(side, of_trail) != NULL)
		other = lookup_told_further(story, e, TAILQ_NEXT(side, of_trail));
	if (other == NULL || other == lookup)
		return lookup;
	untell_page(story, other->page);
	teller = other->client;
	if (lookup == NULL) {
		lookup = other;
		lookup_take_over(story, lookup, client, e);
	} else if (other->held == 0) {
		lookup_free(story, other); /* it was asked again meanwhile */
		story->untold.lookups++;
	}
	if (teller != client)
		untell_client(story, teller);
	return lookup;
}

static struct client *
dns_query(struct story *story, const struct event_dns *e, const struct sighting *side)
{
	struct client *client;
	struct lookup *lookup;

	/* Without RD it is a resolver that walks down from the root: it asks for others. */
	if (walk_ask(story, e) || !e->rd)
		return client_find(story, e->head.src);
	client = client_get(story, e->head.src, e->head.at_ns);
	if (e->head.has_macs)
		client_sends_from(client, e->head.src_mac);
	if (e->name.len == 0 || e->opcode != 0)
		return client;
	client_touch(story, client, e->head.at_ns);
	lookup = lookup_of_query(story, client, e, side);
	if (lookup == NULL) {
		asks_follow(story, client, e->head.at_ns);
		lookup = lookup_new(story, client, e);
	}
	lookup->tries++;
	lookup->asked_ns = e->head.at_ns;
	lookup->flow = e->head.flow;
	frame_list_add(&lookup->is.frames, frame_of(&e->head));
	if (lookup->query.number == 0)
		lookup->query = frame_of(&e->head);
	if (lookup->resolver.family != 0 && !address_equal(lookup->resolver, e->head.dst))
		lookup->silent = lookup->resolver;
	lookup->resolver = e->head.dst;
	walk_begin(story, lookup, e);
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

		if (record->type_code == lookup->type_code)
			lookup->record_count++;
		if (!lookup->ttl.known || record->ttl < lookup->ttl.value)
			lookup->ttl = maybe_of(record->ttl);
		if (record->type_code == TYPE_CNAME &&
		    lookup->chain_count < LOOKUP_CHAIN_MAX)
			lookup->chain[lookup->chain_count++] =
			    arena_copy(&lookup->arena, record->data);
		if (record->type_code == TYPE_HTTPS && lookup->h3_port == 0)
			lookup->h3_port = h3_port_of_record(record->data);
		lookup_add_address(lookup, record->address);
	}
}

/* No question that was seen has its id, port and address; `lookup` has its name, or is
 * NULL.  Where no such question was seen at all, the capture may have begun behind it: then
 * the client must have been heard long before. */
static bool
answer_is_unasked(struct story *story, const struct client *client,
    const struct lookup *lookup, const struct event_dns *e)
{
	if (e->query_frame.known || strcmp(e->transport, "udp") != 0 ||
	    client->resolver_count == 0)
		return false;
	if (lookup != NULL && lookup->query.number == 0)
		return false;
	if (lookup == NULL &&
	    clock_between(client->first_ns, e->head.at_ns) < QUESTION_BEFORE_NS)
		return false;
	finding_unasked_answer(story, client, lookup, e);
	return true;
}

static struct client *
dns_response(struct story *story, const struct event_dns *e)
{
	struct client *client = client_find(story, e->head.dst);
	struct lookup *lookup, *answered;

	if (walk_answer(story, e) || !e->rd)
		return client;
	if (client == NULL)
		client = client_get(story, e->head.dst, e->head.at_ns);
	if (e->name.len == 0 || e->opcode != 0)
		return client;
	lookup = lookup_find_open(story, client, e);
	answered = lookup == NULL ? lookup_find_answered(story, client, e) : NULL;
	if (answer_is_unasked(story, client, lookup == NULL ? answered : lookup, e))
		return client;
	if (answered != NULL) {
		answered->answers++;
		finding_second_answer(story, answered, e);
		return client;
	}
	if (lookup == NULL) {
		lookup = lookup_new(story, client, e);
		if (e->rtt.known)
			lookup->start_ns = e->head.at_ns - e->rtt.value;
	}
	frame_list_add(&lookup->is.frames, frame_of(&e->head));
	lookup->answers++;
	lookup->transport = e->transport;
	lookup->resolver = e->head.src;
	if (address_equal(lookup->silent, lookup->resolver))
		lookup->silent = (struct address){ 0 };
	if (e->tc && strcmp(e->transport, "udp") == 0) {
		lookup->truncated = true; /* it is asked again over TCP */
		return client;
	}
	lookup_set_answered(story, lookup);
	walk_end(story, lookup, e);
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

/* A question that another input tells, or its answer, as seen on its way; where that is
 * the resolver, it goes on from here. */
static uint32_t
dns_seen_further(
    struct story *story, const struct event_dns *e, const struct sighting *told)
{
	struct client *client = client_find(story, told->client.address);
	struct lookup *lookup = NULL;

	if (client != NULL && e->rd)
		lookup = lookup_find_asked(story, client, e, told->flow);
	if (lookup != NULL && !e->response)
		walk_begin(story, lookup, e);
	else if (lookup != NULL && !e->tc)
		walk_end(story, lookup, e);
	return client_number(client);
}

uint32_t
story_dns(struct story *story, const struct event *event)
{
	const struct event_dns *e = (const struct event_dns *)event;
	const struct sighting *side = side_of(story, event);

	if (side != NULL && !sighting_is_told(side))
		return dns_seen_further(story, e, trail_told(side->trail));
	return client_number(
	    e->response ? dns_response(story, e) : dns_query(story, e, side));
}
