/* SPDX-License-Identifier: BSD-2-Clause */
#include <locale.h>

#include "base/text.h"
#include "story/sentence.h"
#include "tests/test.h"
#include "tests/view/made.h"
#include "view/connection-line.h"
#include "view/narrative.h"
#include "view/rest.h"

/* Clears the terminal, breaks the line, turns the text around, is not UTF-8. */
#define HOSTILE "\x1b[2J\nx\r\xe2\x80\xae\xe2\x80\xa8\xff\xc2\x9b"

static struct buffer
told(const struct made *made, int columns)
{
	struct narrative_options options = { .columns = columns };
	struct narrative *narrative = narrative_new(&options);
	struct buffer out = { 0 };

	narrative_page(narrative, &out, made->story, &made->page);
	narrative_free(narrative);
	buffer_add_char(&out, '\0');
	return out;
}

static int
lines_of(const char *text)
{
	int count = 0;

	for (; *text != '\0'; text++)
		count += *text == '\n';
	return count;
}

/* The heading and what stands around each sentence. */
static void
a_page_is_told_step_by_step_under_its_client(void **state)
{
	static const struct {
		const char *before, *after;
	} around[] = {
		{ "   12.3 s before  join      ", "  [frames 1–4]\n" },
		{ "  1.00 ms before  next hop  ", "\n" },
		{ "         +0.0 ms  name      ", " (inferred: it was known)\n" },
		{ "        +21.0 ms  connect   ", "; carries HTTP (Web)  [frames 9–11]\n" },
		{ "        +42.0 ms  request   ", "\n" },
		{ "       +900.0 ms  response  ", "\n" },
		{ "      +1221.0 ms  close     ", "\n" },
	};
	struct buffer expected = { 0 };
	struct buffer out;
	struct made made;

	(void)state;
	made_init(&made);
	buffer_add_string(&expected,
	    "laptop (02:00:00:00:00:09, 192.0.2.10)\n"
	    "  leased 192.0.2.10/24 from 192.0.2.1 for 1 h; gateway 192.0.2.1; "
	    "name server 203.0.113.53\n"
	    "\n"
	    "Page 1: http://shop.example/\n"
	    "  2026-11-25 22:27:00.123 UTC, typed (inferred: no Referer)\n"
	    "  loaded in 1.20 s\n"
	    "  status 200, 1 request, 6.4 kB, 1 connection\n");
	for (size_t i = 0; i < COUNT_OF(around); i++) {
		buffer_add_string(&expected, around[i].before);
		step_text(&expected, &made.page, &made.steps[i]);
		buffer_add_string(&expected, around[i].after);
	}
	buffer_add_char(&expected, '\0');
	out = told(&made, 0);
	assert_string_equal((const char *)out.at, (const char *)expected.at);
	buffer_clear(&expected);
	buffer_clear(&out);
	made_clear(&made);
}

static void
ten_seconds_into_a_page_it_is_told_in_seconds(void **state)
{
	struct buffer out;
	struct made made;

	(void)state;
	made_init(&made);
	made.steps[5].start_ns = MADE_START_NS + 12345 * MADE_MS;
	out = told(&made, 0);
	assert_non_null(strstr((const char *)out.at, "\n       +12.345 s  response  "));
	buffer_clear(&out);
	made_clear(&made);
}

static void
a_client_has_its_heading_once(void **state)
{
	struct narrative_options options = { 0 };
	struct narrative *narrative = narrative_new(&options);
	struct buffer out = { 0 };
	struct made made;

	(void)state;
	made_init(&made);
	made.page.step_count = 0;
	narrative_page(narrative, &out, made.story, &made.page);
	out.len = 0;
	narrative_page(narrative, &out, made.story, &made.page);
	assert_true(bytes_start_with(buffer_bytes(&out), BYTES("\nPage 1: ")));
	narrative_free(narrative);
	buffer_clear(&out);
	made_clear(&made);
}

