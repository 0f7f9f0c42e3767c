/* SPDX-License-Identifier: BSD-2-Clause */
/* What DNS names and data look like as text. */
#include "tests/dissectors/dns.h"

static struct session *
dns(struct bytes message)
{
	struct session *session = session_new(&dissector_dns);

	session_datagram(session, SIDE_SERVER, message);
	return session;
}

static void
assert_data(struct bytes message, const char *answers)
{
	struct session *s = dns(message);

	assert_int_equal(s->verdict, VERDICT_DONE);
	assert_says(s, answers);
	session_free(s);
}

#define ONE_ANSWER(type, size, data)                                                       \
	BYTES(RESPONSE(ONE) QUESTION(type) RECORD(TO_NAME, type, size, data))

static void
addresses_are_written_as_addresses(void **state)
{
	(void)state;
	assert_data(ONE_ANSWER(TYPE_A, "\4", "\xc6\x33\x64\1"),
	    "[{\"name\":\"example.test\",\"type\":\"A\",\"ttl\":300,"
	    "\"data\":\"198.51.100.1\"}]");
	assert_data(ONE_ANSWER(TYPE_AAAA, "\x10", "\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1"),
	    "\"data\":\"2001:db8::1\"");
}

static void
an_address_of_another_size_is_shown_as_bytes(void **state)
{
	(void)state;
	assert_data(
	    ONE_ANSWER(TYPE_A, "\3", "\xc6\x33\x64"), "\"data\":\"\\\\# 3 c63364\"");
	assert_data(ONE_ANSWER(TYPE_A, "\0", ""), "\"data\":\"\\\\# 0\"");
}

static void
names_in_data_may_be_compressed(void **state)
{
	(void)state;
	assert_data(ONE_ANSWER(TYPE_CNAME, "\6", "\3www" TO_NAME),
	    "\"type\":\"CNAME\",\"ttl\":300,\"data\":\"www.example.test\"");
	assert_data(ONE_ANSWER("\0\x0f", "\7", "\0\x0a\2mx" TO_NAME),
	    "\"type\":\"MX\",\"ttl\":300,\"data\":\"10 mx.example.test\"");
	assert_data(ONE_ANSWER("\0\x21", "\x0b", "\0\1\0\2\x1f\x90\2s1" TO_TEST),
	    "\"type\":\"SRV\",\"ttl\":300,\"data\":\"1 2 8080 s1.test\"");
	assert_data(ONE_ANSWER("\0\2", "\1", "\0"), "\"data\":\".\"");
}

static void
an_soa_has_two_names_and_five_numbers(void **state)
{
	(void)state;
	assert_data(ONE_ANSWER("\0\6", "\x21",
			"\2ns" TO_NAME "\5admin" TO_TEST "\0\0\0\7\0\0\x0e\x10\0\0\2\x58"
			"\0\1\x51\x80\0\0\0\x3c"),
	    "\"data\":\"ns.example.test admin.test 7 3600 600 86400 60\"");
}

static void
strings_of_txt_are_joined(void **state)
{
	(void)state;
	assert_data(ONE_ANSWER("\0\x10", "\x0e", "\5v=abc\0\6 \"~all"),
	    "\"data\":\"v=abc \\\"~all\"");
}

static void
a_string_past_the_data_is_shown_as_bytes(void **state)
{
	(void)state;
	assert_data(ONE_ANSWER("\0\x10", "\3", "\5ab"), "\"data\":\"\\\\# 3 056162\"");
}

static void
a_caa_value_stands_between_quotes(void **state)
{
	(void)state;
	assert_data(ONE_ANSWER("\1\1", "\x0d", "\x80\5issueca.\"\1."),
	    "\"type\":\"CAA\",\"ttl\":300,\"data\":\"128 issue "
	    "\\\"ca.\\\\\\\"\\\\001.\\\"\"");
}

#define PARAMETER(key, size, value) "\0" key "\0" size value

