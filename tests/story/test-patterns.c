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

/* Asks, and is answered after so long. */
static void
tell_poll(struct telling *t, const char *url, uint64_t ms)
{
	struct asking a = {
		.method = "GET", .url = url, .host = "www.example.test", .target = "/x"
	};

	a.headers[0][0] = "Referer";
	a.headers[0][1] = PAGE_URL;
	tell_request(t, t->flow, a);
	tell_wait(t, ms);
	tell_response(t, t->flow, 200, "application/json", NULL);
	tell_body(t, t->flow, 10, true);
}

/* A page with one request of its that was answered at once. */
static struct telling
a_page_that_asked(void)
{
	struct telling t = a_page_that_asks("GET", PAGE_URL "x");

	tell_response(&t, t.flow, 200, "application/json", NULL);
	tell_body(&t, t.flow, 10, true);
	return t;
}

static void
answers_kept_back_and_asked_for_again_at_once_are_a_long_poll(void **state)
{
	struct telling t = a_page_that_asked();
	const struct request *last;

	(void)state;
	tell_poll(&t, PAGE_URL "poll?room=1&since=0", 1500);
	tell_poll(&t, PAGE_URL "poll?room=1&since=7", 2500);
	last = last_request(&t);
	assert_string_equal(last->pattern, "long_poll");
	assert_string_equal(last->role, "poll");
	assert_string_equal(TAILQ_PREV(last, request_list, entry)->pattern, "long_poll");
	story_free(t.story);
}

static void
a_long_poll_goes_on_whatever_the_next_answer_takes(void **state)
{
	struct telling t = a_page_that_asked();

	(void)state;
	tell_poll(&t, PAGE_URL "poll?since=0", 1500);
	tell_poll(&t, PAGE_URL "poll?since=7", 1500);
	tell_poll(&t, PAGE_URL "poll?since=8", 10);
	assert_string_equal(last_request(&t)->pattern, "long_poll");
	story_free(t.story);
}

static void
a_page_does_not_wait_for_its_long_poll(void **state)
{
	struct telling t = a_page_that_asked();
	struct asking a = { .method = "GET",
		.url = PAGE_URL "poll?since=9",
		.host = "www.example.test",
		.target = "/x" };

	(void)state;
	tell_poll(&t, PAGE_URL "poll?since=0", 1500);
	tell_poll(&t, PAGE_URL "poll?since=7", 1500);
	a.headers[0][0] = "Referer";
	a.headers[0][1] = PAGE_URL;
	tell_request(&t, t.flow, a);
	assert_int_equal(last_request(&t)->page->open_count, 0);
	story_free(t.story);
}

static void
a_slow_answer_and_another_question_are_no_long_poll(void **state)
{
	struct telling t = a_page_that_asked();

	(void)state;
	tell_poll(&t, PAGE_URL "find?name=a", 1500);
	tell_poll(&t, PAGE_URL "find?from=b", 1500); /* another thing */
	assert_string_equal(last_request(&t)->pattern, "json");
	tell_wait(&t, 700);
	tell_poll(&t, PAGE_URL "find?from=c", 1500); /* not at once */
	assert_string_equal(last_request(&t)->pattern, "json");
	tell_poll(&t, PAGE_URL "find?from=d", 300); /* not kept back */
	assert_string_equal(last_request(&t)->pattern, "json");
	story_free(t.story);
}

static void
a_request_that_is_given_up_is_over_at_once(void **state)
{
	struct telling t = a_page_that_asks("GET", PAGE_URL "x");
	const struct request *request = last_request(&t);

	(void)state;
	tell_reset(&t, t.flow, t.frame, "client");
	assert_string_equal(request->reset_by, "client");
	assert_true(request->is_over);
	assert_true(request->is_cut);
	assert_int_equal(request->page->open_count, 0);
	story_end(t.story);
	story_free(t.story);
}

static void
an_answer_that_is_given_up_has_the_bytes_that_came(void **state)
{
	struct telling t = a_page_that_asks("GET", PAGE_URL "x");
	const struct request *request = last_request(&t);
	uint32_t frame = t.frame;

	(void)state;
	tell_response(&t, t.flow, 200, "image/png", NULL);
	tell_reset(&t, t.flow, frame, "server");
	assert_false(request->is_over);
	tell_body(&t, t.flow, 10, false);
	assert_true(request->is_over);
	assert_int_equal(request->bytes, 10);
	assert_string_equal(request->reset_by, "server");
	story_end(t.story);
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
		cmocka_unit_test(
		    answers_kept_back_and_asked_for_again_at_once_are_a_long_poll),
		cmocka_unit_test(a_long_poll_goes_on_whatever_the_next_answer_takes),
		cmocka_unit_test(a_page_does_not_wait_for_its_long_poll),
		cmocka_unit_test(a_slow_answer_and_another_question_are_no_long_poll),
		cmocka_unit_test(a_request_that_is_given_up_is_over_at_once),
		cmocka_unit_test(an_answer_that_is_given_up_has_the_bytes_that_came),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
