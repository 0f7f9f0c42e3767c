/* SPDX-License-Identifier: BSD-2-Clause */
/* On which page a request is put, what led to it, and when the page was loaded. */
#include "tests/story/telling.h"

static const char alpha[] = "https://www.alpha.test/";
static const char beta[] = "https://www.beta.test/";

/* A browser's request of a secure page: what it is for, and where it came from. */
static void
tell_fetch(struct telling *t, const char *dest, const char *url, const char *host,
    const char *referer)
{
	bool is_page = strcmp(dest, "document") == 0 || strcmp(dest, "iframe") == 0;
	struct asking a = { .method = "GET", .url = url, .host = host, .target = "/" };
	size_t count = 0;

	a.headers[count][0] = "Sec-Fetch-Dest";
	a.headers[count++][1] = dest;
	a.headers[count][0] = "Sec-Fetch-Mode";
	a.headers[count++][1] = is_page ? "navigate" : "no-cors";
	if (referer != NULL) {
		a.headers[count][0] = "Referer";
		a.headers[count++][1] = referer;
	}
	tell_request(t, t->flow, a);
}

/* Its answer, 40 ms later. */
static void
tell_done(struct telling *t, const char *mime, const char *const *links)
{
	static const char *const none[] = { NULL };

	tell_wait(t, 40);
	tell_response(t, t->flow, 200, mime, NULL);
	tell_links(t, t->flow, links == NULL ? none : links);
}

static void
tell_page(struct telling *t, const char *url, const char *referer, const char *const *links)
{
	struct bytes host = bytes_from(bytes_of_string(url), strlen("https://"));
	char name[64] = "";

	host = bytes_first(host, bytes_index(host, '/'));
	memcpy(name, host.at, MIN(host.len, sizeof(name) - 1));
	tell_fetch(t, "document", url, name, referer);
	tell_done(t, "text/html", links);
}

static struct telling
a_browser(void)
{
	struct telling t = a_laptop_that_joined();

	tell_connect(&t, WEB, 443);
	return t;
}

static const struct request *
request_of(const struct page *page, const char *url)
{
	const struct request *request;

	TAILQ_FOREACH (request, &page->requests, entry)
		if (bytes_equal(request->url, bytes_of_string(url)))
			return request;
	return NULL;
}

static void
what_a_page_names_is_its_own_whichever_tab_came_last(void **state)
{
	static const char *const links[] = { "//lib.test/a.png", NULL };
	struct telling t = a_browser();
	const struct request *image;

	(void)state;
	tell_page(&t, alpha, NULL, links);
	tell_page(&t, beta, NULL, NULL);
	tell_fetch(&t, "image", "https://lib.test/a.png", "lib.test", NULL);
	tell_done(&t, "image/png", NULL);
	story_end(t.story);
	image = request_of(told_page(&t, 1), "https://lib.test/a.png");
	assert_non_null(image);
	assert_string_equal(image->is.rule, "named");
	story_free(t.story);
}

static void
a_referer_cut_to_its_origin_tells_the_tab(void **state)
{
	struct telling t = a_browser();
	const struct request *image;

	(void)state;
	tell_page(&t, "https://www.alpha.test/news", NULL, NULL);
	tell_page(&t, beta, NULL, NULL);
	tell_fetch(&t, "image", "https://lib.test/a.png", "lib.test", alpha);
	tell_done(&t, "image/png", NULL);
	story_end(t.story);
	image = request_of(told_page(&t, 1), "https://lib.test/a.png");
	assert_non_null(image);
	assert_string_equal(image->is.rule, "referer_origin");
	story_free(t.story);
}

static void
a_page_that_was_left_still_gets_what_names_it(void **state)
{
	struct telling t = a_browser();

	(void)state;
	tell_page(&t, "https://www.alpha.test/board", NULL, NULL);
	tell_wait(&t, 1000);
	tell_fetch(&t, "document", "https://www.alpha.test/next", "www.alpha.test",
	    "https://www.alpha.test/board");
	tell_connect(&t, WEB, 443);
	tell_fetch(&t, "empty", "https://www.alpha.test/tick", "www.alpha.test",
	    "https://www.alpha.test/board");
	tell_done(&t, "application/json", NULL);
	story_end(t.story);
	assert_int_equal(story_counts(t.story).pages, 2);
	assert_non_null(request_of(told_page(&t, 1), "https://www.alpha.test/tick"));
	story_free(t.story);
}

