/* SPDX-License-Identifier: BSD-2-Clause */
#include <netinet/in.h>

#include "export/json-parts.h"
#include "story/nat.h"

static void
endpoint_to_json(struct story_json *out, const char *key, struct endpoint endpoint)
{
	char text[ENDPOINT_TEXT_SIZE];

	json_word(&out->json, key, endpoint_text(endpoint, text));
}

static void
side_to_json(struct story_json *out, const char *key, const struct sighting *sighting)
{
	json_object(&out->json, key);
	json_number(&out->json, "input", sighting->frame.input);
	endpoint_to_json(out, "client", sighting->client);
	endpoint_to_json(out, "server", sighting->server);
	json_object_end(&out->json);
}

static void
mapping_to_json(
    struct story_json *out, const struct clock_pairs *clocks, const struct mapping *mapping)
{
	struct statement is = mapping_statement(mapping);

	json_object(&out->json, NULL);
	side_to_json(out, "inside", mapping->inside);
	side_to_json(out, "outside", mapping->outside);
	json_word(&out->json, "kind", mapping_kind_word(mapping->kind));
	json_word(&out->json, "transport",
	    mapping->inside->flow.protocol == IPPROTO_TCP ? "tcp" : "udp");
	add_statement(out, &is);
	json_signed_seconds(&out->json, "clock_offset", nat_clock_offset(clocks, mapping));
	json_object_end(&out->json);
}

static bool
flow_equal(struct flow_ref a, struct flow_ref b)
{
	return a.number == b.number && a.protocol == b.protocol;
}

/* Is what went over this flow told? */
static bool
selection_has_flow(
    const struct selection *selection, const struct story *story, struct flow_ref flow)
{
	const struct connection *connection;
	const struct lookup *lookup;

	if (selection_is_all(selection))
		return true;
	TAILQ_FOREACH (connection, story_connections(story), entry) {
		if (flow_equal(connection->flow, flow))
			return selection_has_connection(selection, connection);
	}
	TAILQ_FOREACH (lookup, story_lookups(story), entry) {
		if (flow_equal(lookup->flow, flow))
			return selection_has_lookup(selection, story, lookup);
	}
	return false;
}

void
nat_to_json(
    struct story_json *out, const struct story *story, const struct selection *selection)
{
	struct clock_pairs clocks = nat_clocks(story_trails(story));
	struct nat_walk walk = nat_walk(story_trails(story));
	struct mapping mapping;

	json_list(&out->json, "nat");
	while (nat_next(&walk, &mapping))
		if (selection_has_flow(
			selection, story, trail_told(mapping.inside->trail)->flow))
			mapping_to_json(out, &clocks, &mapping);
	json_list_end(&out->json);
}
