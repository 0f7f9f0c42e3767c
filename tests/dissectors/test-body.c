/* SPDX-License-Identifier: BSD-2-Clause */
#include "config.h"

#define ZLIB_CONST
#include <zlib.h>

#include "dissectors/body.h"
#include "event/http.h"
#include "tests/test.h"

enum { LIMIT = 256 * 1024, MANY = 10 * 1024 * 1024 };

/* 65 bytes of HTML with a link to a.css, coded in each way. */
#define GZIP                                                                               \
	BYTES("\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xb3\xc9\xc9\xcc\xcb\x56\xc8\x28"   \
	      "\x4a\x4d\xb3\x4d\xd4\x4b\x2e\x2e\xb6\xb3\x29\xb0\xcb\x48\xcd\xc9\xc9\xb7"   \
	      "\xd1\x2f\x20\x8a\x0d\x00\xe8\x2a\x4c\x86\x41\x00\x00\x00")
#define DEFLATE                                                                            \
	BYTES("\x78\xda\xb3\xc9\xc9\xcc\xcb\x56\xc8\x28\x4a\x4d\xb3\x4d\xd4\x4b\x2e\x2e"   \
	      "\xb6\xb3\x29\xb0\xcb\x48\xcd\xc9\xc9\xb7\xd1\x2f\x20\x8a\x0d\x00\xea\x0e"   \
	      "\x16\x5f")
#define DEFLATE_RAW                                                                        \
	BYTES("\xb3\xc9\xc9\xcc\xcb\x56\xc8\x28\x4a\x4d\xb3\x4d\xd4\x4b\x2e\x2e\xb6\xb3"   \
	      "\x29\xb0\xcb\x48\xcd\xc9\xc9\xb7\xd1\x2f\x20\x8a\x0d\x00")
#define BROTLI                                                                             \
	BYTES("\x1b\x40\x00\xe0\x8d\xc3\x38\x16\xfc\x95\x36\xbb\x52\xf2\xf8\xc0\xd5\x4b"   \
	      "\x58\x2b\x32\xca\x30\xdd\xc8\xd6\x82\x56\x4f\x96\x1a\xcd\xc1\xfe\x1c")
#define ZSTD                                                                               \
	BYTES("\x28\xb5\x2f\xfd\x24\x41\x15\x01\x00\xe0\x3c\x6c\x69\x6e\x6b\x20\x68\x72"   \
	      "\x65\x66\x3d\x61\x2e\x63\x73\x73\x3e\x3c\x70\x3e\x68\x65\x6c\x6c\x6f\x3c"   \
	      "\x2f\x70\x01\x00\xf8\x53\x9c\x18\xfe\xb0\x2e")

/* A body of a type and a coding, from begin to end. */
struct reading {
	struct body body;
	struct body_room room;
	struct event_http_body event;
	struct arena arena;
};

static void
reading_begin(struct reading *reading, enum side side, const char *mime, const char *coding)
{
	const struct pair headers[] = {
		{ BYTES("Content-Type"), bytes_of_string(mime) },
		{ BYTES("Content-Encoding"), bytes_of_string(coding) },
	};

	*reading = (struct reading){ .event.complete = true };
	body_begin(&reading->body, LIST_OF(headers, 2), side, &reading->room);
}

static void
reading_add(struct reading *reading, struct bytes bytes)
{
	body_add(&reading->body, bytes);
	reading->event.bytes += bytes.len;
}

static void
reading_end(struct reading *reading)
{
	body_end(&reading->body, &reading->arena, &reading->event);
	assert_int_equal(reading->room.held, 0);
}

/* Says how many links there were. */
static size_t
reading_clear(struct reading *reading)
{
	arena_clear(&reading->arena);
	return reading->event.links.count;
}

static struct reading
read_whole(const char *mime, const char *coding, struct bytes bytes)
{
	struct reading reading;

	reading_begin(&reading, SIDE_SERVER, mime, coding);
	reading_add(&reading, bytes);
	reading_end(&reading);
	return reading;
}

static void
assert_decodes(const char *coding, struct bytes bytes)
{
	struct reading reading = read_whole("text/html", coding, bytes);
	const struct bytes *links = reading.event.links.items;

	assert_true(reading.event.decoded_bytes.known);
	assert_int_equal(reading.event.decoded_bytes.value, 65);
	assert_int_equal(reading.event.links.count, 1);
	assert_true(bytes_equal(links[0], BYTES("a.css")));
	reading_clear(&reading);
}

