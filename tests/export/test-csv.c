/* SPDX-License-Identifier: BSD-2-Clause */
/* The requests as rows. */
#include "export/csv.h"
#include "tests/story/telling.h"

static const struct story_receiver nobody;
static const struct selection everything;

static struct buffer
rows_of(struct telling *t)
{
	struct buffer out = { 0 };

	story_end(t->story);
	story_to_csv(&out, t->story, &everything);
	buffer_add_char(&out, '\0');
	story_free(t->story);
	return out;
}

static struct buffer
rows_of_a_request(const char *method, const char *url)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);

	tell_connect(&t, WEB, 80);
	tell_request(
	    &t, t.flow, (struct asking){ .method = method, .url = url, .host = "a.test" });
	return rows_of(&t);
}

static void
assert_has(struct buffer *rows, const char *part)
{
	if (strstr((const char *)rows->at, part) == NULL)
		fail_msg("no %s in %s", part, (const char *)rows->at);
	buffer_clear(rows);
}

static void
a_capture_without_requests_is_a_row_of_names(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	struct buffer rows = rows_of(&t);
	const char *end = strchr((const char *)rows.at, '\n');

	(void)state;
	assert_non_null(end);
	assert_string_equal(end, "\n");
	assert_has(&rows, "page,page_url,client,start,method,url,version,status,");
}

static void
a_request_is_a_row_with_its_page_and_its_times(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	struct buffer rows;

	(void)state;
	tell_lookup(&t, "a.test", WEB);
	tell_connect(&t, WEB, 80);
	tell_get(&t, t.flow, "http://a.test/", "a.test", NULL);
	rows = rows_of(&t);
	assert_has(&rows,
	    "\n1,http://a.test/,192.168.50.101,1970-01-01T00:16:40.000000Z,GET,"
	    "http://a.test/,1.1,200,text/html,document,,1000,,90.080000,0.030000,"
	    "20.010000,40.020000,,0.000000,30.010000,0.010000,198.51.100.80,80,tcp,1,0,");
}

static void
a_comma_and_a_quote_stay_in_their_cell(void **state)
{
	struct buffer rows = rows_of_a_request("POST", "http://a.test/\"a\",b");

	(void)state;
	assert_has(&rows, ",POST,\"http://a.test/\"\"a\"\",b\",");
}

static void
no_cell_is_a_formula(void **state)
{
	static const char *const methods[][2] = { { "=1+1", ",'=1+1," }, { "+1", ",'+1," },
		{ "-1", ",'-1," }, { "@SUM(A1,2)", ",\"'@SUM(A1,2)\"," } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(methods); i++) {
		struct buffer rows = rows_of_a_request(methods[i][0], "http://a.test/");

		assert_has(&rows, methods[i][1]);
	}
}

static void
no_line_ends_within_a_cell(void **state)
{
	struct buffer rows = rows_of_a_request("POST", "http://a.test/\r\n=x");

	(void)state;
	assert_has(&rows, ",http://a.test/\\u000d\\u000a=x,");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_capture_without_requests_is_a_row_of_names),
		cmocka_unit_test(a_request_is_a_row_with_its_page_and_its_times),
		cmocka_unit_test(a_comma_and_a_quote_stay_in_their_cell),
		cmocka_unit_test(no_cell_is_a_formula),
		cmocka_unit_test(no_line_ends_within_a_cell),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
