/* SPDX-License-Identifier: BSD-2-Clause */
#include "tui/story-lines.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/die.h"
#include "base/text.h"
#include "story/messages.h"
#include "story/sentence.h"
#include "view/connection-line.h"
#include "view/heading.h"
#include "view/ladder.h"
#include "view/step-line.h"

enum { MESSAGES_MAX = 500 /* of a step */ };

/* Where lines are made; `text` is the one being made. */
struct maker {
	struct story_lines *lines;
	const struct scene *scene;
	struct buffer text;
	int columns;
};

void
story_lines_clear(struct story_lines *lines)
{
	free(lines->items);
	arena_clear(&lines->arena);
	*lines = (struct story_lines){ 0 };
}

static struct story_line *
line_add(struct maker *maker, struct story_line line, struct bytes text)
{
	struct story_lines *lines = maker->lines;

	if (lines->count == lines->size) {
		lines->size = MAX(lines->size * 2, 64U);
		lines->items =
		    alloc_resized(lines->items, lines->size, sizeof(*lines->items));
	}
	line.text = arena_copy(&lines->arena, text);
	lines->items[lines->count] = line;
	return &lines->items[lines->count++];
}

/* The text made, broken into as many lines as it takes. */
static void
add_wrapped(struct maker *maker, struct story_line like)
{
	struct buffer wrapped = { 0 };
	int room = MAX(maker->columns - like.indent, 20);
	struct bytes rest;

	line_add_wrapped(&wrapped, buffer_bytes(&maker->text), 0, room);
	rest = buffer_bytes(&wrapped);
	while (rest.len > 0) {
		size_t len = bytes_index(rest, '\n');

		line_add(maker, like, bytes_first(rest, len));
		rest = bytes_from(rest, len + 1);
	}
	buffer_clear(&wrapped);
	maker->text.len = 0;
}

/* What stands in `view` above a page, line by line. */
static void
add_heading(struct maker *maker)
{
	struct buffer heading = { 0 };
	struct bytes rest;
	bool is_first = true;

	heading_add_page(&heading, maker->scene->page);
	rest = buffer_bytes(&heading);
	while (rest.len > 0) {
		size_t len = bytes_index(rest, '\n');
		struct bytes line = bytes_first(rest, len);
		struct story_line like = { .kind = STORY_HEAD,
			.role = is_first ? COLOUR_TITLE : COLOUR_TEXT,
			.indent = is_first ? 1 : 3 };

		buffer_add(&maker->text, bytes_trim(line));
		add_wrapped(maker, like);
		rest = bytes_from(rest, len + 1);
		is_first = false;
	}
	buffer_clear(&heading);
}

static void
add_findings(struct maker *maker)
{
	static const struct {
		const char *word;
		enum colour_role role;
	} severities[] = {
		[SEVERITY_INFO] = { "note", COLOUR_TEXT },
		[SEVERITY_WARNING] = { "warning", COLOUR_WAIT },
		[SEVERITY_PROBLEM] = { "problem", COLOUR_BAD },
	};
	const struct finding *finding;

	TAILQ_FOREACH (finding, &maker->scene->page->findings, of_page) {
		struct story_line like = { .kind = STORY_FINDING,
			.role = severities[finding->severity].role,
			.indent = 3 };

		buffer_printf(&maker->text, "%s: ", severities[finding->severity].word);
		line_add_text(&maker->text, finding->text);
		if (finding->advice.len > 0) {
			buffer_add_string(&maker->text, " – ");
			line_add_text(&maker->text, finding->advice);
		}
		if (finding->frames.count > 0) {
			buffer_add_string(&maker->text, " [");
			line_add_frames(
			    &maker->text, &finding->frames, maker->scene->inputs);
			buffer_add_char(&maker->text, ']');
		}
		add_wrapped(maker, like);
	}
}

static void
add_sentence(struct maker *maker, const struct step *step)
{
	struct buffer sentence = { 0 };

	step_text(&sentence, maker->scene->page, step);
	line_add_text(&maker->text, buffer_bytes(&sentence));
	buffer_clear(&sentence);
	if (step->kind == STEP_CONNECT && step->connection->application.len > 0) {
		buffer_add_string(&maker->text, "; carries ");
		connection_add_application(&maker->text, step->connection);
	}
}

/* How sure it is, and why. */
static void
add_ground(struct maker *maker, const struct step *step)
{
	struct story_line like = { .kind = STORY_MORE,
		.role = COLOUR_SOFT,
		.step = step->id,
		.indent = STORY_SENTENCE_AT };

	buffer_add_string(&maker->text, certainty_word(step->is.certainty));
	if (step->is.reason.len > 0) {
		buffer_add_string(&maker->text, ": ");
		line_add_text(&maker->text, step->is.reason);
	}
	if (step->is.frames.count > 0) {
		buffer_add_string(&maker->text, ", ");
		line_add_frames(&maker->text, &step->is.frames, maker->scene->inputs);
	}
	add_wrapped(maker, like);
}

