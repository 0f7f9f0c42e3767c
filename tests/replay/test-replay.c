/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/replay/replayed.h"
#include "tests/test.h"

/* A frame of a sample, replayed to the end. */
struct shown {
	struct replayed *replayed;
	struct replay_source source;
	struct detail detail;
};

static struct shown
show(const char *capture, enum event_kind kind, const char *text)
{
	struct shown shown = { .replayed = replayed_new(capture) };
	struct replay *replay;

	shown.source = replayed_source(shown.replayed);
	replay = replay_new(
	    &shown.source, replayed_find(shown.replayed, kind, text), &shown.detail);
	assert_non_null(replay);
	while (replay_go_on(replay))
		;
	replay_free(replay);
	return shown;
}

static void
shown_clear(struct shown *shown)
{
	detail_clear(&shown->detail);
	replayed_free(shown->replayed);
}

static const struct detail_line *
find_line(const struct detail *detail, const char *text)
{
	for (uint32_t i = 0; i < detail->line_count; i++)
		if (bytes_start_with(detail->lines[i].text, bytes_of_string(text)))
			return &detail->lines[i];
	print_message("no line begins with %s\n", text);
	fail();
	return NULL;
}

/* The bytes of the line that begins with `text`, one run of them. */
static struct bytes
lit(const struct shown *shown, const char *text)
{
	const struct detail_line *line = find_line(&shown->detail, text);
	const struct detail_span *span = line->spans.items;

	if (line->spans.count != 1)
		print_message("%s: %u runs\n", text, (unsigned)line->spans.count);
	assert_int_equal(line->spans.count, 1);
	return bytes_first(
	    bytes_from(shown->detail.sources[span->source].bytes, span->start), span->len);
}

static void
assert_lit(const struct shown *shown, const char *text, struct bytes expected)
{
	struct bytes bytes = lit(shown, text);

	assert_int_equal(bytes.len, expected.len);
	assert_memory_equal(bytes.at, expected.at, expected.len);
}

static void
assert_dark(const struct shown *shown, const char *text)
{
	assert_int_equal(find_line(&shown->detail, text)->spans.count, 0);
}

static void
numbers_flags_and_words_of_a_datagram_light_their_bytes(void **state)
{
	struct shown shown = show("first-visit.pcapng", EVENT_DNS, "\"query_frame\":15");
	struct bytes id = lit(&shown, "id:");

	(void)state;
	assert_int_equal(id.len, 2);
	assert_lit(&shown, "rcode:", BYTES("\x80"));
	assert_lit(&shown, "name: www.shop.example",
	    BYTES("www\x04shop\x07"
		  "example"));
	assert_lit(&shown, "qtype: HTTPS", BYTES("\x00\x41"));
	assert_lit(&shown, "ttl: 300", BYTES("\x00\x00\x01\x2c"));
	assert_dark(&shown, "query_frame");
	assert_dark(&shown, "rtt");
	shown_clear(&shown);
}

static void
headers_stand_before_what_was_told_of_the_frame(void **state)
{
	struct shown shown = show("first-visit.pcapng", EVENT_TCP_SYN, NULL);

	(void)state;
	assert_lit(&shown, "Destination Port: 80", BYTES("\x00\x50"));
	assert_lit(&shown, "mss: 1460", BYTES("\x05\xb4"));
	assert_true(
	    find_line(&shown.detail, "Transmission") < find_line(&shown.detail, "tcp.syn"));
	shown_clear(&shown);
}

static void
a_message_in_parts_is_shown_whole_with_its_parts(void **state)
{
	struct shown shown =
	    show("first-visit.pcapng", EVENT_TLS_CLIENT_HELLO, "shop.example");
	struct bytes title = shown.detail.sources[1].title;

	(void)state;
	assert_true(bytes_start_with(title, BYTES("tls, in 2 parts: ")));
	assert_lit(&shown, "sni: www.shop.example", BYTES("www.shop.example"));
	assert_lit(&shown, "0x1301", BYTES("\x13\x01"));
	shown_clear(&shown);
}

