/* SPDX-License-Identifier: BSD-2-Clause */
/* Bodies that are read: pages, and what is handed on. */
#include "event/http.h"
#include "tests/dissectors/http1.h"
#include "tests/test.h"

/* "<link href=a.css>", gzipped: 37 bytes. */
#define ZIPPED                                                                             \
	"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xb3\xc9\xc9\xcc\xcb\x56\xc8\x28"         \
	"\x4a\x4d\xb3\x4d\xd4\x4b\x2e\x2e\xb6\x03\x00\x79\x25\x06\xaf\x11\x00\x00\x00"

#define PAGE "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"

/* The links of bodies, which no key shows, one a line. */
static void
note_links(struct sink *sink, struct event *event)
{
	struct session *session = (struct session *)(void *)sink;
	const struct event_http_body *body = (struct event_http_body *)(void *)event;
	const struct bytes *links;

	if (event->kind != EVENT_HTTP_BODY)
		return;
	links = body->links.items;
	for (size_t i = 0; i < body->links.count; i++) {
		buffer_add(&session->asked, links[i]);
		buffer_add_char(&session->asked, '\n');
	}
}

static void
a_page_is_decoded_however_it_is_cut(void **state)
{
	static const struct turn turns[] = { GET,
		SERVER(PAGE "Content-Encoding: gzip\r\nContent-Length: 37\r\n\r\n" ZIPPED
			    "HTTP/1.1 204 No Content\r\n\r\n") };
	struct session *session = turns_played(&dissector_http1, turns, 2);

	(void)state;
	assert_says(session, "\"bytes\":37,\"decoded_bytes\":17,\"complete\":true");
	assert_says(session, "\"status\":204");
	assert_same_however_cut(&dissector_http1, turns, 2);
	turns_every_cut(&dissector_http1, turns, 2);
	session_free(session);
}

static void
a_page_in_chunks_is_decoded_however_it_is_cut(void **state)
{
	static const struct turn turns[] = { GET,
		SERVER(PAGE
		    "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
		    "a\r\n\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\r\n"
		    "1b\r\n\xb3\xc9\xc9\xcc\xcb\x56\xc8\x28\x4a\x4d\xb3\x4d\xd4\x4b\x2e\x2e"
		    "\xb6\x03\x00\x79\x25\x06\xaf\x11\x00\x00\x00\r\n0\r\nX-Sum: "
		    "1\r\n\r\n") };
	struct session *session = turns_played(&dissector_http1, turns, 2);

	(void)state;
	assert_says(session, "\"bytes\":37,\"decoded_bytes\":17,\"complete\":true,"
			     "\"mime\":\"text/html\",\"duration\":0.000000000,"
			     "\"trailers\":[[\"X-Sum\",\"1\"]]");
	assert_same_however_cut(&dissector_http1, turns, 2);
	turns_every_cut(&dissector_http1, turns, 2);
	session_free(session);
}

static void
a_page_names_what_it_is_made_of(void **state)
{
	static const struct turn turns[] = { GET,
		SERVER(PAGE "\r\n<img src=a.png><link hr"), SERVER("ef=b.css>") };
	struct session *session = session_new(&dissector_http1);

	(void)state;
	session->sink.event = note_links;
	for (size_t i = 0; i < COUNT_OF(turns); i++)
		session_bytes(session, turns[i].side, turns[i].bytes);
	session_end(session, SIDE_SERVER);
	assert_int_equal(session->asked.len, 12);
	assert_memory_equal(session->asked.at, "a.png\nb.css\n", 12);
	session_free(session);
}

static void
behind_a_gap_a_page_is_passed_over(void **state)
{
	static const struct turn turns[] = { GET,
		SERVER(PAGE "Content-Length: 100\r\n\r\n0123456789") };
	struct session *session = turns_played(&dissector_http1, turns, 2);

	(void)state;
	session_gap(session, SIDE_SERVER, 30);
	assert_int_equal(session->sides[SIDE_SERVER].skip, 60);
	session_gap(session, SIDE_SERVER, 60);
	session_bytes(session, SIDE_SERVER, BYTES("HTTP/1.1 404 No\r\n\r\n"));
	assert_says(session, "\"bytes\":100,\"decoded_bytes\":100,\"mime\"");
	assert_says(session, "\"status\":404");
	assert_int_equal(session_count(session, "warning"), 0);
	session_free(session);
}

