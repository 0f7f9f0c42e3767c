/* SPDX-License-Identifier: BSD-2-Clause */
#include <locale.h>

#include "event/http.h"
#include "tests/test.h"
#include "view/detail-grid.h"
#include "view/follow.h"
#include "view/hex.h"

/* A bracket stands before what is lit, a brace before what is selected: in the place of a
 * blank where there is one. */
static void
print_marked(const struct grid *grid, struct buffer *out)
{
	for (int row = 0; row < grid->rows; row++) {
		size_t end = out->len;

		for (int column = 0; column < grid->columns; column++) {
			const struct cell *cell =
			    &grid->cells[row * grid->columns + column];
			uint8_t before = column > 0 ? cell[-1].mark : MARK_NONE;

			if (cell->mark != before && cell->mark != MARK_NONE) {
				if (column > 0 && out->at[out->len - 1] == ' ')
					out->len--;
				buffer_add_char(out, "?{[("[cell->mark]);
			}
			if (cell->text_len > 0)
				buffer_add(out, bytes_of(cell->text, cell->text_len));
			else if (!cell->is_taken)
				buffer_add_char(out, ' ');
			if (out->at[out->len - 1] != ' ')
				end = out->len;
		}
		out->len = end;
		buffer_add_char(out, '\n');
	}
}

static void
assert_marked(struct grid *grid, const char *expected)
{
	struct buffer out = { 0 };

	print_marked(grid, &out);
	buffer_add_char(&out, '\0');
	assert_string_equal((const char *)out.at, expected);
	buffer_clear(&out);
	grid_clear(grid);
}

static void
bytes_stand_in_rows_of_sixteen_where_there_is_room(void **state)
{
	struct detail_span span = { 0, 4, 14 };
	struct detail_spans lit = { &span, 1, 1 };
	struct hex_look look = { .bytes = BYTES("GET / HTTP/1.1\r\nHost: a\r\n"),
		.lit = &lit };
	struct grid grid;

	(void)state;
	grid_init(&grid, 80, 2, CHARSET_ASCII);
	hex_draw(&grid, 0, 2, &look);
	assert_marked(&grid,
	    "00000  47 45 54 20[2f[20[48[54 [54[50[2f[31[2e[31[0d[0a  GET[/ HTTP/1.1..\n"
	    "00010 [48[6f 73 74 3a 20 61 0d  0a                      [Host: a..\n");
}

static void
rows_of_eight_fit_the_narrowest_screen(void **state)
{
	struct hex_look look = {
		.bytes = BYTES("abcdefghi"), .has_cursor = true, .cursor = 8
	};
	struct grid grid;
	uint32_t byte;

	(void)state;
	grid_init(&grid, 60, 2, CHARSET_ASCII);
	hex_draw(&grid, 0, 2, &look);
	assert_marked(&grid, "00000  61 62 63 64 65 66 67 68  abcdefgh\n"
			     "00008 {69                      {i\n");
	assert_true(hex_byte_at(&look, 60, 1, 8, &byte));
	assert_int_equal(byte, 8);
	assert_false(hex_byte_at(&look, 60, 1, 11, &byte));
}

/* A detail of two layers, as a replay would make it. */
static struct detail
two_layers(void)
{
	struct detail detail = { 0 };
	struct detail_line *line;
	uint32_t source = detail_add_source(
	    &detail, BYTES("Frame 7"), BYTES("\x00\x35\x10\x92\x12\x34www"));

	line = detail_add_line(&detail, 0, BYTES("User Datagram Protocol"));
	detail_add_span(&detail, line, (struct detail_span){ source, 0, 4 });
	line = detail_add_line(&detail, 1, BYTES("Source Port: 53"));
	detail_add_span(&detail, line, (struct detail_span){ source, 0, 2 });
	line = detail_add_line(&detail, 0, BYTES("dns: a query"));
	detail_add_span(&detail, line, (struct detail_span){ source, 4, 5 });
	line = detail_add_line(&detail, 1, BYTES("name: www"));
	detail_add_span(&detail, line, (struct detail_span){ source, 6, 3 });
	detail_add_line(&detail, 1, BYTES("rtt: 0.1 s"));
	return detail;
}

static void
draw_line(const struct detail *detail, const bool *is_folded, uint32_t line, bool in_bytes,
    struct grid *grid)
{
	uint32_t visible[5];
	struct detail_look look = { .is_folded = is_folded,
		.visible = visible,
		.line = line,
		.byte = 6,
		.in_bytes = in_bytes,
		.title = BYTES(" 1 of 2 ") };

	look.visible_count = detail_visible(detail, is_folded, visible);
	grid_init(grid, 60, 10, CHARSET_ASCII);
	detail_draw(detail, &look, grid);
}

static void
a_selected_field_lights_its_bytes(void **state)
{
	static const bool folds[5] = { true, false, false, false, false };
	struct detail detail = two_layers();
	struct grid grid;

	(void)state;
	draw_line(&detail, folds, 3, false, &grid);
	assert_marked(&grid,
	    "+ User Datagram Protocol\n"
	    "- dns: a query\n"
	    "{    name: www\n"
	    "    rtt: 0.1 s\n"
	    "\n"
	    "\n"
	    "-- Frame 7, 9 bytes ----------------------------- 1 of 2 ---\n"
	    "00000  00 35 10 92 12 34[77[77  .5...4[ww\n"
	    "00008 [77                      [w\n"
	    "\n");
	detail_clear(&detail);
}