static void
parameters_of_https_stand_as_in_zone_files(void **state)
{
	(void)state;
	assert_data(
	    ONE_ANSWER(TYPE_HTTPS, "\x5f",
		"\0\1\0" PARAMETER("\0", "\4", "\0\1\0\3") PARAMETER("\1", "\6", "\2h2\2h3")
		    PARAMETER("\2", "\0", "") PARAMETER("\3", "\2", "\1\xbb") PARAMETER(
			"\4", "\x08", "\xc0\0\2\1\xc0\0\2\2") PARAMETER("\5", "\4", "abcd")
			PARAMETER("\6", "\x10", "\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1")
			    PARAMETER("\7", "\7", "/q{?d}\1") PARAMETER(
				"\x0c", "\x05", "a b;\\") PARAMETER("\x0d", "\0", "")),
	    "\"data\":\"1 . mandatory=alpn,port alpn=h2,h3 no-default-alpn port=443 "
	    "ipv4hint=192.0.2.1,192.0.2.2 ech=YWJjZA== ipv6hint=2001:db8::1 "
	    "dohpath=/q{?d}\\\\001 key12=a\\\\032b\\\\;\\\\\\\\ key13\"");
}

static void
commas_and_backslashes_in_protocols_are_escaped_twice(void **state)
{
	(void)state;
	assert_data(ONE_ANSWER(TYPE_HTTPS, "\x12",
			"\0\1\0" PARAMETER("\1", "\x0b",
			    "\x08"
			    "f\\oo,bar"
			    "\1x")),
	    "\"data\":\"1 . alpn=f\\\\\\\\\\\\\\\\oo\\\\\\\\,bar,x\"");
}

static void
an_alias_of_https_has_no_parameters(void **state)
{
	(void)state;
	assert_data(ONE_ANSWER(TYPE_HTTPS, "\7", "\0\0\2lb" TO_TEST),
	    "\"type\":\"HTTPS\",\"ttl\":300,\"data\":\"0 lb.test\"");
}

static void
a_parameter_that_cannot_be_shows_the_record_as_bytes(void **state)
{
	(void)state;
	assert_data(ONE_ANSWER(TYPE_HTTPS, "\x08", "\0\1\0" PARAMETER("\3", "\1", "\1")),
	    "\"data\":\"\\\\# 8 0001000003000101\"");
	assert_data(ONE_ANSWER(TYPE_HTTPS, "\x09", "\0\1\0" PARAMETER("\3", "\7", "\1\1")),
	    "\"data\":\"\\\\# 9 ");
}

static void
other_types_have_their_name_and_bytes(void **state)
{
	(void)state;
	assert_data(ONE_ANSWER("\0\x2b", "\5", "\1\2\3\4\5"),
	    "\"type\":\"DS\",\"ttl\":300,\"data\":\"\\\\# 5 0102030405\"");
	assert_data(ONE_ANSWER("\xff\0", "\1", "\1"), "\"type\":\"TYPE65280\"");
}

/* -- names -- */

static void
assert_name(struct bytes message, const char *name)
{
	struct session *s = session_new(&dissector_dns);

	session_datagram(s, SIDE_CLIENT, message);
	assert_int_equal(s->verdict, VERDICT_DONE);
	assert_says(s, name);
	session_free(s);
}

static void
what_is_not_printable_in_a_name_is_escaped(void **state)
{
	(void)state;
	assert_name(BYTES(QUERY "\6a.b\\ \xe9\4test\0" TYPE_A IN),
	    "\"name\":\"a\\\\046b\\\\092\\\\032\\\\233.test\"");
	assert_name(BYTES(QUERY "\0\0\2" IN), "\"name\":\".\",\"qtype\":\"NS\"");
}

static enum verdict
verdict_of(struct bytes message)
{
	struct session *s = session_new(&dissector_dns);
	enum verdict verdict = session_datagram(s, SIDE_CLIENT, message);

	session_free(s);
	return verdict;
}

#define LABEL_63                                                                           \
	"\x3f"                                                                             \
	"123456789012345678901234567890123456789012345678901234567890123"
#define LABEL_61                                                                           \
	"\x3d"                                                                             \
	"1234567890123456789012345678901234567890123456789012345678901"

static void
a_name_has_255_bytes_at_most(void **state)
{
	(void)state;
	assert_int_equal(
	    verdict_of(BYTES(QUERY LABEL_63 LABEL_63 LABEL_63 LABEL_61 "\0" TYPE_A IN)),
	    VERDICT_DONE);
	assert_int_equal(
	    verdict_of(BYTES(QUERY LABEL_63 LABEL_63 LABEL_63 LABEL_63 "\0" TYPE_A IN)),
	    VERDICT_BROKEN);
}