static void
after_a_click_what_says_only_the_site_is_of_the_new_page(void **state)
{
	struct telling t = a_browser();

	(void)state;
	tell_page(&t, alpha, NULL, NULL);
	tell_wait(&t, 1000);
	tell_page(&t, "https://www.alpha.test/next", alpha, NULL);
	tell_fetch(&t, "image", "https://lib.test/a.png", "lib.test", alpha);
	tell_done(&t, "image/png", NULL);
	story_end(t.story);
	assert_non_null(request_of(told_page(&t, 2), "https://lib.test/a.png"));
	story_free(t.story);
}

static void
a_frame_is_a_part_of_its_page_however_late_it_comes(void **state)
{
	struct telling t = a_browser();
	const struct request *frame;

	(void)state;
	tell_page(&t, alpha, NULL, NULL);
	tell_wait(&t, 3000);
	tell_fetch(&t, "iframe", "https://www.alpha.test/player", "www.alpha.test", alpha);
	tell_done(&t, "text/html", NULL);
	tell_fetch(&t, "style", "https://www.alpha.test/p.css", "www.alpha.test",
	    "https://www.alpha.test/player");
	tell_done(&t, "text/css", NULL);
	story_end(t.story);
	assert_int_equal(story_counts(t.story).pages, 1);
	frame = request_of(told_page(&t, 1), "https://www.alpha.test/player");
	assert_string_equal(frame->role, "frame");
	assert_ptr_equal(
	    request_of(told_page(&t, 1), "https://www.alpha.test/p.css")->initiator, frame);
	story_free(t.story);
}

static void
in_clear_http_a_page_names_its_frames_and_not_what_is_clicked(void **state)
{
	static const char *const links[] = { "/frame", NULL };
	static const char page[] = "http://www.daum.test/";
	struct telling t = a_laptop_that_joined();

	(void)state;
	tell_connect(&t, WEB, 80);
	tell_get(&t, t.flow, page, "www.daum.test", NULL);
	tell_connect(&t, WEB, 80);
	tell_fetch(&t, "document", "http://www.daum.test/other", "www.daum.test", NULL);
	tell_done(&t, "text/html", links);
	tell_get(&t, t.flow, "http://www.daum.test/frame", "www.daum.test",
	    "http://www.daum.test/other");
	tell_get(&t, t.flow, "http://www.daum.test/click", "www.daum.test",
	    "http://www.daum.test/other");
	story_end(t.story);
	assert_int_equal(story_counts(t.story).pages, 3);
	assert_string_equal(
	    request_of(told_page(&t, 2), "http://www.daum.test/frame")->role, "frame");
	story_free(t.story);
}

static void
a_style_sheet_is_what_led_to_what_it_names(void **state)
{
	static const char *const of_page[] = { "s/app.css", NULL };
	static const char *const of_style[] = { "../bg.png", NULL };
	struct telling t = a_browser();
	const struct page *page;

	(void)state;
	tell_page(&t, alpha, NULL, of_page);
	tell_fetch(
	    &t, "style", "https://www.alpha.test/s/app.css", "www.alpha.test", alpha);
	tell_done(&t, "text/css", of_style);
	tell_fetch(&t, "image", "https://www.alpha.test/bg.png", "www.alpha.test", alpha);
	tell_done(&t, "image/png", NULL);
	story_end(t.story);
	page = told_page(&t, 1);
	assert_ptr_equal(request_of(page, "https://www.alpha.test/bg.png")->initiator,
	    request_of(page, "https://www.alpha.test/s/app.css"));
	assert_ptr_equal(request_of(page, "https://www.alpha.test/s/app.css")->initiator,
	    page->document);
	story_free(t.story);
}

