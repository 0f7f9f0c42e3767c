/* SPDX-License-Identifier: BSD-2-Clause */
/* Pages whose requests are read inside TLS and QUIC, and those whose are not. */
#include "story/sentence.h"
#include "tests/story/telling.h"

#define PAGE_URL "https://www.h3.test/"

static const struct story_receiver nobody;

static struct telling
tell_page_over_quic(struct story_receiver receiver, enum story_keep keep)
{
	struct telling t = tell_begin(keep, receiver);

	t.has_keys = true;
	tell_lookup(&t, "www.h3.test", WEB);
	tell_quic(&t, WEB, "www.h3.test");
	tell_get(&t, t.flow, PAGE_URL, "www.h3.test", NULL);
	return t;
}

static void
a_page_over_quic_is_made_of_its_requests(void **state)
{
	struct telling t = tell_page_over_quic(nobody, STORY_KEEP_ALL);
	const struct page *page;

	(void)state;
	story_end(t.story);
	page = told_page(&t, 1);
	assert_non_null(page);
	assert_true(bytes_equal(page->url, BYTES(PAGE_URL)));
	assert_false(page->path_hidden);
	assert_int_equal(page->request_count, 1);
	assert_string_equal(page->connections[0]->transport, "quic");
	assert_null(told_page(&t, 2));
	story_free(t.story);
}

static void
it_begins_with_the_question_for_its_name(void **state)
{
	struct telling t = tell_page_over_quic(nobody, STORY_KEEP_ALL);
	const struct page *page;

	(void)state;
	story_end(t.story);
	page = told_page(&t, 1);
	assert_int_equal(page->start_ns, 1000 * NS_PER_S);
	assert_non_null(told_step(page, STEP_CONNECT));
	assert_non_null(told_step(page, STEP_SECURE));
	assert_null(told_step(page, STEP_CLOSE)); /* which nobody saw */
	story_free(t.story);
}

static void
the_first_packets_of_quic_are_told(void **state)
{
	struct telling t = tell_page_over_quic(nobody, STORY_KEEP_ALL);
	struct buffer text = { 0 };

	(void)state;
	story_end(t.story);
	step_text(&text, told_page(&t, 1), told_step(told_page(&t, 1), STEP_CONNECT));
	assert_true(bytes_equal(buffer_bytes(&text),
	    BYTES(LAPTOP " sent the first packet of QUIC from port 40000 to " WEB
			 ":443, which answered after 40.0 ms")));
	buffer_clear(&text);
	story_free(t.story);
}

static void
without_keys_a_page_over_quic_is_hidden(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);

	(void)state;
	tell_quic(&t, WEB, "www.h3.test");
	story_end(t.story);
	assert_true(told_page(&t, 1)->path_hidden);
	assert_int_equal(told_page(&t, 1)->request_count, 0);
	assert_int_equal(
	    told_step(told_page(&t, 1), STEP_REQUEST)->is.certainty, CERTAINTY_HIDDEN);
	story_free(t.story);
}

static void
a_server_that_does_not_answer_over_quic_is_a_failure(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	struct event_tls_client_hello hello;
	struct bytes alpn = BYTES("h3");

	(void)state;
	tell_initial(&t, SIDE_CLIENT, WEB);
	hello = (struct event_tls_client_hello){
		.head = { .kind = EVENT_TLS_CLIENT_HELLO,
		    .frame = ++t.frame,
		    .at_ns = t.at_ns,
		    .flow = { 17, t.flow } },
		.sni = BYTES("www.h3.test"),
		.alpn = LIST_OF(&alpn, 1),
	};
	story_add_event(t.story, &hello.head);
	story_end(t.story);
	assert_int_equal(told_page(&t, 1)->failure, FAILURE_TIMEOUT);
	story_free(t.story);
}

struct heard {
	unsigned connections;
};

static void
hear_connection(
    void *receiver, const struct story *story, const struct connection *connection)
{
	struct heard *heard = receiver;

	(void)story;
	assert_string_equal(connection->transport, "quic");
	heard->connections++;
}

static void
a_connection_over_quic_is_over_when_that_is_told(void **state)
{
	struct heard heard = { 0 };
	struct story_receiver receiver = {
		.receiver = &heard,
		.connection_over = hear_connection,
	};
	struct telling t = tell_page_over_quic(receiver, STORY_KEEP_LIVE);

	(void)state;
	tell_wait(&t, 40000);
	tell_query(&t, "other.test", "A");
	assert_int_equal(heard.connections, 0);
	tell_quic_closed(&t, t.flow, "timeout", NULL);
	assert_int_equal(heard.connections, 1);
	story_end(t.story);
	story_free(t.story);
}

static void
the_end_of_a_connection_over_quic_is_a_step(void **state)
{
	struct telling t = tell_page_over_quic(nobody, STORY_KEEP_ALL);
	const struct step *step;

	(void)state;
	tell_wait(&t, 500);
	tell_quic_closed(&t, t.flow, "close", LAPTOP);
	story_end(t.story);
	step = told_step(told_page(&t, 1), STEP_CLOSE);
	assert_int_equal(step->connection->bytes_server, 6000);
	assert_string_equal(connection_closer(step->connection), "client");
	assert_true(step->connection->used);
	story_free(t.story);
}