static void
a_gap_that_ends_with_a_page_or_behind_it_ends_it(void **state)
{
	static const struct turn turns[] = { GET,
		SERVER(PAGE "Content-Length: 10\r\n\r\n01234") };

	(void)state;
	for (uint64_t size = 5; size < 7; size++) {
		struct session *session = turns_played(&dissector_http1, turns, 2);

		session_gap(session, SIDE_SERVER, size);
		session_bytes(session, SIDE_SERVER, BYTES("HTTP/1.1 404 No\r\n\r\n"));
		assert_says(session, "\"bytes\":10,\"decoded_bytes\":10,\"mime\"");
		assert_says(session, "\"status\":404");
		assert_int_equal(session_count(session, "warning"), 0);
		session_free(session);
	}
}

static void
a_gap_within_a_chunk_keeps_the_place(void **state)
{
	static const struct turn turns[] = { GET,
		SERVER(PAGE "Transfer-Encoding: chunked\r\n\r\na\r\n012") };
	struct session *session = turns_played(&dissector_http1, turns, 2);

	(void)state;
	session_gap(session, SIDE_SERVER, 4);
	session_bytes(session, SIDE_SERVER,
	    BYTES("789\r\n1\r\nx\r\n0\r\n\r\nHTTP/1.1 404 No\r\n\r\n"));
	assert_says(session, "\"bytes\":11,\"decoded_bytes\":11,\"mime\"");
	assert_says(session, "\"status\":404");
	session_free(session);
}

static void
a_page_that_is_cut_off_is_incomplete(void **state)
{
	static const struct turn turns[] = { GET,
		SERVER(
		    PAGE "Content-Encoding: gzip\r\nContent-Length: 40\r\n\r\n" ZIPPED) };
	struct session *session = turns_played(&dissector_http1, turns, 2);

	(void)state;
	session_end(session, SIDE_SERVER);
	assert_says(session, "\"bytes\":37,\"mime\":\"text/html\"");
	session_free(session);
}

static void
an_event_stream_is_handed_on_and_counted(void **state)
{
	static const struct turn turns[] = { GET,
		SERVER("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
		       "Transfer-Encoding: chunked\r\n\r\n8\r\ndata: a\n\r\n1\r\n\n\r\n"),
		SERVER("0\r\n\r\n") };
	struct session *session = turns_played(&dissector_http1, turns, 2);
	struct session_side *side = &session->sides[SIDE_SERVER];

	(void)state;
	assert_string_equal(side->inner_name, "sse");
	assert_int_equal(side->inner.len, 9);
	assert_memory_equal(side->inner.at, "data: a\n\n", 9);
	session_bytes(session, SIDE_SERVER, turns[2].bytes);
	assert_says(session, "\"bytes\":9,\"decoded_bytes\":9,\"complete\":true");
	session_free(session);
}

static void
an_event_stream_that_is_coded_is_not_handed_on(void **state)
{
	static const struct turn turns[] = { GET,
		SERVER("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
		       "Content-Encoding: gzip\r\n\r\n" ZIPPED) };
	struct session *session = turns_played(&dissector_http1, turns, 2);

	(void)state;
	assert_int_equal(session->sides[SIDE_SERVER].inner_calls, 0);
	session_free(session);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_is_decoded_however_it_is_cut),
		cmocka_unit_test(a_page_in_chunks_is_decoded_however_it_is_cut),
		cmocka_unit_test(a_page_names_what_it_is_made_of),
		cmocka_unit_test(behind_a_gap_a_page_is_passed_over),
		cmocka_unit_test(a_gap_that_ends_with_a_page_or_behind_it_ends_it),
		cmocka_unit_test(a_gap_within_a_chunk_keeps_the_place),
		cmocka_unit_test(a_page_that_is_cut_off_is_incomplete),
		cmocka_unit_test(an_event_stream_is_handed_on_and_counted),
		cmocka_unit_test(an_event_stream_that_is_coded_is_not_handed_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
