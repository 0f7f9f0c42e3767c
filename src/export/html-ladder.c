/* SPDX-License-Identifier: BSD-2-Clause */
/* The ladder as a drawing: lives of the participants downwards, an arrow for each message.
 */
#include <stdlib.h>

#include "base/text.h"
#include "export/html-parts.h"
#include "view/ladder.h"

/* In pixels. */
enum {
	WIDTH = 1144, /* at least, so that it fills its place */
	LEFT = 104,   /* of it all; times stand there */
	BESIDE = 64,  /* from there to the first life */
	RIGHT = 176,  /* of the last life; frames stand there */
	FRAMES = 110,
	APART = 150, /* at least, from life to life */
	APART_MOST = 280,
	HEAD = 64,
	BAND = 30,
	BAND_GAP = 6,
	STEP = 31,  /* from arrow to arrow */
	LETTER = 7, /* a column of text takes about so much */
	NAME_COLUMNS = 22
};

struct drawing {
	struct html *html;
	struct buffer *out;
	const struct ladder *ladder;
	int width, apart, y;
};

static int
life_x(const struct drawing *drawing, uint32_t column)
{
	return LEFT + BESIDE + (int)column * drawing->apart;
}

/* A few lives share the width, many go beyond it. */
static struct drawing
drawing_of(struct html *html, const struct ladder *ladder)
{
	int gaps = (int)ladder->party_count - 1;
	int apart = gaps == 0 ? APART : (WIDTH - LEFT - BESIDE - RIGHT) / gaps;
	struct drawing drawing = {
		.html = html,
		.out = html->out,
		.ladder = ladder,
		.apart = MIN(MAX(apart, (int)APART), (int)APART_MOST),
	};

	drawing.width = life_x(&drawing, ladder->party_count - 1) + RIGHT;
	return drawing;
}

static void
add_roles(struct buffer *out, unsigned roles)
{
	bool has_begun = false;

	for (int role = 0; role < ROLE_COUNT; role++) {
		if ((roles & 1U << role) == 0)
			continue;
		buffer_printf(out, "%s%s", has_begun ? " · " : "",
		    party_role_words((enum party_role)role));
		has_begun = true;
	}
}

/* Name, role and address; who has no name is called by the address. */
static void
add_head(struct buffer *out, const struct ladder_party *party, int x)
{
	char text[ADDRESS_TEXT_SIZE] = "";
	bool is_named = party->name.len > 0;

	if (party->address.family != 0)
		address_text(party->address, text);
	buffer_printf(out, "<text class=l-name text-anchor=middle x=\"%d\" y=\"24\">", x);
	if (is_named)
		html_add_cut(out, party->name, NAME_COLUMNS);
	else if (text[0] != '\0')
		buffer_add_string(out, text);
	else
		add_roles(out, party->roles);
	buffer_printf(
	    out, "</text><text class=l-soft text-anchor=middle x=\"%d\" y=\"40\">", x);
	if (is_named || text[0] != '\0')
		add_roles(out, party->roles);
	buffer_add_string(out, party->more_names ? ", other names too</text>" : "</text>");
	if (is_named && text[0] != '\0')
		buffer_printf(out,
		    "<text class=l-soft text-anchor=middle x=\"%d\" y=\"54\">%s</text>", x,
		    text);
}

static void
add_heads(struct drawing *drawing)
{
	struct buffer *out = drawing->out;

	buffer_printf(out,
	    "<div class=heads><svg width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">",
	    drawing->width, HEAD, drawing->width, HEAD);
	for (uint32_t i = 0; i < drawing->ladder->party_count; i++)
		add_head(out, &drawing->ladder->parties[i], life_x(drawing, i));
	buffer_add_string(out, "</svg></div>\n");
}

/* Requests and responses that follow each other share one heading, and so do questions for
 * one name. */
static bool
needs_band(const struct ladder_group *group, const struct ladder_group *before)
{
	bool asks = group->step->kind == STEP_REQUEST || group->step->kind == STEP_RESPONSE;

	if (before == NULL || before->arrow_count == 0 || group->arrow_count == 0)
		return true;
	if (asks)
		return before->step->kind != STEP_REQUEST &&
		       before->step->kind != STEP_RESPONSE;
	return before->step->kind != group->step->kind ||
	       !bytes_equal(before->title, group->title);
}

static void
add_band(struct drawing *drawing, const struct ladder_group *group)
{
	struct buffer *out = drawing->out;
	const struct statement *is = &group->step->is;
	bool asks = group->step->kind == STEP_REQUEST || group->step->kind == STEP_RESPONSE;

	drawing->y += BAND_GAP;
	buffer_printf(out,
	    "<rect class=l-band x=\"0\" y=\"%d\" width=\"%d\" height=\"22\"/>", drawing->y,
	    drawing->width);
	buffer_printf(out,
	    "<g class=c-%s><text x=\"12\" y=\"%d\"><tspan class=l-kind>%s</tspan> ",
	    step_kind_word(group->step->kind), drawing->y + 15,
	    ladder_step_words(group->step->kind));
	if (!asks || group->arrow_count == 0)
		html_add_cut(out, group->title, 48);
	if (is->certainty != CERTAINTY_SEEN) {
		buffer_printf(out, "<tspan class=l-soft dx=\"8\">%s%s",
		    certainty_word(is->certainty), is->reason.len > 0 ? ": " : "");
		html_add_cut(out, is->reason, (drawing->width - 420) / LETTER);
		buffer_add_string(out, "</tspan>");
	}
	buffer_add_string(out, "</text></g>\n");
	drawing->y += BAND - BAND_GAP;
}