static void
a_page_is_loaded_before_what_scripts_fetch_later(void **state)
{
	struct telling t = a_browser();
	uint64_t loaded_ns;

	(void)state;
	tell_page(&t, alpha, NULL, NULL);
	tell_fetch(&t, "image", "https://www.alpha.test/a.png", "www.alpha.test", alpha);
	tell_wait(&t, 800);
	tell_done(&t, "image/png", NULL);
	loaded_ns = TAILQ_LAST(&told_page(&t, 1)->requests, request_list)->end_ns;
	tell_fetch(&t, "empty", "https://www.alpha.test/api", "www.alpha.test", alpha);
	tell_done(&t, "application/json", NULL);
	tell_wait(&t, 2000);
	tell_fetch(&t, "image", "https://www.alpha.test/b.png", "www.alpha.test", alpha);
	tell_done(&t, "image/png", NULL);
	story_end(t.story);
	assert_int_equal(told_page(&t, 1)->loaded_ns, loaded_ns);
	story_free(t.story);
}

static void
what_a_page_names_is_waited_for_though_its_turn_comes_late(void **state)
{
	static const char *const links[] = { "a.png", NULL };
	struct telling t = a_browser();

	(void)state;
	tell_page(&t, alpha, NULL, links);
	tell_wait(&t, 900);
	tell_fetch(&t, "image", "https://www.alpha.test/a.png", "www.alpha.test", alpha);
	tell_done(&t, "image/png", NULL);
	tell_wait(&t, 900);
	tell_fetch(&t, "image", "https://www.alpha.test/b.png", "www.alpha.test", alpha);
	tell_done(&t, "image/png", NULL);
	story_end(t.story);
	assert_int_equal(told_page(&t, 1)->loaded_ns,
	    request_of(told_page(&t, 1), "https://www.alpha.test/a.png")->end_ns);
	story_free(t.story);
}

static void
a_page_left_while_it_waited_was_never_loaded(void **state)
{
	struct telling t = a_browser();

	(void)state;
	tell_page(&t, "https://www.alpha.test/news", NULL, NULL);
	tell_fetch(&t, "image", "https://www.alpha.test/a.png", "www.alpha.test",
	    "https://www.alpha.test/news");
	tell_connect(&t, WEB, 443);
	tell_page(&t, "https://www.alpha.test/next", "https://www.alpha.test/news", NULL);
	story_end(t.story);
	assert_int_equal(told_page(&t, 1)->loaded_ns, 0);
	assert_int_not_equal(told_page(&t, 2)->loaded_ns, 0);
	story_free(t.story);
}

static void
what_the_browser_does_not_say_a_person_did_a_script_did(void **state)
{
	struct telling t = a_browser();

	(void)state;
	tell_page(&t, "https://www.alpha.test/go", NULL, NULL);
	tell_page(&t, "https://www.alpha.test/today", "https://www.alpha.test/go", NULL);
	story_end(t.story);
	assert_string_equal(told_page(&t, 2)->how, "script");
	story_free(t.story);
}

static void
until_the_next_page_is_answered_the_old_one_goes_on(void **state)
{
	struct telling t = a_browser();
	static const char url[] = "https://www.alpha.test/news";

	(void)state;
	tell_page(&t, url, NULL, NULL);
	tell_wait(&t, 1000);
	tell_fetch(&t, "document", "https://www.alpha.test/slow", "www.alpha.test", url);
	tell_connect(&t, WEB, 443);
	tell_fetch(&t, "image", "https://lib.test/a.png", "lib.test", alpha);
	tell_done(&t, "image/png", NULL);
	story_end(t.story);
	assert_non_null(request_of(told_page(&t, 1), "https://lib.test/a.png"));
	story_free(t.story);
}

static void
a_file_to_keep_does_not_take_the_place_of_the_page(void **state)
{
	struct telling t = a_browser();
	static const char url[] = "https://www.alpha.test/news";

	(void)state;
	tell_page(&t, url, NULL, NULL);
	tell_wait(&t, 1000);
	tell_fetch(&t, "document", "https://www.alpha.test/nothing", "www.alpha.test", url);
	tell_wait(&t, 40);
	tell_response(&t, t.flow, 204, "text/html", NULL);
	tell_body(&t, t.flow, 0, true);
	tell_fetch(&t, "image", "https://lib.test/a.png", "lib.test", alpha);
	tell_done(&t, "image/png", NULL);
	story_end(t.story);
	assert_int_equal(told_page(&t, 1)->left, PAGE_HERE);
	story_free(t.story);
}