static void
a_connection_that_moved_says_so_at_its_end(void **state)
{
	struct telling t = tell_page_over_quic(nobody, STORY_KEEP_ALL);
	const struct page *page;
	struct buffer text = { 0 };

	(void)state;
	tell_moved(&t, t.flow);
	tell_quic_closed(&t, t.flow, "close", LAPTOP);
	story_end(t.story);
	page = told_page(&t, 1);
	step_text(&text, page, told_step(page, STEP_CLOSE));
	assert_true(bytes_end_with(
	    buffer_bytes(&text), BYTES("received 6.0 kB, an end moved elsewhere once")));
	buffer_clear(&text);
	story_free(t.story);
}

static void
another_connection_over_quic_may_follow_on_the_same_ports(void **state)
{
	struct telling t = tell_page_over_quic(nobody, STORY_KEEP_ALL);
	uint32_t flow = t.flow;

	(void)state;
	tell_quic_closed(&t, flow, "close", LAPTOP);
	t.flow = flow - 1;
	tell_quic(&t, WEB, "www.h3.test");
	tell_get(&t, flow, PAGE_URL "next", "www.h3.test", NULL);
	story_end(t.story);
	assert_ptr_not_equal(
	    told_page(&t, 2)->connections[0], told_page(&t, 1)->connections[0]);
	story_free(t.story);
}

static void
a_redirect_into_tls_is_followed_by_the_request(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	const struct page *page;

	(void)state;
	tell_connect(&t, WEB, 80);
	tell_request(&t, t.flow,
	    (struct asking){ .method = "GET",
		.url = "http://www.h3.test/",
		.host = "www.h3.test",
		.target = "/",
		.headers = { { "Accept", "text/html" } } });
	tell_response(&t, t.flow, 301, "text/html", PAGE_URL);
	tell_body(&t, t.flow, 0, true);
	t.has_keys = true;
	tell_connect(&t, WEB, 443);
	tell_tls(&t, WEB, "www.h3.test");
	tell_get(&t, t.flow, PAGE_URL, "www.h3.test", NULL);
	story_end(t.story);
	page = told_page(&t, 1);
	assert_true(bytes_equal(page->final_url, BYTES(PAGE_URL)));
	assert_int_equal(page->request_count, 2);
	assert_int_equal(page->connection_count, 2);
	assert_null(told_page(&t, 2));
	story_free(t.story);
}

/* Which page a connection belongs to is told by what is asked on it. */
static void
a_hello_that_is_opened_is_no_page_and_of_none(void **state)
{
	struct telling t = tell_page_over_quic(nobody, STORY_KEEP_ALL);

	(void)state;
	tell_quic(&t, CDN, "cdn.h3.test");
	story_end(t.story);
	assert_int_equal(told_page(&t, 1)->connection_count, 1);
	assert_null(told_page(&t, 2));
	story_free(t.story);
}

static const struct connection *
only_connection(const struct telling *t)
{
	return TAILQ_FIRST(story_connections(t->story));
}

static void
a_known_resolver_inside_tls_is_asked_for_names(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);

	(void)state;
	tell_connect(&t, WEB, 443);
	tell_tls(&t, WEB, "dns.google");
	story_end(t.story);
	assert_string_equal(only_connection(&t)->names_over, "https");
	assert_null(told_page(&t, 1));
	story_free(t.story);
}

static void
the_channel_is_named_where_no_name_was_asked(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	const struct step *step;

	(void)state;
	tell_connect(&t, RESOLVER, 443);
	tell_tls(&t, RESOLVER, "chrome.cloudflare-dns.com");
	tell_connect(&t, WEB, 443);
	tell_tls(&t, WEB, "www.naver.test");
	story_end(t.story);
	step = told_step(told_page(&t, 1), STEP_NAME);
	assert_int_equal(step->is.certainty, CERTAINTY_HIDDEN);
	assert_true(bytes_start_with(step->is.reason,
	    BYTES("names are asked over an encrypted channel: DNS over HTTPS with " RESOLVER
		  ", from frame 4 on;")));
	story_free(t.story);
}

static void
a_request_for_a_name_is_of_no_page(void **state)
{
	struct telling t = tell_page_over_quic(nobody, STORY_KEEP_ALL);

	(void)state;
	tell_request(&t, t.flow,
	    (struct asking){ .method = "POST",
		.url = PAGE_URL "dns-query",
		.host = "www.h3.test",
		.target = "/dns-query?x" });
	story_end(t.story);
	assert_int_equal(told_page(&t, 1)->request_count, 1);
	assert_null(TAILQ_FIRST(story_other_requests(t.story))->page);
	assert_string_equal(only_connection(&t)->names_over, "https");
	story_free(t.story);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_over_quic_is_made_of_its_requests),
		cmocka_unit_test(it_begins_with_the_question_for_its_name),
		cmocka_unit_test(the_first_packets_of_quic_are_told),
		cmocka_unit_test(without_keys_a_page_over_quic_is_hidden),
		cmocka_unit_test(a_server_that_does_not_answer_over_quic_is_a_failure),
		cmocka_unit_test(a_connection_over_quic_is_over_when_that_is_told),
		cmocka_unit_test(the_end_of_a_connection_over_quic_is_a_step),
		cmocka_unit_test(a_connection_that_moved_says_so_at_its_end),
		cmocka_unit_test(another_connection_over_quic_may_follow_on_the_same_ports),
		cmocka_unit_test(a_redirect_into_tls_is_followed_by_the_request),
		cmocka_unit_test(a_hello_that_is_opened_is_no_page_and_of_none),
		cmocka_unit_test(a_known_resolver_inside_tls_is_asked_for_names),
		cmocka_unit_test(the_channel_is_named_where_no_name_was_asked),
		cmocka_unit_test(a_request_for_a_name_is_of_no_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