static void
every_coding_is_undone(void **state)
{
	(void)state;
	assert_decodes("gzip", GZIP);
	assert_decodes("X-GZIP", GZIP);
	assert_decodes("deflate", DEFLATE);
	assert_decodes("deflate", DEFLATE_RAW);
#ifdef HAVE_BROTLI
	assert_decodes("br", BROTLI);
#endif
#ifdef HAVE_ZSTD
	assert_decodes("zstd", ZSTD);
#endif
}

static void
what_no_library_decodes_has_a_size_that_is_not_known(void **state)
{
	struct reading reading = read_whole("text/html", "compress", BYTES("<img src=a>"));

	(void)state;
	assert_false(reading.event.decoded_bytes.known);
	assert_int_equal(reading_clear(&reading), 0);
	reading = read_whole("text/html", "gzip, gzip, gzip", GZIP);
	assert_false(reading.event.decoded_bytes.known);
	reading_clear(&reading);
}

static void
a_body_without_a_coding_is_as_large_as_it_was_sent(void **state)
{
	struct reading reading = read_whole("text/html", "identity", BYTES("<img src=a>"));

	(void)state;
	assert_int_equal(reading.event.decoded_bytes.value, 11);
	assert_int_equal(reading_clear(&reading), 1);
	reading = read_whole("image/png", "", BYTES("png"));
	assert_true(reading.event.decoded_bytes.known);
	assert_int_equal(reading.event.decoded_bytes.value, 3);
	reading_clear(&reading);
}

static void
bodies_of_other_types_are_not_read(void **state)
{
	static const char *const types[] = { "image/svg+xml", "text/javascript",
		"application/grpc", "" };
	struct reading reading;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(types); i++) {
		reading_begin(&reading, SIDE_SERVER, types[i], "gzip");
		assert_false(reading.body.is_read);
	}
	reading_begin(&reading, SIDE_SERVER, "application/json", "");
	assert_false(reading.body.is_read); /* its size is known */
}

static void
what_is_cut_off_is_read_as_far_as_it_goes(void **state)
{
	struct reading reading;

	(void)state;
	reading_begin(&reading, SIDE_SERVER, "text/html", "gzip");
	reading_add(&reading, bytes_first(GZIP, GZIP.len - 12));
	body_lose(&reading.body);
	assert_false(reading.body.is_read);
	reading.event.complete = false;
	reading_end(&reading);
	assert_false(reading.event.decoded_bytes.known);
	assert_int_equal(reading_clear(&reading), 1);
}

static void
of_a_large_page_only_the_beginning_is_read(void **state)
{
	struct reading reading;

	(void)state;
	reading_begin(&reading, SIDE_SERVER, "text/html", "");
	reading_add(&reading, BYTES("<img src=first>"));
	for (int i = 0; i < LIMIT / 16; i++)
		reading_add(&reading, BYTES("0123456789abcdef"));
	assert_false(reading.body.is_read);
	assert_true(reading.room.held <= LIMIT);
	reading_add(&reading, BYTES("<img src=last>"));
	reading_end(&reading);
	assert_true(reading.event.decoded_bytes.value > LIMIT);
	assert_int_equal(reading_clear(&reading), 1);
}

/* Many blanks behind a link, in a coding of zlib's. */
static struct buffer
bomb(int window_bits)
{
	static uint8_t blanks[64 * 1024];
	z_stream stream = { 0 };
	struct buffer out = { 0 };

	memset(blanks, ' ', sizeof(blanks));
	memcpy(blanks, "<img src=a>", 11);
	assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, window_bits, 8, 0), Z_OK);
	stream.next_out = buffer_reserve(&out, MANY / 100);
	stream.avail_out = MANY / 100;
	for (size_t size = 0; size < MANY; size += sizeof(blanks)) {
		stream.next_in = blanks;
		stream.avail_in = sizeof(blanks);
		assert_int_equal(deflate(&stream, Z_NO_FLUSH), Z_OK);
	}
	assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
	out.len = MANY / 100 - stream.avail_out;
	deflateEnd(&stream);
	return out;
}

