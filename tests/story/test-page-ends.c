/* SPDX-License-Identifier: BSD-2-Clause */
/* How pages fail and end, and what is told of them then. */
#include <stdio.h>

#include "tests/story/telling.h"

static const struct story_receiver nobody;

static void
a_refused_connection_is_a_page_that_failed(void **state)
{
	struct telling t = a_laptop_that_joined();
	const struct page *page;

	(void)state;
	tell_lookup(&t, "refused.fail.test", WEB);
	tell_refused(&t, (struct connecting){ LAPTOP, WEB, 80, 64, 62 });
	story_end(t.story);
	page = told_page(&t, 1);
	assert_text(page->url, "http://refused.fail.test/");
	assert_int_equal(page->failure, FAILURE_REFUSED);
	assert_int_equal(told_step(page, STEP_CONNECT)->is.frames.count, 2);
	story_free(t.story);
}

static void
a_syn_that_nobody_answers_times_out(void **state)
{
	struct telling t = a_laptop_that_joined();

	(void)state;
	tell_lookup(&t, "timeout.fail.test", WEB);
	tell_syn(&t, (struct connecting){ LAPTOP, WEB, 443, 64, 62 });
	tell_wait(&t, 60000);
	tell_closed(&t, t.flow, "timeout", NULL);
	story_end(t.story);
	assert_int_equal(told_page(&t, 1)->failure, FAILURE_TIMEOUT);
	story_free(t.story);
}

static void
a_connection_from_before_the_capture_was_not_refused_an_answer(void **state)
{
	struct telling t = a_laptop_that_joined();

	(void)state;
	tell_already_open(&t, WEB, 22);
	tell_closed(&t, t.flow, "fin", LAPTOP);
	assert_int_equal(TAILQ_FIRST(story_connections(t.story))->outcome, CONNECTION_OPEN);
	story_free(t.story);
}

static void
a_page_whose_answers_were_not_captured_did_not_fail(void **state)
{
	struct telling t = a_laptop_that_joined();

	(void)state;
	tell_lookup(&t, "half.shop.test", WEB);
	tell_connect(&t, WEB, 80);
	tell_request(&t, t.flow,
	    (struct asking){ .method = "GET",
		.url = "http://half.shop.test/",
		.host = "half.shop.test",
		.target = "/",
		.headers = { { "Upgrade-Insecure-Requests", "1" } } });
	tell_closed_half(&t, t.flow, "capture_end");
	story_end(t.story);
	assert_int_equal(told_page(&t, 1)->failure, FAILURE_NONE);
	assert_int_equal(told_page(&t, 1)->loaded_ns, 0);
	assert_true(told_step(told_page(&t, 1), STEP_CONNECT)->connection->used);
	story_free(t.story);
}

static void
a_name_that_does_not_exist_is_a_page_only_as_inferred(void **state)
{
	struct telling t = a_laptop_that_joined();

	(void)state;
	tell_query(&t, "nx.shop.test", "HTTPS");
	tell_query(&t, "nx.shop.test", "A");
	tell_answer(&t, "nx.shop.test", "A", NULL);
	tell_answer(&t, "nx.shop.test", "HTTPS", NULL);
	story_end(t.story);
	assert_int_equal(story_counts(t.story).pages, 1);
	assert_int_equal(told_page(&t, 1)->failure, FAILURE_NO_SUCH_NAME);
	assert_int_equal(told_page(&t, 1)->is.certainty, CERTAINTY_INFERRED);
	story_free(t.story);
}

static void
name_servers_that_stay_silent_fail_the_page(void **state)
{
	struct telling t = a_laptop_that_joined();

	(void)state;
	for (int i = 0; i < 3; i++) {
		tell_query(&t, "www.nodns.test", "A");
		tell_query(&t, "www.nodns.test", "AAAA");
		tell_wait(&t, 5000);
	}
	story_end(t.story);
	assert_int_equal(told_page(&t, 1)->failure, FAILURE_NO_ANSWER);
	assert_int_equal(told_page(&t, 1)->lookups[0]->tries, 3);
	story_free(t.story);
}

