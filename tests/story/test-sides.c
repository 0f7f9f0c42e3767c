/* SPDX-License-Identifier: BSD-2-Clause */
/* The same flows captured on both sides of a translator. */
#include <netinet/in.h>

#include "story/nat.h"
#include "tests/story/telling.h"
#include "view/nat-table.h"

#define PUBLIC "203.0.113.10"
#define VISITOR "203.0.113.77"
#define NAS "192.168.50.20"

enum { INSIDE, OUTSIDE };

/* The beginning of a flow as one input has it. */
struct place {
	uint32_t input;
	const char *client;
	uint16_t client_port;
	const char *server;
	uint16_t server_port;
	uint8_t ttl;
};

static const struct story_receiver nobody;
static const struct place inside = { INSIDE, LAPTOP, 36288, WEB, 80, 64 };
static const struct place outside = { OUTSIDE, PUBLIC, 40437, WEB, 80, 63 };

static struct address
address(const char *text)
{
	struct address parsed = { 0 };

	address_parse(text, &parsed);
	return parsed;
}

static struct event
head(struct telling *t, enum event_kind kind, enum side side, const struct place *place)
{
	bool by_client = side == SIDE_CLIENT;

	return (struct event){ .kind = kind,
		.side = side,
		.input = place->input,
		.frame = ++t->frame,
		.at_ns = t->at_ns,
		.has_ports = true,
		.src = address(by_client ? place->client : place->server),
		.dst = address(by_client ? place->server : place->client),
		.sport = by_client ? place->client_port : place->server_port,
		.dport = by_client ? place->server_port : place->client_port,
		.flow = { IPPROTO_TCP, t->flow },
		.client = CLIENT_NONE };
}

/* A SYN and its answer after 40 ms less what it took to here. */
static uint32_t
tell_open(struct telling *t, const struct place *place, uint64_t isn)
{
	struct event_flow_begin begin;
	struct event_tcp_syn syn;

	t->flow++;
	begin = (struct event_flow_begin){ .head = head(
					       t, EVENT_FLOW_BEGIN, SIDE_CLIENT, place) };
	begin.ttl = maybe_of(place->ttl);
	begin.isn = maybe_of(isn);
	t->client = story_add_event(t->story, &begin.head);
	t->frame--;
	syn = (struct event_tcp_syn){ .head = head(t, EVENT_TCP_SYN, SIDE_CLIENT, place) };
	syn.isn = isn;
	t->client = story_add_event(t->story, &syn.head);
	return t->flow;
}

static void
tell_opened(struct telling *t, const struct place *place, uint32_t flow)
{
	struct event_tcp_syn answer = { .head = head(
					    t, EVENT_TCP_SYN_ACK, SIDE_SERVER, place) };

	answer.head.flow.number = flow;
	t->client = story_add_event(t->story, &answer.head);
}

static void
tell_visit(struct telling *t, const struct place *place, uint32_t flow)
{
	struct asking a = { .method = "GET",
		.url = "http://www.daum.test/",
		.host = "www.daum.test",
		.target = "/",
		.client = place->client,
		.server = place->server };

	a.headers[0][0] = "Accept";
	a.headers[0][1] = "text/html,*/*";
	t->input = place->input;
	tell_request(t, flow, a);
}

/* A datagram of eight bytes and more that begins a flow. */
static void
tell_datagram(struct telling *t, const struct place *place, uint64_t payload_hash)
{
	struct event_flow_begin begin;

	t->flow++;
	begin = (struct event_flow_begin){ .head = head(
					       t, EVENT_FLOW_BEGIN, SIDE_CLIENT, place) };
	begin.head.flow.protocol = IPPROTO_UDP;
	begin.ttl = maybe_of(place->ttl);
	begin.payload_hash = payload_hash;
	t->client = story_add_event(t->story, &begin.head);
}

static struct mapping
the_mapping(const struct telling *t, uint32_t number)
{
	struct nat_walk walk = nat_walk(story_trails(t->story));
	struct mapping mapping = { 0 };

	for (uint32_t i = 0; i < number; i++)
		assert_true(nat_next(&walk, &mapping));
	return mapping;
}

static void
assert_end(struct endpoint endpoint, const char *text)
{
	char copy[ENDPOINT_TEXT_SIZE];

	assert_string_equal(endpoint_text(endpoint, copy), text);
}

