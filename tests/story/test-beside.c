/* SPDX-License-Identifier: BSD-2-Clause */
/* What is told beside the pages, and what keeps pages apart. */
#include <netinet/in.h>

#include "tests/story/telling.h"

static const struct story_receiver nobody;

static struct address
address(const char *text)
{
	struct address parsed = { 0 };

	address_parse(text, &parsed);
	return parsed;
}

static struct event
head(struct telling *t, enum event_kind kind, const char *src, const char *dst)
{
	return (struct event){ .kind = kind,
		.frame = ++t->frame,
		.at_ns = t->at_ns += NS_PER_MS,
		.src = address(src),
		.dst = address(dst) };
}

static void
where_nobody_did_more_than_ask_the_link_those_are_told_of(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	const struct client *client;

	(void)state;
	tell_arp(&t, "request", LAPTOP_MAC, LAPTOP, GATEWAY);
	tell_arp(&t, "reply", GATEWAY_MAC, GATEWAY, LAPTOP);
	story_end(t.story);
	assert_int_equal(story_counts(t.story).clients, 1);
	client = TAILQ_FIRST(story_clients(t.story));
	assert_non_null(client_neighbour(client, address(GATEWAY)));
	story_free(t.story);
}

static void
a_conversation_over_udp_is_told_where_ndpi_names_it(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	struct event_flow_app e = { .head = head(&t, EVENT_FLOW_APP, LAPTOP, WEB) };
	const struct connection *connection;

	(void)state;
	e.head.has_ports = true;
	e.head.flow = (struct flow_ref){ IPPROTO_UDP, 1 };
	e.application = BYTES("DNS");
	e.by = "us";
	story_add_event(t.story, &e.head);
	assert_true(TAILQ_EMPTY(story_connections(t.story)));
	e.application = BYTES("STUN");
	e.by = "ndpi";
	story_add_event(t.story, &e.head);
	connection = TAILQ_FIRST(story_connections(t.story));
	assert_string_equal(connection->transport, "udp");
	assert_true(bytes_equal(connection->application, BYTES("STUN")));
	story_end(t.story);
	assert_int_equal(story_counts(t.story).pages, 0);
	story_free(t.story);
}

static void
tell_curl(struct telling *t, const char *url, const char *target)
{
	struct asking a = {
		.method = "GET", .url = url, .host = "www.daum.test", .target = target
	};

	a.headers[0][0] = "User-Agent";
	a.headers[0][1] = "curl/7.88.1";
	tell_request(t, t->flow, a);
	tell_response(t, t->flow, 200, "text/plain", NULL);
	tell_body(t, t->flow, 10, true);
}

static void
a_program_that_fetches_has_a_page_for_each_visit(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);

	(void)state;
	tell_connect(&t, WEB, 80);
	tell_curl(&t, "http://www.daum.test/a", "/a");
	tell_connect(&t, WEB, 443);
	tell_tls(&t, WEB, "www.daum.test");
	story_end(t.story);
	assert_int_equal(story_counts(t.story).pages, 2);
	story_free(t.story);
}

static void
tell_fin(struct telling *t)
{
	struct event_tcp_state e = { .head = head(t, EVENT_TCP_STATE, LAPTOP, WEB) };

	e.head.flow = (struct flow_ref){ IPPROTO_TCP, t->flow };
	e.client = "FIN-WAIT-1";
	story_add_event(t->story, &e.head);
}

static uint64_t
pages_of_two_visits(uint64_t pause_ms)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	uint64_t pages;

	tell_connect(&t, WEB, 443);
	tell_tls(&t, WEB, "one.daum.test");
	tell_fin(&t);
	tell_wait(&t, pause_ms);
	tell_connect(&t, CDN, 443);
	tell_tls(&t, CDN, "two.daum.test");
	story_end(t.story);
	pages = story_counts(t.story).pages;
	story_free(t.story);
	return pages;
}

static void
a_page_whose_connections_are_closed_takes_nothing_more(void **state)
{
	(void)state;
	assert_int_equal(pages_of_two_visits(10), 1);
	assert_int_equal(pages_of_two_visits(1000), 2);
}

static void
tell_ndp(struct telling *t, const char *type, const char *src, const char *src_mac,
    const char *target)
{
	struct ndp_prefix prefix = { address("2001:db8:7::"), 64 };
	struct event_ndp e = { .head = head(t, EVENT_NDP, src, "ff02::1") };

	e.type = type;
	e.head.has_macs = true;
	e.head.src_mac = mac_of(bytes_of(src_mac, 6));
	e.target = address(target);
	if (strcmp(type, "router_advertisement") == 0)
		e.prefixes = LIST_OF(&prefix, 1);
	story_add_event(t->story, &e.head);
}

/* Solicitation, advertisement, and whether anybody has the address (RFC 4862). */
static void
an_address_that_its_host_made_itself_is_told_as_a_join(void **state)
{
	static const char own[] = "2001:db8:7::101", web[] = "2001:db8:80::80";
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	const struct address_made *made;
	const struct step *join;

	(void)state;
	tell_ndp(&t, "router_solicitation", "fe80::101", LAPTOP_MAC, "");
	tell_ndp(&t, "router_advertisement", "fe80::1", GATEWAY_MAC, "");
	tell_ndp(&t, "neighbor_solicitation", "::", LAPTOP_MAC, own);
	tell_connect_as(&t, (struct connecting){ own, web, 80, 64, 62 });
	tell_get(&t, t.flow, "http://six.test/", "six.test", NULL);
	story_end(t.story);
	join = told_step(told_page(&t, 1), STEP_JOIN);
	assert_int_equal(join->is.certainty, CERTAINTY_SEEN);
	assert_int_equal(join->is.frames.count, 3);
	assert_true(address_equal(join->address, address(own)));
	assert_true(address_equal(join->for_address, address("fe80::1")));
	made = client_made(told_page(&t, 1)->client, address(own));
	assert_true(made != NULL && made->start_ns < made->end_ns);
	assert_non_null(client_neighbour(told_page(&t, 1)->client, address("fe80::1")));
	story_free(t.story);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(where_nobody_did_more_than_ask_the_link_those_are_told_of),
		cmocka_unit_test(a_conversation_over_udp_is_told_where_ndpi_names_it),
		cmocka_unit_test(a_program_that_fetches_has_a_page_for_each_visit),
		cmocka_unit_test(a_page_whose_connections_are_closed_takes_nothing_more),
		cmocka_unit_test(an_address_that_its_host_made_itself_is_told_as_a_join),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
