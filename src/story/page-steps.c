/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "base/die.h"
#include "story/host.h"
#include "story/name-channel.h"
#include "story/page-burst.h"
#include "story/page-hidden.h"
#include "story/page-steps.h"

enum { STEP_NEEDS_MAX = 4 };

/* A step while it is made: a need is the number of another, from 1. */
struct step_draft {
	struct step step;
	uint32_t needs[STEP_NEEDS_MAX];
};

/* The steps of one page while they are made, in the story's scratch. */
struct maker {
	struct page *page;
	struct arena *arena; /* where they stay */
	struct step_scratch *scratch;
	uint32_t count;
	uint32_t join;
};

/* A new step; good until the next is made. */
static struct step *
step_new(struct maker *maker, enum step_kind kind, uint64_t start_ns, uint64_t end_ns)
{
	struct step_scratch *scratch = maker->scratch;

	if (maker->count == scratch->size) {
		scratch->size = scratch->size == 0 ? 64 : scratch->size * 2;
		scratch->drafts =
		    alloc_resized(scratch->drafts, scratch->size, sizeof(*scratch->drafts));
	}
	scratch->drafts[maker->count] = (struct step_draft){
		.step = { .kind = kind, .start_ns = start_ns, .end_ns = end_ns },
	};
	return &scratch->drafts[maker->count++].step;
}

/* The step made last needs this one; 0 is none. */
static void
step_needs(struct maker *maker, uint32_t need)
{
	struct step_draft *draft = &maker->scratch->drafts[maker->count - 1];

	if (need == 0 || draft->step.need_count == STEP_NEEDS_MAX)
		return;
	for (uint32_t i = 0; i < draft->step.need_count; i++)
		if (draft->needs[i] == need)
			return;
	draft->needs[draft->step.need_count++] = need;
}

static void
step_infer(
    struct step *step, enum certainty certainty, const char *rule, struct bytes reason)
{
	step->is.certainty = certainty;
	step->is.rule = rule;
	step->is.reason = reason;
}

/* An address that the client made itself, out of what a router announced. */
static void
make_join_by_itself(
    struct step *step, struct address address, const struct address_made *made)
{
	step->start_ns = made->start_ns;
	step->end_ns = made->end_ns;
	step->address = address;
	step->for_address = made->router;
	step->is.frames = made->frames;
}

static void
make_join(struct maker *maker)
{
	const struct page *page = maker->page;
	const struct client *client = page->client;
	struct address own = page->connection_count > 0
				 ? page->connections[0]->client_address
				 : client_address_now(client);
	const struct address_made *made = client_made(client, own);
	const struct lease *lease =
	    made != NULL ? NULL : client_lease_at(client, page->start_ns);
	struct step *step;

	if (!client->has_mac || page->seen_from == SIDE_SERVER)
		return;
	step = step_new(maker, STEP_JOIN, lease == NULL ? 0 : lease->start_ns,
	    lease == NULL ? 0 : lease->end_ns);
	step->lease = lease;
	if (made != NULL)
		make_join_by_itself(step, own, made);
	else if (lease != NULL)
		step->is.frames = lease_frames(lease);
	else
		step_infer(step, CERTAINTY_INFERRED, "joined_before",
		    BYTES("no DHCP of this client in the capture: it had its address "
			  "before"));
	maker->join = maker->count;
}

/* Which neighbour a MAC address is: the destination itself, the gateway, or any. */
static const struct neighbour *
neighbour_of_mac(const struct client *client, struct mac mac, struct address to)
{
	const struct neighbour *neighbour, *found = NULL;

	TAILQ_FOREACH (neighbour, &client->neighbours, entry) {
		if (!mac_equal(neighbour->mac, mac))
			continue;
		if (address_equal(neighbour->address, to))
			return neighbour;
		if (found == NULL || address_equal(neighbour->address, client->gateway))
			found = neighbour;
	}
	return found;
}

