/* SPDX-License-Identifier: BSD-2-Clause */
/* What is worth a warning, and what is none. */
#include "tests/story/telling.h"

#define PAGE "http://www.shop.test/"
#define THIEF_MAC "\x02\x66\x00\x00\x00\x06"

/* NULL: there is none of this kind. */
static const struct finding *
told_finding(const struct telling *t, const char *kind)
{
	const struct finding *finding;

	TAILQ_FOREACH (finding, story_findings(t->story), entry)
		if (strcmp(finding->kind, kind) == 0)
			return finding;
	return NULL;
}

static void
assert_told(struct telling *t, const char *kind, const char *text, uint32_t frames)
{
	const struct finding *finding;

	story_end(t->story);
	finding = told_finding(t, kind);
	assert_non_null(finding);
	assert_text(finding->text, text);
	assert_true(finding->advice.len > 0);
	assert_int_equal(finding->frames.count, frames);
	story_free(t->story);
}

static void
assert_nothing_told(struct telling *t)
{
	story_end(t->story);
	assert_true(TAILQ_EMPTY(story_findings(t->story)));
	story_free(t->story);
}

static struct asking
asking_for(const char *url, const char *host, const char *target)
{
	return (struct asking){ .method = "GET",
		.url = url,
		.host = host,
		.target = target,
		.headers = { { "Accept", "text/html" }, { "Accept-Encoding", "gzip" } } };
}

static struct telling
a_page_in_the_clear(void)
{
	struct telling t = a_laptop_that_joined();

	tell_lookup(&t, "www.shop.test", WEB);
	tell_connect(&t, WEB, 80);
	tell_request(&t, t.flow, asking_for(PAGE, "www.shop.test", "/"));
	tell_wait(&t, 45);
	tell_response(&t, t.flow, 200, "text/html", NULL);
	tell_body(&t, t.flow, 1000, true);
	return t;
}

/* A part of that page, with these headers of its answer. */
static void
tell_part(struct telling *t, const char *mime, const char *name, const char *value,
    uint64_t bytes)
{
	const char *const headers[][2] = { { "Content-Type", mime }, { name, value } };
	struct asking a = asking_for(PAGE "part", "www.shop.test", "/part");

	a.headers[0][1] = "*/*";
	a.headers[2][0] = "Referer";
	a.headers[2][1] = PAGE;
	tell_request(t, t->flow, a);
	tell_wait(t, 45);
	tell_response_with(t, t->flow, 200, headers, 2);
	tell_body(t, t->flow, bytes, true);
}

static void
an_ordinary_page_is_worth_no_finding(void **state)
{
	struct telling t = a_page_in_the_clear();

	(void)state;
	tell_part(&t, "image/png", "ETag", "7", 100000);
	tell_part(&t, "text/css", "Content-Encoding", "gzip", 1000);
	tell_closed(&t, t.flow, "fin", LAPTOP);
	assert_nothing_told(&t);
}

static void
two_answers_to_one_question_cannot_both_be_true(void **state)
{
	struct telling t = a_laptop_that_joined();

	(void)state;
	tell_lookup(&t, "www.bank.test", "203.0.113.66");
	tell_wait(&t, 12);
	tell_answer(&t, "www.bank.test", "A", WEB);
	assert_told(&t, "dns_two_answers",
	    "two answers to one question for www.bank.test: 203.0.113.66, said "
	    "203.0.113.53, and 198.51.100.80, said 203.0.113.53 12.0 ms later",
	    3);
}

static void
who_asks_twice_may_get_two_answers(void **state)
{
	struct telling t = a_laptop_that_joined();

	(void)state;
	tell_query(&t, "www.cdn.test", "A");
	tell_query(&t, "www.cdn.test", "A");
	tell_answer(&t, "www.cdn.test", "A", WEB);
	tell_answer(&t, "www.cdn.test", "A", CDN);
	assert_nothing_told(&t);
}

static void
an_answer_that_comes_twice_is_one(void **state)
{
	struct telling t = a_laptop_that_joined();

	(void)state;
	tell_lookup(&t, "www.cdn.test", WEB);
	tell_answer(&t, "www.cdn.test", "A", WEB);
	assert_nothing_told(&t);
}