/* They are the same for every page of a client. */
static void
what_comes_before_a_page_is_told_with_the_first(void **state)
{
	struct narrative_options options = { 0 };
	struct narrative *narrative = narrative_new(&options);
	struct buffer out = { 0 };
	struct made made;

	(void)state;
	made_init(&made);
	narrative_page(narrative, &out, made.story, &made.page);
	out.len = 0;
	narrative_page(narrative, &out, made.story, &made.page);
	buffer_add_char(&out, '\0');
	assert_null(strstr((const char *)out.at, "  join  "));
	assert_null(strstr((const char *)out.at, "  next hop  "));
	assert_non_null(strstr((const char *)out.at, "  connect  "));
	narrative_free(narrative);
	buffer_clear(&out);
	made_clear(&made);
}

static void
another_lease_is_told_in_a_new_heading(void **state)
{
	struct narrative_options options = { 0 };
	struct narrative *narrative = narrative_new(&options);
	struct buffer out = { 0 };
	struct made made;
	struct lease newer;

	(void)state;
	made_init(&made);
	newer = made.lease;
	newer.start_ns = MADE_START_NS - 5 * MADE_MS;
	newer.end_ns = MADE_START_NS - 4 * MADE_MS;
	narrative_page(narrative, &out, made.story, &made.page);
	TAILQ_INSERT_TAIL(&made.client.leases, &newer, entry);
	out.len = 0;
	narrative_page(narrative, &out, made.story, &made.page);
	assert_true(bytes_start_with(buffer_bytes(&out), BYTES("\nlaptop (")));
	narrative_free(narrative);
	buffer_clear(&out);
	made_clear(&made);
}

static void
a_failed_page_says_why(void **state)
{
	struct buffer out;
	struct made made;

	(void)state;
	made_init(&made);
	made.page.failure = FAILURE_REFUSED;
	made.page.failure_detail = BYTES("nothing listens there");
	out = told(&made, 0);
	assert_non_null(strstr((const char *)out.at,
	    "\n  failed: the connection was refused – nothing listens there\n"));
	buffer_clear(&out);
	made_clear(&made);
}

static void
a_redirect_is_told_above_the_steps(void **state)
{
	struct buffer out;
	struct made made;

	(void)state;
	made_init(&made);
	made.page.redirects = &made.redirect;
	made.page.redirect_count = 1;
	out = told(&made, 0);
	assert_non_null(strstr(
	    (const char *)out.at, "\n  redirected to http://shop.example/home (301)\n"));
	buffer_clear(&out);
	made_clear(&made);
}

/* Puts the text wherever bytes from the wire can stand. */
static void
made_fill(struct made *made, struct bytes wire)
{
	made->client.name = wire;
	made->lease.domain = wire;
	made->lookup.name = wire;
	made->connection.application = wire;
	made->connection.category = wire;
	made->request.url = wire;
	made->request.method = wire;
	made->request.status_reason = wire;
	made->request.mime = wire;
	made->request.location = wire;
	made->page.url = made->page.final_url = wire;
	made->page.is.reason = wire;
	made->page.failure_detail = wire;
	made->redirect.to = wire;
	made->page.redirects = &made->redirect;
	made->page.redirect_count = 1;
	for (size_t i = 0; i < MADE_STEPS; i++) {
		made->steps[i].name = wire;
		made->steps[i].is.certainty = CERTAINTY_HIDDEN;
		made->steps[i].is.reason = wire;
	}
}

static void
assert_lines_hold(struct bytes wire)
{
	enum { LINES = 15 };
	struct buffer out;
	struct made made;
	struct bytes text;
	bool valid = true;

	made_init(&made);
	made.page.failure = FAILURE_RESET;
	made_fill(&made, wire);
	out = told(&made, 0);
	assert_int_equal(lines_of((const char *)out.at), LINES);
	text = bytes_first(buffer_bytes(&out), out.len - 1);
	for (size_t at = 0; at < text.len;) {
		uint32_t c = text_code_point(text, &at, &valid);

		assert_true(valid);
		assert_true(c == '\n' || !text_is_control(c));
	}
	while (text.len > 0) {
		size_t len = bytes_index(text, '\n');

		assert_true(text_width(bytes_first(text, len)) < 5 * LINE_TEXT_MAX);
		text = bytes_from(text, len + 1);
	}
	buffer_clear(&out);
	made_clear(&made);
}

