/* SPDX-License-Identifier: BSD-2-Clause */
/* What a resolver asked others for its client. */
#include <netinet/in.h>

#include "story/lookup.h"
#include "tests/story/telling.h"

#define ROOT "198.51.100.4"
#define TLD "198.51.100.30"
#define AUTH "198.51.100.53"
#define CDN_AUTH "198.51.100.54"

static const struct story_receiver nobody;

enum { TYPE_A = 1, TYPE_NS = 2, TYPE_CNAME = 5 };

static struct address
address(const char *text)
{
	struct address parsed = { 0 };

	address_parse(text, &parsed);
	return parsed;
}

static struct event_dns
upstream(struct telling *t, const char *server, const char *name, bool response)
{
	struct event_dns e = { .head = { .kind = EVENT_DNS,
				   .frame = ++t->frame,
				   .input = t->input,
				   .at_ns = t->at_ns,
				   .client = CLIENT_NONE } };

	t->at_ns += NS_PER_MS;
	e.head.src = address(response ? server : RESOLVER);
	e.head.dst = address(response ? RESOLVER : server);
	e.transport = "udp";
	e.response = response;
	e.name = bytes_of_string(name);
	e.qtype = BYTES("A");
	e.qtype_code = TYPE_A;
	return e;
}

static void
tell_asked(struct telling *t, const char *server, const char *name)
{
	struct event_dns e = upstream(t, server, name, false);

	story_add_event(t->story, &e.head);
}

static struct dns_record
record(const char *name, uint16_t type, const char *data)
{
	struct dns_record record = { .name = bytes_of_string(name),
		.type_code = type,
		.data = bytes_of_string(data) };

	if (type == TYPE_A)
		record.address = address(data);
	return record;
}

/* The question, and that others are to be asked. */
static void
tell_referral(struct telling *t, const char *server, const char *name, const char *zone,
    const char *next_server)
{
	struct dns_record ns = record(zone, TYPE_NS, "ns1.example");
	struct dns_record glue = record("ns1.example", TYPE_A, next_server);
	struct event_dns e;

	tell_asked(t, server, name);
	e = upstream(t, server, name, true);
	e.authority = LIST_OF(&ns, 1);
	e.additional = LIST_OF(&glue, 1);
	story_add_event(t->story, &e.head);
}

static void
tell_said(struct telling *t, const char *server, const char *name, struct dns_record said)
{
	struct event_dns e;

	tell_asked(t, server, name);
	e = upstream(t, server, name, true);
	e.aa = true;
	e.answers = LIST_OF(&said, 1);
	story_add_event(t->story, &e.head);
}

static void
tell_error(struct telling *t, const char *server, const char *name, uint64_t rcode)
{
	struct event_dns e;

	tell_asked(t, server, name);
	e = upstream(t, server, name, true);
	e.rcode = maybe_of(rcode);
	story_add_event(t->story, &e.head);
}

static const struct walk_step *
the_step(const struct telling *t, uint32_t number)
{
	const struct walk_step *step = TAILQ_FIRST(story_lookups(t->story))->walk.steps;

	while (--number > 0 && step != NULL)
		step = step->next;
	return step;
}

static void
assert_step(
    const struct walk_step *step, const char *zone, enum walk_role role, const char *answer)
{
	assert_non_null(step);
	assert_text(step->zone, zone);
	assert_int_equal(step->role, role);
	assert_string_equal(step->answer, answer);
}

static void
the_walk_goes_from_the_root_to_the_zone_of_the_name(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);

	(void)state;
	tell_query(&t, "www.shop.test", "A");
	tell_referral(&t, ROOT, "test", "test", TLD);
	tell_referral(&t, TLD, "shop.test", "shop.test", AUTH);
	tell_said(&t, AUTH, "www.shop.test", record("www.shop.test", TYPE_A, WEB));
	tell_answer(&t, "www.shop.test", "A", WEB);
	assert_step(the_step(&t, 1), ".", WALK_ROOT, "referral");
	assert_step(the_step(&t, 2), "test", WALK_TLD, "referral");
	assert_step(the_step(&t, 3), "shop.test", WALK_AUTHORITATIVE, "answer");
	assert_null(the_step(&t, 4));
	assert_text(the_step(&t, 1)->leads_to, "test");
	assert_int_equal(the_step(&t, 3)->query.number, 6);
	assert_int_equal(the_step(&t, 3)->frame.number, 7);
	story_free(t.story);
}

