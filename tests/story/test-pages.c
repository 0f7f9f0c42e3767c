/* SPDX-License-Identifier: BSD-2-Clause */
/* Which pages there were, and what belongs to them. */
#include "story/sentence.h"
#include "tests/story/telling.h"

static const struct story_receiver nobody;

static void
a_site_behind_tls_is_one_page_whose_path_is_hidden(void **state)
{
	struct telling t = a_first_visit();
	const struct page *page;

	(void)state;
	story_end(t.story);
	assert_int_equal(story_counts(t.story).pages, 1);
	page = told_page(&t, 1);
	assert_text(page->url, "https://www.youtube.test/");
	assert_string_equal(page->how, "typed");
	assert_int_equal(page->is.certainty, CERTAINTY_INFERRED);
	assert_true(page->is.reason.len > 0);
	assert_true(page->path_hidden);
	assert_int_equal(page->failure, FAILURE_NONE);
	story_free(t.story);
}

static void
a_page_begins_with_the_question_for_its_name(void **state)
{
	struct telling t = a_first_visit();
	const struct page *page;

	(void)state;
	story_end(t.story);
	page = told_page(&t, 1);
	assert_int_equal(page->lookup_count, 1);
	assert_true(page->start_ns == page->lookups[0]->start_ns);
	story_free(t.story);
}

static void
steps_come_in_order_and_need_those_before_them(void **state)
{
	static const enum step_kind kinds[] = { STEP_JOIN, STEP_NEXT_HOP, STEP_NAME,
		STEP_CONNECT, STEP_SECURE, STEP_REQUEST, STEP_CLOSE };
	struct telling t = a_first_visit();
	const struct page *page;

	(void)state;
	tell_wait(&t, 1000);
	tell_closed(&t, t.flow, "fin", LAPTOP);
	story_end(t.story);
	page = told_page(&t, 1);
	assert_int_equal(page->step_count, COUNT_OF(kinds));
	for (uint32_t i = 0; i < page->step_count; i++) {
		assert_int_equal(page->steps[i].kind, kinds[i]);
		for (uint32_t j = 0; j < page->steps[i].need_count; j++)
			assert_in_range(page->steps[i].needs[j], 1, i);
	}
	assert_int_equal(page->steps[3].needs[1], page->steps[2].id);
	story_free(t.story);
}

static void
each_step_is_told_in_a_sentence(void **state)
{
	static const char *const sentences[] = {
		"192.168.50.2 gave minji-laptop the address 192.168.50.101 for 1 h; "
		"gateway "
		"192.168.50.1, name server 203.0.113.53; the server asked by ARP first "
		"whether it is free: nobody has it",
		"192.168.50.1 is at 02:22:00:00:00:01, it answered by ARP after 10 µs; "
		"packets for 203.0.113.53 go there",
		"www.youtube.test is 198.51.100.80, said 203.0.113.53 after 20.0 ms",
		"minji-laptop connected from port 40000 to 198.51.100.80:443 in 40.0 ms, "
		"past 2 routers by the TTL; the sides count their bytes from 1001 and 2001",
		"TLS 1.3 with www.youtube.test, TLS_AES_128_GCM_SHA256, ready in 41.0 ms; "
		"the certificate is encrypted",
		"what minji-laptop asked of www.youtube.test is inside TLS",
	};
	struct telling t = a_first_visit();
	const struct page *page;

	(void)state;
	story_end(t.story);
	page = told_page(&t, 1);
	for (size_t i = 0; i < COUNT_OF(sentences); i++) {
		struct buffer text = { 0 };

		step_text(&text, page, &page->steps[i]);
		assert_text(buffer_bytes(&text), sentences[i]);
		buffer_clear(&text);
	}
	story_free(t.story);
}

