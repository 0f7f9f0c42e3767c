/* SPDX-License-Identifier: BSD-2-Clause */
#include "export/json-parts.h"

static void
walk_step_to_json(struct story_json *out, const struct walk_step *step)
{
	struct json *json = &out->json;

	json_object(json, NULL);
	add_address(out, "server", step->server);
	add_text(out, "zone", step->zone);
	add_word(out, "role", walk_role_word(step->role));
	json_text(json, "asked", step->asked);
	add_text(out, "type", step->type);
	add_word(out, "answer", step->answer);
	add_text(out, "leads_to", step->leads_to);
	add_frame(out, "query_frame", step->query);
	add_frame(out, "frame", step->frame);
	add_time(out, "start", step->start_ns);
	add_time(out, "end", step->end_ns);
	json_object_end(json);
}

void
walk_to_json(struct story_json *out, const struct resolver_walk *walk)
{
	const struct walk_step *step;

	if (walk->step_count == 0)
		return;
	json_list(&out->json, "walk");
	for (step = walk->steps; step != NULL; step = step->next)
		walk_step_to_json(out, step);
	json_list_end(&out->json);
}