static void
an_alias_into_another_zone_begins_anew(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);

	(void)state;
	tell_query(&t, "www.shop.test", "A");
	tell_referral(&t, TLD, "shop.test", "shop.test", AUTH);
	tell_said(
	    &t, AUTH, "www.shop.test", record("www.shop.test", TYPE_CNAME, "e1.cdn.test"));
	tell_referral(&t, TLD, "cdn.test", "cdn.test", CDN_AUTH);
	tell_said(&t, CDN_AUTH, "e1.cdn.test", record("e1.cdn.test", TYPE_A, CDN));
	assert_step(the_step(&t, 2), "shop.test", WALK_AUTHORITATIVE, "cname");
	assert_step(the_step(&t, 3), "test", WALK_TLD, "referral");
	assert_step(the_step(&t, 4), "cdn.test", WALK_AUTHORITATIVE, "answer");
	story_free(t.story);
}

static void
the_address_of_a_name_server_is_looked_up_on_the_way(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);

	(void)state;
	tell_query(&t, "www.shop.test", "A");
	tell_referral(&t, TLD, "shop.test", "shop.test", "");
	tell_said(&t, CDN_AUTH, "ns1.example", record("ns1.example", TYPE_A, AUTH));
	tell_error(&t, AUTH, "www.shop.test", 5);
	assert_text(the_step(&t, 2)->asked, "ns1.example");
	assert_step(the_step(&t, 3), "shop.test", WALK_AUTHORITATIVE, "refused");
	story_free(t.story);
}

static void
what_has_nothing_to_do_with_the_question_or_comes_too_late_is_not_its_own(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);

	(void)state;
	tell_query(&t, "www.shop.test", "A");
	tell_referral(&t, TLD, "other.test", "other.test", CDN_AUTH);
	assert_null(the_step(&t, 1));
	tell_answer(&t, "www.shop.test", "A", WEB);
	tell_referral(&t, TLD, "shop.test", "shop.test", AUTH);
	assert_null(the_step(&t, 1));
	story_free(t.story);
}

static void
a_question_repeated_or_repeated_over_tcp_is_one_step(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	struct event_dns cut;

	(void)state;
	tell_query(&t, "www.shop.test", "A");
	tell_asked(&t, AUTH, "www.shop.test");
	tell_asked(&t, AUTH, "www.shop.test");
	cut = upstream(&t, AUTH, "www.shop.test", true);
	cut.tc = true;
	story_add_event(t.story, &cut.head);
	tell_said(&t, AUTH, "www.shop.test", record("www.shop.test", TYPE_A, WEB));
	assert_int_equal(the_step(&t, 1)->query.number, 2);
	assert_int_equal(the_step(&t, 1)->frame.number, 6);
	assert_null(the_step(&t, 2));
	story_free(t.story);
}

static void
a_question_for_the_type_belongs_to_the_one_that_wants_it(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);

	(void)state;
	tell_query(&t, "www.shop.test", "HTTPS");
	tell_query(&t, "www.shop.test", "A");
	tell_referral(&t, TLD, "shop.test", "shop.test", AUTH);
	tell_said(&t, AUTH, "www.shop.test", record("www.shop.test", TYPE_A, WEB));
	assert_step(the_step(&t, 1), "test", WALK_TLD, "referral");
	assert_null(the_step(&t, 2));
	story_free(t.story);
}

static void
a_question_that_is_handed_on_is_told_with_the_clients_own(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	struct dns_record found = record("www.shop.test", TYPE_A, WEB);
	struct event_dns e;

	(void)state;
	tell_query(&t, "www.shop.test", "A");
	e = upstream(&t, CDN_AUTH, "www.shop.test", false);
	e.rd = true;
	story_add_event(t.story, &e.head);
	e = upstream(&t, CDN_AUTH, "www.shop.test", true);
	e.rd = true;
	e.answers = LIST_OF(&found, 1);
	story_add_event(t.story, &e.head);
	tell_answer(&t, "www.shop.test", "A", WEB);
	assert_int_equal(story_counts(t.story).lookups, 1);
	assert_int_equal(story_counts(t.story).clients, 1);
	assert_step(the_step(&t, 1), "", WALK_RESOLVER, "answer");
	assert_null(walk_role_word(WALK_RESOLVER));
	story_free(t.story);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_walk_goes_from_the_root_to_the_zone_of_the_name),
		cmocka_unit_test(an_alias_into_another_zone_begins_anew),
		cmocka_unit_test(the_address_of_a_name_server_is_looked_up_on_the_way),
		cmocka_unit_test(
		    what_has_nothing_to_do_with_the_question_or_comes_too_late_is_not_its_own),
		cmocka_unit_test(a_question_repeated_or_repeated_over_tcp_is_one_step),
		cmocka_unit_test(a_question_that_is_handed_on_is_told_with_the_clients_own),
		cmocka_unit_test(a_question_for_the_type_belongs_to_the_one_that_wants_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