static void
a_page_that_cuts_its_referer_is_not_the_front_page(void **state)
{
	static const char *const links[] = { "a.png", NULL };
	struct telling t = a_browser();

	(void)state;
	tell_page(&t, alpha, NULL, NULL);
	tell_wait(&t, 1000);
	tell_page(&t, "https://www.alpha.test/mail", NULL, links);
	tell_fetch(&t, "image", "https://www.alpha.test/a.png", "www.alpha.test", alpha);
	tell_done(&t, "image/png", NULL);
	tell_fetch(&t, "empty", "https://www.alpha.test/seen", "www.alpha.test", alpha);
	tell_done(&t, "application/json", NULL);
	story_end(t.story);
	assert_non_null(request_of(told_page(&t, 2), "https://www.alpha.test/seen"));
	story_free(t.story);
}

static void
a_name_typed_soon_after_a_page_is_a_page_that_failed(void **state)
{
	struct telling t = a_browser();

	(void)state;
	tell_page(&t, alpha, NULL, NULL);
	tell_wait(&t, 800);
	tell_query(&t, "nx.test", "HTTPS");
	tell_query(&t, "nx.test", "A");
	tell_answer(&t, "nx.test", "A", NULL);
	story_end(t.story);
	assert_int_equal(told_page(&t, 2)->failure, FAILURE_NO_SUCH_NAME);
	story_free(t.story);
}

static void
a_name_that_the_page_had_named_is_a_part_of_it(void **state)
{
	static const char *const links[] = { "https://nx.test/a.png", NULL };
	struct telling t = a_browser();

	(void)state;
	tell_page(&t, alpha, NULL, links);
	tell_wait(&t, 800);
	tell_query(&t, "nx.test", "HTTPS");
	tell_query(&t, "nx.test", "A");
	tell_answer(&t, "nx.test", "A", NULL);
	story_end(t.story);
	assert_int_equal(story_counts(t.story).pages, 1);
	story_free(t.story);
}

static void
a_host_that_is_for_https_alone_is_remembered(void **state)
{
	struct telling t = a_laptop_that_joined();
	struct asking first = { .method = "GET",
		.url = "http://www.naver.test/",
		.host = "www.naver.test",
		.target = "/",
		.headers = { { "Accept", "text/html" } } };
	const struct page *page;

	(void)state;
	tell_connect(&t, WEB, 80);
	tell_request(&t, t.flow, first);
	tell_response(&t, t.flow, 301, "text/html", "https://www.naver.test/");
	tell_body(&t, t.flow, 100, true);
	tell_connect(&t, WEB, 443);
	t.has_keys = true;
	tell_tls(&t, WEB, "www.naver.test");
	tell_get(&t, t.flow, "https://www.naver.test/", "www.naver.test", NULL);
	hsts_learn(&told_page(&t, 1)->client->hsts, BYTES("www.naver.test"),
	    BYTES("max-age=\"300\"; includeSubDomains"),
	    &(struct event){ .at_ns = t.at_ns, .frame = t.frame });
	tell_wait(&t, 2000);
	tell_get(&t, t.flow, "https://www.naver.test/again", "www.naver.test", NULL);
	tell_wait(&t, 2000);
	tell_get(&t, t.flow, "https://mail.www.naver.test/", "mail.www.naver.test", NULL);
	story_end(t.story);
	page = told_page(&t, 2);
	assert_int_equal(page->redirect_count, 1);
	assert_string_equal(page->redirects[0].why, "hsts");
	assert_int_equal(page->redirects[0].is.certainty, CERTAINTY_INFERRED);
	assert_text(page->redirects[0].url, "http://www.naver.test/again");
	assert_int_equal(told_page(&t, 3)->redirect_count, 0);
	story_free(t.story);
}

