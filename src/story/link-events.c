/* SPDX-License-Identifier: BSD-2-Clause */
/* Which MAC address has this IP address: ARP (RFC 826) and neighbor discovery (RFC 4861)
 * as the clients saw them. */
#include "story/link-events.h"
#include "event/lan.h"
#include "story/claim.h"
#include "story/clients.h"
#include "story/findings-link.h"
#include "story/neighbour.h"
#include "story/probe.h"

/* Another input on the same link has told it. */
static bool
link_is_told(struct story *story, const struct event *event, struct bytes what,
    struct mac by, struct address from, struct address about)
{
	uint8_t said[2 * sizeof(struct address) + sizeof(struct mac) + 32] = { 0 };
	size_t at = 0;

	if (!story->options.several_inputs)
		return false;
	memcpy(&said[at], &by, sizeof(by));
	memcpy(&said[at += sizeof(by)], &from, sizeof(from));
	memcpy(&said[at += sizeof(from)], &about, sizeof(about));
	at += sizeof(about);
	memcpy(&said[at], what.at, MIN(what.len, sizeof(said) - at));
	return heard_elsewhere(&story->heard,
	    hash_bytes(&story->options.hash_key, bytes_of(said, sizeof(said))), event);
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

/* Does it say of an address of another MAC that it is the sender's? */
static void
arp_judge(struct story *story, const struct event_arp *e)
{
	struct claim *claim = claim_find(story, e->sender_ip);
	const struct asked *asked;

	if (claim == NULL || mac_equal(claim->mac, e->sender_mac.mac) ||
	    (bytes_equal(e->op, BYTES("request")) && !e->announcement))
		return;
	asked = e->announcement
		    ? NULL
		    : asked_about(&story->asked, e->sender_ip, e->target_ip, e->head.at_ns);
	finding_arp(story, claim, asked, e);
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
	if (link_is_told(
		story, event, e->op, e->sender_mac.mac, e->sender_ip, e->target_ip))
		return client_number(sender);
	lease_arp(story, sender, e);
	if (!e->probe) {
		arp_judge(story, e);
		client_claim(story, e->sender_mac.mac, e->sender_ip, event->at_ns);
	}
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
	if (link_is_told(story, event, bytes_of_string(e->type), event->src_mac, event->src,
		e->target))
		return client_number(client_find(story, event->src));
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
