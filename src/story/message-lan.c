/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/message-lan.h"
#include "base/clock.h"

static void
label_add_address(struct messages *messages, const char *before, struct address address)
{
	char text[ADDRESS_TEXT_SIZE];

	buffer_add_string(&messages->label, before);
	if (address.family == 0)
		return;
	buffer_printf(&messages->label, " %s", address_text(address, text));
}

static struct frame_ref
frame_at(const struct frame_list *frames, uint32_t index)
{
	return index < frames->count ? frames->items[index] : (struct frame_ref){ 0 };
}

static struct party
lease_server(struct address address)
{
	return (struct party){ .role = ROLE_DHCP_SERVER, .address = address };
}

/* Is this address free?  Nobody ought to answer, so no answer is no loss. */
static struct message *
add_probe(struct messages *messages, const struct probe *probe, struct address address)
{
	bool by_ping = strcmp(probe->how, "ping") == 0;
	struct message *message;

	label_add_address(
	    messages, by_ping ? "ICMP echo: is there" : "ARP who has", address);
	buffer_add_string(
	    &messages->label, probe->answered ? "? It is taken" : "? Nobody answers");
	message = message_add(messages, by_ping ? EVENT_ICMP : EVENT_ARP, probe->at_ns,
	    (struct frame_ref){ 0 });
	message->frames = probe->frames;
	return message;
}

static void
add_discover(struct messages *messages, const struct lease *lease)
{
	struct message *message;

	if (lease->discover.number == 0)
		return;
	buffer_add_string(&messages->label, "DHCP DISCOVER");
	message = message_add(messages, EVENT_DHCP, lease->start_ns, lease->discover);
	message_between(messages, message, FROM_CLIENT, party_everyone());
	if (lease->request.number == 0)
		message->tries += lease->tries;
	message->is_lost = lease->offer_count == 0;
}

static void
add_offers(struct messages *messages, const struct lease *lease)
{
	for (uint32_t i = 0; i < lease->offer_count; i++) {
		const struct offer *offer = &lease->offers[i];
		struct message *message;

		label_add_address(messages, "DHCP OFFER", offer->address);
		if (lease_offer_is_other(lease, offer))
			buffer_add_string(&messages->label, ", not taken");
		message = message_add(messages, EVENT_DHCP, offer->at_ns, offer->frame);
		message_between(messages, message, TO_CLIENT, lease_server(offer->server));
	}
}

static void
add_request(struct messages *messages, const struct lease *lease)
{
	bool is_unicast = lease->kind == LEASE_RENEW && lease->server.family != 0;
	struct message *message;

	if (lease->request.number == 0)
		return;
	label_add_address(messages,
	    lease->kind == LEASE_INFORM ? "DHCP INFORM" : "DHCP REQUEST", lease->requested);
	message = message_add(messages, EVENT_DHCP, lease->request_ns, lease->request);
	message_between(messages, message, FROM_CLIENT,
	    is_unicast ? lease_server(lease->server) : party_everyone());
	message->tries += lease->tries;
	message->is_lost = lease->ack.number == 0;
}

static void
add_ack(struct messages *messages, const struct lease *lease)
{
	struct message *message;
	char text[CLOCK_TEXT_SIZE];

	if (lease->ack.number == 0)
		return;
	label_add_address(
	    messages, lease->kind == LEASE_NAK ? "DHCP NAK" : "DHCP ACK", lease->address);
	if (lease->has_lease_s && lease->lease_s != UINT32_MAX)
		buffer_printf(
		    &messages->label, " for %s", clock_whole(lease->lease_s, text));
	message = message_add(messages, EVENT_DHCP, lease->end_ns, lease->ack);
	message_between(messages, message, TO_CLIENT, lease_server(lease->server));
}

