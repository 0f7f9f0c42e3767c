/* SPDX-License-Identifier: BSD-2-Clause */
/* Why a browser goes to QUIC: what the host, or its HTTPS record, said before. */
#include <netinet/in.h>

#include "story/sentence.h"
#include "tests/story/telling.h"

#define HOST "www.h3.test"

enum { TYPE_HTTPS = 65 };

static const struct story_receiver nobody;

static void
tell_alt_svc(struct telling *t, const char *value)
{
	struct asking a = {
		.method = "GET", .url = "https://" HOST "/", .host = HOST, .target = "/"
	};
	struct pair headers[] = { { BYTES("Alt-Svc"), bytes_of_string(value) },
		{ BYTES("alt-svc"), BYTES("h2=\"other.test:443\"") } };
	struct event_http_response e = { .status = 200, .headers = LIST_OF(headers, 2) };

	t->over_udp = false;
	tell_connect(t, WEB, 443);
	tell_tls(t, WEB, HOST);
	tell_request(t, t->flow, a);
	e.head = (struct event){ .kind = EVENT_HTTP_RESPONSE,
		.frame = ++t->frame,
		.at_ns = t->at_ns,
		.side = SIDE_SERVER,
		.flow = { IPPROTO_TCP, t->flow } };
	address_parse(WEB, &e.head.src);
	address_parse(LAPTOP, &e.head.dst);
	story_add_event(t->story, &e.head);
	t->response_frame = t->frame;
	tell_body(t, t->flow, 10, true);
}

static void
tell_https_record(struct telling *t, const char *data)
{
	struct dns_record record = { .name = BYTES(HOST),
		.type = BYTES("HTTPS"),
		.ttl = 60,
		.type_code = TYPE_HTTPS,
		.data = bytes_of_string(data) };
	struct event_dns e = { .transport = "udp",
		.response = true,
		.rd = true,
		.rcode = maybe_of(0),
		.rcode_name = BYTES("NOERROR"),
		.name = BYTES(HOST),
		.qtype = BYTES("HTTPS"),
		.qtype_code = TYPE_HTTPS,
		.query_frame = maybe_of(t->frame),
		.answers = LIST_OF(&record, 1) };

	tell_query(t, HOST, "HTTPS");
	e.head = (struct event){
		.kind = EVENT_DNS, .frame = ++t->frame, .at_ns = t->at_ns += NS_PER_MS
	};
	address_parse(RESOLVER, &e.head.src);
	address_parse(LAPTOP, &e.head.dst);
	story_add_event(t->story, &e.head);
	t->response_frame = t->frame;
}

/* Ends the story after a connection over QUIC, whose reason is this. */
static void
assert_because(struct telling *t, enum because_why why)
{
	const struct connection *connection;

	tell_quic(t, WEB, HOST);
	connection = TAILQ_LAST(story_connections(t->story), connection_list);
	assert_int_equal(connection->because.why, why);
	assert_int_equal(connection->because.frame.number,
	    why == BECAUSE_UNKNOWN ? 0 : t->response_frame);
	story_end(t->story);
	story_free(t->story);
}

static void
assert_because_of_alt_svc(const char *value, uint64_t wait_ms, enum because_why why)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);

	tell_alt_svc(&t, "h3=\":443\"");
	tell_alt_svc(&t, value);
	tell_wait(&t, wait_ms);
	assert_because(&t, why);
}

static void
a_host_that_offered_it_is_the_reason(void **state)
{
	(void)state;
	assert_because_of_alt_svc(
	    "h2=\":443\", h3-29=\":8443\"; ma=1", 10, BECAUSE_UNKNOWN);
	assert_because_of_alt_svc(
	    "h2=\":443\"; ma=1, h3=\":443\"; persist=1; ma=60", 50000, BECAUSE_ALT_SVC);
	assert_because_of_alt_svc("h3=\"alt.test:443\"", 80000000, BECAUSE_ALT_SVC);
	assert_because_of_alt_svc("h3=\":443\"; ma=60", 70000, BECAUSE_UNKNOWN);
	assert_because_of_alt_svc("clear", 10, BECAUSE_UNKNOWN);
	assert_because_of_alt_svc("h3=\":8443\", h3=\":443\"", 10, BECAUSE_ALT_SVC);
	assert_because_of_alt_svc(",;=\"h3=\":;ma", 10, BECAUSE_UNKNOWN);
}