static void
what_is_remembered_of_a_host_holds_for_its_time(void **state)
{
	struct hsts hsts = { 0 };
	struct event event = { .at_ns = NS_PER_S };

	(void)state;
	hsts_learn(&hsts, BYTES("a.test"), BYTES("max-age=10;includeSubDomains"), &event);
	hsts_learn(&hsts, BYTES("b.test"), BYTES("max-age=10"), &event);
	hsts_learn(&hsts, BYTES("c.test"), BYTES("max-age=0"), &event);
	assert_non_null(hsts_find(&hsts, BYTES("a.test"), 2 * NS_PER_S));
	assert_non_null(hsts_find(&hsts, BYTES("x.a.test"), 2 * NS_PER_S));
	assert_null(hsts_find(&hsts, BYTES("a.test"), 12 * NS_PER_S));
	assert_null(hsts_find(&hsts, BYTES("x.b.test"), 2 * NS_PER_S));
	assert_null(hsts_find(&hsts, BYTES("c.test"), 2 * NS_PER_S));
	for (int i = 0; i < 2 * HSTS_MAX; i++) {
		char name[32];

		snprintf(name, sizeof(name), "h%d.test", i);
		hsts_learn(&hsts, bytes_of_string(name), BYTES("max-age=10"), &event);
	}
	assert_int_equal(hsts.count, HSTS_MAX);
	hsts_clear(&hsts);
}

static void
a_call_of_grpc_is_a_programs_and_more_on_its_connection_with_it(void **state)
{
	struct telling t = a_laptop_that_joined();
	struct asking call = { .method = "POST",
		.url = "http://api.test/greet.Greeter/Hello",
		.host = "api.test",
		.target = "/greet.Greeter/Hello",
		.headers = { { "Content-Type", "application/grpc" } } };

	(void)state;
	tell_connect(&t, WEB, 80);
	for (int i = 0; i < 2; i++) {
		tell_request(&t, t.flow, call);
		tell_response(&t, t.flow, 200, "application/grpc", NULL);
		tell_body(&t, t.flow, 20, true);
	}
	story_end(t.story);
	assert_int_equal(story_counts(t.story).pages, 1);
	assert_string_equal(told_page(&t, 1)->how, "tool");
	assert_int_equal(told_page(&t, 1)->request_count, 2);
	story_free(t.story);
}

static void
a_request_is_of_the_page_that_its_spare_connection_began(void **state)
{
	struct telling t = a_laptop_that_joined();

	(void)state;
	tell_lookup(&t, "www.alpha.test", WEB);
	tell_connect(&t, WEB, 443);
	tell_tls(&t, WEB, "www.alpha.test"); /* its secret is in no key log */
	tell_connect(&t, WEB, 443);
	t.has_keys = true;
	tell_tls(&t, WEB, "www.alpha.test");
	tell_page(&t, "https://www.alpha.test/news", NULL, NULL);
	story_end(t.story);
	assert_int_equal(story_counts(t.story).pages, 1);
	assert_text(told_page(&t, 1)->url, "https://www.alpha.test/news");
	assert_int_equal(told_page(&t, 1)->lookup_count, 1);
	assert_true(told_page(&t, 1)->start_ns == told_page(&t, 1)->lookups[0]->start_ns);
	story_free(t.story);
}

static void
a_page_that_is_over_keeps_the_polls_that_go_on(void **state)
{
	struct telling t = a_browser();

	(void)state;
	tell_page(&t, alpha, NULL, NULL);
	for (int i = 0; i < 12; i++) {
		tell_wait(&t, 1000);
		tell_fetch(
		    &t, "empty", "https://www.alpha.test/tick", "www.alpha.test", alpha);
		tell_done(&t, "application/json", NULL);
	}
	assert_true(told_page(&t, 1)->is_over);
	story_end(t.story);
	assert_int_equal(told_page(&t, 1)->request_count, 13);
	assert_true(TAILQ_EMPTY(story_other_requests(t.story)));
	story_free(t.story);
}

static void
a_port_where_nobody_listens_is_a_page_that_failed(void **state)
{
	struct telling t = a_browser();
	struct connecting other = { LAPTOP, WEB, 8080, 64, 62 };

	(void)state;
	tell_page(&t, alpha, NULL, NULL);
	tell_wait(&t, 1000);
	tell_refused(&t, other);
	story_end(t.story);
	assert_int_equal(told_page(&t, 2)->failure, FAILURE_REFUSED);
	story_free(t.story);
}

