/* SPDX-License-Identifier: BSD-2-Clause */
/* DHCP, RFC 2131: messages become transactions, matched by client and xid. */
#include <stdlib.h>

#include "base/clock.h"
#include "base/die.h"
#include "event/lan.h"
#include "story/clients.h"
#include "story/dhcp-events.h"
#include "story/findings-link.h"
#include "story/probe.h"

enum { LEASES_MAX = 8 /* kept of one client unless all is kept */ };

static struct bytes
bytes_kept(struct bytes wire)
{
	uint8_t *copy = alloc_zeroed(wire.len + 1, 1);

	memcpy(copy, wire.at, wire.len);
	return bytes_of(copy, wire.len);
}

static struct lease *
lease_new(struct story *story, struct client *client, enum lease_kind kind,
    const struct event_dhcp *e)
{
	struct lease *lease;

	/* Pages that are told later show the lease in force, which is never the first of
	 * so many. */
	if (client->lease_count >= LEASES_MAX && story->options.keep != STORY_KEEP_ALL)
		client_drop_lease(client);
	lease = alloc_zeroed(1, sizeof(*lease));
	lease->kind = kind;
	lease->xid = (uint32_t)e->xid.value;
	lease->start_ns = lease->end_ns = e->head.at_ns;
	lease->relay = e->giaddr;
	frame_list_add(&lease->is.frames, frame_of(&e->head));
	TAILQ_INSERT_TAIL(&client->leases, lease, entry);
	client->lease_count++;
	return lease;
}

/* The transaction that this message belongs to; NULL: none was begun. */
static struct lease *
lease_find(struct client *client, const struct event_dhcp *e)
{
	struct lease *lease;

	TAILQ_FOREACH_REVERSE(lease, &client->leases, lease_list, entry)
	{
		if (!lease->is_over && e->xid.known && lease->xid == e->xid.value)
			return lease;
	}
	return NULL;
}

/* Is this a message that was told before, seen again where another capture was made or
 * behind a relay agent? */
static bool
lease_knows(struct client *client, const struct event_dhcp *e)
{
	struct lease *lease = TAILQ_LAST(&client->leases, lease_list);

	if (lease == NULL || !lease->is_over || lease->xid != e->xid.value ||
	    clock_between(lease->end_ns, e->head.at_ns) > NS_PER_S)
		return false;
	frame_list_add(&lease->is.frames, frame_of(&e->head));
	return true;
}

static void
lease_discover(struct story *story, struct client *client, const struct event_dhcp *e)
{
	struct lease *lease = lease_find(client, e);

	if (lease == NULL)
		lease = lease_new(story, client, LEASE_DORA, e);
	else if (lease->discover.input == e->head.input && e->giaddr.family == 0)
		lease->tries++;
	frame_list_add(&lease->is.frames, frame_of(&e->head));
	if (lease->discover.number == 0)
		lease->discover = frame_of(&e->head);
	if (e->requested_ip.family != 0)
		lease->requested = e->requested_ip;
	if (e->giaddr.family != 0)
		lease->relay = e->giaddr;
}

static struct address
dhcp_server(const struct event_dhcp *e)
{
	return e->server_id.family != 0 ? e->server_id : e->head.src;
}

static void
lease_offer(struct story *story, struct client *client, const struct event_dhcp *e)
{
	struct lease *lease = lease_find(client, e);
	struct offer offer = { dhcp_server(e), e->yiaddr, frame_of(&e->head),
		e->head.at_ns };

	if (lease == NULL)
		lease = lease_new(story, client, LEASE_DORA, e);
	frame_list_add(&lease->is.frames, offer.frame);
	for (uint32_t i = 0; i < lease->offer_count; i++)
		if (address_equal(lease->offers[i].server, offer.server) &&
		    address_equal(lease->offers[i].address, offer.address))
			return;
	if (lease->offer_count < OFFERS_MAX) {
		lease->offers = alloc_resized(
		    lease->offers, lease->offer_count + 1, sizeof(*lease->offers));
		lease->offers[lease->offer_count++] = offer;
	}
	if (lease->offer.number != 0)
		return;
	lease->offer = offer.frame;
	lease->server = offer.server;
	lease_add_probes(&story->asked, lease, &offer);
}

