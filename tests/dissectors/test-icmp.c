/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/dissectors/sink.h"
#include "tests/test.h"

extern const struct dissector dissector_icmp;

#define CLIENT "\xc0\0\2\x0a"
#define SERVER "\xc6\x33\x64\1"
#define CLIENT6 "\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x0a"
#define SERVER6 "\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1"
#define PORTS "\xc3\x50\0\x50"
#define UNUSED "\0\0\0\0\0\0"
#define TCP_4 "\x45\0\0\x28\0\0\x40\0\x40\6\0\0" CLIENT SERVER PORTS "\0\0\0\0"
#define UDP_4_OPTIONS "\x46\0\0\x28\0\0\0\0\x40\x11\0\0" CLIENT SERVER "\1\1\1\0" PORTS
#define LATER_FRAGMENT_4 "\x45\0\0\x28\0\0\0\x10\x40\x11\0\0" CLIENT SERVER PORTS
#define HEADER_6 "\x60\0\0\0\0\x10"
#define UDP_6_EXTENDED                                                                     \
	HEADER_6 "\0\x40" CLIENT6 SERVER6 "\x2c\0\1\4\0\0\0\0"                             \
		 "\x11\0\0\0\0\0\0\1" PORTS

static struct session *
icmp(int family, struct bytes message)
{
	struct session *session = session_new(&dissector_icmp);

	session->chunk.src.family = (uint8_t)family;
	session->about = (struct flow_ref){ 6, 12 };
	session_datagram(session, SIDE_CLIENT, message);
	return session;
}

static const char *
asked(struct session *session)
{
	*buffer_reserve(&session->asked, 1) = '\0';
	return (const char *)session->asked.at;
}

static void
an_echo_tells_its_id_and_number(void **state)
{
	struct session *request = icmp(4, BYTES("\x08\0\0\0\x12\x34\0\7ping"));
	struct session *reply = icmp(6, BYTES("\x81\0\0\0\x12\x34\0\7ping"));

	(void)state;
	assert_says(request, "\"event\":\"icmp\"");
	assert_says(request,
	    "\"type\":8,\"code\":0,\"name\":\"echo_request\",\"id\":4660,\"seq\":7}");
	assert_says(reply,
	    "\"type\":129,\"code\":0,\"name\":\"echo_reply\",\"id\":4660,\"seq\":7}");
	session_free(request);
	session_free(reply);
}

static void
the_same_type_means_another_thing_in_version_6(void **state)
{
	struct session *v4 = icmp(4, BYTES("\3\1" UNUSED TCP_4));
	struct session *v6 = icmp(6, BYTES("\3\1" UNUSED));

	(void)state;
	assert_says(v4, "\"name\":\"host_unreachable\"");
	assert_says(v6, "\"name\":\"reassembly_time_exceeded\"");
	session_free(v4);
	session_free(v6);
}

static void
an_error_is_about_the_connection_that_it_quotes(void **state)
{
	struct session *s = icmp(4, BYTES("\3\3" UNUSED TCP_4));

	(void)state;
	assert_says(s, "\"event\":\"icmp.error\"");
	assert_says(
	    s, "\"type\":3,\"code\":3,\"name\":\"port_unreachable\",\"about\":\"tcp:12\"}");
	assert_string_equal(asked(s), "6 192.0.2.10 50000 198.51.100.1 80\n");
	session_free(s);
}

static void
options_of_the_quoted_header_are_passed_over(void **state)
{
	struct session *s = icmp(4, BYTES("\x0b\0" UNUSED UDP_4_OPTIONS));

	(void)state;
	assert_says(s, "\"name\":\"ttl_exceeded\"");
	assert_string_equal(asked(s), "17 192.0.2.10 50000 198.51.100.1 80\n");
	session_free(s);
}

static void
a_later_fragment_has_no_ports(void **state)
{
	struct session *s = icmp(4, BYTES("\x0b\1" UNUSED LATER_FRAGMENT_4));

	(void)state;
	assert_says(s, "\"name\":\"reassembly_time_exceeded\"}");
	assert_string_equal(asked(s), "");
	session_free(s);
}

static void
extension_headers_are_walked_to_the_ports(void **state)
{
	struct session *s = icmp(6, BYTES("\2\0\0\0\0\0\5\0" UDP_6_EXTENDED));

	(void)state;
	assert_says(s, "\"type\":2,\"code\":0,\"name\":\"packet_too_big\"");
	assert_string_equal(asked(s), "17 2001:db8::a 50000 2001:db8::1 80\n");
	session_free(s);
}

static void
a_quote_that_is_too_short_is_about_nothing(void **state)
{
	struct session *s = icmp(4, BYTES("\3\4" UNUSED "\x45\0"));

	(void)state;
	assert_int_equal(s->verdict, VERDICT_DONE);
	assert_says(s, "\"name\":\"fragmentation_needed\"}");
	session_free(s);
}

static void
a_code_without_a_name_has_its_types(void **state)
{
	struct session *s = icmp(4, BYTES("\3\x63" UNUSED TCP_4));

	(void)state;
	assert_says(s, "\"code\":99,\"name\":\"destination_unreachable\"");
	session_free(s);
}

static void
an_unknown_type_has_no_name(void **state)
{
	struct session *s = icmp(4, BYTES("\x63\0\0\0\0\0\0\0"));

	(void)state;
	assert_says(s, "\"event\":\"icmp\"");
	assert_says(s, "\"type\":99,\"code\":0}");
	session_free(s);
}

static void
less_than_a_header_is_broken(void **state)
{
	struct session *s = icmp(4, BYTES("\x08\0"));

	(void)state;
	assert_int_equal(s->verdict, VERDICT_BROKEN);
	session_free(s);
}

static void
no_cut_is_read_past_its_end(void **state)
{
	struct chunk like = { .transport = "ip", .is_datagram = true };

	(void)state;
	like.src.family = 4;
	session_every_cut(
	    &dissector_icmp, &like, SIDE_CLIENT, BYTES("\x0b\0" UNUSED UDP_4_OPTIONS));
	like.src.family = 6;
	session_every_cut(
	    &dissector_icmp, &like, SIDE_CLIENT, BYTES("\2\0\0\0\0\0\5\0" UDP_6_EXTENDED));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_echo_tells_its_id_and_number),
		cmocka_unit_test(the_same_type_means_another_thing_in_version_6),
		cmocka_unit_test(an_error_is_about_the_connection_that_it_quotes),
		cmocka_unit_test(options_of_the_quoted_header_are_passed_over),
		cmocka_unit_test(a_later_fragment_has_no_ports),
		cmocka_unit_test(extension_headers_are_walked_to_the_ports),
		cmocka_unit_test(a_quote_that_is_too_short_is_about_nothing),
		cmocka_unit_test(a_code_without_a_name_has_its_types),
		cmocka_unit_test(an_unknown_type_has_no_name),
		cmocka_unit_test(less_than_a_header_is_broken),
		cmocka_unit_test(no_cut_is_read_past_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
