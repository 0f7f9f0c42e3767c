/* SPDX-License-Identifier: BSD-2-Clause */
/* What the time of a page consisted of, and what is to blame. */
#include "tests/story/telling.h"

#define PAGE "http://www.shop.test/"

/* A part begins where the one before ended, from the start to the end, and the sums by
 * phase are those of the parts. */
static void
assert_path_is_whole(const struct page *page)
{
	const struct path *path = &page->path;
	uint64_t at_ns = page->start_ns, sum_ns = 0;

	for (uint32_t i = 0; i < path->count; i++) {
		assert_true(path->parts[i].start_ns == at_ns);
		assert_true(path->parts[i].end_ns > at_ns);
		at_ns = path->parts[i].end_ns;
	}
	for (enum phase phase = 0; phase < PHASE_COUNT; phase++)
		sum_ns += path->phases_ns[phase];
	if (path->end_ns == 0)
		return;
	assert_true(at_ns == path->end_ns);
	assert_true(sum_ns == path->end_ns - page->start_ns);
}

static uint64_t
phase_ms(const struct page *page, enum phase phase)
{
	return page->path.phases_ns[phase] / NS_PER_MS;
}

static void
tell_image(struct telling *t, uint32_t flow, uint64_t wait_ms)
{
	struct asking a = { .method = "GET",
		.url = PAGE "hero.png?size=2",
		.host = "www.shop.test",
		.target = "/hero.png?size=2",
		.headers = { { "Referer", PAGE } } };

	tell_request(t, flow, a);
	tell_wait(t, wait_ms);
	tell_response(t, flow, 200, "image/png", NULL);
	tell_body(t, flow, 30000, true);
}

/* The document of a page over a new connection, until its first byte. */
static struct telling
a_page_that_is_asked_for(void)
{
	struct asking a = { .method = "GET",
		.url = PAGE,
		.host = "www.shop.test",
		.target = "/",
		.headers = { { "Accept", "text/html" } } };
	struct telling t = a_laptop_that_joined();

	tell_lookup(&t, "www.shop.test", WEB);
	tell_connect(&t, WEB, 80);
	tell_request(&t, t.flow, a);
	tell_wait(&t, 30);
	tell_response(&t, t.flow, 200, "text/html", NULL);
	return t;
}

static const struct page *
the_page_that_was_told(struct telling *t)
{
	story_end(t->story);
	return told_page(t, 1);
}

static void
each_phase_has_its_time_and_there_are_no_holes(void **state)
{
	struct telling t = a_page_that_is_asked_for();
	const struct page *page;

	(void)state;
	tell_body(&t, t.flow, 1000, true);
	page = the_page_that_was_told(&t);
	assert_true(page->path.end_ns == page->loaded_ns);
	assert_path_is_whole(page);
	assert_int_equal(phase_ms(page, PHASE_DNS), 20);
	assert_int_equal(phase_ms(page, PHASE_CONNECT), 40);
	assert_int_equal(phase_ms(page, PHASE_WAITING), 30);
	assert_int_equal(phase_ms(page, PHASE_CLIENT), 0);
	assert_int_equal(phase_ms(page, PHASE_JOIN), 0); /* was before */
	story_free(t.story);
}

static void
a_slow_image_is_to_blame_with_its_host_and_frames(void **state)
{
	struct telling t = a_page_that_is_asked_for();
	const struct verdict *verdict;
	const struct page *page;

	(void)state;
	tell_body(&t, t.flow, 1000, true);
	tell_wait(&t, 10);
	tell_image(&t, t.flow, 1900);
	page = the_page_that_was_told(&t);
	verdict = &page->path.verdict;
	assert_path_is_whole(page);
	assert_text(verdict->text,
	    "2.00 s, of which 1.90 s waiting for /hero.png from www.shop.test");
	assert_int_equal(verdict->phase, PHASE_WAITING);
	assert_text(verdict->host, "www.shop.test");
	assert_text(verdict->request->url, PAGE "hero.png?size=2");
	assert_int_equal(verdict->frames.count, 2);
	story_free(t.story);
}

static void
an_answer_that_comes_piece_by_piece_is_received(void **state)
{
	struct telling t = a_page_that_is_asked_for();
	const struct page *page;

	(void)state;
	tell_wait(&t, 750);
	tell_body(&t, t.flow, 1000, true);
	page = the_page_that_was_told(&t);
	assert_path_is_whole(page);
	assert_int_equal(page->path.verdict.phase, PHASE_RECEIVING);
	assert_int_equal(phase_ms(page, PHASE_RECEIVING), 750);
	story_free(t.story);
}

static void
what_was_lost_and_sent_again_stalls(void **state)
{
	struct telling t = a_page_that_is_asked_for();
	const struct page *page;

	(void)state;
	tell_wait(&t, 400);
	tell_retransmission(&t, t.flow, 300);
	tell_retransmission(&t, t.flow, 300); /* of the same loss */
	tell_wait(&t, 50);
	tell_body(&t, t.flow, 1000, true);
	page = the_page_that_was_told(&t);
	assert_path_is_whole(page);
	assert_int_equal(page->path.verdict.phase, PHASE_STALLED);
	assert_int_equal(phase_ms(page, PHASE_STALLED), 300);
	assert_int_equal(phase_ms(page, PHASE_RECEIVING), 150);
	story_free(t.story);
}