/* The neighbour over which packets for `to` go; made once.  The step's number, or 0. */
static uint32_t
make_next_hop(struct maker *maker, struct address to, struct mac mac)
{
	const struct client *client = maker->page->client;
	const struct neighbour *neighbour = neighbour_of_mac(client, mac, to);
	struct step *step;

	if (!client->has_mac || maker->page->seen_from == SIDE_SERVER || neighbour == NULL)
		return 0;
	for (uint32_t i = 0; i < maker->count; i++)
		if (maker->scratch->drafts[i].step.kind == STEP_NEXT_HOP &&
		    mac_equal(maker->scratch->drafts[i].step.mac, mac))
			return i + 1;
	step = step_new(maker, STEP_NEXT_HOP,
	    neighbour->asked_ns != 0 ? neighbour->asked_ns : neighbour->at_ns,
	    neighbour->at_ns);
	step->for_address = to;
	step->address = neighbour->address;
	step->has_mac = true;
	step->mac = mac;
	step->is = neighbour->is;
	step->is.frames.count = MIN(step->is.frames.count, 2U); /* question and answer */
	step_needs(maker, maker->join);
	return maker->count;
}

static void
make_names(struct maker *maker)
{
	for (uint32_t i = 0; i < maker->page->lookup_count; i++) {
		const struct lookup *lookup = maker->page->lookups[i];
		uint32_t hop = lookup->has_mac ? make_next_hop(maker, lookup->resolver,
						     lookup->next_hop_mac)
					       : 0;
		struct step *step =
		    step_new(maker, STEP_NAME, lookup->start_ns, lookup->end_ns);

		step->lookup = lookup;
		step->name = lookup->name;
		step->is = lookup->is;
		step_needs(maker, hop);
		step_needs(maker, maker->join);
	}
}

/* The step that told this connection where to go: 0 where there is none. */
static uint32_t
name_of_connection(const struct maker *maker, const struct connection *connection)
{
	struct bytes host = connection_host(connection);
	uint32_t by_name = 0;

	for (uint32_t i = 0; i < maker->count; i++) {
		const struct step *step = &maker->scratch->drafts[i].step;

		if (step->kind != STEP_NAME)
			continue;
		if (step->lookup != NULL && connection->lookup != NULL &&
		    (step->lookup == connection->lookup ||
			step->lookup->from == connection->lookup))
			return i + 1;
		if (bytes_equal_nocase(step->name, host))
			by_name = i + 1;
	}
	return by_name;
}

/* Nobody was seen to ask for the name of this connection's server. */
static uint32_t
make_hidden_name(struct maker *maker, const struct connection *connection)
{
	struct bytes host = connection_host(connection);
	struct step *step;

	if (host.len == 0 || maker->page->seen_from == SIDE_SERVER)
		return 0;
	step = step_new(maker, STEP_NAME, 0, connection->start_ns);
	step->name = host;
	step_infer(step, CERTAINTY_HIDDEN, "name_not_asked",
	    name_channel_reason(&maker->page->arena, connection));
	return maker->count;
}

/* Who is told an address needs no name.  The step's number, or 0. */
static uint32_t
make_name(struct maker *maker, const struct connection *connection)
{
	uint32_t name;

	if (host_is_address(connection_host(connection)))
		return 0;
	name = name_of_connection(maker, connection);
	return name != 0 ? name : make_hidden_name(maker, connection);
}

static void
make_connect(struct maker *maker, const struct connection *connection)
{
	uint32_t hop =
	    connection->has_macs
		? make_next_hop(maker, connection->server_address, connection->next_hop_mac)
		: 0;
	uint32_t name = make_name(maker, connection);
	struct step *step;

	step =
	    step_new(maker, STEP_CONNECT, connection->start_ns, connection->established_ns);
	step->connection = connection;
	connection_add_opening(connection, &step->is.frames);
	if (connection->established_ns == 0)
		step->end_ns = connection->closed_ns;
	step_needs(maker, hop);
	step_needs(maker, name);
	if (hop == 0)
		step_needs(maker, maker->join);
}

