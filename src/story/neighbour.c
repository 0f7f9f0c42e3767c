/* SPDX-License-Identifier: BSD-2-Clause */
/* Which MAC address has this IP address: ARP (RFC 826) and neighbor discovery (RFC 4861)
 * as the clients saw them. */
#include <stdlib.h>

#include "base/die.h"
#include "story/correlator.h"

enum { NEIGHBOURS_MAX = 64 /* of one client; the oldest goes */ };

const struct neighbour *
client_neighbour(const struct client *client, struct address address)
{
	const struct neighbour *neighbour;

	TAILQ_FOREACH_REVERSE(neighbour, &client->neighbours, neighbour_list, entry)
	{
		if (address_equal(neighbour->address, address))
			return neighbour;
	}
	return NULL;
}

static void
neighbour_free(struct client *client, struct neighbour *neighbour)
{
	TAILQ_REMOVE(&client->neighbours, neighbour, entry);
	client->neighbour_count--;
	free(neighbour);
}

void
neighbour_clear(struct client *client)
{
	while (client->neighbour_count > 0)
		neighbour_free(client, TAILQ_FIRST(&client->neighbours));
}

static struct neighbour *
neighbour_find(struct client *client, struct address address, struct mac mac)
{
	struct neighbour *neighbour;

	TAILQ_FOREACH_REVERSE(neighbour, &client->neighbours, neighbour_list, entry)
	{
		if (address_equal(neighbour->address, address) &&
		    mac_equal(neighbour->mac, mac))
			return neighbour;
	}
	return NULL;
}

static struct neighbour *
neighbour_new(struct client *client, struct address address, struct mac mac, uint64_t at_ns)
{
	struct neighbour *neighbour;

	if (client->neighbour_count == NEIGHBOURS_MAX)
		neighbour_free(client, TAILQ_FIRST(&client->neighbours));
	neighbour = alloc_zeroed(1, sizeof(*neighbour));
	neighbour->address = address;
	neighbour->mac = mac;
	neighbour->at_ns = at_ns;
	TAILQ_INSERT_TAIL(&client->neighbours, neighbour, entry);
	client->neighbour_count++;
	if (address_equal(client->gateway, address) && address.family != 0) {
		client->has_gateway_mac = true;
		client->gateway_mac = mac;
	}
	return neighbour;
}

/* The client was told this mapping; `asked` is NULL where it did not ask. */
static void
neighbour_learn(struct client *client, struct address address, struct mac mac,
    const struct asked *asked, struct frame_ref answer, uint64_t at_ns)
{
	struct neighbour *neighbour = neighbour_find(client, address, mac);

	if (neighbour != NULL && neighbour->is.certainty == CERTAINTY_SEEN) {
		if (asked != NULL)
			frame_list_add(&neighbour->is.frames, asked->frame);
		frame_list_add(&neighbour->is.frames, answer);
		return;
	}
	if (neighbour == NULL)
		neighbour = neighbour_new(client, address, mac, at_ns);
	neighbour->is = (struct statement){ 0 };
	neighbour->at_ns = at_ns;
	neighbour->asked_ns = asked == NULL ? 0 : asked->at_ns;
	if (asked != NULL)
		frame_list_add(&neighbour->is.frames, asked->frame);
	frame_list_add(&neighbour->is.frames, answer);
}

void
neighbour_told(struct client *client, struct address address, struct mac mac,
    struct frame_ref frame, uint64_t at_ns)
{
	neighbour_learn(client, address, mac, NULL, frame, at_ns);
}

void
neighbour_recall(struct story *story, struct client *client, struct address address)
{
	for (uint32_t i = 0; i < ASKED_MAX; i++) {
		const struct asked *asked = asked_at(&story->asked, i);

		if (asked->how == NULL || !asked->is_answered ||
		    !address_equal(asked->by, address) || mac_is_zero(asked->answer_mac))
			continue;
		neighbour_learn(client, asked->about, asked->answer_mac, asked,
		    asked->answer, asked->answer_ns);
	}
}

/* The address behind which this packet's way goes on, as far as the mask tells. */
static struct address
client_next_hop(const struct client *client, struct address to)
{
	const struct lease *lease = client_lease_at(client, UINT64_MAX);
	unsigned bits = 0;

	if (client_neighbour(client, to) != NULL)
		return to;
	if (lease == NULL || lease->subnet_mask.family != 4 || to.family != 4)
		return address_is_link_local(to) ? to : (struct address){ 0 };
	for (int i = 0; i < 4; i++)
		bits += (unsigned)__builtin_popcount(lease->subnet_mask.octets[i]);
	if (address_same_network(lease->address, to, bits))
		return to;
	return client->gateway;
}

void
neighbour_use(
    struct client *client, struct address to, struct mac mac, const struct event *event)
{
	struct neighbour *neighbour;