/* As a frame of HTTP/2. */
static void
a_frame_that_offers_it_is_the_reason(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	struct event_http_alt_svc e = { .origin = BYTES("https://" HOST),
		.value = BYTES("h3=\":443\"") };

	(void)state;
	tell_connect(&t, WEB, 443);
	tell_tls(&t, WEB, HOST);
	e.head = (struct event){ .kind = EVENT_HTTP_ALT_SVC,
		.frame = ++t.frame,
		.at_ns = t.at_ns,
		.side = SIDE_SERVER,
		.flow = { IPPROTO_TCP, t.flow } };
	address_parse(WEB, &e.head.src);
	address_parse(LAPTOP, &e.head.dst);
	story_add_event(t.story, &e.head);
	t.response_frame = t.frame;
	assert_because(&t, BECAUSE_ALT_SVC);
}

static void
only_so_many_hosts_are_remembered(void **state)
{
	struct alt_services services = { 0 };
	struct event event = { .frame = 1 };
	char host[] = "0.h3.test";

	(void)state;
	for (int i = 0; i <= ALT_SERVICES_MAX; i++) {
		host[0] = (char)('0' + i);
		alt_services_learn(
		    &services, bytes_of_string(host), BYTES("h3=\":443\""), &event);
	}
	assert_int_equal(services.count, ALT_SERVICES_MAX);
	assert_null(alt_services_find(&services, BYTES("0.h3.test"), 443, 0));
	assert_non_null(alt_services_find(&services, BYTES("1.H3.test"), 443, 0));
	assert_non_null(alt_services_find(&services, bytes_of_string(host), 443, 0));
	alt_services_clear(&services);
}

static void
assert_because_of_record(const char *data, uint64_t wait_ms, enum because_why why)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);

	tell_https_record(&t, data);
	tell_wait(&t, wait_ms);
	assert_because(&t, why);
}

static void
a_record_that_offers_it_is_the_reason(void **state)
{
	(void)state;
	assert_because_of_record("1 . alpn=h2,h3", 10, BECAUSE_HTTPS_RECORD);
	assert_because_of_record("1 . alpn=h3 port=8443", 10, BECAUSE_UNKNOWN);
	assert_because_of_record("1 . alpn=h2", 10, BECAUSE_UNKNOWN);
	assert_because_of_record("0 h3.test", 10, BECAUSE_UNKNOWN);
	assert_because_of_record("1 . alpn=h3", 70000, BECAUSE_UNKNOWN);
}

static void
assert_told(struct telling *t, const char *end)
{
	const struct connection *connection;
	struct client client = { .name = BYTES("laptop") };
	struct page page = { .client = &client };
	struct step step = { .kind = STEP_CONNECT };
	struct buffer text = { 0 };

	tell_quic(t, WEB, HOST);
	connection = TAILQ_LAST(story_connections(t->story), connection_list);
	step.connection = connection;
	step_text(&text, &page, &step);
	assert_true(bytes_end_with(buffer_bytes(&text), bytes_of_string(end)));
	buffer_clear(&text);
	story_end(t->story);
	story_free(t->story);
}

static void
the_reason_is_told_with_the_connection(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);

	(void)state;
	tell_alt_svc(&t, "h3=\":443\"");
	assert_told(&t,
	    ", which answered after 40.0 ms; over QUIC because " HOST " said so (Alt-Svc)");
	t = tell_begin(STORY_KEEP_ALL, nobody);
	tell_https_record(&t, "1 . alpn=h3");
	assert_told(&t, "; over QUIC because its HTTPS record offers HTTP/3");
}

#define WEB_SIX "2001:db8::80"
#define LAPTOP_SIX "2001:db8:1::101"

/* The laptop has an address of each family, and both of the server's. */
static struct telling
a_laptop_with_both_families(void)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	struct event_ndp e = { .type = "neighbor_advertisement" };

	tell_arp(&t, "request", LAPTOP_MAC, LAPTOP, GATEWAY);
	e.head = (struct event){
		.kind = EVENT_NDP, .frame = ++t.frame, .at_ns = t.at_ns, .has_macs = true
	};
	memcpy(e.head.src_mac.octets, LAPTOP_MAC, 6);
	address_parse(LAPTOP_SIX, &e.target);
	story_add_event(t.story, &e.head);
	tell_query(&t, HOST, "AAAA");
	tell_answer(&t, HOST, "AAAA", WEB_SIX);
	tell_lookup(&t, HOST, WEB);
	return t;
}