/* A REQUEST that answers no OFFER begins a transaction of its own (RFC 2131 4.3.2). */
static enum lease_kind
lease_kind_of_request(const struct event_dhcp *e)
{
	if (e->server_id.family != 0)
		return LEASE_DORA;
	if (e->ciaddr.family == 0)
		return LEASE_INIT_REBOOT;
	return address_is_group(e->head.dst) ? LEASE_REBIND : LEASE_RENEW;
}

/* The client chose: its server's OFFER is the one that counts. */
static void
lease_choose(struct story *story, struct lease *lease, struct address server)
{
	lease->server = server;
	for (uint32_t i = 0; i < lease->offer_count; i++) {
		if (!address_equal(lease->offers[i].server, server))
			continue;
		lease->offer = lease->offers[i].frame;
		lease->server_probe = (struct probe){ 0 };
		lease_add_probes(&story->asked, lease, &lease->offers[i]);
		return;
	}
}

static void
lease_request(struct story *story, struct client *client, const struct event_dhcp *e)
{
	struct lease *lease = lease_find(client, e);

	if (lease == NULL)
		lease = lease_new(story, client, lease_kind_of_request(e), e);
	else if (lease->request.number != 0 && lease->request.input == e->head.input &&
		 e->giaddr.family == 0)
		lease->tries++;
	frame_list_add(&lease->is.frames, frame_of(&e->head));
	if (lease->request.number == 0) {
		lease->request = frame_of(&e->head);
		lease->request_ns = e->head.at_ns;
	}
	if (e->server_id.family != 0 && !address_equal(lease->server, e->server_id))
		lease_choose(story, lease, e->server_id);
	lease->requested = e->requested_ip.family != 0 ? e->requested_ip : e->ciaddr;
}

static uint32_t
addresses_take(struct address **to, const struct list *from)
{
	uint32_t count = (uint32_t)MIN(from->count, (size_t)LEASE_ADDRESSES_MAX);

	if (count == 0)
		return 0;
	*to = alloc_resized(*to, count, sizeof(**to));
	memcpy(*to, from->items, count * sizeof(**to));
	return count;
}

/* What the ACK configures. */
static void
lease_configure(struct lease *lease, const struct event_dhcp *e)
{
	lease->address = e->yiaddr.family != 0 ? e->yiaddr : e->ciaddr;
	lease->server = dhcp_server(e);
	lease->subnet_mask = e->subnet_mask;
	lease->router_count = addresses_take(&lease->routers, &e->routers);
	lease->dns_count = addresses_take(&lease->dns, &e->dns);
	lease->has_lease_s = e->lease.known;
	lease->lease_s = e->lease.value;
	if (e->domain.len > 0 && lease->domain.len == 0)
		lease->domain = bytes_kept(e->domain);
}

static void
client_add_resolver(struct client *client, struct address resolver)
{
	for (uint32_t i = 0; i < client->resolver_count; i++)
		if (address_equal(client->resolvers[i], resolver))
			return;
	if (client->resolver_count < RESOLVERS_MAX)
		client->resolvers[client->resolver_count++] = resolver;
}

/* The lease's address is the client's now, and no earlier lease's is. */
static void
client_take_lease(struct story *story, struct client *client, const struct lease *lease)
{
	for (uint32_t i = 0; i < client->address_count; i++) {
		struct address old = client->addresses[i].address;

		if (old.family == 4 && client->addresses[i].until_ns == 0 &&
		    !address_equal(old, lease->address))
			client_unbind(story, client, old, lease->end_ns);
	}
	client_claim(story, client->mac, lease->address, lease->end_ns);
	client_bind(story, client, lease->address, lease->end_ns);
	if (lease->router_count > 0) {
		const struct neighbour *gateway =
		    client_neighbour(client, lease->routers[0]);

		client->gateway = lease->routers[0];
		client->has_gateway_mac = gateway != NULL;
		client->gateway_mac = gateway == NULL ? client->gateway_mac : gateway->mac;
	}
	for (uint32_t i = 0; i < lease->dns_count; i++)
		client_add_resolver(client, lease->dns[i]);
}

