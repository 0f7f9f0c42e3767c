/* SPDX-License-Identifier: BSD-2-Clause */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/die.h"
#include "base/text.h"
#include "tests/replay/replayed.h"
#include "tests/test.h"
#include "tui/screens.h"

/* The detail screen over a sample. */
struct screened {
	struct replayed *replayed;
	struct replay_source source;
	struct replay *replay;
	struct scene_replay hands;
	struct scene scene;
	struct page page;
	struct grid grid;
	void *state;
};

static bool
show(void *owner, struct frame_ref frame, struct detail *detail)
{
	struct screened *screened = owner;

	replay_free(screened->replay);
	screened->replay = replay_new(&screened->source, frame, detail);
	return screened->replay != NULL;
}

static bool
go_on(void *owner)
{
	const struct screened *screened = owner;

	return replay_go_on(screened->replay);
}

static bool
follow(void *owner, struct frame_ref frame, struct follow *out)
{
	const struct screened *screened = owner;

	return replay_follow(&screened->source, frame, out);
}

/* Draws until no more will be known. */
static void
draw(struct screened *screened)
{
	do {
		int columns = screened->grid.columns, rows = screened->grid.rows;

		grid_clear(&screened->grid);
		grid_init(&screened->grid, columns, rows, CHARSET_ASCII);
		screened->scene.is_unfinished = false;
		screen_detail.draw(screened->state, &screened->scene, &screened->grid);
	} while (screened->scene.is_unfinished);
}

static void
press(struct screened *screened, enum command command)
{
	screen_detail.act(screened->state, &screened->scene, command);
	draw(screened);
}

static struct screened *
screen(enum event_kind kind, const char *text, int columns, int rows)
{
	struct screened *screened = alloc_zeroed(1, sizeof(*screened));
	struct frame_ref frame;

	screened->replayed = replayed_new("first-visit.pcapng");
	screened->source = replayed_source(screened->replayed);
	frame = replayed_find(screened->replayed, kind, text);
	screened->hands = (struct scene_replay){
		.owner = screened, .show = show, .go_on = go_on, .follow = follow
	};
	screened->scene.replay = &screened->hands;
	screened->scene.page = &screened->page;
	screened->scene.message.kind = kind;
	screened->scene.message.frames = (struct frame_list){ 1, { frame } };
	screened->page.steps = alloc_zeroed(1, sizeof(struct step));
	screened->page.step_count = 1;
	screened->scene.step = 1;
	screened->state = alloc_zeroed(1, screen_detail.state_size);
	grid_init(&screened->grid, columns, rows, CHARSET_ASCII);
	draw(screened);
	return screened;
}

static void
screened_free(struct screened *screened)
{
	screen_detail.clear(screened->state);
	free(screened->state);
	replay_free(screened->replay);
	replayed_free(screened->replayed);
	grid_clear(&screened->grid);
	buffer_clear(&screened->scene.notice);
	free(screened->page.steps);
	free(screened);
}

/* As the file of this name has it, which is beside this one. */
static void
assert_screen(const struct screened *screened, const char *name)
{
	const char *top = getenv("srcdir");
	struct buffer out = { 0 };
	char path[4096], expected[8192];
	size_t len;
	FILE *file;

	grid_print(&screened->grid, &out);
	snprintf(path, sizeof(path), "%s/tests/replay/%s", top == NULL ? "." : top, name);
	if (getenv("GOLDEN_UPDATE") != NULL) { /* make golden-update: read what changed */
		file = fopen(path, "w");
		assert_non_null(file);
		assert_int_equal(fwrite(out.at, 1, out.len, file), out.len);
		assert_int_equal(fclose(file), 0);
	}
	file = fopen(path, "r");
	assert_non_null(file);
	len = fread(expected, 1, sizeof(expected) - 1, file);
	expected[len] = '\0';
	fclose(file);
	buffer_add_char(&out, '\0');
	assert_string_equal((const char *)out.at, expected);
	buffer_clear(&out);
}