static void
a_name_that_points_at_itself_is_broken(void **state)
{
	(void)state;
	assert_int_equal(verdict_of(BYTES(QUERY TO_NAME TYPE_A IN)), VERDICT_BROKEN);
	assert_int_equal(
	    verdict_of(BYTES(QUERY "\3www" TO_NAME TYPE_A IN)), VERDICT_BROKEN);
}

static void
a_name_that_points_forward_is_broken(void **state)
{
	(void)state;
	assert_int_equal(
	    verdict_of(BYTES(QUERY "\xc0\x12" TYPE_A IN NAME)), VERDICT_BROKEN);
}

static void
pointers_that_point_at_each_other_are_broken(void **state)
{
	(void)state;
	/* The record's name is at 30: it leads to 31's neighbour, which leads back. */
	assert_int_equal(verdict_of(BYTES(RESPONSE(ONE) QUESTION(TYPE_A) RECORD(
			     "\1a\xc0\x20\xc0\x1e", TYPE_A, "\4", "\xc6\x33\x64\1"))),
	    VERDICT_BROKEN);
}

static void
labels_of_an_unknown_kind_are_broken(void **state)
{
	(void)state;
	assert_int_equal(verdict_of(BYTES(QUERY "\x41"
						"abcdefgh\0" TYPE_A IN)),
	    VERDICT_BROKEN);
	assert_int_equal(verdict_of(BYTES(QUERY "\x81"
						"abcdefgh\0" TYPE_A IN)),
	    VERDICT_BROKEN);
}

static void
no_cut_is_read_past_its_end(void **state)
{
	struct chunk like = { .transport = "udp", .is_datagram = true };

	(void)state;
	session_every_cut(&dissector_dns, &like, SIDE_SERVER,
	    BYTES(RESPONSE(TWO) QUESTION(TYPE_HTTPS) RECORD(TO_NAME, TYPE_HTTPS, "\x15",
		"\0\1\0" PARAMETER("\1", "\6", "\2h2\2h3")
		    PARAMETER("\4", "\4", "\xc0\0\2\1")) RECORD(TO_NAME, "\0\6", "\x21",
		"\2ns" TO_NAME "\5admin" TO_TEST "\0\0\0\7\0\0\x0e\x10\0\0\2\x58"
		"\0\1\x51\x80\0\0\0\x3c")));
	session_every_cut(&dissector_dns, &like, SIDE_SERVER,
	    BYTES(RESPONSE(TWO) QUESTION("\0\x10") RECORD(TO_NAME, "\0\x10", "\x0e",
		"\5v=abc\0\6 \"~all") RECORD(TO_NAME, "\1\1", "\x0a", "\x80\5issueca.")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_are_written_as_addresses),
		cmocka_unit_test(an_address_of_another_size_is_shown_as_bytes),
		cmocka_unit_test(names_in_data_may_be_compressed),
		cmocka_unit_test(an_soa_has_two_names_and_five_numbers),
		cmocka_unit_test(strings_of_txt_are_joined),
		cmocka_unit_test(a_string_past_the_data_is_shown_as_bytes),
		cmocka_unit_test(a_caa_value_stands_between_quotes),
		cmocka_unit_test(parameters_of_https_stand_as_in_zone_files),
		cmocka_unit_test(commas_and_backslashes_in_protocols_are_escaped_twice),
		cmocka_unit_test(an_alias_of_https_has_no_parameters),
		cmocka_unit_test(a_parameter_that_cannot_be_shows_the_record_as_bytes),
		cmocka_unit_test(other_types_have_their_name_and_bytes),
		cmocka_unit_test(what_is_not_printable_in_a_name_is_escaped),
		cmocka_unit_test(a_name_has_255_bytes_at_most),
		cmocka_unit_test(a_name_that_points_at_itself_is_broken),
		cmocka_unit_test(a_name_that_points_forward_is_broken),
		cmocka_unit_test(pointers_that_point_at_each_other_are_broken),
		cmocka_unit_test(labels_of_an_unknown_kind_are_broken),
		cmocka_unit_test(no_cut_is_read_past_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
