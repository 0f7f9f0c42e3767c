/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include "base/text.h"
#include "view/ladder-grid.h"

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
	struct grid *grid;
	const struct ladder_sheet *sheet;
	const struct ladder_view *view;
	int row;
};

/* A text of at most the width between two lives, in the middle of `centre`, as far as the
 * edges let it. */
static void
put_centred(
    struct drawing *drawing, int row, int centre, struct bytes text, enum colour_role role)
{
	const struct ladder_places *places = &drawing->sheet->places;
	int width = MIN(text_width(text), places->apart - 2);
	int from = centre - width / 2;

	from = MIN(from, places->right + 1 - width);
	from = MAX(MAX(from, centre - places->apart / 2 + 1), places->left);
	grid_put(drawing->grid, row, from, text,
	    MIN(centre + places->apart / 2 - from, places->right + 1 - from), role);
}

static void
add_roles(struct buffer *out, unsigned of)
{
	bool has_begun = false;

	for (int role = 0; role < ROLE_COUNT; role++) {
		if ((of & 1U << role) == 0)
			continue;
		buffer_printf(out, "%s%s", has_begun ? ", " : "",
		    party_role_words((enum party_role)role));
		has_begun = true;
	}
}

/* Who has no name is called by the address, or else by the role. */
static void
put_head(struct drawing *drawing, int rows, const struct ladder_party *party, int centre)
{
	struct buffer text = { 0 };
	char address[ADDRESS_TEXT_SIZE] = "";
	int row = drawing->row;

	if (party->address.family != 0)
		address_text(party->address, address);
	if (party->name.len > 0)
		put_centred(drawing, row++, centre, party->name, COLOUR_TITLE);
	else if (address[0] != '\0')
		put_centred(drawing, row++, centre, bytes_of_string(address), COLOUR_TITLE);
	add_roles(&text, party->roles);
	put_centred(drawing, row, centre, buffer_bytes(&text),
	    row == drawing->row ? COLOUR_TITLE : COLOUR_SOFT);
	if (party->name.len > 0 && rows == LADDER_HEAD_ROWS)
		put_centred(
		    drawing, row + 1, centre, bytes_of_string(address), COLOUR_SOFT);
	buffer_clear(&text);
}

void
ladder_draw_heads(struct grid *grid, int row, int rows, const struct ladder_sheet *sheet,
    const struct ladder_view *view)
{
	struct drawing drawing = { grid, sheet, view, row };

	for (uint32_t i = 0; i < sheet->ladder.party_count; i++) {
		if (ladder_life_is_shown(&sheet->places, i))
			put_head(&drawing, rows, &sheet->ladder.parties[i],
			    ladder_life_at(&sheet->places, i));
	}
}

static const char *
fold_sign(const struct grid *grid, bool is_folded)
{
	if (grid->charset == CHARSET_ASCII)
		return is_folded ? "+" : "-";
	return is_folded ? "▸" : "▾";
}

/* A new section begins: what kind, whom it is about, how sure it is. */
static void
put_heading(struct drawing *drawing, const struct ladder_section *section)
{
	struct grid *grid = drawing->grid;
	const struct step *step = drawing->sheet->ladder.groups[section->first_group].step;
	struct buffer text = { 0 };
	int end = drawing->sheet->places.columns - 1;
	int column;

	grid_put_run(grid, drawing->row, 0, end, GLYPH_HORIZONTAL, COLOUR_LINE);
	if (drawing->view->has_folds)
		grid_put(grid, drawing->row, 0,
		    bytes_of_string(fold_sign(grid, section->is_folded)), 1, COLOUR_SOFT);
	buffer_printf(&text, " %s ", ladder_step_words(step->kind));
	column = drawing->view->has_folds ? 1 : 2;
	column += grid_put(grid, drawing->row, column, buffer_bytes(&text), end - column,
	    roles[step->kind]);
	text.len = 0;
	ladder_add_heading(drawing->sheet, section, &text);
	grid_put(grid, drawing->row, column, buffer_bytes(&text), end - column,
	    step->is.certainty == CERTAINTY_SEEN ? COLOUR_TITLE : COLOUR_HIDDEN);
	buffer_clear(&text);
}

