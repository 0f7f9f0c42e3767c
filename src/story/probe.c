/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/probe.h"
#include "base/clock.h"
#include "story/clients.h"
#include "story/findings-link.h"

/* A server may have asked a moment before DISCOVER reached the place of the capture. */
#define PROBE_EARLY_NS (10 * NS_PER_MS)
/* A client that probes does so within seconds of the ACK (RFC 5227 1.1). */
#define PROBE_LATE_NS (20 * NS_PER_S)

void
lease_add_probes(
    const struct asked_ring *ring, struct lease *lease, const struct offer *offer)
{
	for (uint32_t i = 0; i < ASKED_MAX; i++) {
		const struct asked *asked = asked_at(ring, i);

		if (asked->how == NULL || !address_equal(asked->by, offer->server) ||
		    !address_equal(asked->about, offer->address) ||
		    asked->at_ns + PROBE_EARLY_NS < lease->start_ns ||
		    asked->at_ns > offer->at_ns)
			continue;
		if (lease->server_probe.how == NULL) {
			lease->server_probe.how = asked->how;
			lease->server_probe.at_ns = asked->at_ns;
		}
		frame_list_add(&lease->server_probe.frames, asked->frame);
		if (asked->is_answered) {
			lease->server_probe.answered = true;
			frame_list_add(&lease->server_probe.frames, asked->answer);
		}
	}
}

static void
probe_add(struct probe *probe, const struct event *event)
{
	if (probe->how == NULL) {
		probe->how = "arp";
		probe->at_ns = event->at_ns;
	}
	frame_list_add(&probe->frames, frame_of(event));
}

/* The newest transaction that gave this address, not long ago. */
static struct lease *
lease_of_address(struct client *client, struct address address, uint64_t at_ns)
{
	struct lease *lease;

	TAILQ_FOREACH_REVERSE(lease, &client->leases, lease_list, entry)
	{
		if (lease->ack.number != 0 && address_equal(lease->address, address) &&
		    clock_between(lease->end_ns, at_ns) <= PROBE_LATE_NS)
			return lease;
	}
	return NULL;
}

/* The client asks whether an address is free, or says that it is its own. */
static void
lease_client_arp(struct client *client, const struct event_arp *e)
{
	struct lease *lease = lease_of_address(client, e->target_ip, e->head.at_ns);

	if (lease == NULL)
		return;
	probe_add(e->probe ? &lease->client_probe : &lease->announcement, &e->head);
}

/* Somebody says that an address is his: if it is what a client just probes, it is taken. */
static void
lease_conflict(struct story *story, struct client *client, const struct event_arp *e)
{
	struct lease *lease = lease_of_address(client, e->sender_ip, e->head.at_ns);

	if (lease == NULL || lease->client_probe.how == NULL ||
	    lease->announcement.how != NULL)
		return;
	frame_list_add(&lease->client_probe.frames, frame_of(&e->head));
	if (!lease->client_probe.answered)
		finding_duplicate_address(story, client, lease, e->sender_mac.mac);
	lease->client_probe.answered = true;
}

void
lease_arp(struct story *story, struct client *sender, const struct event_arp *e)
{
	struct client *owner;

	if (sender != NULL && (e->probe || e->announcement))
		lease_client_arp(sender, e);
	if (e->probe || e->sender_ip.family == 0)
		return;
	owner = client_find(story, e->sender_ip);
	if (owner != NULL && owner != sender && owner->lease_count > 0)
		lease_conflict(story, owner, e);
}
