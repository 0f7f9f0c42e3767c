/* SPDX-License-Identifier: BSD-2-Clause */
/* Is the address free?  The server asks before it offers (RFC 2131 2.2), the client before
 * it uses what it was given (RFC 5227). */
#include "story/correlator.h"

/* A server may have asked a moment before DISCOVER reached the place of the capture. */
#define PROBE_EARLY_NS (10 * NS_PER_MS)
/* A client that probes does so within seconds of the ACK (RFC 5227 1.1). */
#define PROBE_LATE_NS (20 * NS_PER_S)

void
lease_add_probes(struct story *story, struct lease *lease, const struct offer *offer)
{
	for (uint32_t i = 0; i < ASKED_MAX; i++) {
		const struct asked *asked =
		    &story->asked[(story->asked_next + i) % ASKED_MAX];

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

void
lease_arp(struct story *story, const struct event_arp *e)
{
	struct address about = e->probe || e->announcement ? e->target_ip : e->sender_ip;
	struct client *client;
	struct lease *lease;

	if (!e->sender_mac.known)
		return;
	client = e->probe || e->announcement ? client_find_mac(story, e->sender_mac.mac)
					     : client_find(story, about);
	if (client == NULL || client->lease_count == 0)
		return;
	lease = lease_of_address(client, about, e->head.at_ns);
	if (lease == NULL)
		return;
	if (mac_equal(client->mac, e->sender_mac.mac)) {
		if (e->probe)
			probe_add(&lease->client_probe, &e->head);
		else if (e->announcement)
			probe_add(&lease->announcement, &e->head);
		return;
	}
	/* Somebody else says that the address is his. */
	if (lease->client_probe.how != NULL && lease->announcement.how == NULL) {
		lease->client_probe.answered = true;
		frame_list_add(&lease->client_probe.frames, frame_of(&e->head));
	}
}