static void
add_duration(struct maker *maker, const struct step *step)
{
	struct story_line like = { .kind = STORY_MORE,
		.role = COLOUR_SOFT,
		.step = step->id,
		.indent = STORY_SENTENCE_AT };
	char text[CLOCK_TEXT_SIZE];

	if (step->end_ns > step->start_ns && step->start_ns != 0)
		buffer_printf(&maker->text, "took %s",
		    clock_duration(step->end_ns - step->start_ns, text));
	for (uint32_t i = 0; i < step->need_count; i++) {
		uint32_t need = step->needs[i];

		if (need == 0 || need > maker->scene->page->step_count)
			continue;
		buffer_printf(&maker->text, "%s%s",
		    i > 0                 ? ", "
		    : maker->text.len > 0 ? "; needed first: "
					  : "needed first: ",
		    step_line_kind(maker->scene->page->steps[need - 1].kind));
	}
	if (maker->text.len > 0)
		add_wrapped(maker, like);
}

static void
add_party(struct buffer *out, const struct party *party)
{
	char text[ADDRESS_TEXT_SIZE];

	if (party->name.len > 0)
		line_add_cut(out, party->name, 32);
	else if (party->address.family != 0)
		buffer_add_string(out, address_text(party->address, text));
	else
		buffer_add_string(out, party_role_words(party->role));
}

static void
add_message(struct maker *maker, const struct step *step, const struct message *message,
    uint64_t previous_ns)
{
	bool is_unicode = maker->scene->charset == CHARSET_UNICODE;
	struct story_line like = { .kind = STORY_MESSAGE,
		.role = message->is_lost ? COLOUR_BAD : COLOUR_TEXT,
		.step = step->id,
		.indent = STORY_SENTENCE_AT,
		.message = { message->kind, message->at_ns, message->frames },
		.previous_ns = previous_ns };

	add_party(&maker->text, &message->from);
	buffer_add_string(&maker->text, is_unicode ? " → " : " > ");
	add_party(&maker->text, &message->to);
	buffer_add_string(&maker->text, "  ");
	line_add_text(&maker->text, message->label);
	if (message->tries > 1)
		buffer_printf(&maker->text, " (sent %u times)", (unsigned)message->tries);
	if (message->is_lost)
		buffer_add_string(&maker->text, " (no answer)");
	line_add(maker, like, buffer_bytes(&maker->text));
	maker->text.len = 0;
}

static void
add_messages(struct maker *maker, const struct step *step)
{
	struct messages messages = { 0 };
	uint64_t previous_ns = step->start_ns;

	messages_of_step(&messages, maker->scene->page, step);
	for (uint32_t i = 0; i < MIN(messages.count, (uint32_t)MESSAGES_MAX); i++) {
		const struct message *message = &messages.items[i];

		add_message(maker, step, message, previous_ns);
		if (message->at_ns != 0)
			previous_ns = message->at_ns;
	}
	messages_clear(&messages);
}

static void
add_step(struct maker *maker, const struct step *step, bool is_open)
{
	struct story_line like = { .kind = STORY_STEP,
		.role = step->is.certainty == CERTAINTY_SEEN ? COLOUR_TEXT : COLOUR_SOFT,
		.step = step->id,
		.indent = STORY_SENTENCE_AT };

	add_sentence(maker, step);
	if (!is_open) {
		line_add(maker, like, buffer_bytes(&maker->text));
		maker->text.len = 0;
		return;
	}
	add_wrapped(maker, like);
	/* Only the first of them stands for the step. */
	for (uint32_t i = maker->lines->count; i-- > 0;) {
		struct story_line *line = &maker->lines->items[i];

		if (i == 0 || line[-1].step != step->id)
			break;
		line->kind = STORY_MORE;
	}
	add_ground(maker, step);
	add_duration(maker, step);
	add_messages(maker, step);
}

void
story_lines_make(
    struct story_lines *lines, const struct scene *scene, const bool *is_open, int columns)
{
	struct maker maker = { .lines = lines, .scene = scene, .columns = columns };
	const struct page *page = scene->page;

	lines->count = 0;
	arena_reset(&lines->arena);
	add_heading(&maker);
	add_findings(&maker);
	line_add(&maker, (struct story_line){ .kind = STORY_HEAD }, (struct bytes){ 0 });
	for (uint32_t i = 0; i < page->step_count; i++)
		add_step(&maker, &page->steps[i], is_open[page->steps[i].id]);
	buffer_clear(&maker.text);
}