static void
put_lives(struct drawing *drawing)
{
	const struct ladder_places *places = &drawing->sheet->places;

	for (uint32_t i = 0; i < drawing->sheet->ladder.party_count; i++)
		if (ladder_life_is_shown(places, i))
			grid_put_glyph(drawing->grid, drawing->row,
			    ladder_life_at(places, i), GLYPH_VERTICAL, COLOUR_LINE);
}

static void
put_time(struct drawing *drawing, uint32_t arrow)
{
	const struct ladder_sheet *sheet = drawing->sheet;
	struct buffer text = { 0 };
	int room = sheet->places.left - 1;
	int width;

	since_add(&text, drawing->view->time_mode, sheet->start_ns,
	    ladder_previous_ns(sheet, arrow), sheet->ladder.arrows[arrow].message->at_ns);
	width = MIN(text_width(buffer_bytes(&text)), room);
	grid_put(drawing->grid, drawing->row, room - width, buffer_bytes(&text), width,
	    COLOUR_SOFT);
	buffer_clear(&text);
}

static void
put_frames(struct drawing *drawing, uint32_t arrow)
{
	const struct ladder_sheet *sheet = drawing->sheet;
	struct buffer text = { 0 };
	int column = sheet->places.frames_at;

	if (column == 0)
		return;
	line_add_frames(
	    &text, &sheet->ladder.arrows[arrow].message->frames, drawing->view->inputs);
	grid_put(drawing->grid, drawing->row, column, buffer_bytes(&text),
	    sheet->places.columns - column, COLOUR_SOFT);
	buffer_clear(&text);
}

/* Where it is cut, what went wrong keeps half of the room. */
static void
put_text(struct drawing *drawing, uint32_t arrow, int from, int to, const char *before)
{
	const struct ladder_text *text = &drawing->sheet->texts[arrow];
	struct grid *grid = drawing->grid;
	int kept = MIN(text_width(text->trouble), (to - from) / 2);
	int row = drawing->row;

	from +=
	    grid_put(grid, row, from, bytes_of_string(before), to - from + 1, COLOUR_TEXT);
	from += grid_put(grid, row, from, text->said, to - from + 1 - kept, COLOUR_TEXT);
	from += grid_put(grid, row, from, text->trouble, to - from + 1, COLOUR_BAD);
	if (before[0] != '\0')
		grid_put(grid, row, from, BYTES(" "), to - from + 1, COLOUR_TEXT);
}

/* What got no answer ends in a cross; what nobody saw is dashed. */
static void
put_shaft(struct drawing *drawing, const struct ladder_arrow *arrow,
    struct ladder_reach reach, enum colour_role role)
{
	const struct message *message = arrow->message;
	bool to_right = arrow->to > arrow->from;

	grid_put_run(drawing->grid, drawing->row, reach.left, reach.right,
	    message->certainty == CERTAINTY_SEEN ? GLYPH_HORIZONTAL : GLYPH_DASHED, role);
	grid_put_glyph(drawing->grid, drawing->row, to_right ? reach.right : reach.left,
	    message->is_lost ? GLYPH_LOST
	    : to_right       ? GLYPH_RIGHT
			     : GLYPH_LEFT,
	    message->is_lost ? COLOUR_BAD : role);
}

/* Both machines are hidden: the text stands where they would be, and points there. */
static void
put_beside(struct drawing *drawing, uint32_t arrow)
{
	const struct ladder_places *places = &drawing->sheet->places;
	int column = places->first_life + 2;

	grid_put_glyph(drawing->grid, drawing->row, column, GLYPH_LEFT, COLOUR_SOFT);
	put_text(drawing, arrow, column + 2, places->right, "");
}

static void
put_beyond(struct drawing *drawing, uint32_t arrow)
{
	const struct ladder_places *places = &drawing->sheet->places;
	int end = places->right - 2;
	int width = MIN(drawing->sheet->texts[arrow].columns, end - places->left);

	put_text(drawing, arrow, end + 1 - width, end, "");
	grid_put_glyph(
	    drawing->grid, drawing->row, places->right, GLYPH_RIGHT, COLOUR_SOFT);
}

static enum colour_role
arrow_role(const struct drawing *drawing, uint32_t line)
{
	return roles[ladder_line_step(drawing->sheet, line)->kind];
}

/* Beginning where the arrow does, or so far before that it fits. */
static void
put_text_alone(struct drawing *drawing, uint32_t arrow, int from)
{
	const struct ladder_places *places = &drawing->sheet->places;
	int columns = drawing->sheet->texts[arrow].columns;

	from = MAX(MIN(from, places->right + 1 - columns), places->left);
	put_text(drawing, arrow, from, places->right, "");
}