static void
lease_ack(struct story *story, struct client *client, const struct event_dhcp *e)
{
	struct lease *lease = lease_find(client, e);

	if (lease == NULL && lease_knows(client, e))
		return;
	if (lease == NULL)
		lease = lease_new(
		    story, client, e->ciaddr.family != 0 ? LEASE_RENEW : LEASE_DORA, e);
	frame_list_add(&lease->is.frames, frame_of(&e->head));
	lease->ack = frame_of(&e->head);
	lease->end_ns = e->head.at_ns;
	lease->is_over = true;
	lease_configure(lease, e);
	for (uint32_t i = 0; i < lease->offer_count; i++)
		if (!address_equal(lease->offers[i].server, lease->server))
			finding_second_server(story, client, &lease->offers[i]);
	if (lease->address.family != 0)
		client_take_lease(story, client, lease);
}

static void
lease_nak(struct story *story, struct client *client, const struct event_dhcp *e)
{
	struct lease *lease = lease_find(client, e);

	if (lease == NULL && lease_knows(client, e))
		return;
	if (lease == NULL)
		lease = lease_new(story, client, LEASE_NAK, e);
	frame_list_add(&lease->is.frames, frame_of(&e->head));
	lease->kind = LEASE_NAK;
	lease->ack = frame_of(&e->head);
	lease->server = dhcp_server(e);
	lease->end_ns = e->head.at_ns;
	lease->is_over = true;
}

/* DECLINE and RELEASE: the client gives an address back and waits for nothing. */
static void
lease_give_back(struct story *story, struct client *client, const struct event_dhcp *e,
    enum lease_kind kind, struct address address)
{
	struct lease *lease;

	if (lease_knows(client, e))
		return;
	lease = lease_new(story, client, kind, e);
	lease->address = address;
	lease->server = e->server_id;
	lease->is_over = true;
	client_unbind(story, client, address, e->head.at_ns);
}

static void
lease_decline(struct story *story, struct client *client, const struct event_dhcp *e)
{
	lease_give_back(story, client, e, LEASE_DECLINE, e->requested_ip);
}

static void
lease_release(struct story *story, struct client *client, const struct event_dhcp *e)
{
	lease_give_back(story, client, e, LEASE_RELEASE, e->ciaddr);
}

static void
lease_inform(struct story *story, struct client *client, const struct event_dhcp *e)
{
	struct lease *lease = lease_find(client, e);

	if (lease == NULL)
		lease = lease_new(story, client, LEASE_INFORM, e);
	frame_list_add(&lease->is.frames, frame_of(&e->head));
	lease->request = frame_of(&e->head);
	lease->request_ns = e->head.at_ns;
	lease->requested = e->ciaddr;
}

static void
client_set_name(struct client *client, struct bytes name)
{
	if (name.len == 0 || bytes_equal(client->name, name))
		return;
	free((void *)(uintptr_t)client->name.at);
	client->name = bytes_kept(name);
}

uint32_t
story_dhcp(struct story *story, const struct event *event)
{
	static const struct {
		const char *type;
		bool by_client;
		void (*take)(struct story *, struct client *, const struct event_dhcp *);
	} messages[] = {
		{ "discover", true, lease_discover },
		{ "offer", false, lease_offer },
		{ "request", true, lease_request },
		{ "ack", false, lease_ack },
		{ "nak", false, lease_nak },
		{ "decline", true, lease_decline },
		{ "release", true, lease_release },
		{ "inform", true, lease_inform },
	};
	const struct event_dhcp *e = (const struct event_dhcp *)event;
	struct client *client;

	if (!e->client_mac.known || e->type == NULL)
		return CLIENT_NONE;
	client = client_get_mac(story, e->client_mac.mac, event->at_ns);
	client_touch(story, client, event->at_ns);
	for (size_t i = 0; i < COUNT_OF(messages); i++) {
		if (strcmp(messages[i].type, e->type) != 0)
			continue;
		if (messages[i].by_client)
			client_set_name(client, e->hostname);
		messages[i].take(story, client, e);
	}
	return client->id;
}
