/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/dissectors/sink.h"
#include "tests/test.h"

extern const struct dissector dissector_ndp;

#define REST "\0\0\0"
#define ROUTER "\xfe\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\1"
#define HOST "\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x0a"
#define SERVER "\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x35"
#define SOURCE_MAC "\1\1\2\x11\0\0\0\1"
#define TARGET_MAC "\2\1\2\x11\0\0\0\2"
#define PREFIX                                                                             \
	"\3\4\x40\xc0\0\0\x0e\x10\0\0\x0e\x10\0\0\0\0"                                     \
	"\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\0"
#define RDNSS "\x19\5\0\0\0\0\x0e\x10" SERVER HOST
#define ADVERTISEMENT "\x86" REST "\x40\0\7\x08\0\0\0\0\0\0\0\0"
#define SOLICITATION "\x87" REST "\0\0\0\0" HOST

static struct session *
ndp(struct bytes message)
{
	struct session *session = session_new(&dissector_ndp);

	session_datagram(session, SIDE_CLIENT, message);
	return session;
}

static void
a_solicitation_names_the_address_and_who_asks(void **state)
{
	struct session *s = ndp(BYTES(SOLICITATION SOURCE_MAC));

	(void)state;
	assert_int_equal(s->verdict, VERDICT_DONE);
	assert_says(s, "\"type\":\"neighbor_solicitation\",\"target\":\"2001:db8::a\","
		       "\"source_mac\":\"02:11:00:00:00:01\"}");
	session_free(s);
}

static void
an_advertisement_of_a_neighbor_names_its_mac(void **state)
{
	struct session *s = ndp(BYTES("\x88" REST "\x60\0\0\0" HOST TARGET_MAC));

	(void)state;
	assert_says(s, "\"type\":\"neighbor_advertisement\",\"target\":\"2001:db8::a\","
		       "\"target_mac\":\"02:11:00:00:00:02\"}");
	session_free(s);
}

static void
a_router_gives_prefixes_and_name_servers(void **state)
{
	struct session *s = ndp(BYTES(ADVERTISEMENT SOURCE_MAC PREFIX RDNSS));

	(void)state;
	assert_says(s,
	    "\"type\":\"router_advertisement\",\"source_mac\":\"02:11:00:00:00:01\","
	    "\"prefixes\":[{\"prefix\":\"2001:db8::\",\"length\":64}],"
	    "\"dns\":[\"2001:db8::35\",\"2001:db8::a\"]}");
	session_free(s);
}

static void
a_router_solicitation_needs_no_options(void **state)
{
	struct session *s = ndp(BYTES("\x85" REST "\0\0\0\0"));

	(void)state;
	assert_int_equal(s->verdict, VERDICT_DONE);
	assert_says(s, "\"type\":\"router_solicitation\"}");
	session_free(s);
}

static void
a_redirect_names_target_and_destination(void **state)
{
	struct session *s = ndp(BYTES("\x89" REST "\0\0\0\0" ROUTER HOST));

	(void)state;
	assert_says(s, "\"type\":\"redirect\",\"target\":\"fe80::1\","
		       "\"destination\":\"2001:db8::a\"}");
	session_free(s);
}

static void
other_messages_of_icmpv6_are_somebody_elses(void **state)
{
	struct session *s = ndp(BYTES("\x80\0\0\0\0\1\0\1"));

	(void)state;
	assert_int_equal(s->verdict, VERDICT_OTHER);
	session_free(s);
}

static void
an_option_of_size_zero_breaks_the_rest_only(void **state)
{
	struct session *s = ndp(BYTES(SOLICITATION SOURCE_MAC "\2\0\0\0"));

	(void)state;
	assert_int_equal(s->verdict, VERDICT_BROKEN);
	assert_says(s, "\"source_mac\":\"02:11:00:00:00:01\"");
	session_free(s);
}

static void
a_message_without_its_target_is_broken(void **state)
{
	struct session *s = ndp(BYTES("\x87" REST "\0\0\0\0\x20\1"));

	(void)state;
	assert_int_equal(s->verdict, VERDICT_BROKEN);
	assert_string_equal(session_events(s), "");
	session_free(s);
}

static void
no_cut_is_read_past_its_end(void **state)
{
	struct chunk like = { .transport = "ip", .is_datagram = true };

	(void)state;
	session_every_cut(&dissector_ndp, &like, SIDE_CLIENT,
	    BYTES(ADVERTISEMENT SOURCE_MAC PREFIX RDNSS TARGET_MAC));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_solicitation_names_the_address_and_who_asks),
		cmocka_unit_test(an_advertisement_of_a_neighbor_names_its_mac),
		cmocka_unit_test(a_router_gives_prefixes_and_name_servers),
		cmocka_unit_test(a_router_solicitation_needs_no_options),
		cmocka_unit_test(a_redirect_names_target_and_destination),
		cmocka_unit_test(other_messages_of_icmpv6_are_somebody_elses),
		cmocka_unit_test(an_option_of_size_zero_breaks_the_rest_only),
		cmocka_unit_test(a_message_without_its_target_is_broken),
		cmocka_unit_test(no_cut_is_read_past_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