static void
the_cursor_stands_among_the_bytes_while_its_field_is_lit(void **state)
{
	static const bool folds[5] = { true, false, false, false, false };
	struct detail detail = two_layers();
	struct grid grid;

	(void)state;
	draw_line(&detail, folds, detail_line_at(&detail, 0, 6), true, &grid);
	assert_marked(&grid,
	    "+ User Datagram Protocol\n"
	    "- dns: a query\n"
	    "[    name: www\n"
	    "    rtt: 0.1 s\n"
	    "\n"
	    "\n"
	    "-- Frame 7, 9 bytes ----------------------------- 1 of 2 ---\n"
	    "00000  00 35 10 92 12 34{77[77  .5...4{w[w\n"
	    "00008 [77                      [w\n"
	    "\n");
	detail_clear(&detail);
}

static void
a_line_without_bytes_gets_those_of_the_lines_below(void **state)
{
	struct detail detail = { 0 };

	(void)state;
	detail_add_line(&detail, 0, BYTES("list (3)"));
	for (uint32_t i = 0; i < 3; i++)
		detail_add_span(&detail, detail_add_line(&detail, 1, BYTES("item")),
		    (struct detail_span){ 0, i == 2 ? 9 : 4 - i * 2, 3 });
	detail_light_parents(&detail, 0);
	assert_int_equal(detail.lines[0].spans.count, 2);
	assert_int_equal(detail.lines[0].spans.items[0].start, 2);
	assert_int_equal(detail.lines[0].spans.items[0].len, 5);
	assert_int_equal(detail.lines[0].spans.items[1].start, 9);
	detail_clear(&detail);
}

static void
texts_of_packets_are_made_safe_and_secrets_masked(void **state)
{
	struct pair headers[] = { { BYTES("Cookie"), BYTES("sid=1") },
		{ BYTES("X"), BYTES("\x1b[2J") } };
	struct event_http_request request = { .head = { .kind = EVENT_HTTP_REQUEST },
		.headers = LIST_OF(headers, 2) };
	struct detail detail = { 0 };
	uint32_t last;

	(void)state;
	detail_add_event(&detail, &request.head, SECRETS_MASKED);
	last = detail.line_count - 1;
	assert_true(bytes_equal(detail.lines[last].text, BYTES("X: \\u001b[2J")));
	assert_true(bytes_equal(detail.lines[last - 1].text, BYTES("Cookie: ***")));
	detail_reset(&detail);
	detail_add_event(&detail, &request.head, SECRETS_SHOWN);
	assert_true(bytes_equal(detail.lines[last - 1].text, BYTES("Cookie: sid=1")));
	detail_clear(&detail);
}

static void
a_stream_breaks_where_its_lines_and_the_screen_end(void **state)
{
	struct follow follow = { 0 };
	struct follow_rows rows = { 0 };
	struct grid grid;

	(void)state;
	follow_add(&follow, SIDE_CLIENT, 1, BYTES("GET / HT"));
	follow_add(&follow, SIDE_CLIENT, 2, BYTES("TP/1.1\r\n\r\n"));
	follow_add(&follow, SIDE_SERVER, 3, BYTES("\x1b[2J\x9b \xea\xb0\x80\xeb\x82\x98"));
	follow_add_gap(&follow, SIDE_SERVER, 4, 1000);
	follow_rows_make(&rows, &follow, 10);
	grid_init(&grid, 10, 9, CHARSET_UNICODE);
	follow_draw(&follow, &rows, &grid, 0);
	assert_marked(&grid, "Stream: c…\n"
			     "▶ GET / HT\n"
			     "▶ TP/1.1\n"
			     "▶\n"
			     "◀ .[2J. 가\n"
			     "◀ 나\n"
			     "◀ [1000 b…\n"
			     "\n"
			     "\n");
	follow_rows_clear(&rows);
	follow_clear(&follow);
}

static void
no_more_than_a_mebibyte_of_a_stream_is_kept(void **state)
{
	static const uint8_t many[FOLLOW_BYTES_MAX / 2 + 1];
	struct follow follow = { 0 };

	(void)state;
	for (int i = 0; i < 3; i++)
		follow_add(&follow, SIDE_SERVER, 1, bytes_of(many, sizeof(many)));
	assert_int_equal(follow.bytes.len, FOLLOW_BYTES_MAX);
	assert_int_equal(follow.said[SIDE_SERVER], 3 * sizeof(many));
	assert_true(follow_is_full(&follow));
	follow_clear(&follow);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_stand_in_rows_of_sixteen_where_there_is_room),
		cmocka_unit_test(rows_of_eight_fit_the_narrowest_screen),
		cmocka_unit_test(a_selected_field_lights_its_bytes),
		cmocka_unit_test(the_cursor_stands_among_the_bytes_while_its_field_is_lit),
		cmocka_unit_test(a_line_without_bytes_gets_those_of_the_lines_below),
		cmocka_unit_test(texts_of_packets_are_made_safe_and_secrets_masked),
		cmocka_unit_test(a_stream_breaks_where_its_lines_and_the_screen_end),
		cmocka_unit_test(no_more_than_a_mebibyte_of_a_stream_is_kept),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
