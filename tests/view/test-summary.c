/* SPDX-License-Identifier: BSD-2-Clause */
#include <locale.h>

#include "base/text.h"
#include "tests/test.h"
#include "tests/view/made.h"
#include "view/summary.h"

static struct buffer
summed_up(const struct made *made)
{
	struct summary *summary = summary_new();
	struct connection of_no_page = made->connection;
	struct buffer out = { 0 };

	summary_begin(summary, &out);
	summary_page(summary, &out, &made->page);
	of_no_page.page_count = 0;
	summary_connection(summary, &of_no_page);
	summary_connection(summary, &made->connection);
	summary_end(summary, &out);
	summary_free(summary);
	buffer_add_char(&out, '\0');
	return out;
}

static void
a_page_is_a_line_under_the_names_of_its_columns(void **state)
{
	struct buffer out;
	struct made made;

	(void)state;
	made_init(&made);
	out = summed_up(&made);
	assert_string_equal((const char *)out.at,
	    "TIME (UTC)               CLIENT                    STATUS        REQUESTS     "
	    "BYTES"
	    "    LOADED IN  SLOWEST PHASE       APPLICATION             URL\n"
	    "2026-11-25 22:27:00.123  laptop                    200                  1    "
	    "6.4 "
	    "kB"
	    "       1.20 s  waiting 300 ms      HTTP (Web)              "
	    "http://shop.example/\n"
	    "\n"
	    "CONNECTIONS  APPLICATION             CATEGORY\n"
	    "          2  HTTP                    Web\n");
	buffer_clear(&out);
	made_clear(&made);
}

static void
a_page_inside_tls_has_a_hidden_status(void **state)
{
	struct buffer out;
	struct made made;

	(void)state;
	made_init(&made);
	made.page.status = 0;
	made.page.path_hidden = true;
	out = summed_up(&made);
	assert_non_null(strstr((const char *)out.at, "laptop                    hidden "));
	buffer_clear(&out);
	made_clear(&made);
}

static void
a_failed_page_has_its_reason_for_a_status(void **state)
{
	struct buffer out;
	struct made made;

	(void)state;
	made_init(&made);
	made.page.failure = FAILURE_NO_SUCH_NAME;
	made.page.loaded_ns = 0;
	made.page.request_count = 0;
	made.page.connection_count = 0;
	made.page.path = (struct path){ 0 };
	out = summed_up(&made);
	assert_non_null(strstr((const char *)out.at,
	    "  laptop                    no_such_name         -         -            -  "
	    "-                   -                       http://shop.example/\n"));
	buffer_clear(&out);
	made_clear(&made);
}

/* Where the URL begins in the second line, in columns. */
static int
column_of_url(struct bytes text, struct bytes url)
{
	struct bytes row = bytes_from(text, bytes_index(text, '\n') + 1);

	row = bytes_first(row, bytes_index(row, '\n'));
	for (size_t at = 0; at < row.len; at++)
		if (bytes_start_with(bytes_from(row, at), url))
			return text_width(bytes_first(row, at));
	return -1;
}

static void
no_name_moves_the_column_of_the_url(void **state)
{
	const struct bytes names[] = { BYTES("laptop"),
		BYTES("한글로-된-아주-긴-이름의-컴퓨터"), BYTES("\x1b[2Jx\ny\xe2\x80\xae"),
		BYTES("a-name-that-is-much-longer-than-its-column-is-wide") };
	struct made made;

	(void)state;
	made_init(&made);
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct buffer out;

		made.client.name = names[i];
		made.connection.application = names[i];
		out = summed_up(&made);
		assert_int_equal(
		    column_of_url(buffer_bytes(&out), BYTES("http://shop.example/")), 142);
		buffer_clear(&out);
	}
	made_clear(&made);
}

static void
a_connection_of_several_pages_counts_once(void **state)
{
	struct summary *summary = summary_new();
	struct buffer out = { 0 };
	struct made made;

	(void)state;
	made_init(&made);
	summary_page(summary, &out, &made.page);
	made.page.id = 2;
	summary_page(summary, &out, &made.page);
	out.len = 0;
	summary_end(summary, &out);
	buffer_add_char(&out, '\0');
	assert_non_null(strstr((const char *)out.at, "          1  HTTP "));
	summary_free(summary);
	buffer_clear(&out);
	made_clear(&made);
}

static void
without_pages_and_applications_only_the_names_of_columns_are_left(void **state)
{
	struct summary *summary = summary_new();
	struct buffer out = { 0 };

	(void)state;
	summary_begin(summary, &out);
	summary_end(summary, &out);
	assert_int_equal(bytes_index(buffer_bytes(&out), '\n'), out.len - 1);
	summary_free(summary);
	buffer_clear(&out);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_is_a_line_under_the_names_of_its_columns),
		cmocka_unit_test(a_page_inside_tls_has_a_hidden_status),
		cmocka_unit_test(a_failed_page_has_its_reason_for_a_status),
		cmocka_unit_test(no_name_moves_the_column_of_the_url),
		cmocka_unit_test(a_connection_of_several_pages_counts_once),
		cmocka_unit_test(
		    without_pages_and_applications_only_the_names_of_columns_are_left),
	};

	/* Widths of characters are the locale's. */
	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