static void
assert_one_mapping(const struct telling *t)
{
	struct mapping mapping = the_mapping(t, 1);
	struct nat_walk walk = nat_walk(story_trails(t->story));

	assert_true(nat_next(&walk, &mapping));
	assert_int_equal(mapping.kind, MAPPING_SNAT);
	assert_string_equal(mapping.rule, "isn");
	assert_int_equal(mapping.inside->frame.input, INSIDE);
	assert_end(mapping.inside->client, LAPTOP ":36288");
	assert_end(mapping.outside->client, PUBLIC ":40437");
	assert_end(mapping.outside->server, WEB ":80");
	assert_int_equal(mapping_statement(&mapping).frames.count, 2);
	assert_false(nat_next(&walk, &mapping));
}

static void
a_translated_connection_is_told_once_as_its_client_has_it(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	const struct connection *connection;
	uint32_t flow;

	(void)state;
	flow = tell_open(&t, &inside, 77);
	tell_open(&t, &outside, 77);
	assert_int_equal(t.client, 1);
	tell_visit(&t, &inside, flow);
	tell_visit(&t, &outside, flow + 1);
	story_end(t.story);
	assert_one_mapping(&t);
	assert_int_equal(story_counts(t.story).connections, 1);
	assert_int_equal(story_counts(t.story).clients, 1);
	assert_int_equal(story_counts(t.story).pages, 1);
	connection = TAILQ_FIRST(story_connections(t.story));
	assert_end(connection->leaves_as, PUBLIC ":40437");
	assert_int_equal(connection->arrives_at.address.family, 0);
	story_free(t.story);
}

static void
what_was_told_from_outside_goes_when_the_inside_comes(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	const struct connection *connection;
	uint32_t flow;

	(void)state;
	flow = tell_open(&t, &outside, 77);
	tell_visit(&t, &outside, flow);
	tell_wait(&t, 10000); /* that clock is behind */
	flow = tell_open(&t, &inside, 77);
	tell_visit(&t, &inside, flow);
	story_end(t.story);
	assert_one_mapping(&t);
	assert_int_equal(story_counts(t.story).connections, 1);
	assert_int_equal(story_counts(t.story).clients, 1);
	assert_int_equal(story_counts(t.story).pages, 1);
	connection = TAILQ_FIRST(story_connections(t.story));
	assert_end(connection->leaves_as, PUBLIC ":40437");
	assert_true(
	    address_equal(client_address_now(TAILQ_FIRST(story_pages(t.story))->client),
		address(LAPTOP)));
	story_free(t.story);
}

static void
a_forwarded_port_is_told_as_the_visitor_knows_it(void **state)
{
	static const struct place before = { OUTSIDE, VISITOR, 37440, PUBLIC, 8080, 63 };
	static const struct place behind = { INSIDE, VISITOR, 37440, NAS, 80, 62 };
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	const struct connection *connection;
	struct mapping mapping;

	(void)state;
	tell_open(&t, &behind, 5);
	tell_open(&t, &before, 5);
	story_end(t.story);
	mapping = the_mapping(&t, 1);
	assert_int_equal(mapping.kind, MAPPING_DNAT);
	assert_end(mapping.inside->server, NAS ":80");
	assert_end(mapping.outside->server, PUBLIC ":8080");
	assert_end(mapping.inside->client, VISITOR ":37440");
	connection = TAILQ_FIRST(story_connections(t.story));
	assert_int_equal(connection->server_port, 8080);
	assert_end(connection->arrives_at, NAS ":80");
	assert_null(TAILQ_NEXT(connection, entry));
	story_free(t.story);
}

static void
a_router_that_changes_nothing_is_no_translator(void **state)
{
	static const struct place behind = { OUTSIDE, LAPTOP, 36288, WEB, 80, 63 };
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	struct nat_walk walk;
	struct mapping mapping;

	(void)state;
	tell_open(&t, &inside, 77);
	tell_open(&t, &behind, 77);
	walk = nat_walk(story_trails(t.story));
	assert_false(nat_next(&walk, &mapping));
	assert_int_equal(story_counts(t.story).connections, 1);
	story_free(t.story);
}

static void
the_clocks_differ_by_half_of_what_the_way_seems_longer_than_back(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	struct clock_pairs clocks;
	struct mapping mapping;
	uint32_t flow;

	(void)state;
	flow = tell_open(&t, &inside, 77);
	tell_wait(&t, 2502);
	tell_open(&t, &outside, 77);
	tell_wait(&t, 38);
	tell_opened(&t, &outside, flow + 1);
	t.at_ns -= 2498 * NS_PER_MS;
	tell_opened(&t, &inside, flow);
	clocks = nat_clocks(story_trails(t.story));
	mapping = the_mapping(&t, 1);
	assert_int_equal(nat_clock_offset(&clocks, &mapping), 2500 * NS_PER_MS);
	story_free(t.story);
}