/* The client uses what it was given, once it knows that nobody else does. */
static void
add_checks(struct messages *messages, const struct lease *lease)
{
	struct message *message;

	if (lease->client_probe.how != NULL)
		message_between(messages,
		    add_probe(messages, &lease->client_probe, lease->address), FROM_CLIENT,
		    party_everyone());
	if (lease->announcement.how == NULL)
		return;
	label_add_address(messages, "ARP announcement: I have", lease->address);
	message = message_add(
	    messages, EVENT_ARP, lease->announcement.at_ns, (struct frame_ref){ 0 });
	message->frames = lease->announcement.frames;
	message_between(messages, message, FROM_CLIENT, party_everyone());
}

/* An address is given back; nobody answers that. */
static void
add_return(struct messages *messages, const struct lease *lease)
{
	bool is_release = lease->kind == LEASE_RELEASE && lease->server.family != 0;
	struct message *message;

	label_add_address(messages,
	    lease->kind == LEASE_RELEASE ? "DHCP RELEASE" : "DHCP DECLINE", lease->address);
	message = message_add(
	    messages, EVENT_DHCP, lease->start_ns, frame_at(&lease->is.frames, 0));
	message_between(messages, message, FROM_CLIENT,
	    is_release ? lease_server(lease->server) : party_everyone());
}

static void
messages_lease(struct messages *messages, const struct lease *lease)
{
	struct message *message;

	if (lease->kind == LEASE_RELEASE || lease->kind == LEASE_DECLINE) {
		add_return(messages, lease);
		return;
	}
	add_discover(messages, lease);
	if (lease->server_probe.how != NULL) {
		message = add_probe(messages, &lease->server_probe, lease->address);
		message->from = lease_server(lease->server);
		message->to = party_everyone();
	}
	add_offers(messages, lease);
	add_request(messages, lease);
	add_ack(messages, lease);
	add_checks(messages, lease);
}

/* A router announced the prefix, and the client asked whether its address is free. */
static void
messages_made(struct messages *messages, const struct step *step)
{
	const struct address_made *made =
	    client_made(messages->page->client, step->address);
	struct party router = { .role = ROLE_ROUTER, .address = step->for_address };
	struct message *message;

	if (made == NULL)
		return;
	buffer_add_string(&messages->label, "router advertisement");
	message =
	    message_add(messages, EVENT_NDP, made->advertised_ns, made->advertisement);
	message->from = router;
	message->to = party_everyone();
	label_add_address(messages, "NDP who has", step->address);
	buffer_add_string(&messages->label, "? Nobody answers");
	message = message_add(messages, EVENT_NDP, made->end_ns,
	    frame_at(&made->frames, made->frames.count - 1));
	message_between(messages, message, FROM_CLIENT, party_everyone());
}

void
messages_join(struct messages *messages)
{
	const struct step *step = messages->step;

	if (step->lease != NULL)
		messages_lease(messages, step->lease);
	else if (step->for_address.family != 0)
		messages_made(messages, step);
}

/* Without a question nobody was seen to say anything: the cache knew it. */
void
messages_next_hop(struct messages *messages)
{
	const struct step *step = messages->step;
	struct party other = { .role = ROLE_NEIGHBOUR, .address = step->address };
	enum event_kind kind = step->address.family == 6 ? EVENT_NDP : EVENT_ARP;
	bool was_asked = step->is.frames.count > 1;
	struct message *message;
	char text[MAC_TEXT_SIZE];

	if (step->is.certainty != CERTAINTY_SEEN || step->address.family == 0)
		return;
	if (address_equal(step->address, messages->page->client->gateway))
		other.role = ROLE_ROUTER;
	if (was_asked) {
		label_add_address(messages,
		    kind == EVENT_ARP ? "ARP who has" : "NDP who has", step->address);
		buffer_add_char(&messages->label, '?');
		message = message_add(
		    messages, kind, step->start_ns, frame_at(&step->is.frames, 0));
		message_between(messages, message, FROM_CLIENT, party_everyone());
	}
	label_add_address(messages, kind == EVENT_ARP ? "ARP" : "NDP", step->address);
	buffer_printf(&messages->label, " is at %s", mac_text(step->mac, text));
	message = message_add(
	    messages, kind, step->end_ns, frame_at(&step->is.frames, was_asked ? 1 : 0));
	message_between(messages, message, TO_CLIENT, other);
}