static void
a_bomb_stops_at_the_limit(void **state)
{
	struct buffer coded = bomb(MAX_WBITS);
	struct buffer out = { 0 };
	struct content_codings codings = content_codings_read(BYTES("deflate"));
	struct reading reading;

	(void)state;
	assert_false(content_decode(&codings, buffer_bytes(&coded), &out, LIMIT));
	assert_int_equal(out.len, LIMIT);
	assert_true(out.size <= 2 * LIMIT);
	out.len = 0;
	assert_false(
	    content_decode(&codings, bytes_first(buffer_bytes(&coded), 200), &out, LIMIT));
	assert_true(out.len <= 200 * 128 + 16 * 1024);
	reading = read_whole("text/html", "deflate", buffer_bytes(&coded));
	assert_false(reading.event.decoded_bytes.known);
	assert_true(reading_clear(&reading) > 0);
	buffer_clear(&coded);
	buffer_clear(&out);
}

static void
bombs_within_bombs_stop_too(void **state)
{
	struct buffer coded = bomb(MAX_WBITS);
	struct reading reading =
	    read_whole("text/html", "deflate, deflate", buffer_bytes(&coded));

	(void)state;
	assert_false(reading.event.decoded_bytes.known);
	reading_clear(&reading);
	buffer_clear(&coded);
}

static void
many_bodies_of_a_connection_hold_only_so_much(void **state)
{
	static const struct pair type = { { (const uint8_t *)"content-type", 12 },
		{ (const uint8_t *)"text/css", 8 } };
	static struct body bodies[100];
	static uint8_t blanks[64 * 1024];
	struct body_room room = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bodies); i++) {
		body_begin(&bodies[i], LIST_OF(&type, 1), SIDE_SERVER, &room);
		body_add(&bodies[i], bytes_of(blanks, sizeof(blanks)));
	}
	assert_true(room.held <= 4 * LIMIT);
	for (size_t i = 0; i < COUNT_OF(bodies); i++)
		body_clear(&bodies[i]);
	assert_int_equal(room.held, 0);
}

static bool
asks_graphql(const char *text)
{
	struct reading reading;

	reading_begin(&reading, SIDE_CLIENT, "application/json", "");
	reading_add(&reading, bytes_of_string(text));
	reading_end(&reading);
	reading_clear(&reading);
	return reading.event.is_graphql;
}

static void
a_text_named_query_asks_for_graphql(void **state)
{
	(void)state;
	assert_true(asks_graphql("{\"query\":\"{ me }\"}"));
	assert_true(
	    asks_graphql(" [ {\"variables\":{\"a\":[1]}, \"query\" : \"{ me }\"}]"));
	assert_false(asks_graphql("{\"query\":{\"match\":1}}"));
	assert_false(asks_graphql("{\"a\":{\"query\":\"x\"}}"));
	assert_false(asks_graphql("{\"a\":\"\\\"query\\\":\\\"\"}"));
	assert_false(asks_graphql("\"query"));
	assert_false(asks_graphql("{\"query\":"));
}

static void
a_form_with_a_password_is_noticed_and_nothing_of_it_kept(void **state)
{
	struct reading reading;

	(void)state;
	reading_begin(&reading, SIDE_CLIENT, "application/x-www-form-urlencoded", "");
	reading_add(&reading, BYTES("user=a&passwd=secret"));
	reading_end(&reading);
	assert_true(reading.event.has_password);
	reading_clear(&reading);
	reading_begin(&reading, SIDE_CLIENT, "application/x-www-form-urlencoded", "");
	reading_add(&reading, BYTES("user=pass&word=pwd"));
	reading_end(&reading);
	assert_false(reading.event.has_password);
	reading_clear(&reading);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_coding_is_undone),
		cmocka_unit_test(what_no_library_decodes_has_a_size_that_is_not_known),
		cmocka_unit_test(a_body_without_a_coding_is_as_large_as_it_was_sent),
		cmocka_unit_test(bodies_of_other_types_are_not_read),
		cmocka_unit_test(what_is_cut_off_is_read_as_far_as_it_goes),
		cmocka_unit_test(of_a_large_page_only_the_beginning_is_read),
		cmocka_unit_test(a_bomb_stops_at_the_limit),
		cmocka_unit_test(bombs_within_bombs_stop_too),
		cmocka_unit_test(many_bodies_of_a_connection_hold_only_so_much),
		cmocka_unit_test(a_text_named_query_asks_for_graphql),
		cmocka_unit_test(a_form_with_a_password_is_noticed_and_nothing_of_it_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
