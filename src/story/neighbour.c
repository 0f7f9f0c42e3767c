/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "base/die.h"
#include "story/neighbour.h"

enum { NEIGHBOURS_MAX = 64 /* of one client; the oldest goes */ };

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

void
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
neighbour_recall(
    const struct asked_ring *ring, struct client *client, struct address address)
{
	for (uint32_t i = 0; i < ASKED_MAX; i++) {
		const struct asked *asked = asked_at(ring, i);

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