/* The image was named at once, and could be asked for when the style had come. */
static void
a_request_waits_until_its_connection_is_free(void **state)
{
	struct telling t = a_page_that_is_asked_for();
	const struct page *page;

	(void)state;
	tell_body(&t, t.flow, 1000, true);
	tell_image(&t, t.flow, 500);
	tell_image(&t, t.flow, 100);
	page = the_page_that_was_told(&t);
	assert_path_is_whole(page);
	assert_int_equal(phase_ms(page, PHASE_WAITING), 630);
	assert_int_equal(phase_ms(page, PHASE_CLIENT), 0);
	story_free(t.story);
}

static void
several_that_are_alike_are_told_together(void **state)
{
	struct telling t = a_page_that_is_asked_for();

	(void)state;
	tell_body(&t, t.flow, 1000, true);
	tell_image(&t, t.flow, 60);
	tell_image(&t, t.flow, 70);
	assert_text(the_page_that_was_told(&t)->path.verdict.text,
	    "220 ms, of which 160 ms waiting for 3 answers, the longest /hero.png from "
	    "www.shop.test (70.0 ms)");
	story_free(t.story);
}

/* The image is asked for over a connection of its own, 100 ms after the script has come. */
static void
a_script_that_came_in_between_led_on(void **state)
{
	struct telling t = a_page_that_is_asked_for();
	struct asking a = { .method = "GET",
		.url = PAGE "a.js",
		.host = "www.shop.test",
		.target = "/a.js",
		.headers = { { "Referer", PAGE } } };
	uint32_t first = t.flow;
	const struct page *page;

	(void)state;
	tell_body(&t, first, 1000, true);
	tell_connect(&t, WEB, 80);
	tell_request(&t, first, a);
	tell_wait(&t, 300);
	tell_response(&t, first, 200, "text/javascript", NULL);
	tell_body(&t, first, 1000, true);
	tell_wait(&t, 100);
	tell_image(&t, t.flow, 50);
	page = the_page_that_was_told(&t);
	assert_path_is_whole(page);
	assert_int_equal(phase_ms(page, PHASE_WAITING), 30 + 300 + 50);
	assert_int_equal(phase_ms(page, PHASE_CLIENT), 40 + 100);
	story_free(t.story);
}

static void
a_page_that_failed_waited_for_what_failed(void **state)
{
	struct telling t = a_laptop_that_joined();
	const struct page *page;

	(void)state;
	tell_lookup(&t, "timeout.fail.test", WEB);
	tell_syn(&t, (struct connecting){ LAPTOP, WEB, 443, 64, 62 });
	tell_wait(&t, 1000);
	tell_syn_again(&t, (struct connecting){ LAPTOP, WEB, 443, 64, 62 });
	tell_wait(&t, 60000);
	tell_closed(&t, t.flow, "timeout", NULL);
	page = the_page_that_was_told(&t);
	assert_int_equal(page->failure, FAILURE_TIMEOUT);
	assert_path_is_whole(page);
	assert_text(page->path.verdict.text,
	    "1.02 s until it failed, of which 1.00 s connecting to timeout.fail.test");
	story_free(t.story);
}

static void
a_name_that_nobody_answers_for_took_until_the_last_try(void **state)
{
	struct telling t = a_laptop_that_joined();
	const struct page *page;

	(void)state;
	for (int i = 0; i < 3; i++) {
		tell_query(&t, "www.nodns.test", "A");
		tell_query(&t, "www.nodns.test", "AAAA");
		tell_wait(&t, 5000);
	}
	page = the_page_that_was_told(&t);
	assert_path_is_whole(page);
	assert_int_equal(page->path.verdict.phase, PHASE_DNS);
	assert_int_equal(phase_ms(page, PHASE_DNS), 10000);
	story_free(t.story);
}

static void
what_is_inside_tls_was_waited_for(void **state)
{
	struct telling t = a_first_visit();
	const struct page *page;

	(void)state;
	page = the_page_that_was_told(&t);
	assert_path_is_whole(page);
	assert_int_equal(page->path.phases_ns[PHASE_CLIENT], 0);
	story_free(t.story);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_phase_has_its_time_and_there_are_no_holes),
		cmocka_unit_test(a_slow_image_is_to_blame_with_its_host_and_frames),
		cmocka_unit_test(an_answer_that_comes_piece_by_piece_is_received),
		cmocka_unit_test(what_was_lost_and_sent_again_stalls),
		cmocka_unit_test(a_request_waits_until_its_connection_is_free),
		cmocka_unit_test(several_that_are_alike_are_told_together),
		cmocka_unit_test(a_script_that_came_in_between_led_on),
		cmocka_unit_test(a_page_that_failed_waited_for_what_failed),
		cmocka_unit_test(a_name_that_nobody_answers_for_took_until_the_last_try),
		cmocka_unit_test(what_is_inside_tls_was_waited_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