	/* Nearly all that a client sends goes over one neighbour. */
	if (mac_equal(mac, client->last_hop) && client->gateway.family != 0)
		return;
	if (mac_is_group(mac) || mac_is_zero(mac))
		return;
	client->last_hop = mac;
	TAILQ_FOREACH_REVERSE(neighbour, &client->neighbours, neighbour_list, entry)
	{
		if (!mac_equal(neighbour->mac, mac))
			continue;
		if (client->gateway.family == 0 && !address_equal(neighbour->address, to) &&
		    !address_is_private(to)) {
			client->gateway = neighbour->address;
			client->has_gateway_mac = true;
			client->gateway_mac = mac;
		}
		return;
	}
	neighbour = neighbour_new(client, client_next_hop(client, to), mac, event->at_ns);
	neighbour->is.certainty = CERTAINTY_INFERRED;
	neighbour->is.rule = "neighbour_cached";
	neighbour->is.reason =
	    BYTES("nobody asked for it in this capture, so it was known before; the packet "
		  "went to this MAC address");
	frame_list_add(&neighbour->is.frames, frame_of(event));
}

/* An answer: whoever asked knows the sender now. */
static struct client *
arp_reply(struct story *story, const struct client *sender, const struct event_arp *e)
{
	struct asked *asked = asked_answer(
	    &story->asked, e->sender_ip, e->target_ip, e->sender_mac.mac, &e->head);
	struct client *target = client_find(story, e->target_ip);

	if (target != NULL && target != sender)
		neighbour_learn(target, e->sender_ip, e->sender_mac.mac, asked,
		    frame_of(&e->head), e->head.at_ns);
	return target;
}

uint32_t
story_arp(struct story *story, const struct event *event)
{
	const struct event_arp *e = (const struct event_arp *)event;
	bool is_request = bytes_equal(e->op, BYTES("request"));
	struct client *sender, *target = NULL;

	if (!e->sender_mac.known)
		return CLIENT_NONE;
	sender = client_find_mac(story, e->sender_mac.mac);
	lease_arp(story, sender, e);
	if (!e->probe)
		client_claim(story, e->sender_mac.mac, e->sender_ip, event->at_ns);
	if (is_request && !e->announcement)
		asked_add(&story->asked, "arp", e->sender_ip, e->sender_mac.mac,
		    e->target_ip, event);
	if (!is_request)
		target = arp_reply(story, sender, e);
	if (sender != NULL)
		client_touch(story, sender, event->at_ns);
	return sender != NULL ? sender->id : client_number(target);
}

static uint32_t
ndp_solicitation(struct story *story, const struct event_ndp *e)
{
	struct client *client;
	struct claim *claim;

	if (!e->head.has_macs)
		return CLIENT_NONE;
	/* Duplicate address detection: the sender is about to use the target itself. */
	if (address_is_unspecified(e->head.src)) {
		client_claim(story, e->head.src_mac, e->target, e->head.at_ns);
		claim = claim_find(story, e->target);
		if (claim != NULL)
			slaac_probe(&story->slaac, claim->mac, e, &claim->made);
	} else
		client_claim(story, e->head.src_mac, e->head.src, e->head.at_ns);
	asked_add(&story->asked, "ndp", e->head.src, e->head.src_mac, e->target, &e->head);
	client = client_find_mac(story, e->head.src_mac);
	return client_number(client);
}

static uint32_t
ndp_advertisement(struct story *story, const struct event_ndp *e)
{
	struct client *client = client_find(story, e->head.dst);
	struct mac mac = e->target_mac.known ? e->target_mac.mac : e->head.src_mac;
	struct asked *asked;

	if (!e->target_mac.known && !e->head.has_macs)
		return CLIENT_NONE;
	client_claim(story, mac, e->target, e->head.at_ns);
	asked = asked_answer(&story->asked, e->target, e->head.dst, mac, &e->head);
	if (client != NULL)
		neighbour_learn(
		    client, e->target, mac, asked, frame_of(&e->head), e->head.at_ns);
	return client_number(client);
}

uint32_t
story_ndp(struct story *story, const struct event *event)
{
	const struct event_ndp *e = (const struct event_ndp *)event;

	if (e->type == NULL)
		return CLIENT_NONE;
	if (strcmp(e->type, "neighbor_solicitation") == 0)
		return ndp_solicitation(story, e);
	if (strcmp(e->type, "neighbor_advertisement") == 0)
		return ndp_advertisement(story, e);
	if (strcmp(e->type, "router_solicitation") == 0)
		slaac_solicitation(&story->slaac, e);
	if (strcmp(e->type, "router_advertisement") == 0)
		slaac_advertisement(&story->slaac, e);
	return client_number(client_find(story, event->src));
}

uint32_t
story_icmp(struct story *story, const struct event *event)
{
	const struct event_icmp *e = (const struct event_icmp *)event;
	struct client *client = client_find(story, event->src);

	if (e->name != NULL && strcmp(e->name, "echo_request") == 0)
		asked_add(
		    &story->asked, "ping", event->src, event->src_mac, event->dst, event);
	else if (e->name != NULL && strcmp(e->name, "echo_reply") == 0)
		asked_answer(
		    &story->asked, event->src, event->dst, (struct mac){ { 0 } }, event);
	if (client == NULL)
		client = client_find(story, event->dst);
	return client_number(client);
}

void
askers_become_clients(struct story *story)
{
	for (uint32_t i = 0; i < ASKED_MAX; i++) {
		const struct asked *asked = asked_at(&story->asked, i);

		if (asked->how != NULL && strcmp(asked->how, "ping") != 0 &&
		    !address_is_unspecified(asked->by))
			client_get(story, asked->by, asked->at_ns);
	}
}