static const struct connecting over_six = { LAPTOP_SIX, WEB_SIX, 443, 64, 62 };

static const struct connection *
last_connection(const struct telling *t)
{
	return TAILQ_LAST(story_connections(t->story), connection_list);
}

static const struct connection *
first_connection(const struct telling *t)
{
	return TAILQ_FIRST(story_connections(t->story));
}

static void
two_families_on_their_way_together_are_a_race(void **state)
{
	struct telling t = a_laptop_with_both_families();

	(void)state;
	tell_syn(&t, over_six);
	tell_wait(&t, 250);
	tell_connect(&t, WEB, 443);
	assert_int_equal(last_connection(&t)->because.why, BECAUSE_RACE);
	assert_true(last_connection(&t)->because.has_won);
	assert_int_equal(
	    last_connection(&t)->because.frame.number, first_connection(&t)->syn.number);
	assert_int_equal(first_connection(&t)->because.why, BECAUSE_RACE);
	assert_false(first_connection(&t)->because.has_won);
	story_end(t.story);
	story_free(t.story);
}

static void
what_failed_before_is_fallen_back_from(void **state)
{
	struct telling t = a_laptop_with_both_families();

	(void)state;
	tell_refused(&t, over_six);
	tell_connect(&t, WEB, 443);
	assert_int_equal(last_connection(&t)->because.why, BECAUSE_FALLBACK);
	assert_int_equal(last_connection(&t)->because.frame.number,
	    first_connection(&t)->refusal.number);
	story_end(t.story);
	story_free(t.story);
}

static void
one_that_had_its_answer_is_no_rival(void **state)
{
	struct telling t = a_laptop_with_both_families();

	(void)state;
	tell_connect_as(&t, over_six);
	tell_connect(&t, WEB, 443);
	tell_tls(&t, WEB, HOST);
	assert_int_equal(last_connection(&t)->because.why, BECAUSE_UNKNOWN);
	story_end(t.story);
	story_free(t.story);
}

/* QUIC is tried, and then TCP. */
static struct telling
quic_without_an_answer(void)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);

	tell_lookup(&t, HOST, WEB);
	tell_initial(&t, SIDE_CLIENT, WEB);
	tell_wait(&t, 300);
	t.over_udp = false;
	t.flow++; /* numbers are common to both here */
	tell_connect(&t, WEB, 443);
	tell_tls(&t, WEB, HOST);
	return t;
}

static void
tcp_after_quic_in_silence_is_a_fallback(void **state)
{
	struct telling t = quic_without_an_answer();

	(void)state;
	assert_int_equal(last_connection(&t)->because.why, BECAUSE_FALLBACK);
	assert_int_equal(
	    last_connection(&t)->because.frame.number, first_connection(&t)->syn.number);
	story_end(t.story);
	story_free(t.story);
}

static void
quic_that_answers_late_was_in_a_race(void **state)
{
	struct telling t = quic_without_an_answer();

	(void)state;
	t.flow = first_connection(&t)->flow.number;
	tell_initial(&t, SIDE_SERVER, WEB);
	assert_int_equal(last_connection(&t)->because.why, BECAUSE_RACE);
	assert_true(last_connection(&t)->because.has_won);
	story_end(t.story);
	story_free(t.story);
}

/* A server that was not named. */
static void
a_certificate_without_a_name_is_that_of_an_address(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);

	(void)state;
	tell_connect(&t, WEB, 443);
	tell_tls(&t, WEB, "");
	tell_certificate(&t, WEB, HOST);
	assert_text(TAILQ_FIRST(story_findings(t.story))->text,
	    "the certificate of " WEB " had expired");
	story_end(t.story);
	story_free(t.story);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_host_that_offered_it_is_the_reason),
		cmocka_unit_test(a_frame_that_offers_it_is_the_reason),
		cmocka_unit_test(only_so_many_hosts_are_remembered),
		cmocka_unit_test(a_record_that_offers_it_is_the_reason),
		cmocka_unit_test(the_reason_is_told_with_the_connection),
		cmocka_unit_test(two_families_on_their_way_together_are_a_race),
		cmocka_unit_test(what_failed_before_is_fallen_back_from),
		cmocka_unit_test(one_that_had_its_answer_is_no_rival),
		cmocka_unit_test(tcp_after_quic_in_silence_is_a_fallback),
		cmocka_unit_test(quic_that_answers_late_was_in_a_race),
		cmocka_unit_test(a_certificate_without_a_name_is_that_of_an_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