static void
make_secure(struct maker *maker, const struct connection *connection, uint32_t connect)
{
	const struct connection_tls *tls = connection->tls;
	struct step *step = step_new(maker, STEP_SECURE, tls->start_ns,
	    tls->duration.known ? tls->start_ns + tls->duration.value : tls->end_ns);

	step->connection = connection;
	frame_list_add(&step->is.frames, tls->client_hello);
	frame_list_add(&step->is.frames, tls->server_hello);
	frame_list_add(&step->is.frames, tls->certificate_frame);
	for (uint32_t i = 0; i < tls->alert_count; i++)
		frame_list_add(&step->is.frames, tls->alerts[i].frame);
	step_needs(maker, connect);
}

/* Requests inside TLS that nobody can read: one step for all of a connection. */
static struct step *
make_hidden_step(struct maker *maker, const struct connection *connection,
    uint64_t start_ns, uint64_t end_ns)
{
	struct step *step = step_new(maker, STEP_REQUEST, start_ns, end_ns);

	step->connection = connection;
	step_infer(step, CERTAINTY_HIDDEN, "inside_tls",
	    hidden_reason(maker->page, connection->tls));
	return step;
}

static void
make_hidden_requests(
    struct maker *maker, const struct connection *connection, uint32_t secure)
{
	const struct connection_tls *tls = connection->tls;
	uint64_t from_ns = hidden_from(connection);

	if (from_ns == 0 || (connection->is_closed && !connection->used) ||
	    (tls->keys_found && tls->unopened == NULL))
		return;
	make_hidden_step(maker, connection, from_ns, connection->closing_ns);
	step_needs(maker, secure);
}

/* The same of a connection that was there before the page. */
static void
make_hidden_burst(struct maker *maker, const struct connection *connection)
{
	const struct page *page = maker->page;

	if (page->burst.first_ns != 0 && connection->tls != NULL &&
	    connection->request_count == 0)
		make_hidden_step(
		    maker, connection, page->burst.first_ns, page_burst_end(page))
		    ->is.frames = page->is.frames;
}

static void
make_close(struct maker *maker, const struct connection *connection, uint32_t connect)
{
	bool is_cut = connection->closed_how != NULL &&
		      strcmp(connection->closed_how, "capture_end") == 0;
	uint64_t closed_ns = is_cut ? MAX(connection->closed_ns, maker->page->over_ns)
				    : connection->closed_ns;
	struct step *step = step_new(maker, STEP_CLOSE,
	    connection->closing_ns != 0 ? connection->closing_ns : closed_ns, closed_ns);

	step->connection = connection;
	connection_add_closing(connection, &step->is.frames);
	step_needs(maker, connect);
}

static bool
connection_began_for(const struct connection *connection, const struct page *page)
{
	return connection->opened_for == page->id;
}

static void
make_connections(struct maker *maker)
{
	for (uint32_t i = 0; i < maker->page->connection_count; i++) {
		struct connection *connection = maker->page->connections[i];

		connection->step = connection->answer_step = 0;
		if (!connection_began_for(connection, maker->page)) {
			if (i == 0)
				make_hidden_burst(maker, connection);
			continue;
		}
		make_connect(maker, connection);
		connection->step = maker->count;
		if (connection->tls == NULL)
			continue;
		make_secure(maker, connection, connection->step);
		connection->step = maker->count;
		if (connection->request_count == 0)
			make_hidden_requests(maker, connection, connection->step);
	}
}

static void
make_closes(struct maker *maker)
{
	for (uint32_t i = 0; i < maker->page->connection_count; i++) {
		const struct connection *connection = maker->page->connections[i];

		if (connection->closed_how != NULL &&
		    connection->outcome == CONNECTION_OPEN &&
		    connection_began_for(connection, maker->page))
			make_close(maker, connection, connection->step);
	}
}

static void
make_response(struct maker *maker, struct request *request, uint32_t asked)
{
	struct step *step =
	    step_new(maker, STEP_RESPONSE, request->first_byte_ns, request->end_ns);

	step->connection = request->connection;
	step->request = request;
	frame_list_add(&step->is.frames, request->response_frame);
	frame_list_add(&step->is.frames, request->end_frame);
	step_needs(maker, asked);
	request->step = maker->count;
}

