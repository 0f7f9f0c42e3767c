/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/findings-link.h"
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
