/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissectors/dissector.h"
#include "event/warning.h"

const struct dissector *
dissector_find(const char *name)
{
	for (size_t i = 0; i < dissector_count; i++)
		if (strcmp(dissectors[i]->name, name) == 0)
			return dissectors[i];
	return NULL;
}

void
sink_warn(struct sink *sink, const struct chunk *chunk, const char *layer, const char *text)
{
	struct event_warning warning = { .head = event_head(EVENT_WARNING, chunk),
		.layer = bytes_of_string(layer),
		.text = bytes_of_string(text) };

	sink_event(sink, &warning.head);
}