/* Many answers are on their way at a time: what for, is told with each. */
static void
add_about(struct buffer *out, const struct step *step)
{
	if (step->kind != STEP_RESPONSE || step->request == NULL)
		return;
	buffer_add_string(out, "<tspan class=l-soft dx=\"8\">");
	html_add_cut(out, step->request->target, 30);
	buffer_add_string(out, "</tspan>");
}

/* A label begins where its arrow does on the left side, and ends with it on the right one,
 * so that it has the room of the other lives. */
static void
add_label(
    struct drawing *drawing, const struct ladder_arrow *arrow, const struct step *step)
{
	struct buffer *out = drawing->out;
	int left = life_x(drawing, MIN(arrow->from, arrow->to)) + 10;
	int right = life_x(drawing, MAX(arrow->from, arrow->to)) - 10;
	bool is_left = 2 * left <= drawing->width - RIGHT + LEFT;
	int room = is_left ? drawing->width - FRAMES - left : right - LEFT;

	buffer_printf(out, "<text class=l-label x=\"%d\" y=\"%d\"%s>",
	    is_left ? left : right, drawing->y + 13, is_left ? "" : " text-anchor=end");
	html_add_cut(out, arrow->label, room / LETTER);
	add_about(out, step);
	if (arrow->message->tries > 1)
		buffer_printf(out, "<tspan class=l-lost> sent %u times</tspan>",
		    (unsigned)arrow->message->tries);
	if (arrow->message->is_lost)
		buffer_add_string(out, "<tspan class=l-lost> no answer</tspan>");
	buffer_add_string(out, "</text>");
}

/* The head of what got no answer is a cross. */
static void
add_shaft(struct drawing *drawing, const struct ladder_arrow *arrow)
{
	struct buffer *out = drawing->out;
	int from = life_x(drawing, arrow->from), to = life_x(drawing, arrow->to),
	    y = drawing->y + 21;
	int back = to > from ? -1 : 1;

	if (arrow->from == arrow->to)
		to = from + 24;
	buffer_printf(out, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>", from, y,
	    to + back * 7, y);
	if (arrow->message->is_lost)
		buffer_printf(out,
		    "<text class=l-lost text-anchor=middle x=\"%d\" y=\"%d\">✕</text>",
		    to + back * 6, y + 4);
	else
		buffer_printf(out, "<path d=\"M%d %dl%d -4.5v9z\"/>", to, y, back * 9);
}

static void
add_arrow(
    struct drawing *drawing, const struct ladder_arrow *arrow, const struct step *step)
{
	struct buffer *out = drawing->out;
	bool is_unheard = arrow->message->certainty != CERTAINTY_SEEN;

	buffer_printf(out, "<g class=\"c-%s%s\">", step_kind_word(step->kind),
	    is_unheard ? " l-unheard" : "");
	buffer_printf(out, "<text class=l-time text-anchor=end x=\"%d\" y=\"%d\">",
	    LEFT - 8, drawing->y + 25);
	html_add_safe(out, arrow->when);
	buffer_add_string(out, "</text>");
	add_shaft(drawing, arrow);
	add_label(drawing, arrow, step);
	buffer_printf(out, "<text class=l-soft text-anchor=end x=\"%d\" y=\"%d\">",
	    drawing->width - 12, drawing->y + 25);
	line_add_frames(out, &arrow->message->frames, drawing->html->inputs);
	buffer_add_string(out, "</text></g>\n");
	drawing->y += STEP;
}

static void
add_groups(struct drawing *drawing)
{
	const struct ladder *ladder = drawing->ladder;

	for (uint32_t i = 0; i < ladder->group_count; i++) {
		const struct ladder_group *group = &ladder->groups[i];

		if (needs_band(group, i == 0 ? NULL : group - 1))
			add_band(drawing, group);
		for (uint32_t j = 0; j < group->arrow_count; j++)
			add_arrow(
			    drawing, &ladder->arrows[group->first_arrow + j], group->step);
	}
}

/* How high it will be: the same walk without drawing. */
static int
ladder_height(const struct ladder *ladder)
{
	int height = 16 + (int)ladder->arrow_count * STEP;

	for (uint32_t i = 0; i < ladder->group_count; i++)
		if (needs_band(&ladder->groups[i], i == 0 ? NULL : &ladder->groups[i] - 1))
			height += BAND;
	return height;
}

static void
draw(struct html *html, const struct ladder *ladder)
{
	struct drawing drawing = drawing_of(html, ladder);
	int height = ladder_height(ladder);

	buffer_add_string(html->out, "<div class=ladder tabindex=0>");
	add_heads(&drawing);
	buffer_printf(html->out,
	    "<svg width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\"><g>", drawing.width,
	    height, drawing.width, height);
	for (uint32_t i = 0; i < ladder->party_count; i++)
		buffer_printf(html->out,
		    "<line class=l-life x1=\"%d\" x2=\"%d\" y2=\"%d\"/>",
		    life_x(&drawing, i), life_x(&drawing, i), height);
	buffer_add_string(html->out, "</g>\n");
	add_groups(&drawing);
	buffer_add_string(html->out, "</svg></div>");
}

void
html_add_ladder(struct html *html, const struct page *page)
{
	struct ladder ladder =
	    ladder_of(page, MIN(html->arrows, (uint32_t)HTML_PAGE_ARROWS_MAX));

	html->arrows -= MIN(ladder.arrow_count, html->arrows);
	if (ladder.arrow_count > 0) {
		buffer_printf(html->out,
		    "<details class=part open><summary>Messages<small>%u between %u "
		    "participants</small></summary><div class=body>",
		    (unsigned)ladder.arrow_count, (unsigned)ladder.party_count);
		draw(html, &ladder);
		html_add_left_out(html->out, ladder.left_out, "step");
		buffer_add_string(html->out, "</div></details>\n");
	}
	ladder_clear(&ladder);
}