/* A connection that answers one request after the other had to be done with the last. */
static void
make_way_of_request(struct maker *maker, const struct connection *connection)
{
	step_needs(maker, connection->step);
	step_needs(maker, connection->answer_step);
}

static void
make_requests(struct maker *maker)
{
	struct request *request;

	TAILQ_FOREACH (request, &maker->page->requests, entry) {
		struct step *step =
		    step_new(maker, STEP_REQUEST, request->start_ns, request->sent_ns);

		step->connection = request->connection;
		step->request = request;
		frame_list_add(&step->is.frames, request->frame);
		if (request->connection != NULL)
			make_way_of_request(maker, request->connection);
		if (request->initiator != NULL)
			step_needs(maker, request->initiator->step);
		request->step = maker->count;
		if (request->status == 0)
			continue;
		make_response(maker, request, maker->count);
		if (request->connection != NULL && !request->stream.known)
			request->connection->answer_step = maker->count;
	}
}

/* When a step stands in the story, and its number while they are made. */
struct place {
	uint64_t at_ns;
	uint32_t number;
};

static int
place_compare(const void *a, const void *b)
{
	const struct place *left = a, *right = b;

	if (left->at_ns != right->at_ns)
		return left->at_ns < right->at_ns ? -1 : 1;
	return left->number < right->number ? -1 : 1;
}

/* A step without a time of its own comes with its page; one that was before all, first. */
static uint64_t
step_place(const struct maker *maker, struct step *step)
{
	if (step->start_ns == 0 && step->kind == STEP_JOIN)
		return 0;
	if (step->start_ns == 0)
		step->start_ns = step->end_ns != 0 ? step->end_ns : maker->page->start_ns;
	return step->start_ns;
}

/* Their order by time, or as they were made. */
static struct place *
steps_order(const struct maker *maker)
{
	struct place *places =
	    arena_array(maker->arena, maker->count + (size_t)1, sizeof(*places));
	bool is_sorted = true;

	for (uint32_t i = 0; i < maker->count; i++) {
		places[i].at_ns = step_place(maker, &maker->scratch->drafts[i].step);
		places[i].number = i + 1;
		is_sorted = is_sorted && (i == 0 || places[i - 1].at_ns <= places[i].at_ns);
	}
	if (!is_sorted)
		qsort(places, maker->count, sizeof(*places), place_compare);
	return places;
}

/* A draft as it stays, with the numbers that the steps have now. */
static void
step_take(struct arena *arena, struct step *step, const struct step_draft *draft,
    const uint32_t *ids)
{
	*step = draft->step;
	step->needs =
	    arena_array(arena, step->need_count + (size_t)1, sizeof(*step->needs));
	for (uint32_t i = 0; i < step->need_count; i++)
		step->needs[i] = ids[draft->needs[i]];
}

static void
page_take_steps(struct page *page, const struct maker *maker)
{
	const struct place *places = steps_order(maker);
	uint32_t *ids = arena_array(maker->arena, maker->count + (size_t)1, sizeof(*ids));

	page->steps =
	    arena_array(maker->arena, maker->count + (size_t)1, sizeof(*page->steps));
	page->step_count = maker->count;
	for (uint32_t i = 0; i < maker->count; i++)
		ids[places[i].number] = i + 1;
	for (uint32_t i = 0; i < maker->count; i++) {
		step_take(maker->arena, &page->steps[i],
		    &maker->scratch->drafts[places[i].number - 1], ids);
		page->steps[i].id = i + 1;
	}
}

void
page_make_steps(struct step_scratch *scratch, struct page *page, struct arena *arena)
{
	struct maker maker = { .page = page, .arena = arena, .scratch = scratch };

	make_join(&maker);
	make_names(&maker);
	make_connections(&maker);
	make_requests(&maker);
	make_closes(&maker);
	page_take_steps(page, &maker);
}