static void
hostile_text_stays_within_its_line(void **state)
{
	struct buffer endless = { 0 };

	(void)state;
	assert_lines_hold(BYTES("plain"));
	assert_lines_hold(BYTES(HOSTILE));
	assert_lines_hold(BYTES("한글 이름 \xf0\x9f\x92\xa9"));
	for (int i = 0; i < 65536; i++)
		buffer_add_char(&endless, 'u');
	assert_lines_hold(buffer_bytes(&endless));
	for (int i = 0; i < 8192; i++)
		buffer_add_string(&endless, " " HOSTILE);
	assert_lines_hold(buffer_bytes(&endless));
	buffer_clear(&endless);
}

static void
on_a_terminal_no_line_passes_its_edge(void **state)
{
	enum { COLUMNS = 64 };
	struct buffer out;
	struct made made;
	struct bytes text;

	(void)state;
	made_init(&made);
	out = told(&made, COLUMNS);
	text = bytes_first(buffer_bytes(&out), out.len - 1);
	while (text.len > 0) {
		size_t len = bytes_index(text, '\n');

		assert_true(text_width(bytes_first(text, len)) <= COLUMNS);
		text = bytes_from(text, len + 1);
	}
	buffer_clear(&out);
	made_clear(&made);
}

static void
assert_connection(const struct connection *connection, const char *expected)
{
	struct buffer out = { 0 };

	connection_line_add(&out, connection, INPUTS_ONE);
	buffer_add_char(&out, '\0');
	assert_string_equal((const char *)out.at, expected);
	buffer_clear(&out);
}

static void
a_connection_of_no_page_is_one_line(void **state)
{
	struct made made;

	(void)state;
	made_init(&made);
	made.connection.page_count = 0;
	assert_connection(&made.connection,
	    "Connection 2026-11-25 22:27:00.144 UTC: HTTP (Web) with 198.51.100.80:80, "
	    "sent 400 B, received 6.8 kB in 1.20 s, the client closed it  [frames 9–11]");
	made.connection.gaps = 1000;
	assert_connection(&made.connection,
	    "Connection 2026-11-25 22:27:00.144 UTC: HTTP (Web) with 198.51.100.80:80, "
	    "sent 400 B, received 6.8 kB, not captured 1.0 kB in 1.20 s, the client closed "
	    "it  [frames 9–11]");
	made.connection.outcome = CONNECTION_REFUSED;
	made.connection.application = (struct bytes){ 0 };
	assert_connection(&made.connection,
	    "Connection 2026-11-25 22:27:00.144 UTC: to 198.51.100.80:80, refused  "
	    "[frames 9–11]");
	made.connection.outcome = CONNECTION_OPEN;
	made.connection.begun = true;
	made.connection.bytes_client = made.connection.bytes_server = 0;
	made.connection.gaps = 0;
	made.connection.closed_how = "capture_end";
	assert_connection(&made.connection,
	    "Connection 2026-11-25 22:27:00.144 UTC: to 198.51.100.80:80, opened and never "
	    "used in 1.20 s, still open at the end of the capture  [frames 9–11]");
	made_clear(&made);
}

static void
a_connection_of_which_one_side_was_captured_says_so(void **state)
{
	struct made made;

	(void)state;
	made_init(&made);
	made.connection.page_count = 0;
	made.connection.outcome = CONNECTION_OPENING;
	made.connection.packets_client = 0;
	made.connection.packets_server = 9;
	assert_connection(&made.connection,
	    "Connection 2026-11-25 22:27:00.144 UTC: HTTP (Web) with 198.51.100.80:80, "
	    "what the client sent is not captured  [frames 9–11]");
	made_clear(&made);
}

static void
a_connection_that_its_client_did_not_complete_was_answered(void **state)
{
	struct made made;

	(void)state;
	made_init(&made);
	made.connection.page_count = 0;
	made.connection.outcome = CONNECTION_OPENING;
	made.connection.syn_ack.number = 10;
	made.connection.packets_client = made.connection.packets_server = 1;
	assert_connection(&made.connection,
	    "Connection 2026-11-25 22:27:00.144 UTC: HTTP (Web) with 198.51.100.80:80, "
	    "answered, but the client did not complete the handshake  [frames 9–11]");
	made_clear(&made);
}

