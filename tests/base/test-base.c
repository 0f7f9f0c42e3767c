/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/address.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/cursor.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/map.h"
#include "base/recycler.h"
#include "base/text.h"
#include "tests/test.h"

static void
a_read_past_the_end_yields_zero_and_breaks_the_cursor(void **state)
{
	struct cursor c = cursor_of(BYTES("\x01\x02\x03"));

	(void)state;
	assert_int_equal(cursor_u16(&c), 0x0102);
	assert_int_equal(cursor_u16(&c), 0);
	assert_true(c.broken);
	assert_int_equal(cursor_left(&c), 0);
	assert_int_equal(cursor_u8(&c), 0);
}

static void
a_sub_cursor_cannot_see_past_its_end(void **state)
{
	struct cursor c = cursor_of(BYTES("\x01\x02\x03"));
	struct cursor sub = cursor_sub(&c, 2);

	(void)state;
	cursor_u16(&sub);
	assert_int_equal(cursor_u8(&sub), 0);
	assert_true(sub.broken);
	assert_int_equal(cursor_u8(&c), 3);
	assert_false(c.broken);
}

static void
a_map_finds_what_was_added_after_others_were_removed(void **state)
{
	enum { N = 5000 };
	static int items[N];
	struct map map = { 0 };

	(void)state;
	for (int i = 0; i < N; i++)
		map_add(&map, (uint64_t)(i % 97) * 0x9e3779b97f4a7c15u, &items[i]);
	for (int i = 0; i < N; i += 2)
		map_remove(&map, (uint64_t)(i % 97) * 0x9e3779b97f4a7c15u, &items[i]);
	assert_int_equal(map.count, N / 2);
	for (int i = 0; i < N; i++) {
		struct map_probe probe =
		    map_probe(&map, (uint64_t)(i % 97) * 0x9e3779b97f4a7c15u);
		bool found = false;
		void *item;

		while ((item = map_next(&probe)) != NULL)
			found = found || item == &items[i];
		assert_int_equal(found, i % 2 == 1);
	}
	map_clear(&map);
}

static void
siphash_1_3_gives_the_same_for_the_same_key_only(void **state)
{
	struct hash_key a = { 1, 2 };
	struct hash_key b = { 1, 3 };

	(void)state;
	assert_true(hash_bytes(&a, BYTES("webflow")) == hash_bytes(&a, BYTES("webflow")));
	assert_true(hash_bytes(&a, BYTES("webflow")) != hash_bytes(&b, BYTES("webflow")));
	assert_true(hash_bytes(&a, BYTES("webflow")) != hash_bytes(&a, BYTES("webflo")));
}

static void
words_hash_as_their_bytes_do(void **state)
{
	struct hash_key key = { 1, 2 };
	uint64_t words[] = { 3, UINT64_MAX, 5 };

	(void)state;
	assert_true(hash_words(&key, words, COUNT_OF(words)) ==
		    hash_bytes(&key, bytes_of(words, sizeof(words))));
}

static void
text_off_the_wire_cannot_steer_a_terminal(void **state)
{
	struct buffer out = { 0 };

	(void)state;
	text_add_safe(&out, BYTES("a\x1b[2J\xc2\x9b\xe2\x80\xae\xff\xed\x95\x9c"));
	assert_true(bytes_equal(buffer_bytes(&out),
	    BYTES("a\\u001b[2J\\u009b\\u202e\xef\xbf\xbd\xed\x95\x9c")));
	buffer_clear(&out);
}

static void
json_places_commas_and_escapes_quotes(void **state)
{
	struct buffer out = { 0 };
	struct json json = json_to(&out);

	(void)state;
	json_object(&json, NULL);
	json_text(&json, "a", BYTES("\"\\\n"));
	json_list(&json, "b");
	json_number(&json, NULL, 1);
	json_seconds(&json, NULL, UINT64_C(1500000001));
	json_milliseconds(&json, NULL, UINT64_C(1500001));
	json_signed(&json, NULL, -1);
	json_signed(&json, NULL, 7);
	json_list_end(&json);
	json_object_end(&json);
	assert_true(bytes_equal(buffer_bytes(&out),
	    BYTES("{\"a\":\"\\\"\\\\\\u000a\",\"b\":[1,1.500000001,1.500001,-1,7]}")));
	buffer_clear(&out);
}