static void
put_between(struct drawing *drawing, uint32_t line, struct ladder_reach reach)
{
	const struct ladder_line *at = &drawing->sheet->lines[line];
	const struct ladder_arrow *arrow = &drawing->sheet->ladder.arrows[at->arrow];
	bool points_left = arrow->to < arrow->from;

	if (at->kind == LADDER_TEXT) {
		put_text_alone(drawing, at->arrow, reach.left + 1);
		return;
	}
	put_shaft(drawing, arrow, reach, arrow_role(drawing, line));
	if (at->kind == LADDER_ARROW)
		put_text(drawing, at->arrow, reach.left + (points_left ? 2 : 1),
		    reach.right - 2, " ");
}

static void
put_message(struct drawing *drawing, uint32_t line)
{
	uint32_t index = drawing->sheet->lines[line].arrow;
	const struct ladder_arrow *arrow = &drawing->sheet->ladder.arrows[index];
	const struct ladder_places *places = &drawing->sheet->places;
	struct ladder_reach reach = ladder_reach_of(places, arrow);

	switch (ladder_sight_of(places, arrow)) {
	case LADDER_BETWEEN: put_between(drawing, line, reach); break;
	case LADDER_STUB:
		put_shaft(drawing, arrow, reach, arrow_role(drawing, line));
		put_text_alone(drawing, index, reach.right + 2);
		break;
	case LADDER_BESIDE: put_beside(drawing, index); break;
	case LADDER_BEYOND: put_beyond(drawing, index); break;
	case LADDER_OWN: put_text_alone(drawing, index, reach.left + 1); break;
	}
}

static void
put_arrow(struct drawing *drawing, uint32_t line)
{
	const struct ladder_line *at = &drawing->sheet->lines[line];

	put_lives(drawing);
	if (at->kind != LADDER_SHAFT)
		put_time(drawing, at->arrow);
	if (at->kind != LADDER_TEXT)
		put_frames(drawing, at->arrow);
	put_message(drawing, line);
}

bool
ladder_arrow_finds(const struct ladder_sheet *sheet, uint32_t arrow, struct bytes search)
{
	return text_has(sheet->texts[arrow].said, search) ||
	       text_has(sheet->texts[arrow].trouble, search);
}

bool
ladder_line_finds(const struct ladder_sheet *sheet, uint32_t line, struct bytes search)
{
	const struct ladder_line *at = &sheet->lines[line];
	struct buffer text = { 0 };
	bool finds;

	if (search.len == 0)
		return false;
	if (at->kind != LADDER_HEADING)
		return ladder_arrow_finds(sheet, at->arrow, search);
	buffer_add_string(&text, ladder_step_words(ladder_line_step(sheet, line)->kind));
	buffer_add_char(&text, ' ');
	ladder_add_heading(sheet, &sheet->sections[at->section], &text);
	finds = text_has(buffer_bytes(&text), search);
	buffer_clear(&text);
	return finds;
}

static void
mark_line(struct drawing *drawing, uint32_t line)
{
	const struct ladder_view *view = drawing->view;
	uint32_t shown = line;
	enum mark mark = MARK_NONE;

	/* A text and its shaft are one. */
	if (drawing->sheet->lines[line].kind == LADDER_SHAFT)
		shown--;
	if (view->selected == shown)
		mark = MARK_SELECTED;
	else if (ladder_line_finds(drawing->sheet, shown, view->search))
		mark = MARK_FOUND;
	if (mark != MARK_NONE)
		grid_mark(drawing->grid, drawing->row, 0,
		    drawing->sheet->places.columns - 1, mark);
}

void
ladder_draw_lines(struct grid *grid, int row, int rows, const struct ladder_sheet *sheet,
    const struct ladder_view *view)
{
	struct drawing drawing = { grid, sheet, view, row };

	for (int i = 0; i < rows && view->line + (uint32_t)i < sheet->line_count; i++) {
		uint32_t line = view->line + (uint32_t)i;

		if (sheet->lines[line].kind == LADDER_HEADING)
			put_heading(&drawing, &sheet->sections[sheet->lines[line].section]);
		else
			put_arrow(&drawing, line);
		mark_line(&drawing, line);
		drawing.row++;
	}
}
