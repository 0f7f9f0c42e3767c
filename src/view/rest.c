/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "base/die.h"
#include "view/rest.h"

/* In place of the time of a lease: no lease was seen. */
enum { JOINED_BEFORE = 1 };

uint64_t
rest_step_key(const struct client *client, const struct step *step)
{
	const struct neighbour *neighbour;

	if (step->kind == STEP_JOIN)
		return step->start_ns == 0 ? JOINED_BEFORE : step->start_ns;
	if (step->kind != STEP_NEXT_HOP || step->address.family == 0)
		return 0;
	neighbour = client_neighbour(client, step->address);
	return neighbour == NULL ? 0 : neighbour->at_ns;
}

static struct step *
rest_add(struct rest *rest, enum step_kind kind, const struct statement *is)
{
	struct step *step;

	rest->steps = alloc_grown(rest->steps, rest->count, sizeof(*rest->steps));
	step = &rest->steps[rest->count++];
	*step = (struct step){ .id = rest->count, .kind = kind, .is = *is };
	return step;
}

static void
add_leases(struct rest *rest, const struct client *client, const struct told *told)
{
	const struct lease *lease;

	TAILQ_FOREACH (lease, &client->leases, entry) {
		struct step *step;

		if (told_has(told, lease->start_ns))
			continue;
		step = rest_add(rest, STEP_JOIN, &lease->is);
		step->start_ns = lease->start_ns;
		step->end_ns = lease->end_ns;
		step->lease = lease;
		step->is.frames = lease_frames(lease);
	}
}

/* Addresses that it made itself. */
static void
add_made(struct rest *rest, const struct client *client, const struct told *told)
{
	for (uint32_t i = 0; i < client->address_count; i++) {
		const struct client_address *own = &client->addresses[i];
		const struct statement is = { .frames = own->made.frames };
		struct step *step;

		if (own->made.router.family == 0 || told_has(told, own->made.start_ns))
			continue;
		step = rest_add(rest, STEP_JOIN, &is);
		step->start_ns = own->made.start_ns;
		step->end_ns = own->made.end_ns;
		step->address = own->address;
		step->for_address = own->made.router;
	}
}

/* Those that frames show; that packets went somewhere is no story of its own. */
static void
add_neighbours(struct rest *rest, const struct client *client, const struct told *told)
{
	const struct neighbour *neighbour;

	TAILQ_FOREACH (neighbour, &client->neighbours, entry) {
		struct step *step;

		if (neighbour->is.certainty != CERTAINTY_SEEN ||
		    told_has(told, neighbour->at_ns))
			continue;
		step = rest_add(rest, STEP_NEXT_HOP, &neighbour->is);
		step->start_ns =
		    neighbour->asked_ns != 0 ? neighbour->asked_ns : neighbour->at_ns;
		step->end_ns = neighbour->at_ns;
		step->for_address = step->address = neighbour->address;
		step->has_mac = true;
		step->mac = neighbour->mac;
	}
}

static void
add_lookups(struct rest *rest, const struct client *client)
{
	const struct lookup *lookup;

	TAILQ_FOREACH (lookup, &client->lookups, of_client) {
		struct step *step;

		if (lookup->page != 0 || lookup->is.certainty != CERTAINTY_SEEN)
			continue;
		step = rest_add(rest, STEP_NAME, &lookup->is);
		step->start_ns = lookup->start_ns;
		step->end_ns = lookup->end_ns;
		step->lookup = lookup;
		step->name = lookup->name;
	}
}

/* By time; at the same time in the order in which they were added. */
static int
step_compare(const void *a, const void *b)
{
	const struct step *left = a, *right = b;

	if (left->start_ns != right->start_ns)
		return left->start_ns < right->start_ns ? -1 : 1;
	return left->id < right->id ? -1 : 1;
}

struct rest
rest_of(const struct client *client, const struct told *told)
{
	struct rest rest = { 0 };

	add_leases(&rest, client, told);
	add_made(&rest, client, told);
	add_neighbours(&rest, client, told);
	add_lookups(&rest, client);
	if (rest.count > 0)
		qsort(rest.steps, rest.count, sizeof(*rest.steps), step_compare);
	return rest;
}

void
rest_clear(struct rest *rest)
{
	free(rest->steps);
	*rest = (struct rest){ 0 };
}