static void
a_name_looked_up_ahead_of_time_does_not_begin_the_page(void **state)
{
	struct telling t = a_laptop_that_joined();
	uint64_t at_ns;

	(void)state;
	tell_lookup(&t, "www.daum.test", WEB);
	tell_wait(&t, 6000);
	at_ns = t.at_ns;
	tell_connect(&t, WEB, 80);
	tell_get(&t, t.flow, "http://www.daum.test/", "www.daum.test", NULL);
	story_end(t.story);
	assert_int_equal(told_page(&t, 1)->lookup_count, 1);
	assert_true(told_page(&t, 1)->start_ns >= at_ns);
	story_free(t.story);
}

static void
a_probe_for_a_way_out_is_no_page(void **state)
{
	struct telling t = a_laptop_that_joined();
	struct asking probe = { .method = "GET",
		.url = "http://portal.phone.test/generate_204",
		.host = "portal.phone.test",
		.target = "/generate_204",
		.headers = { { "Accept", "text/html" } } };

	(void)state;
	tell_connect(&t, WEB, 80);
	tell_request(&t, t.flow, probe);
	tell_response(&t, t.flow, 204, "text/html", NULL);
	tell_body(&t, t.flow, 0, true);
	story_end(t.story);
	assert_int_equal(story_counts(t.story).pages, 0);
	assert_false(TAILQ_EMPTY(story_other_requests(t.story)));
	story_free(t.story);
}

static void
a_part_that_cannot_be_reached_is_waited_for(void **state)
{
	static const char *const links[] = { "http://gone.test/a.png", NULL };
	struct telling t = a_browser();
	const struct page *page;

	(void)state;
	tell_page(&t, alpha, NULL, links);
	tell_lookup(&t, "gone.test", CDN);
	tell_refused(&t, (struct connecting){ LAPTOP, CDN, 80, 64, 62 });
	story_end(t.story);
	page = told_page(&t, 1);
	assert_int_equal(story_counts(t.story).pages, 1);
	assert_true(page->loaded_ns > page->document->end_ns);
	assert_true(page->loaded_ns == page->connections[1]->refused_ns);
	story_free(t.story);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_page_names_is_its_own_whichever_tab_came_last),
		cmocka_unit_test(a_referer_cut_to_its_origin_tells_the_tab),
		cmocka_unit_test(a_page_that_was_left_still_gets_what_names_it),
		cmocka_unit_test(after_a_click_what_says_only_the_site_is_of_the_new_page),
		cmocka_unit_test(a_frame_is_a_part_of_its_page_however_late_it_comes),
		cmocka_unit_test(
		    in_clear_http_a_page_names_its_frames_and_not_what_is_clicked),
		cmocka_unit_test(a_style_sheet_is_what_led_to_what_it_names),
		cmocka_unit_test(a_page_is_loaded_before_what_scripts_fetch_later),
		cmocka_unit_test(
		    what_a_page_names_is_waited_for_though_its_turn_comes_late),
		cmocka_unit_test(a_page_left_while_it_waited_was_never_loaded),
		cmocka_unit_test(what_the_browser_does_not_say_a_person_did_a_script_did),
		cmocka_unit_test(until_the_next_page_is_answered_the_old_one_goes_on),
		cmocka_unit_test(a_file_to_keep_does_not_take_the_place_of_the_page),
		cmocka_unit_test(a_page_that_cuts_its_referer_is_not_the_front_page),
		cmocka_unit_test(a_name_typed_soon_after_a_page_is_a_page_that_failed),
		cmocka_unit_test(a_name_that_the_page_had_named_is_a_part_of_it),
		cmocka_unit_test(a_request_is_of_the_page_that_its_spare_connection_began),
		cmocka_unit_test(a_page_that_is_over_keeps_the_polls_that_go_on),
		cmocka_unit_test(a_port_where_nobody_listens_is_a_page_that_failed),
		cmocka_unit_test(a_name_looked_up_ahead_of_time_does_not_begin_the_page),
		cmocka_unit_test(a_probe_for_a_way_out_is_no_page),
		cmocka_unit_test(a_part_that_cannot_be_reached_is_waited_for),
		cmocka_unit_test(a_host_that_is_for_https_alone_is_remembered),
		cmocka_unit_test(what_is_remembered_of_a_host_holds_for_its_time),
		cmocka_unit_test(
		    a_call_of_grpc_is_a_programs_and_more_on_its_connection_with_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
