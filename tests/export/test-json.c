/* SPDX-License-Identifier: BSD-2-Clause */
/* The story as one JSON document. */
#include "export/json.h"
#include "tests/story/telling.h"

static const struct story_receiver nobody;

/* The document of a first visit, as a string of ours. */
static struct buffer
document_of_a_first_visit(size_t input_count)
{
	static const struct story_capture captures[2] = {
		{ .file = "client.pcap", .link = "EN10MB", .frames = 20, .bytes = 2000 },
		{ .file = "server.pcap" },
	};
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	struct buffer out = { 0 };

	tell_dora(&t);
	tell_gateway(&t);
	tell_lookup(&t, "www.youtube.test", WEB);
	tell_connect(&t, WEB, 443);
	tell_tls(&t, WEB, "www.youtube.test");
	tell_closed(&t, t.flow, "fin", LAPTOP);
	story_end(t.story);
	story_to_json(&out, t.story, (struct story_captures){ captures, input_count },
	    &(struct selection){ 0 });
	buffer_add_char(&out, '\0');
	story_free(t.story);
	return out;
}

static void
assert_has(const struct buffer *document, const char *part)
{
	if (strstr((const char *)document->at, part) == NULL)
		fail_msg("no %s in %s", part, (const char *)document->at);
}

static void
the_document_has_its_version_and_every_list(void **state)
{
	static const char *const keys[] = { "{\"webflow\":1,", "\"captures\":[",
		"\"clients\":[", "\"pages\":[", "\"connections\":[", "\"other_requests\":[",
		"\"lookups\":[", "\"findings\":[" };
	struct buffer document = document_of_a_first_visit(1);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(keys); i++)
		assert_has(&document, keys[i]);
	buffer_clear(&document);
}

static void
every_bracket_is_closed_and_the_line_ends(void **state)
{
	struct buffer document = document_of_a_first_visit(1);
	bool quoted = false;
	int depth = 0;

	(void)state;
	for (size_t i = 0; i + 2 < document.len; i++) {
		uint8_t c = document.at[i];

		if (c == '"' && document.at[i - 1] != '\\')
			quoted = !quoted;
		if (quoted)
			continue;
		depth += (c == '{' || c == '[') - (c == '}' || c == ']');
		assert_true(depth > 0 || i + 3 == document.len);
	}
	assert_int_equal(depth, 0);
	assert_int_equal(document.at[document.len - 2], '\n');
	buffer_clear(&document);
}

static void
times_are_seconds_with_nine_decimals(void **state)
{
	struct buffer document = document_of_a_first_visit(1);

	(void)state;
	assert_has(&document, "\"start\":1000.000000000,");
	assert_has(&document, "\"rtt\":0.040000000,");
	buffer_clear(&document);
}

static void
the_facts_of_the_handshakes_are_there(void **state)
{
	static const char *const facts[] = { "\"kind\":\"dora\",\"certainty\":\"seen\",",
		"\"xid\":\"3370825e\"", "\"isn_client\":1001,\"isn_server\":2001",
		"\"version\":\"1.3\",\"cipher\":\"TLS_AES_128_GCM_SHA256\"",
		"\"keys\":\"missing\"", "\"hops\":{\"count\":2,\"certainty\":\"inferred\"",
		"\"closed\":{\"how\":\"fin\",\"by\":\"client\"",
		"\"gateway\":{\"address\":\"192.168.50.1\",\"mac\":\"02:22:00:00:00:01\"}",
		"\"addresses\":[\"198.51.100.80\"]" };
	struct buffer document = document_of_a_first_visit(1);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(facts); i++)
		assert_has(&document, facts[i]);
	buffer_clear(&document);
}

static void
with_one_input_a_frame_is_a_number(void **state)
{
	struct buffer document = document_of_a_first_visit(1);

	(void)state;
	assert_has(&document, "\"discover\":1,");
	buffer_clear(&document);
}

static void
with_several_inputs_a_frame_names_its_input(void **state)
{
	struct buffer document = document_of_a_first_visit(2);

	(void)state;
	assert_has(&document, "\"discover\":{\"input\":0,\"frame\":1},");
	buffer_clear(&document);
}

static void
a_step_is_told_with_its_sentence(void **state)
{
	struct buffer document = document_of_a_first_visit(1);

	(void)state;
	assert_has(&document, "\"text\":\"www.youtube.test is 198.51.100.80, said "
			      "203.0.113.53 after 20.0 ms\"");
	buffer_clear(&document);
}

static void
page_to_line(void *receiver, const struct story *story, const struct page *page)
{
	(void)story;
	page_to_json_line(receiver, page, false);
}

static void
a_page_alone_says_whose_it_is(void **state)
{
	struct buffer line = { 0 };
	struct story_receiver receiver = { .receiver = &line, .page_over = page_to_line };
	struct telling t = tell_begin(STORY_KEEP_LIVE, receiver);

	(void)state;
	tell_dora(&t);
	tell_connect(&t, WEB, 80);
	tell_get(&t, t.flow, "http://a.test/", "a.test", NULL);
	story_end(t.story);
	story_free(t.story);
	buffer_add_char(&line, '\0');
	assert_has(&line, "{\"id\":1,\"client\":{\"id\":1,\"name\":\"minji-laptop\","
			  "\"mac\":\"02:11:00:00:00:01\",\"addresses\":[{\"address\":\"192."
			  "168.50.101\",");
	assert_ptr_equal(strchr((const char *)line.at, '\n'), line.at + line.len - 2);
	buffer_clear(&line);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_document_has_its_version_and_every_list),
		cmocka_unit_test(every_bracket_is_closed_and_the_line_ends),
		cmocka_unit_test(times_are_seconds_with_nine_decimals),
		cmocka_unit_test(the_facts_of_the_handshakes_are_there),
		cmocka_unit_test(with_one_input_a_frame_is_a_number),
		cmocka_unit_test(with_several_inputs_a_frame_names_its_input),
		cmocka_unit_test(a_step_is_told_with_its_sentence),
		cmocka_unit_test(a_page_alone_says_whose_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