static void
an_answer_from_one_who_was_not_asked_is_not_believed(void **state)
{
	struct telling t = a_laptop_that_joined();

	(void)state;
	tell_query(&t, "www.bank.test", "A");
	tell_forgery(&t, "www.bank.test", "203.0.113.66", "203.0.113.99");
	tell_wait(&t, 20);
	tell_answer(&t, "www.bank.test", "A", WEB);
	assert_int_equal(TAILQ_FIRST(story_lookups(t.story))->answers, 1);
	assert_told(&t, "dns_unasked_answer",
	    "203.0.113.99 answered for www.bank.test (203.0.113.66), but it was not the "
	    "one "
	    "that was asked",
	    2);
}

static void
an_answer_to_a_question_before_the_capture_is_none_of_them(void **state)
{
	struct telling t = a_laptop_that_joined();

	(void)state;
	tell_query(&t, "www.other.test", "A");
	tell_forgery(&t, "www.shop.test", WEB, RESOLVER);
	tell_answer(&t, "www.other.test", "A", WEB);
	assert_nothing_told(&t);
}

static void
a_reply_that_nobody_asked_for_changes_a_mapping(void **state)
{
	struct telling t = a_laptop_that_joined();

	(void)state;
	tell_wait(&t, 10000);
	tell_arp(&t, "reply", THIEF_MAC, GATEWAY, LAPTOP);
	tell_wait(&t, 1000);
	tell_arp(&t, "reply", GATEWAY_MAC, GATEWAY, LAPTOP);
	tell_arp(&t, "reply", THIEF_MAC, GATEWAY, LAPTOP);
	assert_told(&t, "arp_spoofing",
	    "02:66:00:00:00:06 says that it has 192.168.50.1, which 02:22:00:00:00:01 has: "
	    "nobody had asked",
	    3);
}

static void
two_machines_that_answer_one_question_are_told(void **state)
{
	struct telling t = a_laptop_that_joined();

	(void)state;
	tell_gateway(&t);
	tell_arp(&t, "reply", THIEF_MAC, GATEWAY, LAPTOP);
	story_end(t.story);
	assert_non_null(told_finding(&t, "arp_spoofing"));
	assert_int_equal(told_finding(&t, "arp_spoofing")->severity, SEVERITY_PROBLEM);
	story_free(t.story);
}

static void
an_address_that_lay_idle_may_be_announced_by_another(void **state)
{
	struct telling t = a_laptop_that_joined();

	(void)state;
	tell_arp(&t, "request", THIEF_MAC, "192.168.50.7", "192.168.50.7");
	tell_wait(&t, 3600000);
	tell_arp(&t, "request", GATEWAY_MAC, "192.168.50.7", "192.168.50.7");
	assert_nothing_told(&t);
}

static void
a_password_in_the_clear_is_told_but_never_shown(void **state)
{
	struct telling t = a_page_in_the_clear();
	struct asking a = asking_for(PAGE "login", "www.shop.test", "/login");

	(void)state;
	a.method = "POST";
	tell_request(&t, t.flow, a);
	tell_form_body(&t, t.flow);
	assert_told(&t, "clear_credentials",
	    "a password went to www.shop.test in the clear, in a form", 2);
}

static void
basic_authorization_in_the_clear_is_told_once_a_page(void **state)
{
	struct telling t = a_laptop_that_joined();
	struct asking a = asking_for(PAGE, "www.shop.test", "/");

	(void)state;
	a.headers[2][0] = "Authorization";
	a.headers[2][1] = "Basic bWluamk6czNjcmV0";
	tell_connect(&t, WEB, 80);
	tell_request(&t, t.flow, a);
	tell_response(&t, t.flow, 200, "text/html", NULL);
	tell_body(&t, t.flow, 1000, true);
	a.url = PAGE "a.css";
	a.headers[0][1] = "text/css";
	a.headers[3][0] = "Referer";
	a.headers[3][1] = PAGE;
	tell_request(&t, t.flow, a);
	assert_told(&t, "clear_credentials",
	    "a password went to www.shop.test in the clear, as Authorization: Basic", 2);
}

