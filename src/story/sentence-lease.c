/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/sentence-lease.h"
#include "base/clock.h"
#include "story/sentence-words.h"

static void
add_lease_time(struct buffer *out, const struct lease *lease)
{
	char text[CLOCK_TEXT_SIZE];

	if (!lease->has_lease_s)
		return;
	if (lease->lease_s == UINT32_MAX)
		buffer_add_string(out, " for ever");
	else
		buffer_printf(out, " for %s", clock_whole(lease->lease_s, text));
}

static const char *
probe_way(const struct probe *probe)
{
	return strcmp(probe->how, "arp") == 0 ? "ARP" : "ping";
}

/* Both ends ask whether the address is free: the server first, then the client. */
static void
add_probes(struct buffer *out, const struct client *client, const struct lease *lease)
{
	const struct probe *server = &lease->server_probe;
	const struct probe *own = &lease->client_probe;

	if (server->how != NULL)
		buffer_printf(out, "; the server asked by %s first whether it is free: %s",
		    probe_way(server), server->answered ? "it is not" : "nobody has it");
	if (own->how == NULL)
		return;
	buffer_add_string(out, "; ");
	sentence_add_client(out, client);
	buffer_printf(out, " asked by %s%s: %s", probe_way(own),
	    server->how == NULL ? " whether it is free" : ", too",
	    own->answered ? "somebody has it" : "nobody has it");
}

static void
add_other_offers(struct buffer *out, const struct lease *lease)
{
	for (uint32_t i = 0; i < lease->offer_count; i++) {
		if (!lease_offer_is_other(lease, &lease->offers[i]))
			continue;
		sentence_add_address(out, "; ", lease->offers[i].server);
		sentence_add_address(out, " had offered ", lease->offers[i].address);
		buffer_add_string(out, ", which was not taken");
	}
}

static void
add_tries(struct buffer *out, const struct lease *lease)
{
	if (lease->tries > 0)
		buffer_printf(out, ", asked %u times", (unsigned)lease->tries + 1);
}

/* The server's answer configures the client. */
static void
text_given(struct buffer *out, const struct client *client, const struct lease *lease)
{
	static const char *const words[LEASE_KIND_COUNT][2] = {
		[LEASE_DORA] = { " gave ", " the address " },
		[LEASE_INIT_REBOOT] = { " gave ", " its old address again: " },
		[LEASE_RENEW] = { " let ", " keep the address " },
		[LEASE_REBIND] = { " let ", " keep the address " },
	};

	sentence_add_address(out, "", lease->server);
	buffer_add_string(out, words[lease->kind][0]);
	sentence_add_client(out, client);
	sentence_add_address(out, words[lease->kind][1], lease->address);
	add_lease_time(out, lease);
	add_tries(out, lease);
	sentence_add_addresses(
	    out, "; gateway ", lease->routers, MIN(lease->router_count, 1U));
	sentence_add_addresses(out, ", name server ", lease->dns, lease->dns_count);
	if (lease->relay.family != 0)
		sentence_add_address(out, "; through the relay agent ", lease->relay);
	add_probes(out, client, lease);
	add_other_offers(out, lease);
}

static void
text_not_given(struct buffer *out, const struct client *client, const struct lease *lease)
{
	sentence_add_client(out, client);
	if (lease->kind == LEASE_DORA && lease->offer_count == 0) {
		buffer_add_string(out, " looked for a DHCP server, and none answered");
	} else if (lease->kind == LEASE_DORA) {
		sentence_add_address(out, " was offered ", lease->offers[0].address);
		sentence_add_address(out, " by ", lease->offers[0].server);
		buffer_add_string(out, ", and nothing came of it");
	} else {
		sentence_add_address(out, " asked to keep the address ", lease->requested);
		buffer_add_string(out, ", and no server answered");
	}
	add_tries(out, lease);
}

static void
text_lease(struct buffer *out, const struct client *client, const struct lease *lease)
{
	if (lease->ack.number != 0)
		text_given(out, client, lease);
	else
		text_not_given(out, client, lease);
}

static void
text_nak(struct buffer *out, const struct client *client, const struct lease *lease)
{
	sentence_add_address(out, "", lease->server);
	buffer_add_string(out, " refused ");
	sentence_add_client(out, client);
	if (lease->requested.family != 0)
		sentence_add_address(out, " the address ", lease->requested);
	else
		buffer_add_string(out, " its address");
	buffer_add_string(out, ": it has to begin anew");
}

static void
text_decline(struct buffer *out, const struct client *client, const struct lease *lease)
{
	sentence_add_client(out, client);
	sentence_add_address(out, " declined the address ", lease->address);
	buffer_add_string(out, ": somebody else uses it");
}

static void
text_release(struct buffer *out, const struct client *client, const struct lease *lease)
{
	sentence_add_client(out, client);
	sentence_add_address(out, " gave the address ", lease->address);
	buffer_add_string(out, " back");
	if (lease->server.family != 0)
		sentence_add_address(out, " to ", lease->server);
}

static void
text_inform(struct buffer *out, const struct client *client, const struct lease *lease)
{
	sentence_add_client(out, client);
	buffer_add_string(out, " has an address and asked for the rest");
	if (lease->ack.number == 0) {
		buffer_add_string(out, ": no server answered");
		add_tries(out, lease);
		return;
	}
	sentence_add_address(out, "; ", lease->server);
	buffer_add_string(out, " answered");
	sentence_add_addresses(
	    out, ": gateway ", lease->routers, MIN(lease->router_count, 1U));
	sentence_add_addresses(out,
	    lease->router_count > 0 ? ", name server " : ": name server ", lease->dns,
	    lease->dns_count);
}

/* SLAAC; an address that is asked for in vain is free. */
static void
text_made(struct buffer *out, const struct client *client, const struct step *step)
{
	buffer_add_string(out, " gave itself ");
	if (client->name.len > 0)
		sentence_add_address(out, "the address ", step->address);
	else
		buffer_add_string(out, "this address");
	sentence_add_address(
	    out, ", out of the prefix that the router ", step->for_address);
	buffer_add_string(
	    out, " announced; it asked first whether it is free: nobody has it");
}

void
text_join(struct buffer *out, const struct page *page, const struct step *step)
{
	static void (*const texts[LEASE_KIND_COUNT])(
	    struct buffer *, const struct client *, const struct lease *) = {
		[LEASE_DORA] = text_lease,
		[LEASE_INIT_REBOOT] = text_lease,
		[LEASE_RENEW] = text_lease,
		[LEASE_REBIND] = text_lease,
		[LEASE_NAK] = text_nak,
		[LEASE_DECLINE] = text_decline,
		[LEASE_RELEASE] = text_release,
		[LEASE_INFORM] = text_inform,
	};

	if (step->lease != NULL) {
		texts[step->lease->kind](out, page->client, step->lease);
		return;
	}
	sentence_add_client(out, page->client);
	if (step->address.family != 0) {
		text_made(out, page->client, step);
		return;
	}
	buffer_add_string(out, " already had its address");
	if (page->client->name.len > 0) /* else the address is what it is called */
		sentence_add_address(out, " ", client_address_now(page->client));
}