static void
a_connection_that_carried_names_has_no_line(void **state)
{
	struct made made;

	(void)state;
	made_init(&made);
	made.connection.page_count = 0;
	assert_true(connection_is_worth_a_line(&made.connection));
	made.connection.application = BYTES("DNS");
	assert_false(connection_is_worth_a_line(&made.connection));
	made_clear(&made);
}

static void
a_connection_that_outlived_its_page_is_told_when_it_is_closed(void **state)
{
	struct buffer out = { 0 };
	struct made made;

	(void)state;
	made_init(&made);
	assert_true(connection_is_worth_a_line(&made.connection));
	connection_line_add(&out, &made.connection, INPUTS_ONE);
	assert_true(bytes_start_with(buffer_bytes(&out),
	    BYTES("After page 1, 2026-11-25 22:27:01.344 UTC: the client closed ")));
	made.connection.closed_how = "capture_end";
	assert_false(connection_is_worth_a_line(&made.connection));
	buffer_clear(&out);
	made_clear(&made);
}

static void
what_belongs_to_no_page_is_told_in_order(void **state)
{
	static const enum step_kind kinds[] = { STEP_JOIN, STEP_NEXT_HOP, STEP_NAME };
	struct told told = { .client = 1 };
	struct made made;
	struct rest rest;

	(void)state;
	made_init(&made);
	made.lookup.page = 0;
	TAILQ_INSERT_TAIL(&made.client.lookups, &made.lookup, of_client);
	rest = rest_of(&made.client, &told);
	assert_int_equal(rest.count, COUNT_OF(kinds));
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		assert_int_equal(rest.steps[i].kind, kinds[i]);
	rest_clear(&rest);
	made_clear(&made);
}

static void
what_a_page_told_is_not_told_again(void **state)
{
	struct told told = { .client = 1 };
	struct made made;
	struct rest rest;

	(void)state;
	made_init(&made);
	TAILQ_INSERT_TAIL(&made.client.lookups, &made.lookup, of_client);
	told_add(&told, made.lease.start_ns);
	told_add(&told, made.neighbour.at_ns);
	rest = rest_of(&made.client, &told);
	assert_int_equal(rest.count, 0);
	rest_clear(&rest);
	made_clear(&made);
}

static void
an_empty_capture_says_so_in_one_line(void **state)
{
	struct narrative_options options = { 0 };
	struct narrative *narrative = narrative_new(&options);
	struct buffer out = { 0 };
	struct made made;

	(void)state;
	made_init(&made);
	narrative_end(narrative, &out, made.story);
	buffer_add_char(&out, '\0');
	assert_int_equal(lines_of((const char *)out.at), 1);
	narrative_free(narrative);
	buffer_clear(&out);
	made_clear(&made);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_is_told_step_by_step_under_its_client),
		cmocka_unit_test(ten_seconds_into_a_page_it_is_told_in_seconds),
		cmocka_unit_test(a_client_has_its_heading_once),
		cmocka_unit_test(what_comes_before_a_page_is_told_with_the_first),
		cmocka_unit_test(another_lease_is_told_in_a_new_heading),
		cmocka_unit_test(a_failed_page_says_why),
		cmocka_unit_test(a_redirect_is_told_above_the_steps),
		cmocka_unit_test(hostile_text_stays_within_its_line),
		cmocka_unit_test(on_a_terminal_no_line_passes_its_edge),
		cmocka_unit_test(a_connection_of_no_page_is_one_line),
		cmocka_unit_test(a_connection_of_which_one_side_was_captured_says_so),
		cmocka_unit_test(
		    a_connection_that_its_client_did_not_complete_was_answered),
		cmocka_unit_test(a_connection_that_carried_names_has_no_line),
		cmocka_unit_test(
		    a_connection_that_outlived_its_page_is_told_when_it_is_closed),
		cmocka_unit_test(what_belongs_to_no_page_is_told_in_order),
		cmocka_unit_test(what_a_page_told_is_not_told_again),
		cmocka_unit_test(an_empty_capture_says_so_in_one_line),
	};

	/* Widths of characters are the locale's. */
	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