static void
a_slow_name_server_and_a_slow_server_are_told_apart(void **state)
{
	struct telling t = a_laptop_that_joined();

	(void)state;
	tell_query(&t, "www.shop.test", "A");
	tell_wait(&t, 800);
	tell_answer(&t, "www.shop.test", "A", WEB);
	tell_connect(&t, WEB, 80);
	tell_request(&t, t.flow, asking_for(PAGE, "www.shop.test", "/"));
	tell_wait(&t, 1540);
	tell_response(&t, t.flow, 200, "text/html", NULL);
	tell_body(&t, t.flow, 1000, true);
	story_end(t.story);
	assert_text(told_finding(&t, "slow_dns")->text,
	    "203.0.113.53 took 800 ms to answer for www.shop.test");
	assert_text(told_finding(&t, "slow_server")->text,
	    "www.shop.test took 1.50 s to begin its answer to /");
	assert_int_equal(told_finding(&t, "slow_server")->page, 1);
	story_free(t.story);
}

static void
loss_stalls_a_page(void **state)
{
	struct telling t = a_page_in_the_clear();

	(void)state;
	tell_wait(&t, 400);
	tell_retransmission(&t, t.flow, 300);
	tell_part(&t, "image/png", "ETag", "7", 1000);
	assert_told(&t, "stall",
	    "the connection to www.shop.test stood still for 300 ms while what was lost "
	    "was "
	    "sent again",
	    1);
}

static void
what_the_capture_lacks_is_told(void **state)
{
	struct telling t = a_page_in_the_clear();

	(void)state;
	tell_gap(&t, t.flow, 1448);
	tell_part(&t, "image/png", "ETag", "7", 1000);
	assert_told(&t, "capture_loss",
	    "1448 bytes that were sent and received are not in the capture: what they held "
	    "is not told",
	    1);
}

/* A page with a spare connection, and a capture that ends so long after. */
static struct telling
a_spare_connection(const char *how, uint64_t wait_ms)
{
	struct telling t = a_laptop_that_joined();
	uint32_t spare;

	tell_connect(&t, WEB, 80);
	spare = t.flow;
	tell_connect(&t, WEB, 80);
	tell_get(&t, t.flow, PAGE, "www.shop.test", NULL);
	tell_wait(&t, wait_ms);
	tell_closed_unused(&t, spare, how);
	story_end(t.story);
	return t;
}

static void
a_spare_connection_is_only_noted(void **state)
{
	struct telling t = a_spare_connection("fin", 1000);

	(void)state;
	assert_int_equal(told_finding(&t, "unused_connection")->severity, SEVERITY_INFO);
	story_free(t.story);
}

static void
a_capture_that_ends_soon_does_not_show_that_a_connection_is_unused(void **state)
{
	struct telling t = a_spare_connection("capture_end", 1000);

	(void)state;
	assert_null(told_finding(&t, "unused_connection"));
	story_free(t.story);
	t = a_spare_connection("capture_end", 10000);
	assert_non_null(told_finding(&t, "unused_connection"));
	story_free(t.story);
}

static void
two_redirects_in_a_row_are_a_chain(void **state)
{
	struct telling t = a_laptop_that_joined();

	(void)state;
	tell_connect(&t, WEB, 80);
	for (int i = 0; i < 2; i++) {
		tell_request(&t, t.flow, asking_for(PAGE, "www.shop.test", "/"));
		tell_wait(&t, 30);
		tell_response(&t, t.flow, 302, "text/html", PAGE);
		tell_body(&t, t.flow, 0, true);
	}
	tell_get(&t, t.flow, PAGE, "www.shop.test", NULL);
	story_end(t.story);
	assert_int_equal(told_page(&t, 1)->redirect_count, 2);
	assert_non_null(told_finding(&t, "redirect_chain"));
	assert_int_equal(told_finding(&t, "redirect_chain")->frames.count, 2);
	story_free(t.story);
}

