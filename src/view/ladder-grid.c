/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include "base/text.h"
#include "view/ladder-grid.h"
#include "view/step-line.h"

enum {
	TIME_COLUMNS = 14,
	FIRST_LIFE = TIME_COLUMNS + 11,
	APART = 22, /* columns from life to life */
	FRAME_COLUMNS = 24,
	NAME_MOST = APART - 2,
	HEAD_ROWS = 3
};

static const enum colour_role roles[STEP_KIND_COUNT] = {
	[STEP_JOIN] = COLOUR_LINK,
	[STEP_NEXT_HOP] = COLOUR_LINK,
	[STEP_NAME] = COLOUR_DNS,
	[STEP_CONNECT] = COLOUR_CONNECT,
	[STEP_SECURE] = COLOUR_TLS,
	[STEP_REQUEST] = COLOUR_WAIT,
	[STEP_RESPONSE] = COLOUR_RECEIVE,
	[STEP_CLOSE] = COLOUR_SOFT,
};

struct drawing {
	const struct ladder *ladder;
	struct grid grid;
	enum inputs inputs;
	int row;
};

static int
life_at(uint32_t column)
{
	return FIRST_LIFE + (int)column * APART;
}

static void
put_centred(
    struct grid *grid, int row, int centre, struct bytes text, enum colour_role role)
{
	int width = MIN(text_width(text), (int)NAME_MOST);

	grid_put(grid, row, centre - width / 2, text, NAME_MOST, role);
}

static void
put_head(struct drawing *drawing, const struct ladder_party *party, int centre)
{
	struct buffer text = { 0 };
	char address[ADDRESS_TEXT_SIZE] = "";

	if (party->address.family != 0)
		address_text(party->address, address);
	for (int role = 0; role < ROLE_COUNT; role++)
		if ((party->roles & 1U << role) != 0)
			buffer_printf(&text, "%s%s", text.len == 0 ? "" : ", ",
			    party_role_words((enum party_role)role));
	put_centred(&drawing->grid, 0, centre,
	    party->name.len > 0  ? party->name
	    : address[0] != '\0' ? bytes_of_string(address)
				 : buffer_bytes(&text),
	    COLOUR_TITLE);
	if (party->name.len > 0 || address[0] != '\0')
		put_centred(&drawing->grid, 1, centre, buffer_bytes(&text), COLOUR_SOFT);
	if (party->name.len > 0)
		put_centred(
		    &drawing->grid, 2, centre, bytes_of_string(address), COLOUR_SOFT);
	buffer_clear(&text);
}

/* A new step begins: what kind, whom it is about, how sure it is. */
static void
put_heading(struct drawing *drawing, const struct ladder_group *group)
{
	const struct step *step = group->step;
	struct buffer text = { 0 };
	int column;

	grid_put_run(&drawing->grid, drawing->row, 0, drawing->grid.columns - 1,
	    GLYPH_HORIZONTAL, COLOUR_LINE);
	buffer_printf(&text, " %s ", step_line_kind(step->kind));
	column = 2 + grid_put(&drawing->grid, drawing->row, 2, buffer_bytes(&text),
			 drawing->grid.columns - 2, roles[step->kind]);
	text.len = 0;
	buffer_add(&text, group->title);
	if (group->title.len > 0)
		buffer_add_char(&text, ' ');
	if (step->is.certainty != CERTAINTY_SEEN) {
		buffer_printf(&text, "(%s%s", certainty_word(step->is.certainty),
		    step->is.reason.len > 0 ? ": " : "");
		line_add_text(&text, step->is.reason);
		buffer_add_string(&text, ") ");
	}
	grid_put(&drawing->grid, drawing->row, column, buffer_bytes(&text),
	    drawing->grid.columns - column - 2, COLOUR_TITLE);
	buffer_clear(&text);
	drawing->row++;
}

