/* SPDX-License-Identifier: BSD-2-Clause */
/* Pages of which only sizes and times can be seen. */
#include "tests/story/telling.h"

enum {
	FIRST = 460,
	NEXT = 40,
	PART = 42,
	FORM = 110,
	DOCUMENT = 900,
	HEAD = 90,
	BULK = 4000
};

/* The laptop opens https://www.youtube.test/, asks for the page and two parts of it. */
static struct telling
a_page_inside(void)
{
	struct telling t = a_first_visit();

	tell_sealed(&t, t.flow, WEB, SIDE_CLIENT, FIRST);
	tell_wait(&t, 40);
	tell_sealed(&t, t.flow, WEB, SIDE_SERVER, DOCUMENT);
	tell_wait(&t, 20);
	tell_sealed(&t, t.flow, WEB, SIDE_CLIENT, PART);
	tell_sealed(&t, t.flow, WEB, SIDE_CLIENT, PART);
	tell_wait(&t, 40);
	tell_sealed(&t, t.flow, WEB, SIDE_SERVER, BULK);
	return t;
}

static void
tell_exchange(struct telling *t, uint64_t size, uint64_t answer)
{
	tell_sealed(t, t->flow, WEB, SIDE_CLIENT, size);
	tell_wait(t, 40);
	tell_sealed(t, t->flow, WEB, SIDE_SERVER, answer);
}

static void
the_first_request_of_a_connection_is_for_its_page(void **state)
{
	struct telling t = a_page_inside();

	(void)state;
	story_end(t.story);
	assert_int_equal(story_counts(t.story).pages, 1);
	story_free(t.story);
}

static void
it_is_loaded_when_the_burst_of_it_is_over(void **state)
{
	struct telling t = a_page_inside();
	uint64_t loaded_ns = t.at_ns;

	(void)state;
	tell_wait(&t, 2000);
	tell_exchange(&t, PART, BULK); /* it asks for more, later */
	tell_wait(&t, 1000);
	story_end(t.story);
	assert_int_equal(story_counts(t.story).pages, 1);
	assert_true(told_page(&t, 1)->loaded_ns <= loaded_ns);
	assert_true(told_page(&t, 1)->loaded_ns + 50 * NS_PER_MS >= loaded_ns);
	story_free(t.story);
}

static void
a_request_behind_silence_with_others_behind_its_answer_is_a_page(void **state)
{
	struct telling t = a_page_inside();
	const struct page *page;
	uint64_t start_ns;

	(void)state;
	tell_wait(&t, 1000);
	start_ns = t.at_ns;
	tell_exchange(&t, NEXT, DOCUMENT);
	tell_wait(&t, 20);
	tell_exchange(&t, PART, BULK);
	story_end(t.story);
	assert_int_equal(story_counts(t.story).pages, 2);
	page = told_page(&t, 2);
	assert_text(page->url, "https://www.youtube.test/");
	assert_true(page->path_hidden);
	assert_int_equal(page->start_ns, start_ns);
	assert_int_equal(page->is.certainty, CERTAINTY_INFERRED);
	assert_string_equal(page->is.rule, "sealed_request");
	assert_true(page->is.reason.len > 0);
	assert_int_equal(page->steps[page->step_count - 1].kind, STEP_REQUEST);
	assert_int_equal(page->steps[page->step_count - 1].is.certainty, CERTAINTY_HIDDEN);
	assert_int_equal(page->steps[page->step_count - 1].start_ns, start_ns);
	story_free(t.story);
}

static void
a_request_that_nothing_follows_is_no_page(void **state)
{
	struct telling t = a_page_inside();

	(void)state;
	for (int i = 0; i < 5; i++) {
		tell_wait(&t, 1000);
		tell_exchange(&t, PART, HEAD);
		tell_sealed(&t, t.flow, WEB, SIDE_SERVER, PART);
	}
	story_end(t.story);
	assert_int_equal(story_counts(t.story).pages, 1);
	story_free(t.story);
}

static void
what_is_asked_for_behind_bytes_of_the_page_is_no_page(void **state)
{
	struct telling t = a_page_inside();

	(void)state;
	tell_wait(&t, 20);
	tell_exchange(&t, PART, BULK);
	tell_wait(&t, 20);
	tell_exchange(&t, PART, BULK);
	story_end(t.story);
	assert_int_equal(story_counts(t.story).pages, 1);
	story_free(t.story);
}

static void
a_form_that_is_answered_with_a_redirect_is_one_page(void **state)
{
	struct telling t = a_page_inside();

	(void)state;
	tell_wait(&t, 1000);
	tell_sealed(&t, t.flow, WEB, SIDE_CLIENT, FORM);
	tell_exchange(&t, PART, HEAD);
	tell_wait(&t, 3);
	tell_exchange(&t, NEXT, DOCUMENT);
	tell_wait(&t, 20);
	tell_exchange(&t, PART, BULK);
	story_end(t.story);
	assert_int_equal(story_counts(t.story).pages, 2);
	story_free(t.story);
}

static void
a_new_host_whose_answer_leads_to_more_is_a_page(void **state)
{
	struct telling t = a_page_inside();

	(void)state;
	tell_wait(&t, 1000);
	tell_lookup(&t, "forum.agora.test", CDN);
	tell_connect(&t, CDN, 443);
	tell_tls(&t, CDN, "forum.agora.test");
	tell_sealed(&t, t.flow, CDN, SIDE_CLIENT, FIRST);
	tell_wait(&t, 40);
	tell_sealed(&t, t.flow, CDN, SIDE_SERVER, DOCUMENT);
	tell_wait(&t, 20);
	tell_sealed(&t, t.flow, CDN, SIDE_CLIENT, PART);
	story_end(t.story);
	assert_int_equal(story_counts(t.story).pages, 2);
	assert_text(told_page(&t, 2)->url, "https://forum.agora.test/");
	story_free(t.story);
}

static void
a_new_host_that_the_page_led_to_belongs_to_it(void **state)
{
	struct telling t = a_page_inside();

	(void)state;
	tell_wait(&t, 10);
	tell_lookup(&t, "i.ytimg.test", CDN);
	tell_connect(&t, CDN, 443);
	tell_tls(&t, CDN, "i.ytimg.test");
	for (int i = 0; i < 3; i++)
		tell_sealed(&t, t.flow, CDN, SIDE_CLIENT, FIRST);
	tell_wait(&t, 40);
	tell_sealed(&t, t.flow, CDN, SIDE_SERVER, BULK);
	story_end(t.story);
	assert_int_equal(story_counts(t.story).pages, 1);
	assert_int_equal(told_page(&t, 1)->host_count, 2);
	assert_string_equal(told_page(&t, 1)->hosts[1].party, "third");
	story_free(t.story);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_request_of_a_connection_is_for_its_page),
		cmocka_unit_test(it_is_loaded_when_the_burst_of_it_is_over),
		cmocka_unit_test(
		    a_request_behind_silence_with_others_behind_its_answer_is_a_page),
		cmocka_unit_test(a_request_that_nothing_follows_is_no_page),
		cmocka_unit_test(what_is_asked_for_behind_bytes_of_the_page_is_no_page),
		cmocka_unit_test(a_form_that_is_answered_with_a_redirect_is_one_page),
		cmocka_unit_test(a_new_host_whose_answer_leads_to_more_is_a_page),
		cmocka_unit_test(a_new_host_that_the_page_led_to_belongs_to_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