static void
large_bodies_should_be_compressed_and_kept(void **state)
{
	struct telling t = a_page_in_the_clear();

	(void)state;
	tell_part(&t, "text/css", "Cache-Control", "no-store", 40000);
	tell_part(&t, "image/png", "Content-Length", "20000", 20000);
	story_end(t.story);
	assert_text(told_finding(&t, "uncompressed")->text,
	    "1 answer with 40.0 kB came without compression, though the browser takes it: "
	    "http://www.shop.test/part");
	assert_text(told_finding(&t, "uncached")->text,
	    "2 answers with 60.0 kB in all may not be kept by the browser, which fetches "
	    "the "
	    "same again next time, the largest http://www.shop.test/part");
	story_free(t.story);
}

static void
a_page_over_https_with_parts_over_http_is_mixed(void **state)
{
	struct telling t = a_laptop_that_joined();
	struct asking a = asking_for("https://www.shop.test/", "www.shop.test", "/");
	struct asking part = asking_for(PAGE "ad.png", "www.shop.test", "/ad.png");

	(void)state;
	t.has_keys = true;
	tell_connect(&t, WEB, 443);
	tell_tls(&t, WEB, "www.shop.test");
	tell_request(&t, t.flow, a);
	tell_response(&t, t.flow, 200, "text/html", NULL);
	tell_body(&t, t.flow, 1000, true);
	tell_connect(&t, WEB, 80);
	part.headers[0][1] = "image/avif,image/webp,*/*";
	part.headers[2][0] = "Referer";
	part.headers[2][1] = "https://www.shop.test/";
	tell_request(&t, t.flow, part);
	tell_response(&t, t.flow, 200, "image/png", NULL);
	tell_body(&t, t.flow, 1000, true);
	assert_told(&t, "mixed_content",
	    "this page came over https, but 1 of its parts over http, in the clear: "
	    "http://www.shop.test/ad.png",
	    1);
}

static void
findings_of_a_page_go_with_it(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_LIVE, (struct story_receiver){ 0 });

	(void)state;
	tell_dora(&t);
	tell_connect(&t, WEB, 80);
	tell_request(&t, t.flow, asking_for(PAGE, "www.shop.test", "/"));
	tell_wait(&t, 3000);
	tell_response(&t, t.flow, 200, "text/html", NULL);
	tell_body(&t, t.flow, 100000, true);
	assert_nothing_told(&t);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_ordinary_page_is_worth_no_finding),
		cmocka_unit_test(two_answers_to_one_question_cannot_both_be_true),
		cmocka_unit_test(who_asks_twice_may_get_two_answers),
		cmocka_unit_test(an_answer_that_comes_twice_is_one),
		cmocka_unit_test(an_answer_from_one_who_was_not_asked_is_not_believed),
		cmocka_unit_test(
		    an_answer_to_a_question_before_the_capture_is_none_of_them),
		cmocka_unit_test(a_reply_that_nobody_asked_for_changes_a_mapping),
		cmocka_unit_test(two_machines_that_answer_one_question_are_told),
		cmocka_unit_test(an_address_that_lay_idle_may_be_announced_by_another),
		cmocka_unit_test(a_password_in_the_clear_is_told_but_never_shown),
		cmocka_unit_test(basic_authorization_in_the_clear_is_told_once_a_page),
		cmocka_unit_test(a_slow_name_server_and_a_slow_server_are_told_apart),
		cmocka_unit_test(loss_stalls_a_page),
		cmocka_unit_test(what_the_capture_lacks_is_told),
		cmocka_unit_test(a_spare_connection_is_only_noted),
		cmocka_unit_test(
		    a_capture_that_ends_soon_does_not_show_that_a_connection_is_unused),
		cmocka_unit_test(two_redirects_in_a_row_are_a_chain),
		cmocka_unit_test(large_bodies_should_be_compressed_and_kept),
		cmocka_unit_test(a_page_over_https_with_parts_over_http_is_mixed),
		cmocka_unit_test(findings_of_a_page_go_with_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
