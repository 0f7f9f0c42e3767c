/* SPDX-License-Identifier: BSD-2-Clause */
#include <locale.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/text.h"
#include "story/client.h"
#include "story/page.h"
#include "tests/test.h"
#include "tui/rows.h"

enum { SPARE = 8 /* pages that a test may begin itself */ };

/* Pages that are let go say so, as the story does. */
struct table {
	struct rows rows;
	struct client client;
	struct page *pages;
};

static void
let_go(void *keeper, const struct page *page)
{
	rows_page_gone(&((struct table *)keeper)->rows, page);
}

static void
begin(struct table *table, uint32_t id, struct bytes url)
{
	struct page *page = &table->pages[id - 1];

	page->id = id;
	page->client = &table->client;
	page->url = url;
	page->start_ns = id * NS_PER_MS;
	page->request_count = 1;
	TAILQ_INIT(&page->findings);
	rows_page_begun(&table->rows, page);
}

static void
end(struct table *table, uint32_t id, uint64_t status, uint64_t load_ns)
{
	struct page *page = &table->pages[id - 1];

	page->status = status;
	page->loaded_ns = page->start_ns + load_ns;
	rows_page_over(&table->rows, page);
}

/* `count` pages that are over, every third of them with status 404. */
static void
table_init(struct table *table, uint32_t count)
{
	*table = (struct table){ .client = { .id = 1, .name = BYTES("laptop") } };
	table->pages = calloc(count + SPARE, sizeof(*table->pages));
	table->rows.keeper = table;
	table->rows.let_go = let_go;
	for (uint32_t id = 1; id <= count; id++) {
		begin(table, id, BYTES("http://shop.test/"));
		end(table, id, id % 3 == 0 ? 404 : 200, (count - id + 1) * NS_PER_MS);
	}
}

static void
table_clear(struct table *table)
{
	rows_clear(&table->rows);
	free(table->pages);
}

static void
of_many_pages_the_oldest_are_rows_alone(void **state)
{
	struct table table;

	(void)state;
	table_init(&table, 100000);
	assert_int_equal(table.rows.count, 100000);
	assert_int_equal(table.rows.shown_count, 100000);
	assert_int_equal(table.rows.whole_count, ROWS_WHOLE_MAX);
	assert_null(rows_find(&table.rows, 1)->page);
	assert_int_equal(row_url(rows_find(&table.rows, 1)).len, 17);
	assert_non_null(rows_find(&table.rows, 100000)->page);
	table_clear(&table);
}

static void
the_page_that_is_looked_at_is_not_let_go(void **state)
{
	struct table table;

	(void)state;
	table_init(&table, ROWS_WHOLE_MAX);
	table.rows.held = 2;
	for (uint32_t id = ROWS_WHOLE_MAX + 1; id <= ROWS_WHOLE_MAX + 5; id++) {
		begin(&table, id, BYTES("http://a.test/"));
		end(&table, id, 200, 1);
	}
	assert_null(rows_find(&table.rows, 1)->page);
	assert_non_null(rows_find(&table.rows, 2)->page);
	assert_null(rows_find(&table.rows, 3)->page);
	table_clear(&table);
}

static void
of_too_many_rows_the_oldest_go(void **state)
{
	struct table table;

	(void)state;
	table_init(&table, ROWS_MAX + 1);
	assert_true(table.rows.count <= ROWS_MAX);
	assert_int_equal(table.rows.count + table.rows.dropped, ROWS_MAX + 1);
	assert_null(rows_find(&table.rows, 1));
	assert_non_null(rows_find(&table.rows, ROWS_MAX + 1));
	table_clear(&table);
}

static void
a_filter_knows_classes_of_status(void **state)
{
	struct table table;

	(void)state;
	table_init(&table, 9);
	rows_filter(&table.rows, BYTES("4xx"));
	assert_int_equal(table.rows.shown_count, 3);
	assert_int_equal(table.rows.shown[0], 3);
	rows_filter(&table.rows, BYTES("LAPTOP"));
	assert_int_equal(table.rows.shown_count, 9);
	rows_filter(&table.rows, BYTES("nowhere"));
	assert_int_equal(table.rows.shown_count, 0);
	table_clear(&table);
}

static void
what_comes_after_sorting_stands_below(void **state)
{
	struct table table;

	(void)state;
	table_init(&table, 4);
	rows_sort(&table.rows, SORT_LOAD);
	assert_int_equal(table.rows.shown[0], 1);
	begin(&table, 5, BYTES("http://late.test/"));
	end(&table, 5, 200, 1000 * NS_PER_MS);
	assert_int_equal(table.rows.shown[0], 1);
	assert_int_equal(table.rows.shown[4], 5);
	table_clear(&table);
}

static void
a_page_that_was_none_leaves_no_row(void **state)
{
	struct table table;

	(void)state;
	table_init(&table, 1);
	begin(&table, 2, BYTES("http://a.test/"));
	assert_int_equal(table.rows.live_count, 1);
	rows_page_gone(&table.rows, &table.pages[1]);
	assert_null(rows_find(&table.rows, 2));
	assert_int_equal(table.rows.live_count, 0);
	assert_int_equal(table.rows.shown_count, 1);
	table_clear(&table);
}

static void
a_long_url_is_cut_between_characters(void **state)
{
	struct buffer url = { 0 };
	struct table table;

	(void)state;
	table_init(&table, 1);
	while (url.len < 65536)
		buffer_add(&url, BYTES("가\x1b[31m"));
	begin(&table, 2, buffer_bytes(&url));

	struct bytes kept = row_url(rows_find(&table.rows, 2));

	assert_true(kept.len <= ROW_URL_MAX);
	assert_true(memchr(kept.at, 0x1b, kept.len) == NULL);
	for (size_t at = 0; at < kept.len;) {
		bool valid;

		text_code_point(kept, &at, &valid);
		assert_true(valid);
	}
	buffer_clear(&url);
	table_clear(&table);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_many_pages_the_oldest_are_rows_alone),
		cmocka_unit_test(the_page_that_is_looked_at_is_not_let_go),
		cmocka_unit_test(of_too_many_rows_the_oldest_go),
		cmocka_unit_test(a_filter_knows_classes_of_status),
		cmocka_unit_test(what_comes_after_sorting_stands_below),
		cmocka_unit_test(a_page_that_was_none_leaves_no_row),
		cmocka_unit_test(a_long_url_is_cut_between_characters),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
