/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/test.h"
#include "tests/view/made.h"
#include "view/waterfall.h"

enum { ROWS = 100 };

static void
assert_bar(
    const struct waterfall_bar *bar, enum bar_kind kind, uint64_t start_ms, uint64_t end_ms)
{
	assert_int_equal(bar->kind, kind);
	assert_int_equal(bar->span.start_ns, MADE_START_NS + start_ms * MADE_MS);
	assert_int_equal(bar->span.end_ns, MADE_START_NS + end_ms * MADE_MS);
}

static void
the_request_that_a_connection_was_opened_for_waits_for_it(void **state)
{
	struct waterfall waterfall;
	const struct waterfall_row *row;
	struct made made;

	(void)state;
	made_init(&made);
	made.connection.lookup = &made.lookup;
	made.connection.opened_for = 1;
	made.connection.request_count = 1;
	waterfall = waterfall_of(&made.page, ROWS);
	assert_int_equal(waterfall.rows.count, 1);
	row = &waterfall.rows.items[0];
	assert_int_equal(row->bar_count, 5);
	assert_bar(&row->bars[0], BAR_DNS, 0, 20);
	assert_bar(&row->bars[1], BAR_STALLED, 20, 21);
	assert_bar(&row->bars[2], BAR_CONNECT, 21, 42);
	assert_bar(&row->bars[3], BAR_WAIT, 42, 900);
	assert_bar(&row->bars[4], BAR_RECEIVE, 900, 1200);
	waterfall_clear(&waterfall);
	made_clear(&made);
}

static void
a_request_on_a_kept_connection_waits_for_its_answer_only(void **state)
{
	struct waterfall waterfall;
	struct made made;

	(void)state;
	made_init(&made);
	made.connection.opened_for = 7;
	waterfall = waterfall_of(&made.page, ROWS);
	assert_int_equal(waterfall.rows.count, 1);
	assert_int_equal(waterfall.rows.items[0].bar_count, 2);
	assert_bar(&waterfall.rows.items[0].bars[0], BAR_WAIT, 42, 900);
	waterfall_clear(&waterfall);
	made_clear(&made);
}

static void
what_is_inside_tls_is_a_bar_of_its_connection(void **state)
{
	struct connection_tls tls = { .start_ns = MADE_START_NS + 42 * MADE_MS,
		.duration = { .known = true, .value = 30 * MADE_MS } };
	struct waterfall waterfall;
	const struct waterfall_row *row;
	struct made made;

	(void)state;
	made_init(&made);
	made.page.requests = (struct request_list){ 0 };
	TAILQ_INIT(&made.page.requests);
	made.connection.opened_for = 1;
	made.connection.tls = &tls;
	made.steps[4].request = NULL;
	made.steps[4].start_ns = MADE_START_NS + 72 * MADE_MS;
	made.steps[4].end_ns = 0;
	waterfall = waterfall_of(&made.page, ROWS);
	assert_int_equal(waterfall.rows.count, 1);
	row = &waterfall.rows.items[0];
	assert_int_equal(row->bar_count, 3);
	assert_bar(&row->bars[0], BAR_CONNECT, 21, 42);
	assert_bar(&row->bars[1], BAR_TLS, 42, 72);
	assert_bar(&row->bars[2], BAR_HIDDEN, 72, 1300);
	waterfall_clear(&waterfall);
	made_clear(&made);
}

static void
a_name_that_led_nowhere_has_a_row(void **state)
{
	struct lookup *lookups[1];
	struct waterfall waterfall;
	struct made made;

	(void)state;
	made_init(&made);
	TAILQ_INIT(&made.page.requests);
	made.page.connection_count = 0;
	lookups[0] = &made.lookup;
	made.page.lookups = lookups;
	made.page.lookup_count = 1;
	waterfall = waterfall_of(&made.page, ROWS);
	assert_int_equal(waterfall.rows.count, 1);
	assert_true(bytes_equal(waterfall.rows.items[0].name, BYTES("shop.example")));
	assert_bar(&waterfall.rows.items[0].bars[0], BAR_DNS, 0, 20);
	waterfall_clear(&waterfall);
	made_clear(&made);
}

static void
ticks_are_round_and_counted_from_the_start_of_the_page(void **state)
{
	struct waterfall waterfall;
	struct made made;

	(void)state;
	made_init(&made);
	waterfall = waterfall_of(&made.page, ROWS);
	assert_int_equal(waterfall.scale.tick_count, 7);
	assert_string_equal(waterfall.scale.ticks[0].label, "0");
	assert_string_equal(waterfall.scale.ticks[6].label, "1200 ms");
	waterfall_clear(&waterfall);
	made_clear(&made);
}

static void
rows_beyond_the_limit_are_counted(void **state)
{
	struct waterfall waterfall;
	struct made made;

	(void)state;
	made_init(&made);
	waterfall = waterfall_of(&made.page, 0);
	assert_int_equal(waterfall.rows.count, 0);
	assert_int_equal(waterfall.left_out, 1);
	waterfall_clear(&waterfall);
	made_clear(&made);
}

static void
a_name_of_a_resource_is_safe_and_the_last_part_of_its_path(void **state)
{
	struct waterfall waterfall;
	struct made made;

	(void)state;
	made_init(&made);
	made.request.target = BYTES("/a/b\033[31m.png?x=/y");
	waterfall = waterfall_of(&made.page, ROWS);
	assert_true(bytes_equal(waterfall.rows.items[0].name, BYTES("b\\u001b[31m.png")));
	waterfall_clear(&waterfall);
	made_clear(&made);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_request_that_a_connection_was_opened_for_waits_for_it),
		cmocka_unit_test(a_request_on_a_kept_connection_waits_for_its_answer_only),
		cmocka_unit_test(what_is_inside_tls_is_a_bar_of_its_connection),
		cmocka_unit_test(a_name_that_led_nowhere_has_a_row),
		cmocka_unit_test(ticks_are_round_and_counted_from_the_start_of_the_page),
		cmocka_unit_test(rows_beyond_the_limit_are_counted),
		cmocka_unit_test(
		    a_name_of_a_resource_is_safe_and_the_last_part_of_its_path),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