static void
a_connection_is_tied_to_the_lookup_that_gave_its_address(void **state)
{
	struct telling t = a_laptop_that_joined();
	const struct connection *connection;

	(void)state;
	tell_lookup(&t, "www.youtube.test", WEB);
	tell_lookup(&t, "www.daum.test", WEB);
	tell_connect(&t, WEB, 443);
	tell_tls(&t, WEB, "www.youtube.test");
	connection = TAILQ_FIRST(story_connections(t.story));
	assert_text(connection->lookup->name, "www.youtube.test");
	assert_int_equal(connection->lookup_certainty, CERTAINTY_SEEN);
	assert_text(connection_host(connection), "www.youtube.test");
	assert_int_equal(connection_hops(connection).value, 2);
	story_free(t.story);
}

static void
a_name_that_was_not_asked_again_came_from_the_cache(void **state)
{
	struct telling t = a_first_visit();
	const struct lookup *lookup;

	(void)state;
	tell_wait(&t, 60000);
	tell_connect(&t, WEB, 443);
	tell_tls(&t, WEB, "www.youtube.test");
	story_end(t.story);
	assert_int_equal(story_counts(t.story).pages, 2);
	lookup = told_page(&t, 2)->lookups[0];
	assert_int_equal(lookup->is.certainty, CERTAINTY_INFERRED);
	assert_ptr_equal(lookup->from, TAILQ_FIRST(story_lookups(t.story)));
	assert_in_range(lookup->ttl_left.value, 235, 241);
	story_free(t.story);
}

static void
a_name_nobody_asked_for_is_a_hidden_step(void **state)
{
	struct telling t = a_laptop_that_joined();
	const struct step *step;

	(void)state;
	tell_connect(&t, WEB, 443);
	tell_tls(&t, WEB, "www.youtube.test");
	story_end(t.story);
	step = told_step(told_page(&t, 1), STEP_NAME);
	assert_int_equal(step->is.certainty, CERTAINTY_HIDDEN);
	assert_true(step->is.reason.len > 0);
	story_free(t.story);
}

static void
an_address_in_place_of_a_name_needs_no_name(void **state)
{
	struct telling t = a_laptop_that_joined();
	const struct page *page;

	(void)state;
	tell_connect(&t, WEB, 80);
	tell_get(&t, t.flow, "http://" WEB "/", WEB, NULL);
	story_end(t.story);
	page = told_page(&t, 1);
	assert_text(page->host, WEB);
	for (uint32_t i = 0; i < page->step_count; i++)
		assert_int_not_equal(page->steps[i].kind, STEP_NAME);
	assert_non_null(told_step(page, STEP_CONNECT));
	story_free(t.story);
}

static void
a_lookup_of_that_address_did_not_lead_to_it_where_no_name_was_used(void **state)
{
	struct telling t = a_laptop_that_joined();
	const struct page *page;

	(void)state;
	tell_lookup(&t, "www.daum.test", WEB);
	tell_connect(&t, WEB, 80);
	tell_get(&t, t.flow, "http://" WEB "/", WEB, NULL);
	story_end(t.story);
	page = told_page(&t, 1);
	assert_int_equal(page->lookup_count, 0);
	assert_null(page->connections[0]->lookup);
	story_free(t.story);
}

static void
a_host_whose_name_ends_in_a_digit_is_still_a_name(void **state)
{
	struct telling t = a_laptop_that_joined();

	(void)state;
	tell_connect(&t, WEB, 80);
	tell_get(&t, t.flow, "http://server1/", "server1", NULL);
	story_end(t.story);
	assert_text(told_step(told_page(&t, 1), STEP_NAME)->name, "server1");
	story_free(t.story);
}

static void
another_host_soon_after_belongs_to_the_page_as_third_party(void **state)
{
	struct telling t = a_first_visit();
	const struct page *page;

	(void)state;
	tell_wait(&t, 300);
	tell_lookup(&t, "i.ytimg.test", CDN);
	tell_connect(&t, CDN, 443);
	tell_tls(&t, CDN, "i.ytimg.test");
	story_end(t.story);
	assert_int_equal(story_counts(t.story).pages, 1);
	page = told_page(&t, 1);
	assert_int_equal(page->host_count, 2);
	assert_string_equal(page->hosts[1].party, "third");
	assert_int_equal(page->lookup_count, 2);
	story_free(t.story);
}

