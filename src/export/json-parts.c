/* SPDX-License-Identifier: BSD-2-Clause */
#include "export/json-parts.h"

void
add_frame(struct story_json *out, const char *key, struct frame_ref frame)
{
	if (frame.number == 0)
		return;
	if (!out->several_inputs) {
		json_number(&out->json, key, frame.number);
		return;
	}
	json_object(&out->json, key);
	json_number(&out->json, "input", frame.input);
	json_number(&out->json, "frame", frame.number);
	json_object_end(&out->json);
}

void
add_frames(struct story_json *out, const char *key, const struct frame_list *frames)
{
	if (frames->count == 0)
		return;
	json_list(&out->json, key);
	for (uint32_t i = 0; i < frames->count; i++)
		add_frame(out, NULL, frames->items[i]);
	json_list_end(&out->json);
}

void
add_statement(struct story_json *out, const struct statement *is)
{
	json_word(&out->json, "certainty", certainty_word(is->certainty));
	add_word(out, "rule", is->rule);
	add_text(out, "reason", is->reason);
	add_frames(out, "frames", &is->frames);
}

void
add_text(struct story_json *out, const char *key, struct bytes wire)
{
	if (wire.len > 0)
		json_text(&out->json, key, wire);
}

void
add_word(struct story_json *out, const char *key, const char *word)
{
	if (word != NULL)
		json_word(&out->json, key, word);
}

void
add_time(struct story_json *out, const char *key, uint64_t ns)
{
	if (ns != 0)
		json_seconds(&out->json, key, ns);
}

void
add_duration(struct story_json *out, const char *key, struct maybe ns)
{
	if (ns.known)
		json_seconds(&out->json, key, ns.value);
}

void
add_number(struct story_json *out, const char *key, struct maybe number)
{
	if (number.known)
		json_number(&out->json, key, number.value);
}

void
add_address(struct story_json *out, const char *key, struct address address)
{
	if (address.family != 0)
		json_address(&out->json, key, address);
}

void
add_addresses(struct story_json *out, const char *key, const struct address *addresses,
    uint32_t count)
{
	if (count == 0)
		return;
	json_list(&out->json, key);
	for (uint32_t i = 0; i < count; i++)
		json_address(&out->json, NULL, addresses[i]);
	json_list_end(&out->json);
}
