/* SPDX-License-Identifier: BSD-2-Clause */
/* What the time of a page consisted of, and what is to blame. */
#include "base/clock.h"
#include "export/json-parts.h"

static void
phases_to_json(struct story_json *out, const struct path *path)
{
	json_object(&out->json, "phases");
	for (enum phase phase = 0; phase < PHASE_COUNT; phase++)
		json_seconds(&out->json, phase_word(phase), path->phases_ns[phase]);
	json_object_end(&out->json);
}

static void
part_to_json(struct story_json *out, const struct path_part *part)
{
	struct frame_list frames = path_part_frames(part);

	json_object(&out->json, NULL);
	json_word(&out->json, "phase", phase_word(part->phase));
	add_time(out, "start", part->start_ns);
	add_time(out, "end", part->end_ns);
	if (part->step != NULL)
		json_number(&out->json, "step", part->step->id);
	if (part->request != NULL)
		json_number(&out->json, "request", part->request->id);
	add_frames(out, "frames", &frames);
	json_object_end(&out->json);
}

static void
verdict_to_json(struct story_json *out, const struct page *page)
{
	const struct verdict *verdict = &page->path.verdict;
	uint64_t total_ns = clock_between(page->start_ns, page->path.end_ns);

	if (verdict->text.len == 0)
		return;
	json_object(&out->json, "verdict");
	json_text(&out->json, "text", verdict->text);
	json_word(&out->json, "phase", phase_word(verdict->phase));
	json_fraction(&out->json, "share", verdict->blamed_ns, total_ns);
	add_text(out, "host", verdict->host);
	if (verdict->request != NULL)
		json_number(&out->json, "request", verdict->request->id);
	add_frames(out, "frames", &verdict->frames);
	json_object_end(&out->json);
}

void
page_findings_to_json(struct story_json *out, const struct page *page)
{
	const struct finding *finding;

	if (TAILQ_EMPTY(&page->findings))
		return;
	json_list(&out->json, "findings");
	TAILQ_FOREACH (finding, &page->findings, of_page)
		json_number(&out->json, NULL, finding->id);
	json_list_end(&out->json);
}

void
path_to_json(struct story_json *out, const struct page *page)
{
	const struct path *path = &page->path;

	if (path->end_ns == 0)
		return;
	phases_to_json(out, path);
	json_list(&out->json, "critical_path");
	for (uint32_t i = 0; i < path->count; i++)
		part_to_json(out, &path->parts[i]);
	json_list_end(&out->json);
	verdict_to_json(out, page);
}