static void
an_arena_that_was_reset_gives_zeroed_memory(void **state)
{
	struct arena arena = { 0 };
	uint8_t *first;

	(void)state;
	for (int i = 0; i < 100; i++)
		memset(arena_alloc(&arena, 1000), 0xff, 1000);
	arena_reset(&arena);
	first = arena_alloc(&arena, 1000);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(first[i], 0);
	arena_clear(&arena);
}

static void
durations_read_like_people_say_them(void **state)
{
	static const struct {
		uint64_t ns;
		const char *text;
	} cases[] = { { 870000, "870 µs" }, { 41600000, "41.6 ms" },
		{ 2310000000, "2.31 s" }, { 130 * NS_PER_S, "2 min 10 s" } };
	char text[CLOCK_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_string_equal(clock_duration(cases[i].ns, text), cases[i].text);
}

static void
a_lease_is_told_in_its_largest_whole_unit(void **state)
{
	static const struct {
		uint64_t seconds;
		const char *text;
	} cases[] = { { 0, "0 s" }, { 90, "90 s" }, { 120, "2 min" }, { 129600, "36 h" },
		{ 604800, "7 d" } };
	char text[CLOCK_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_string_equal(clock_whole(cases[i].seconds, text), cases[i].text);
}

static void
what_was_given_back_is_taken_as_zeros(void **state)
{
	static const uint8_t zeros[100];
	struct recycler recycler = { 0 };
	uint8_t *record = recycler_take(&recycler, sizeof(zeros));

	(void)state;
	memset(record, 1, sizeof(zeros));
	recycler_give(&recycler, record, sizeof(zeros));
	record = recycler_take(&recycler, sizeof(zeros));
	assert_memory_equal(record, zeros, sizeof(zeros));
	recycler_give(&recycler, record, sizeof(zeros));
	recycler_clear(&recycler);
}

static void
addresses_are_written_as_usual(void **state)
{
	char text[ADDRESS_TEXT_SIZE];

	(void)state;
	assert_string_equal(address_text(address_of_u32(0xc0000201), text), "192.0.2.1");
	assert_string_equal(address_text(address_of_u32(0x000a64ff), text), "0.10.100.255");
	assert_string_equal(
	    address_text((struct address){ 6, { 0x20, 1, 0xd, 0xb8 } }, text),
	    "2001:db8::");
	assert_string_equal(address_text((struct address){ 0 }, text), "");
}

static void
everything_begins_and_ends_with_nothing(void **state)
{
	struct bytes nothing = { NULL, 0 };

	(void)state;
	assert_true(bytes_start_with(BYTES("a"), nothing));
	assert_true(bytes_end_with(BYTES("a"), nothing));
	assert_true(bytes_start_with(nothing, nothing));
	assert_false(bytes_start_with(nothing, BYTES("a")));
	assert_false(bytes_end_with(nothing, BYTES("a")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_read_past_the_end_yields_zero_and_breaks_the_cursor),
		cmocka_unit_test(a_sub_cursor_cannot_see_past_its_end),
		cmocka_unit_test(a_map_finds_what_was_added_after_others_were_removed),
		cmocka_unit_test(siphash_1_3_gives_the_same_for_the_same_key_only),
		cmocka_unit_test(words_hash_as_their_bytes_do),
		cmocka_unit_test(what_was_given_back_is_taken_as_zeros),
		cmocka_unit_test(addresses_are_written_as_usual),
		cmocka_unit_test(everything_begins_and_ends_with_nothing),
		cmocka_unit_test(text_off_the_wire_cannot_steer_a_terminal),
		cmocka_unit_test(json_places_commas_and_escapes_quotes),
		cmocka_unit_test(an_arena_that_was_reset_gives_zeroed_memory),
		cmocka_unit_test(durations_read_like_people_say_them),
		cmocka_unit_test(a_lease_is_told_in_its_largest_whole_unit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