static void
put_lives(struct drawing *drawing, int row)
{
	for (uint32_t i = 0; i < drawing->ladder->party_count; i++)
		grid_put_glyph(
		    &drawing->grid, row, life_at(i), GLYPH_VERTICAL, COLOUR_LINE);
}

static void
put_label(struct drawing *drawing, const struct ladder_arrow *arrow)
{
	int left = life_at(MIN(arrow->from, arrow->to)) + 2;
	struct buffer text = { 0 };

	buffer_add(&text, arrow->label);
	if (arrow->message->tries > 1)
		buffer_printf(&text, ", sent %u times", (unsigned)arrow->message->tries);
	if (arrow->message->is_lost)
		buffer_add_string(&text, ", no answer");
	grid_put(&drawing->grid, drawing->row, left, buffer_bytes(&text),
	    drawing->grid.columns - left,
	    arrow->message->is_lost ? COLOUR_BAD : COLOUR_TEXT);
	buffer_clear(&text);
}

/* What got no answer ends in a cross. */
static void
put_shaft(struct drawing *drawing, const struct ladder_arrow *arrow, enum colour_role role)
{
	int left = life_at(MIN(arrow->from, arrow->to)) + 1;
	int right = life_at(MAX(arrow->from, arrow->to)) - 1;
	bool to_right = arrow->to > arrow->from;
	bool is_seen = arrow->message->certainty == CERTAINTY_SEEN;
	enum glyph head = to_right ? GLYPH_RIGHT : GLYPH_LEFT;

	grid_put_run(&drawing->grid, drawing->row, left, right,
	    is_seen ? GLYPH_HORIZONTAL : GLYPH_DASHED, role);
	if (arrow->message->is_lost)
		head = GLYPH_LOST;
	grid_put_glyph(&drawing->grid, drawing->row, to_right ? right : left, head,
	    arrow->message->is_lost ? COLOUR_BAD : role);
}

/* Two rows: what it says, and the arrow with its time and frames. */
static void
put_arrow(struct drawing *drawing, const struct ladder_arrow *arrow, enum colour_role role)
{
	struct buffer frames = { 0 };
	int width = MIN(text_width(arrow->when), (int)TIME_COLUMNS);
	int frames_at = life_at(drawing->ladder->party_count - 1) + 3;

	put_lives(drawing, drawing->row);
	put_label(drawing, arrow);
	drawing->row++;
	put_lives(drawing, drawing->row);
	grid_put(&drawing->grid, drawing->row, TIME_COLUMNS - width, arrow->when,
	    TIME_COLUMNS, COLOUR_SOFT);
	put_shaft(drawing, arrow, role);
	line_add_frames(&frames, &arrow->message->frames, drawing->inputs);
	grid_put(&drawing->grid, drawing->row, frames_at, buffer_bytes(&frames),
	    FRAME_COLUMNS, COLOUR_SOFT);
	buffer_clear(&frames);
	drawing->row++;
}

/* Nothing stands between a step's heading and the one before it where that has no
 * messages. */
struct grid
ladder_to_grid(const struct ladder *ladder, enum inputs inputs, enum charset charset)
{
	struct drawing drawing = { .ladder = ladder, .inputs = inputs, .row = HEAD_ROWS };

	if (ladder->party_count == 0)
		return drawing.grid;
	grid_init(&drawing.grid, life_at(ladder->party_count - 1) + 3 + FRAME_COLUMNS,
	    HEAD_ROWS + (int)ladder->group_count + 2 * (int)ladder->arrow_count, charset);
	for (uint32_t i = 0; i < ladder->party_count; i++)
		put_head(&drawing, &ladder->parties[i], life_at(i));
	for (uint32_t i = 0; i < ladder->group_count; i++) {
		const struct ladder_group *group = &ladder->groups[i];

		put_heading(&drawing, group);
		for (uint32_t j = 0; j < group->arrow_count; j++)
			put_arrow(&drawing, &ladder->arrows[group->first_arrow + j],
			    roles[group->step->kind]);
	}
	return drawing.grid;
}
