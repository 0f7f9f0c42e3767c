/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include "base/clock.h"
#include "story/sentence.h"
#include "view/connection-line.h"
#include "view/step-line.h"

enum {
	TIME_COLUMNS = 16,
	KIND_COLUMNS = 8,
	SENTENCE_AT = 2 * 2 + TIME_COLUMNS + KIND_COLUMNS
};

enum { TIME_TEXT_SIZE = CLOCK_TEXT_SIZE + 16 };

/* "+1.5 ms", and from ten seconds on "+12.345 s". */
static void
time_since(uint64_t ns, char text[TIME_TEXT_SIZE])
{
	uint64_t tenths = ns / (NS_PER_MS / 10);

	if (ns < 10 * NS_PER_S)
		snprintf(text, TIME_TEXT_SIZE, "+%llu.%llu ms",
		    (unsigned long long)(tenths / 10), (unsigned long long)(tenths % 10));
	else
		snprintf(text, TIME_TEXT_SIZE, "+%llu.%03llu s",
		    (unsigned long long)(ns / NS_PER_S),
		    (unsigned long long)(ns % NS_PER_S / NS_PER_MS));
}

static void
add_time(const struct step_line *line, uint64_t at_ns)
{
	char duration[CLOCK_TEXT_SIZE];
	char text[TIME_TEXT_SIZE] = "";

	if (at_ns != 0 && at_ns < line->start_ns) {
		clock_duration(line->start_ns - at_ns, duration);
		snprintf(text, sizeof(text), "%s before", duration);
	} else if (at_ns != 0) {
		time_since(at_ns - line->start_ns, text);
	}
	line_add_column(line->out, bytes_of_string(text), TIME_COLUMNS, ALIGN_RIGHT);
}

static void
add_kind(struct buffer *out, enum step_kind kind)
{
	static const char *const words[STEP_KIND_COUNT] = {
		[STEP_JOIN] = "join",
		[STEP_NEXT_HOP] = "next hop",
		[STEP_NAME] = "name",
		[STEP_CONNECT] = "connect",
		[STEP_SECURE] = "secure",
		[STEP_REQUEST] = "request",
		[STEP_RESPONSE] = "response",
		[STEP_CLOSE] = "close",
	};

	line_add_column(out, bytes_of_string(words[kind]), KIND_COLUMNS, ALIGN_LEFT);
}

void
step_line_add_certainty(struct buffer *out, const struct statement *is)
{
	if (is->certainty == CERTAINTY_SEEN)
		return;
	buffer_printf(out, " (%s", certainty_word(is->certainty));
	if (is->reason.len > 0) {
		buffer_add_string(out, ": ");
		line_add_text(out, is->reason);
	}
	buffer_add_char(out, ')');
}

static void
add_application(struct buffer *out, const struct step *step)
{
	if (step->kind != STEP_CONNECT || step->connection->application.len == 0)
		return;
	buffer_add_string(out, "; carries ");
	connection_add_application(out, step->connection);
}

/* The step's line without its end, as it would be without a right margin. */
static void
add_step(const struct step_line *line, const struct page *page, const struct step *step)
{
	struct buffer sentence = { 0 };

	add_time(line, step->start_ns);
	buffer_add_string(line->out, "  ");
	add_kind(line->out, step->kind);
	buffer_add_string(line->out, "  ");
	step_text(&sentence, page, step);
	line_add_text(line->out, buffer_bytes(&sentence));
	buffer_clear(&sentence);
	add_application(line->out, step);
	step_line_add_certainty(line->out, &step->is);
	if (step->is.frames.count == 0)
		return;
	buffer_add_string(line->out, "  [");
	line_add_frames(line->out, &step->is.frames, line->inputs);
	buffer_add_char(line->out, ']');
}

void
step_line_add(
    const struct step_line *line, const struct page *page, const struct step *step)
{
	struct buffer whole = { 0 };
	struct step_line unbroken = *line;

	unbroken.out = &whole;
	add_step(&unbroken, page, step);
	line_add_wrapped(line->out, buffer_bytes(&whole), SENTENCE_AT, line->columns);
	buffer_add_char(line->out, '\n');
	buffer_clear(&whole);
}
