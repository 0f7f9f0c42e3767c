/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/replay/replayed.h"

#include <stdio.h>
#include <stdlib.h>

#include "analysis.h"
#include "base/die.h"
#include "base/json.h"
#include "capture/capture.h"

struct told {
	enum event_kind kind;
	struct frame_ref frame;
	size_t start, len; /* of its JSON */
};

struct replayed {
	struct capture *capture;
	struct analysis *analysis;
	struct buffer text;
	struct told *told;
	size_t count;
};

static void
take_secrets(void *receiver, struct bytes key_log)
{
	struct replayed *replayed = receiver;

	analysis_add_secrets(replayed->analysis, key_log);
}

static void
take_event(void *receiver, const struct event *event)
{
	struct replayed *replayed = receiver;
	struct json json = json_to(&replayed->text);
	size_t start = replayed->text.len;

	event_to_json(&json, event, (struct event_output){ false, SECRETS_SHOWN });
	replayed->told =
	    alloc_resized(replayed->told, replayed->count + 1, sizeof(*replayed->told));
	replayed->told[replayed->count++] = (struct told){ event->kind,
		{ event->input, event->frame }, start, replayed->text.len - start };
}

struct replayed *
replayed_new(const char *name)
{
	struct replayed *replayed = alloc_zeroed(1, sizeof(*replayed));
	struct analysis_options options = { .keep_flow_frames = true,
		.without_ndpi = true,
		.receiver = replayed,
		.event = take_event };
	const char *top = getenv("srcdir");
	struct capture_error error;
	struct frame frame;
	char path[4096];

	snprintf(path, sizeof(path), "%s/captures/%s", top == NULL ? "." : top, name);
	replayed->capture = capture_new();
	replayed->analysis = analysis_new(&options);
	if (capture_add_file(replayed->capture, path, &error) < 0 ||
	    capture_keep(replayed->capture, &error) < 0)
		die(EXIT_FAILURE, "%s", error.text);
	capture_secrets(replayed->capture, take_secrets, replayed);
	while (capture_next(replayed->capture, &frame, &error) == CAPTURE_FRAME)
		analysis_frame(replayed->analysis, &frame);
	return replayed;
}

void
replayed_free(struct replayed *replayed)
{
	analysis_free(replayed->analysis);
	capture_free(replayed->capture);
	buffer_clear(&replayed->text);
	free(replayed->told);
	free(replayed);
}

static bool
fetch(void *owner, struct frame_ref ref, struct frame *frame)
{
	struct replayed *replayed = owner;

	return capture_fetch(replayed->capture, ref.input, ref.number, frame);
}

static const struct tls_secrets *
secrets(void *owner, struct bytes client_random)
{
	struct replayed *replayed = owner;

	return analysis_find_secrets(replayed->analysis, client_random);
}

struct replay_source
replayed_source(struct replayed *replayed)
{
	return (struct replay_source){
		.owner = replayed,
		.fetch = fetch,
		.secrets = secrets,
		.flow_frames = analysis_flow_frames(replayed->analysis),
	};
}

struct frame_ref
replayed_find(struct replayed *replayed, enum event_kind kind, const char *text)
{
	for (size_t i = 0; i < replayed->count; i++) {
		const struct told *told = &replayed->told[i];
		const uint8_t *at = replayed->text.at + told->start;

		if (told->kind == kind &&
		    (text == NULL || memmem(at, told->len, text, strlen(text)) != NULL))
			return told->frame;
	}
	return (struct frame_ref){ 0 };
}

void
detail_print(const struct detail *detail, struct buffer *out)
{
	for (uint32_t i = 0; i < detail->source_count; i++)
		buffer_printf(out, "(%u) %.*s, %zu bytes\n", (unsigned)i,
		    (int)detail->sources[i].title.len,
		    (const char *)detail->sources[i].title.at,
		    detail->sources[i].bytes.len);
	for (uint32_t i = 0; i < detail->line_count; i++) {
		const struct detail_line *line = &detail->lines[i];

		buffer_printf(out, "%*s%.*s", line->depth * 2, "", (int)line->text.len,
		    (const char *)line->text.at);
		for (uint32_t k = 0; k < line->spans.count; k++)
			buffer_printf(out, "%s%u:%u+%u%s", k == 0 ? " [" : " ",
			    (unsigned)line->spans.items[k].source,
			    (unsigned)line->spans.items[k].start,
			    (unsigned)line->spans.items[k].len,
			    k + 1 == line->spans.count ? "]" : "");
		buffer_add_char(out, '\n');
	}
}