static void
an_answer_that_ends_too_early_is_cut(void **state)
{
	struct telling t = a_laptop_that_joined();
	struct asking a = { .method = "GET",
		.url = "http://cut.fail.test/",
		.host = "cut.fail.test",
		.target = "/",
		.headers = { { "Accept", "text/html" } } };

	(void)state;
	tell_connect(&t, WEB, 80);
	tell_request(&t, t.flow, a);
	tell_response(&t, t.flow, 200, "text/html", NULL);
	tell_body(&t, t.flow, 600, false);
	tell_closed(&t, t.flow, "fin", WEB);
	story_end(t.story);
	assert_int_equal(told_page(&t, 1)->failure, FAILURE_CUT);
	assert_int_equal(told_page(&t, 1)->status, 200);
	story_free(t.story);
}

static void
a_page_that_never_connected_leads_nowhere(void **state)
{
	struct telling t = a_laptop_that_joined();

	(void)state;
	tell_lookup(&t, "refused.fail.test", WEB);
	tell_refused(&t, (struct connecting){ LAPTOP, WEB, 443, 64, 62 });
	tell_wait(&t, 800);
	tell_lookup(&t, "www.youtube.test", CDN);
	tell_connect(&t, CDN, 443);
	tell_tls(&t, CDN, "www.youtube.test");
	story_end(t.story);
	assert_int_equal(story_counts(t.story).pages, 2);
	assert_int_equal(told_page(&t, 2)->failure, FAILURE_NONE);
	story_free(t.story);
}

static void
a_search_domain_does_not_make_another_page(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);

	(void)state;
	tell_query(&t, "nx.shop.test", "AAAA");
	tell_query(&t, "nx.shop.test", "A");
	tell_answer(&t, "nx.shop.test", "A", NULL);
	tell_query(&t, "nx.shop.test.home.lan", "AAAA");
	tell_query(&t, "nx.shop.test.home.lan", "A");
	tell_answer(&t, "nx.shop.test.home.lan", "A", NULL);
	story_end(t.story);
	assert_int_equal(story_counts(t.story).pages, 1);
	assert_text(told_page(&t, 1)->host, "nx.shop.test");
	story_free(t.story);
}

static void
a_certificate_that_had_expired_is_a_finding_of_its_page(void **state)
{
	struct telling t = a_first_visit();
	const struct finding *finding;

	(void)state;
	tell_certificate(&t, WEB, "*.youtube.test");
	finding = TAILQ_FIRST(story_findings(t.story));
	assert_string_equal(finding->kind, "certificate_expired");
	assert_int_equal(finding->page, 1);
	assert_int_equal(finding->frames.count, 1);
	assert_null(TAILQ_NEXT(finding, entry));
	story_free(t.story);
}

static void
a_certificate_of_another_name_is_a_finding(void **state)
{
	struct telling t = a_first_visit();

	(void)state;
	tell_certificate(&t, WEB, "*.daum.test");
	assert_string_equal(
	    TAILQ_LAST(story_findings(t.story), finding_list)->kind, "certificate_name");
	story_free(t.story);
}

static void
polling_keeps_no_page_alive(void **state)
{
	struct telling t = a_laptop_that_joined();
	struct asking poll = { .method = "GET",
		.url = "http://www.daum.test/poll",
		.host = "www.daum.test",
		.target = "/poll",
		.headers = { { "Referer", "http://www.daum.test/" } } };

	(void)state;
	tell_connect(&t, WEB, 80);
	tell_get(&t, t.flow, "http://www.daum.test/", "www.daum.test", NULL);
	for (int i = 0; i < 30; i++) {
		tell_wait(&t, 1000);
		tell_request(&t, t.flow, poll);
		tell_response(&t, t.flow, 200, "application/json", NULL);
		tell_body(&t, t.flow, 10, true);
	}
	assert_true(told_page(&t, 1)->is_over);
	assert_true(clock_between(told_page(&t, 1)->start_ns, told_page(&t, 1)->over_ns) <
		    10 * NS_PER_S);
	/* Where pages are kept, what goes on is still listed with it. */
	assert_int_equal(told_page(&t, 1)->request_count, 31);
	assert_string_equal(
	    TAILQ_LAST(&told_page(&t, 1)->requests, request_list)->role, "poll");
	story_end(t.story);
	assert_int_equal(story_counts(t.story).pages, 1);
	story_free(t.story);
}

