/* SPDX-License-Identifier: BSD-2-Clause */
#include "view/follow.h"

#include <stdlib.h>

#include "base/die.h"
#include "base/text.h"

enum { PIECES_USUAL = 16, ROWS_USUAL = 256, HEADING_ROWS = 1, SIDE_COLUMNS = 2 };

void
follow_clear(struct follow *follow)
{
	buffer_clear(&follow->bytes);
	free(follow->pieces);
	*follow = (struct follow){ 0 };
}

void
follow_reset(struct follow *follow)
{
	follow->bytes.len = 0;
	follow->piece_count = 0;
	follow->said[SIDE_CLIENT] = follow->said[SIDE_SERVER] = 0;
	follow->is_opened = false;
	follow->is_cut = false;
}

static struct follow_piece *
add_piece(struct follow *follow, enum side side, uint32_t frame)
{
	struct follow_piece *piece;

	if (follow->piece_count == follow->piece_size) {
		follow->piece_size = MAX(follow->piece_size * 2, PIECES_USUAL);
		follow->pieces = alloc_resized(
		    follow->pieces, follow->piece_size, sizeof(*follow->pieces));
	}
	piece = &follow->pieces[follow->piece_count++];
	*piece = (struct follow_piece){
		.side = side, .frame = frame, .start = follow->bytes.len
	};
	return piece;
}

bool
follow_is_full(const struct follow *follow)
{
	return follow->bytes.len >= FOLLOW_BYTES_MAX;
}

void
follow_add(struct follow *follow, enum side side, uint32_t frame, struct bytes bytes)
{
	struct follow_piece *last = NULL;
	struct bytes kept = bytes_first(bytes, FOLLOW_BYTES_MAX - follow->bytes.len);

	follow->said[side] += bytes.len;
	if (kept.len == 0)
		return;
	if (follow->piece_count > 0)
		last = &follow->pieces[follow->piece_count - 1];
	if (last == NULL || last->side != side || last->gap > 0)
		last = add_piece(follow, side, frame);
	buffer_add(&follow->bytes, kept);
	last->len += kept.len;
}

void
follow_add_gap(struct follow *follow, enum side side, uint32_t frame, uint64_t size)
{
	if (size > 0 && !follow_is_full(follow))
		add_piece(follow, side, frame)->gap = size;
}

static void
add_row(struct follow_rows *rows, uint32_t piece, size_t start, size_t len)
{
	if (rows->count == rows->size) {
		rows->size = MAX(rows->size * 2, ROWS_USUAL);
		rows->items = alloc_resized(rows->items, rows->size, sizeof(*rows->items));
	}
	rows->items[rows->count++] = (struct follow_row){ piece, start, len };
}

/* The next character as it is shown: a dot stands for what has no form, for there may be
 * much of it. */
static struct bytes
shown_character(struct bytes bytes, size_t *at)
{
	size_t start = *at;
	bool valid;
	uint32_t code_point = text_code_point(bytes, at, &valid);

	if (!valid || text_is_control(code_point))
		return BYTES(".");
	return bytes_of(bytes.at + start, *at - start);
}

static void
add_rows(struct follow_rows *rows, const struct follow *follow, uint32_t number)
{
	const struct follow_piece *piece = &follow->pieces[number];
	struct bytes bytes = bytes_of(follow->bytes.at, piece->start + piece->len);
	size_t start = piece->start, at = start;
	int width = 0;

	while (at < bytes.len) {
		size_t next = at;
		int columns = text_width(shown_character(bytes, &next));

		if (bytes.at[at] == '\n') {
			add_row(rows, number, start, at - start);
			start = next;
			width = 0;
		} else if (width + columns > rows->columns - SIDE_COLUMNS && at > start) {
			add_row(rows, number, start, at - start);
			start = at;
			width = columns;
		} else {
			width += columns;
		}
		at = next;
	}
	if (at > start || piece->gap > 0)
		add_row(rows, number, start, at - start);
}

void
follow_rows_make(struct follow_rows *rows, const struct follow *follow, int columns)
{
	rows->count = 0;
	rows->columns = columns;
	for (uint32_t i = 0; i < follow->piece_count; i++)
		add_rows(rows, follow, i);
}

void
follow_rows_clear(struct follow_rows *rows)
{
	free(rows->items);
	*rows = (struct follow_rows){ 0 };
}

/* A line of a text ends in CR LF; the CR says nothing. */
static struct bytes
row_bytes(const struct follow *follow, const struct follow_row *row)
{
	struct bytes bytes = bytes_of(follow->bytes.at + row->start, row->len);

	if (bytes.len > 0 && bytes.at[bytes.len - 1] == '\r')
		bytes.len--;
	return bytes;
}

static void
add_row_text(struct buffer *out, struct bytes bytes)
{
	for (size_t at = 0; at < bytes.len;)
		buffer_add(out, shown_character(bytes, &at));
}

static void
draw_row(
    const struct follow *follow, const struct follow_row *row, struct grid *grid, int at)
{
	const struct follow_piece *piece = &follow->pieces[row->piece];
	enum colour_role role = piece->side == SIDE_CLIENT ? COLOUR_SEND : COLOUR_RECEIVE;
	struct buffer text = { 0 };

	if (piece->gap > 0)
		buffer_printf(&text, "[%llu bytes were not captured]",
		    (unsigned long long)piece->gap);
	else
		add_row_text(&text, row_bytes(follow, row));
	grid_put_glyph(
	    grid, at, 0, piece->side == SIDE_CLIENT ? GLYPH_RIGHT : GLYPH_LEFT, role);
	grid_put(grid, at, SIDE_COLUMNS, buffer_bytes(&text), grid->columns - SIDE_COLUMNS,
	    piece->gap > 0 ? COLOUR_BAD : role);
	buffer_clear(&text);
}

/* "Stream, opened: client 447 bytes, server 12.1 kB" */
static void
draw_heading(const struct follow *follow, struct grid *grid)
{
	struct buffer text = { 0 };

	buffer_add_string(&text, follow->is_opened ? "Stream, opened: " : "Stream: ");
	buffer_add_string(&text, "client said ");
	text_add_size(&text, follow->said[SIDE_CLIENT]);
	buffer_add_string(&text, ", server ");
	text_add_size(&text, follow->said[SIDE_SERVER]);
	if (follow_is_full(follow))
		buffer_add_string(&text, "; what comes after 1 MiB is left out");
	else if (follow->is_cut)
		buffer_add_string(&text, "; what comes after many frames is left out");
	grid_put(grid, 0, 0, buffer_bytes(&text), grid->columns, COLOUR_TITLE);
	buffer_clear(&text);
}

void
follow_draw(const struct follow *follow, const struct follow_rows *rows, struct grid *grid,
    uint32_t top)
{
	draw_heading(follow, grid);
	for (int i = HEADING_ROWS; i < grid->rows; i++) {
		uint64_t number = (uint64_t)top + (uint32_t)(i - HEADING_ROWS);

		if (number < rows->count)
			draw_row(follow, &rows->items[number], grid, i);
	}
}