static void
a_request_without_referer_was_typed_and_one_with_it_followed(void **state)
{
	struct telling t = a_laptop_that_joined();

	(void)state;
	tell_lookup(&t, "www.daum.test", WEB);
	tell_connect(&t, WEB, 80);
	tell_get(&t, t.flow, "http://www.daum.test/", "www.daum.test", NULL);
	tell_wait(&t, 2000);
	tell_get(&t, t.flow, "http://www.daum.test/news", "www.daum.test",
	    "http://www.daum.test/");
	story_end(t.story);
	assert_int_equal(story_counts(t.story).pages, 2);
	assert_string_equal(told_page(&t, 1)->how, "typed");
	assert_string_equal(told_page(&t, 2)->how, "link");
	assert_int_equal(told_page(&t, 1)->status, 200);
	assert_true(told_page(&t, 1)->loaded_ns > told_page(&t, 1)->start_ns);
	story_free(t.story);
}

static void
what_a_page_refers_to_is_a_request_of_it(void **state)
{
	struct telling t = a_laptop_that_joined();
	struct asking style = { .method = "GET",
		.url = "http://www.daum.test/a.css",
		.host = "www.daum.test",
		.target = "/a.css",
		.headers = {
		    { "Accept", "text/css" }, { "Referer", "http://www.daum.test/" } } };
	const struct page *page;

	(void)state;
	tell_connect(&t, WEB, 80);
	tell_get(&t, t.flow, "http://www.daum.test/", "www.daum.test", NULL);
	tell_request(&t, t.flow, style);
	tell_response(&t, t.flow, 200, "text/css", NULL);
	tell_body(&t, t.flow, 300, true);
	story_end(t.story);
	assert_int_equal(story_counts(t.story).pages, 1);
	page = told_page(&t, 1);
	assert_int_equal(page->request_count, 2);
	assert_string_equal(TAILQ_LAST(&page->requests, request_list)->role, "style");
	assert_string_equal(TAILQ_LAST(&page->requests, request_list)->is.rule, "referer");
	assert_int_equal(page->bytes, 1300);
	story_free(t.story);
}

static void
a_redirect_from_http_to_https_is_one_page(void **state)
{
	struct telling t = a_laptop_that_joined();
	struct asking first = { .method = "GET",
		.url = "http://www.naver.test/",
		.host = "www.naver.test",
		.target = "/",
		.headers = { { "Accept", "text/html" } } };
	const struct page *page;

	(void)state;
	tell_lookup(&t, "www.naver.test", WEB);
	tell_connect(&t, WEB, 80);
	tell_request(&t, t.flow, first);
	tell_response(&t, t.flow, 301, "text/html", "https://www.naver.test/");
	tell_body(&t, t.flow, 100, true);
	tell_connect(&t, WEB, 443);
	tell_tls(&t, WEB, "www.naver.test");
	story_end(t.story);
	assert_int_equal(story_counts(t.story).pages, 1);
	page = told_page(&t, 1);
	assert_text(page->url, "http://www.naver.test/");
	assert_text(page->final_url, "https://www.naver.test/");
	assert_int_equal(page->redirect_count, 1);
	assert_int_equal(page->redirects[0].status, 301);
	assert_int_equal(page->status, 0);
	story_free(t.story);
}

static void
what_a_browser_asks_at_its_start_is_no_page(void **state)
{
	struct telling t = a_laptop_that_joined();

	(void)state;
	tell_query(&t, "accounts.google.com", "HTTPS");
	tell_query(&t, "accounts.google.com", "A");
	tell_answer(&t, "accounts.google.com", "A", NULL);
	story_end(t.story);
	assert_int_equal(story_counts(t.story).pages, 0);
	story_free(t.story);
}