/* The text of the line that is marked so, without what stands before it. */
static void
assert_marked_line(const struct screened *screened, enum mark mark, const char *expected)
{
	const struct grid *grid = &screened->grid;
	struct buffer out = { 0 };

	for (int row = 0; row < grid->rows && out.len == 0; row++) {
		const struct cell *cells = &grid->cells[row * grid->columns];

		if (cells[0].mark != mark)
			continue;
		for (int i = 0; i < grid->columns; i++)
			if (cells[i].text_len > 0)
				buffer_add(
				    &out, bytes_of(cells[i].text, cells[i].text_len));
	}
	buffer_add_char(&out, '\0');
	assert_string_equal((const char *)out.at, expected);
	buffer_clear(&out);
}

static void
the_message_is_open_and_its_headers_are_folded(void **state)
{
	struct screened *screened = screen(EVENT_DNS, "\"query_frame\":15", 80, 24);

	(void)state;
	assert_screen(screened, "dns-80x24.txt");
	screened_free(screened);
}

static void
the_least_screen_has_room_for_both_halves(void **state)
{
	struct screened *screened =
	    screen(EVENT_HTTP_REQUEST, "\"version\":\"1.1\"", 60, 12);

	(void)state;
	assert_screen(screened, "http-60x12.txt");
	screened_free(screened);
}

static void
moving_over_bytes_selects_their_field(void **state)
{
	struct screened *screened = screen(EVENT_DNS, "\"query_frame\":15", 80, 24);

	(void)state;
	press(screened, COMMAND_NEXT_PANE);
	assert_marked_line(screened, MARK_LIT, " id: 19962");
	press(screened, COMMAND_RIGHT);
	press(screened, COMMAND_RIGHT);
	press(screened, COMMAND_RIGHT);
	assert_marked_line(screened, MARK_LIT, " ra: yes");
	press(screened, COMMAND_FIRST);
	assert_marked_line(screened, MARK_LIT, " Destination: 02:00:00:00:07:c1");
	screened_free(screened);
}

static void
folds_open_and_close_and_a_search_opens_them(void **state)
{
	struct screened *screened = screen(EVENT_TCP_SYN, NULL, 80, 24);

	(void)state;
	assert_marked_line(screened, MARK_SELECTED, "-tcp.syn: a SYN (RFC 9293)");
	press(screened, COMMAND_LEFT);
	assert_marked_line(screened, MARK_SELECTED, "+tcp.syn: a SYN (RFC 9293)");
	screened->scene.search = BYTES("window scale");
	press(screened, COMMAND_FIND_NEXT);
	assert_marked_line(
	    screened, MARK_SELECTED, " TCP Option - Window scale: 10 (multiply by 1024)");
	press(screened, COMMAND_FOLD_ALL);
	assert_marked_line(screened, MARK_SELECTED,
	    "+Transmission Control Protocol, Src Port: 39854, Dst Port: 80");
	screened_free(screened);
}

static void
the_stream_of_an_encrypted_connection_is_what_was_inside(void **state)
{
	struct screened *screened =
	    screen(EVENT_HTTP_RESPONSE, "\"version\":\"2\"", 60, 12);

	(void)state;
	press(screened, COMMAND_STREAM);
	press(screened, COMMAND_PAGE_DOWN);
	assert_screen(screened, "stream-60x12.txt");
	press(screened, COMMAND_BACK);
	assert_marked_line(
	    screened, MARK_SELECTED, "-http.response: a response, its headers complete");
	screened_free(screened);
}

static void
what_is_selected_by_nobody_shows_nothing(void **state)
{
	struct screened *screened = screen(EVENT_DNS, NULL, 60, 12);

	(void)state;
	screened->scene.message = (struct scene_message){ 0 };
	screened->scene.step = 0;
	draw(screened);
	press(screened, COMMAND_DOWN);
	press(screened, COMMAND_NEXT_PANE);
	press(screened, COMMAND_STREAM);
	assert_screen(screened, "nothing-60x12.txt");
	screened_free(screened);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_message_is_open_and_its_headers_are_folded),
		cmocka_unit_test(the_least_screen_has_room_for_both_halves),
		cmocka_unit_test(moving_over_bytes_selects_their_field),
		cmocka_unit_test(folds_open_and_close_and_a_search_opens_them),
		cmocka_unit_test(the_stream_of_an_encrypted_connection_is_what_was_inside),
		cmocka_unit_test(what_is_selected_by_nobody_shows_nothing),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
