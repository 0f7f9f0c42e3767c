/* SPDX-License-Identifier: BSD-2-Clause */
#include "view/step-line.h"
#include "story/sentence.h"
#include "view/connection-line.h"
#include "view/since.h"

enum {
	TIME_COLUMNS = 16,
	KIND_COLUMNS = 8,
	SENTENCE_AT = 2 * 2 + TIME_COLUMNS + KIND_COLUMNS
};

static void
add_time(const struct step_line *line, uint64_t at_ns)
{
	char text[SINCE_TEXT_SIZE];

	line_add_column(line->out, bytes_of_string(since_text(line->start_ns, at_ns, text)),
	    TIME_COLUMNS, ALIGN_RIGHT);
}

const char *
step_line_kind(enum step_kind kind)
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

	return words[kind];
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
	line_add_column(line->out, bytes_of_string(step_line_kind(step->kind)),
	    KIND_COLUMNS, ALIGN_LEFT);
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