static void
the_table_has_a_row_for_each_connection(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	struct buffer out = { 0 };

	(void)state;
	nat_table_add(&out, t.story);
	assert_int_equal(out.len, 0);
	tell_open(&t, &inside, 77);
	tell_open(&t, &outside, 77);
	nat_table_add(&out, t.story);
	assert_text(buffer_bytes(&out),
	    "Network address translation\n"
	    "  Clients behind it, file 0 inside and file 1 outside; their clocks agree "
	    "(inferred: sequence numbers, time stamps and payloads are the same on both "
	    "sides)\n"
	    "    TCP  192.168.50.101:36288  → 203.0.113.10:40437     to "
	    "198.51.100.80:80\n");
	buffer_clear(&out);
	story_free(t.story);
}

static void
what_two_captures_of_one_link_hear_is_told_once(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	const struct neighbour *neighbour;

	(void)state;
	tell_arp(&t, "request", LAPTOP_MAC, LAPTOP, GATEWAY);
	t.input = 1;
	tell_arp(&t, "request", LAPTOP_MAC, LAPTOP, GATEWAY);
	tell_arp(&t, "reply", GATEWAY_MAC, GATEWAY, LAPTOP);
	t.input = 0;
	tell_arp(&t, "reply", GATEWAY_MAC, GATEWAY, LAPTOP);
	story_end(t.story);
	neighbour = client_neighbour(TAILQ_FIRST(story_clients(t.story)), address(GATEWAY));
	assert_non_null(neighbour);
	assert_int_equal(neighbour->is.frames.count, 2);
	story_free(t.story);
}

static void
two_clients_that_send_the_same_are_told_apart_by_their_ports(void **state)
{
	static const struct place a = { INSIDE, LAPTOP, 5001, RESOLVER, 53, 64 };
	static const struct place b = { INSIDE, NAS, 5002, RESOLVER, 53, 64 };
	static const struct place b_out = { OUTSIDE, PUBLIC, 5002, RESOLVER, 53, 63 };
	static const struct place a_out = { OUTSIDE, PUBLIC, 5001, RESOLVER, 53, 63 };
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);

	(void)state;
	tell_datagram(&t, &a, 9);
	tell_datagram(&t, &b, 9);
	tell_datagram(&t, &b_out, 9);
	tell_datagram(&t, &a_out, 9);
	assert_end(the_mapping(&t, 1).inside->client, LAPTOP ":5001");
	assert_end(the_mapping(&t, 1).outside->client, PUBLIC ":5001");
	assert_end(the_mapping(&t, 2).inside->client, NAS ":5002");
	assert_end(the_mapping(&t, 2).outside->client, PUBLIC ":5002");
	assert_string_equal(the_mapping(&t, 2).rule, "payload");
	story_free(t.story);
}

static void
what_many_flows_have_in_common_makes_none_of_them_one(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	struct nat_walk walk;
	struct mapping mapping;
	int count = 0;

	(void)state;
	for (uint16_t i = 0; i < 1000; i++) {
		struct place a = { INSIDE, LAPTOP, i, RESOLVER, 53, 64 };
		struct place b = { OUTSIDE, PUBLIC, i, RESOLVER, 53, 63 };

		tell_datagram(&t, &a, 9);
		tell_datagram(&t, &b, 9);
	}
	walk = nat_walk(story_trails(t.story));
	while (nat_next(&walk, &mapping))
		count++;
	assert_in_range(count, 1, 64);
	story_free(t.story);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_translated_connection_is_told_once_as_its_client_has_it),
		cmocka_unit_test(what_was_told_from_outside_goes_when_the_inside_comes),
		cmocka_unit_test(a_forwarded_port_is_told_as_the_visitor_knows_it),
		cmocka_unit_test(a_router_that_changes_nothing_is_no_translator),
		cmocka_unit_test(
		    the_clocks_differ_by_half_of_what_the_way_seems_longer_than_back),
		cmocka_unit_test(the_table_has_a_row_for_each_connection),
		cmocka_unit_test(what_two_captures_of_one_link_hear_is_told_once),
		cmocka_unit_test(
		    two_clients_that_send_the_same_are_told_apart_by_their_ports),
		cmocka_unit_test(what_many_flows_have_in_common_makes_none_of_them_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