static void
who_scans_a_network_asks_for_few_pages(void **state)
{
	struct telling t = a_laptop_that_joined();
	char text[ADDRESS_TEXT_SIZE];

	(void)state;
	for (uint32_t i = 0; i < 100; i++)
		tell_refused(&t,
		    (struct connecting){ LAPTOP,
			address_text(address_of_u32(0xc6336400 + i), text), 80, 64, 62 });
	story_end(t.story);
	assert_in_range(story_counts(t.story).pages, 1, 8);
	story_free(t.story);
}

static void
the_stillest_of_too_many_live_pages_is_over(void **state)
{
	struct telling t = a_laptop_that_joined();
	char url[64], host[32];
	int live = 0;
	const struct page *page;

	(void)state;
	for (int i = 0; i < 200; i++) {
		struct asking a = { .method = "GET", .url = url, .host = host };

		snprintf(host, sizeof(host), "host%d.test", i);
		snprintf(url, sizeof(url), "http://%s/", host);
		a.headers[0][0] = "Accept";
		a.headers[0][1] = "text/html";
		tell_connect(&t, WEB, 80);
		tell_request(&t, t.flow, a);
	}
	TAILQ_FOREACH (page, story_pages(t.story), entry) {
		live += !page->is_over;
	}
	assert_int_equal(live, 64);
	story_free(t.story);
}

struct told {
	int pages, connections;
};

static void
count_page(void *receiver, const struct story *story, const struct page *page)
{
	struct told *told = receiver;

	(void)story;
	assert_true(page->step_count > 0);
	told->pages++;
}

static void
count_connection(
    void *receiver, const struct story *story, const struct connection *connection)
{
	struct told *told = receiver;

	(void)story;
	assert_true(connection->is_closed);
	told->connections++;
}

static void
what_is_over_is_told_once_and_let_go(void **state)
{
	struct told told = { 0 };
	struct telling t =
	    tell_begin(STORY_KEEP_LIVE, (struct story_receiver){ .receiver = &told,
					    .page_over = count_page,
					    .connection_over = count_connection });

	(void)state;
	for (int i = 0; i < 1000; i++) {
		tell_lookup(&t, "www.daum.test", WEB);
		tell_connect(&t, WEB, 80);
		tell_get(&t, t.flow, "http://www.daum.test/", "www.daum.test", NULL);
		tell_closed(&t, t.flow, "fin", WEB);
		tell_connect(&t, WEB, 22);
		tell_closed(&t, t.flow, "fin", WEB);
		tell_wait(&t, 6000);
	}
	assert_int_equal(told.connections, 1000);
	assert_in_range(told.pages, 999, 1000);
	assert_null(TAILQ_FIRST(story_connections(t.story)) == NULL
			? NULL
			: TAILQ_NEXT(TAILQ_FIRST(story_connections(t.story)), entry));
	story_end(t.story);
	assert_int_equal(told.pages, 1000);
	assert_null(TAILQ_FIRST(story_pages(t.story)));
	story_free(t.story);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_refused_connection_is_a_page_that_failed),
		cmocka_unit_test(a_syn_that_nobody_answers_times_out),
		cmocka_unit_test(
		    a_connection_from_before_the_capture_was_not_refused_an_answer),
		cmocka_unit_test(a_page_whose_answers_were_not_captured_did_not_fail),
		cmocka_unit_test(a_name_that_does_not_exist_is_a_page_only_as_inferred),
		cmocka_unit_test(name_servers_that_stay_silent_fail_the_page),
		cmocka_unit_test(an_answer_that_ends_too_early_is_cut),
		cmocka_unit_test(a_certificate_that_had_expired_is_a_finding_of_its_page),
		cmocka_unit_test(a_certificate_of_another_name_is_a_finding),
		cmocka_unit_test(polling_keeps_no_page_alive),
		cmocka_unit_test(who_scans_a_network_asks_for_few_pages),
		cmocka_unit_test(the_stillest_of_too_many_live_pages_is_over),
		cmocka_unit_test(a_page_that_never_connected_leads_nowhere),
		cmocka_unit_test(a_search_domain_does_not_make_another_page),
		cmocka_unit_test(what_is_over_is_told_once_and_let_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