static void
what_was_opened_lights_its_plain_bytes(void **state)
{
	struct shown shown = show("first-visit.pcapng", EVENT_HTTP_REQUEST, "\"stream\":1");

	(void)state;
	assert_string_equal((const char *)shown.detail.sources[1].title.at, "tls, opened");
	assert_lit(&shown, "stream: 1", BYTES("\x00\x00\x00\x01"));
	assert_int_equal(find_line(&shown.detail, "host: www")->spans.items[0].source, 1);
	shown_clear(&shown);
}

static void
without_secrets_nothing_is_opened(void **state)
{
	struct replayed *replayed = replayed_new("first-visit.pcapng");
	struct replay_source source = replayed_source(replayed);
	struct detail detail = { 0 };
	struct replay *replay;

	(void)state;
	source.secrets = NULL;
	replay = replay_new(
	    &source, replayed_find(replayed, EVENT_HTTP_REQUEST, "\"stream\":1"), &detail);
	assert_int_equal(detail.source_count, 1);
	replay_free(replay);
	detail_clear(&detail);
	replayed_free(replayed);
}

static void
a_certificate_behind_encryption_lights_too(void **state)
{
	struct shown shown = show("first-visit.pcapng", EVENT_TLS_CERTIFICATE, NULL);

	(void)state;
	assert_lit(&shown, "www.shop.example", BYTES("www.shop.example"));
	assert_lit(&shown, "not_before:", BYTES("261125223954"));
	shown_clear(&shown);
}

static void
a_byte_tells_the_smallest_field_that_it_is_in(void **state)
{
	struct shown shown =
	    show("first-visit.pcapng", EVENT_HTTP_REQUEST, "\"version\":\"1.1\"");
	uint32_t line = detail_line_at(&shown.detail, 0, 88);

	(void)state;
	assert_true(bytes_start_with(
	    shown.detail.lines[line].text, BYTES("Host: www.shop.example")));
	line = detail_line_at(&shown.detail, 0, 22);
	assert_true(
	    bytes_start_with(shown.detail.lines[line].text, BYTES("Time to Live: ")));
	assert_int_equal(detail_line_at(&shown.detail, 7, 0), DETAIL_NONE);
	shown_clear(&shown);
}

static bool
is_gone(void *owner, struct frame_ref ref, struct frame *frame)
{
	(void)owner;
	(void)ref;
	(void)frame;
	return false;
}

static void
a_frame_that_is_gone_has_no_detail(void **state)
{
	struct replay_source source = { .fetch = is_gone };
	struct detail detail = { 0 };

	(void)state;
	assert_null(replay_new(&source, (struct frame_ref){ 0, 1 }, &detail));
	assert_int_equal(detail.line_count, 0);
	detail_clear(&detail);
}

/* Whatever frame it is, its spans lie within their sources. */
static void
no_span_of_any_sample_lies_outside_of_its_source(void **state)
{
	struct replayed *replayed = replayed_new("tls-versions.pcapng");
	struct replay_source source = replayed_source(replayed);
	struct detail detail = { 0 };
	struct replay *replay;

	(void)state;
	for (uint32_t number = 1; (replay = replay_new(&source,
				       (struct frame_ref){ 0, number }, &detail)) != NULL;
	     number++) {
		replay_go_on(replay);
		replay_free(replay);
		for (uint32_t i = 0; i < detail.line_count; i++)
			for (uint32_t k = 0; k < detail.lines[i].spans.count; k++) {
				struct detail_span span = detail.lines[i].spans.items[k];

				assert_true(span.source < detail.source_count);
				assert_true((size_t)span.start + span.len <=
					    detail.sources[span.source].bytes.len);
			}
	}
	detail_clear(&detail);
	replayed_free(replayed);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_flags_and_words_of_a_datagram_light_their_bytes),
		cmocka_unit_test(headers_stand_before_what_was_told_of_the_frame),
		cmocka_unit_test(a_message_in_parts_is_shown_whole_with_its_parts),
		cmocka_unit_test(what_was_opened_lights_its_plain_bytes),
		cmocka_unit_test(without_secrets_nothing_is_opened),
		cmocka_unit_test(a_certificate_behind_encryption_lights_too),
		cmocka_unit_test(a_byte_tells_the_smallest_field_that_it_is_in),
		cmocka_unit_test(a_frame_that_is_gone_has_no_detail),
		cmocka_unit_test(no_span_of_any_sample_lies_outside_of_its_source),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
