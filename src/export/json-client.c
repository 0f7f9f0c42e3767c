/* SPDX-License-Identifier: BSD-2-Clause */
#include "export/json-parts.h"

static void
probe_to_json(struct story_json *out, const char *key, const struct probe *probe)
{
	if (probe->how == NULL)
		return;
	json_object(&out->json, key);
	json_word(&out->json, "how", probe->how);
	add_frames(out, "frames", &probe->frames);
	json_flag(&out->json, "answered", probe->answered);
	json_object_end(&out->json);
}

static void
offers_to_json(struct story_json *out, const struct lease *lease)
{
	bool begun = false;

	for (uint32_t i = 0; i < lease->offer_count; i++) {
		const struct offer *offer = &lease->offers[i];

		if (!lease_offer_is_other(lease, offer))
			continue;
		if (!begun)
			json_list(&out->json, "other_offers");
		begun = true;
		json_object(&out->json, NULL);
		add_address(out, "server", offer->server);
		add_address(out, "address", offer->address);
		add_frame(out, "frame", offer->frame);
		json_object_end(&out->json);
	}
	if (begun)
		json_list_end(&out->json);
}

static void
xid_to_json(struct story_json *out, uint32_t xid)
{
	uint8_t octets[4] = { (uint8_t)(xid >> 24), (uint8_t)(xid >> 16),
		(uint8_t)(xid >> 8), (uint8_t)xid };

	json_hex(&out->json, "xid", bytes_of(octets, sizeof(octets)));
}

static void
lease_to_json(struct story_json *out, const struct lease *lease)
{
	struct json *json = &out->json;

	json_object(json, NULL);
	json_word(json, "kind", lease_kind_word(lease->kind));
	add_statement(out, &lease->is);
	xid_to_json(out, lease->xid);
	add_address(out, "server", lease->server);
	add_address(out, "address", lease->address);
	add_address(out, "relay", lease->relay);
	add_address(out, "subnet_mask", lease->subnet_mask);
	add_addresses(out, "routers", lease->routers, lease->router_count);
	add_addresses(out, "dns", lease->dns, lease->dns_count);
	if (lease->has_lease_s)
		json_number(json, "lease", lease->lease_s);
	add_text(out, "domain", lease->domain);
	add_frame(out, "discover", lease->discover);
	add_frame(out, "offer", lease->offer);
	add_frame(out, "request", lease->request);
	add_frame(out, "ack", lease->ack);
	probe_to_json(out, "server_probe", &lease->server_probe);
	probe_to_json(out, "client_probe", &lease->client_probe);
	if (lease->announcement.how != NULL) {
		json_object(json, "announcement");
		add_frames(out, "frames", &lease->announcement.frames);
		json_object_end(json);
	}
	offers_to_json(out, lease);
	add_time(out, "start", lease->start_ns);
	add_time(out, "end", lease->end_ns);
	json_object_end(json);
}

static void
neighbour_to_json(struct story_json *out, const struct neighbour *neighbour)
{
	json_object(&out->json, NULL);
	add_address(out, "address", neighbour->address);
	json_mac(&out->json, "mac", neighbour->mac);
	add_statement(out, &neighbour->is);
	json_object_end(&out->json);
}

static void
client_addresses_to_json(struct story_json *out, const struct client *client)
{
	json_list(&out->json, "addresses");
	for (uint32_t i = 0; i < client->address_count; i++) {
		json_object(&out->json, NULL);
		add_address(out, "address", client->addresses[i].address);
		add_time(out, "from", client->addresses[i].from_ns);
		add_time(out, "until", client->addresses[i].until_ns);
		json_object_end(&out->json);
	}
	json_list_end(&out->json);
}

static void
client_names_to_json(struct story_json *out, const struct client *client)
{
	json_number(&out->json, "id", client->id);
	add_text(out, "name", client->name);
	if (client->has_mac)
		json_mac(&out->json, "mac", client->mac);
	client_addresses_to_json(out, client);
}

void
add_client(struct story_json *out, const struct client *client)
{
	if (!out->pages_alone) {
		json_number(&out->json, "client", client->id);
		return;
	}
	json_object(&out->json, "client");
	client_names_to_json(out, client);
	json_object_end(&out->json);
}

void
client_to_json(struct story_json *out, const struct client *client)
{
	struct json *json = &out->json;
	const struct lease *lease;
	const struct neighbour *neighbour;

	json_object(json, NULL);
	client_names_to_json(out, client);
	json_list(json, "leases");
	TAILQ_FOREACH (lease, &client->leases, entry) {
		lease_to_json(out, lease);
	}
	json_list_end(json);
	if (client->gateway.family != 0) {
		json_object(json, "gateway");
		add_address(out, "address", client->gateway);
		if (client->has_gateway_mac)
			json_mac(json, "mac", client->gateway_mac);
		json_object_end(json);
	}
	add_addresses(out, "resolvers", client->resolvers, client->resolver_count);
	json_list(json, "neighbours");
	TAILQ_FOREACH (neighbour, &client->neighbours, entry) {
		neighbour_to_json(out, neighbour);
	}
	json_list_end(json);
	json_object_end(json);
}
