/* SPDX-License-Identifier: BSD-2-Clause */
/* Which pattern a request follows. */
#include "tests/story/telling.h"

static const struct story_receiver nobody;

#define PAGE_URL "http://www.example.test/"

/* A page, and an open request of its, which is the last event. */
static struct telling
a_page_that_asks(const char *method, const char *url)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	struct asking a = {
		.method = method, .url = url, .host = "www.example.test", .target = "/x"
	};

	a.headers[0][0] = "Referer";
	a.headers[0][1] = PAGE_URL;
	tell_connect(&t, WEB, 80);
	tell_get(&t, t.flow, PAGE_URL, "www.example.test", NULL);
	tell_wait(&t, 30);
	tell_request(&t, t.flow, a);
	return t;
}

static const struct request *
last_request(struct telling *t)
{
	const struct page *page = told_page(t, 1);
	const struct request *request, *last = NULL;

	TAILQ_FOREACH (request, &page->requests, entry)
		last = request;
	assert_non_null(last);
	return last;
}

static void
a_post_with_a_query_is_graphql_and_stays_it(void **state)
{
	struct telling t = a_page_that_asks("POST", PAGE_URL "x");

	(void)state;
	tell_query_body(&t, t.flow, true);
	tell_response(&t, t.flow, 200, "application/json", NULL);
	tell_body(&t, t.flow, 10, true);
	story_end(t.story);
	assert_string_equal(last_request(&t)->pattern, "graphql");
	story_free(t.story);
}

static void
a_post_without_one_is_told_by_the_type_of_its_answer(void **state)
{
	struct telling t = a_page_that_asks("POST", PAGE_URL "x");

	(void)state;
	tell_query_body(&t, t.flow, false);
	tell_response(&t, t.flow, 200, "application/json", NULL);
	tell_body(&t, t.flow, 10, true);
	story_end(t.story);
	assert_string_equal(last_request(&t)->pattern, "json");
	story_free(t.story);
}

static void
a_websocket_over_http2_is_told_by_its_frames_and_not_waited_for(void **state)
{
	struct telling t = a_page_that_asks("CONNECT", PAGE_URL "x");
	uint32_t frame = t.frame;

	(void)state;
	tell_response(&t, t.flow, 200, "", NULL);
	assert_int_equal(last_request(&t)->page->open_count, 1);
	tell_websocket(&t, t.flow, PAGE_URL "x", frame);
	tell_websocket(&t, t.flow, PAGE_URL "x", frame);
	assert_int_equal(last_request(&t)->page->open_count, 0);
	story_end(t.story);
	assert_string_equal(last_request(&t)->pattern, "websocket");
	story_free(t.story);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_post_with_a_query_is_graphql_and_stays_it),
		cmocka_unit_test(a_post_without_one_is_told_by_the_type_of_its_answer),
		cmocka_unit_test(
		    a_websocket_over_http2_is_told_by_its_frames_and_not_waited_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
