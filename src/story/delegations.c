/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "base/die.h"
#include "story/delegations.h"
#include "story/lookups.h"
#include "story/name.h"

enum { DELEGATIONS_MAX = 1024, LABELS_MAX = 128, TYPE_NS = 2 };

struct delegation {
	uint64_t zone, server_name; /* hashes */
	struct address server;      /* family 0: its address was not told */
};

struct delegations {
	struct delegation items[DELEGATIONS_MAX];
	uint32_t next;
	struct map by_zone;
};

static struct delegation *
delegation_find(const struct delegations *delegations, uint64_t zone, uint64_t server_name,
    struct address server)
{
	struct map_probe probe = map_probe(&delegations->by_zone, zone);
	struct delegation *delegation;

	while ((delegation = map_next(&probe)) != NULL)
		if (delegation->server_name == server_name &&
		    address_equal(delegation->server, server))
			return delegation;
	return NULL;
}

static void
delegation_add(struct delegations *delegations, uint64_t zone, uint64_t server_name,
    struct address server)
{
	struct delegation *delegation;

	if (delegation_find(delegations, zone, server_name, server) != NULL)
		return;
	delegation = &delegations->items[delegations->next];
	delegations->next = (delegations->next + 1) % DELEGATIONS_MAX;
	map_remove(&delegations->by_zone, delegation->zone, delegation);
	*delegation = (struct delegation){ zone, server_name, server };
	map_add(&delegations->by_zone, zone, delegation);
}

/* The addresses of this server that the message gives beside. */
static void
learn_server(struct story *story, const struct event_dns *e, const struct dns_record *ns)
{
	const struct dns_record *items = e->additional.items;
	uint64_t zone = lookup_name_hash(story, ns->name);
	uint64_t server_name = lookup_name_hash(story, ns->data);

	delegation_add(story->delegations, zone, server_name, (struct address){ 0 });
	for (size_t i = 0; i < e->additional.count; i++)
		if (items[i].address.family != 0 &&
		    bytes_equal_nocase(items[i].name, ns->data))
			delegation_add(
			    story->delegations, zone, server_name, items[i].address);
}

static void
learn_servers(struct story *story, const struct event_dns *e, const struct list *records)
{
	const struct dns_record *items = records->items;

	for (size_t i = 0; i < records->count; i++)
		if (items[i].type_code == TYPE_NS)
			learn_server(story, e, &items[i]);
}

/* An address of a server that a referral only named. */
static void
learn_address(struct story *story, const struct dns_record *record)
{
	struct delegations *delegations = story->delegations;
	uint64_t server_name = lookup_name_hash(story, record->name);

	for (uint32_t i = 0; i < DELEGATIONS_MAX; i++)
		if (delegations->items[i].server_name == server_name &&
		    delegations->items[i].server.family == 0)
			delegation_add(delegations, delegations->items[i].zone, server_name,
			    record->address);
}

void
delegations_learn(struct story *story, const struct event_dns *e)
{
	const struct dns_record *answers = e->answers.items;

	if (story->delegations == NULL)
		story->delegations = alloc_zeroed(1, sizeof(*story->delegations));
	learn_servers(story, e, &e->authority);
	learn_servers(story, e, &e->answers);
	if (e->answers.count > 0 && answers[0].address.family != 0)
		learn_address(story, &answers[0]);
}

struct bytes
delegations_zone(const struct story *story, struct address server, struct bytes name)
{
	struct bytes zone = name;

	if (story->delegations == NULL)
		return (struct bytes){ 0 };
	for (int i = 0; i < LABELS_MAX; i++) {
		struct map_probe probe =
		    map_probe(&story->delegations->by_zone, lookup_name_hash(story, zone));
		const struct delegation *delegation;

		while ((delegation = map_next(&probe)) != NULL)
			if (address_equal(delegation->server, server))
				return zone;
		if (name_labels(zone) == 0)
			break;
		zone = name_parent(zone);
	}
	return (struct bytes){ 0 };
}

void
delegations_clear(struct story *story)
{
	if (story->delegations != NULL)
		map_clear(&story->delegations->by_zone);
	free(story->delegations);
}