static void
a_page_at_the_server_is_told_from_its_side(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	const struct page *page;

	(void)state;
	tell_connect_as(&t, (struct connecting){ "203.0.113.77", WEB, 80, 57, 64 });
	tell_get(&t, t.flow, "http://www.daum.test/", "www.daum.test", NULL);
	story_end(t.story);
	page = told_page(&t, 1);
	assert_int_equal(page->seen_from, SIDE_SERVER);
	assert_int_equal(page->steps[0].kind, STEP_CONNECT);
	story_free(t.story);
}

static void
what_was_opened_along_with_a_page_is_its_spare_connection(void **state)
{
	struct telling t = a_laptop_that_joined();
	const struct page *page;

	(void)state;
	tell_lookup(&t, "www.daum.test", WEB);
	tell_connect(&t, WEB, 80);
	tell_connect(&t, WEB, 80);
	tell_get(&t, t.flow, "http://www.daum.test/", "www.daum.test", NULL);
	tell_closed(&t, 1, "fin", LAPTOP);
	story_end(t.story);
	page = told_page(&t, 1);
	assert_int_equal(page->connection_count, 2);
	assert_int_equal(page->connections[1]->opened_for, 1);
	assert_int_equal(page->connections[1]->request_count, 0);
	story_free(t.story);
}

static void
a_connection_kept_ready_does_not_begin_the_page_that_uses_it(void **state)
{
	struct telling t = a_laptop_that_joined();
	uint64_t asked_ns;

	(void)state;
	tell_connect(&t, WEB, 80);
	tell_wait(&t, 9000);
	asked_ns = t.at_ns;
	tell_get(&t, t.flow, "http://www.daum.test/", "www.daum.test", NULL);
	story_end(t.story);
	assert_true(told_page(&t, 1)->start_ns == asked_ns);
	assert_null(told_step(told_page(&t, 1), STEP_CONNECT));
	story_free(t.story);
}

static void
a_connection_in_two_captures_is_told_once(void **state)
{
	struct telling t = a_first_visit();

	(void)state;
	t.input = 1;
	t.frame = 0;
	t.flow = 8;
	tell_syn(&t, (struct connecting){ LAPTOP, WEB, 443, 63, 64 });
	tell_tls(&t, WEB, "www.youtube.test");
	story_end(t.story);
	assert_int_equal(story_counts(t.story).pages, 1);
	assert_null(TAILQ_NEXT(TAILQ_FIRST(story_connections(t.story)), entry));
	story_free(t.story);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_site_behind_tls_is_one_page_whose_path_is_hidden),
		cmocka_unit_test(a_page_begins_with_the_question_for_its_name),
		cmocka_unit_test(steps_come_in_order_and_need_those_before_them),
		cmocka_unit_test(each_step_is_told_in_a_sentence),
		cmocka_unit_test(a_connection_is_tied_to_the_lookup_that_gave_its_address),
		cmocka_unit_test(a_name_that_was_not_asked_again_came_from_the_cache),
		cmocka_unit_test(a_name_nobody_asked_for_is_a_hidden_step),
		cmocka_unit_test(an_address_in_place_of_a_name_needs_no_name),
		cmocka_unit_test(
		    a_lookup_of_that_address_did_not_lead_to_it_where_no_name_was_used),
		cmocka_unit_test(a_host_whose_name_ends_in_a_digit_is_still_a_name),
		cmocka_unit_test(
		    another_host_soon_after_belongs_to_the_page_as_third_party),
		cmocka_unit_test(
		    a_request_without_referer_was_typed_and_one_with_it_followed),
		cmocka_unit_test(what_a_page_refers_to_is_a_request_of_it),
		cmocka_unit_test(a_redirect_from_http_to_https_is_one_page),
		cmocka_unit_test(what_a_browser_asks_at_its_start_is_no_page),
		cmocka_unit_test(a_page_at_the_server_is_told_from_its_side),
		cmocka_unit_test(what_was_opened_along_with_a_page_is_its_spare_connection),
		cmocka_unit_test(
		    a_connection_kept_ready_does_not_begin_the_page_that_uses_it),
		cmocka_unit_test(a_connection_in_two_captures_is_told_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
