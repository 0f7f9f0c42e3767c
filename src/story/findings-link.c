/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/findings-link.h"
#include "story/clients.h"
#include "story/finding-limits.h"
#include "story/findings.h"

void
finding_second_server(
    struct story *story, const struct client *client, const struct offer *offer)
{
	struct finding *finding =
	    finding_new(story, SEVERITY_WARNING, "second_dhcp_server", NULL);
	char server[ADDRESS_TEXT_SIZE], address[ADDRESS_TEXT_SIZE];

	if (finding == NULL)
		return;
	finding->client = client->id;
	finding->text = arena_format(&finding->arena, "%s offered the address %s as well",
	    address_text(offer->server, server), address_text(offer->address, address));
	finding->advice =
	    BYTES("one network has one DHCP server, or several that know of each other: "
		  "find out who runs this one");
	frame_list_add(&finding->frames, offer->frame);
}

void
finding_duplicate_address(struct story *story, const struct client *client,
    const struct lease *lease, struct mac other)
{
	struct finding *finding =
	    finding_new(story, SEVERITY_PROBLEM, "duplicate_address", NULL);
	char address[ADDRESS_TEXT_SIZE], mac[MAC_TEXT_SIZE];

	if (finding == NULL)
		return;
	finding->client = client->id;
	finding->text =
	    arena_format(&finding->arena, "%s was leased, but %s says that it has it",
		address_text(lease->address, address), mac_text(other, mac));
	finding->advice =
	    BYTES("an address set by hand lies in the server's range: take it "
		  "out of the range, or let that host ask the server");
	finding->frames = lease->client_probe.frames;
}

/* Was the address given to it, as far as leases show? */
static bool
sender_has_lease(struct story *story, const struct event_arp *e)
{
	const struct client *sender = client_find_mac(story, e->sender_mac.mac);
	const struct lease *lease =
	    sender == NULL ? NULL : client_lease_at(sender, e->head.at_ns);

	return lease != NULL && address_equal(lease->address, e->sender_ip);
}

/* Why this is no honest claim; NULL: it may be one.  An address may go from one machine to
 * another, which then announces it. */
static const char *
arp_suspicion(
    const struct claim *claim, const struct asked *asked, const struct event_arp *e)
{
	bool is_reply = bytes_equal(e->op, BYTES("reply"));

	if (asked != NULL && asked->is_answered &&
	    !mac_equal(asked->answer_mac, e->sender_mac.mac))
		return "both answered one question";
	if (is_reply && !e->announcement && asked == NULL)
		return "nobody had asked";
	if (e->announcement &&
	    clock_between(claim->heard_ns, e->head.at_ns) < CLAIM_IN_USE_NS)
		return "the other had it just before";
	return NULL;
}

void
finding_arp(struct story *story, struct claim *claim, const struct asked *asked,
    const struct event_arp *e)
{
	const char *why = arp_suspicion(claim, asked, e);
	const struct client *target;
	char address[ADDRESS_TEXT_SIZE], mac[MAC_TEXT_SIZE], other[MAC_TEXT_SIZE];
	struct finding *finding = claim->finding;

	if (why == NULL || sender_has_lease(story, e))
		return;
	if (finding != NULL) {
		frame_list_add(&finding->frames, frame_of(&e->head));
		return;
	}
	finding = finding_new(story, e->announcement ? SEVERITY_WARNING : SEVERITY_PROBLEM,
	    "arp_spoofing", NULL);
	if (finding == NULL)
		return;
	claim->finding = finding;
	target = client_find(story, e->target_ip);
	finding->client = target == NULL || e->announcement ? 0 : target->id;
	finding->text = arena_format(&finding->arena,
	    "%s says that it has %s, which %s has: %s", mac_text(e->sender_mac.mac, mac),
	    address_text(e->sender_ip, address), mac_text(claim->mac, other), why);
	finding->advice = BYTES("whoever believes it sends his packets there: find that "
				"machine; a switch that inspects ARP stops it");
	if (asked != NULL) {
		frame_list_add(&finding->frames, asked->frame);
		frame_list_add(&finding->frames, asked->answer);
	}
	frame_list_add(&finding->frames, frame_of(&e->head));
}
