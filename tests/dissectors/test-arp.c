/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/dissectors/sink.h"
#include "tests/test.h"

extern const struct dissector dissector_arp;

#define ETHERNET_IPV4 "\0\1\x08\0\6\4"
#define REQUEST "\0\1"
#define REPLY "\0\2"
#define CLIENT_MAC "\2\x11\0\0\0\1"
#define SERVER_MAC "\2\x11\0\0\0\2"
#define NO_MAC "\0\0\0\0\0\0"
#define CLIENT_IP "\xc0\0\2\x0a"
#define SERVER_IP "\xc0\0\2\1"
#define NO_IP "\0\0\0\0"

static struct session *
arp(struct bytes message)
{
	struct session *session = session_new(&dissector_arp);

	session_datagram(session, SIDE_CLIENT, message);
	return session;
}

static void
a_request_names_who_asks_and_who_is_asked_for(void **state)
{
	struct session *s = arp(
	    BYTES(ETHERNET_IPV4 REQUEST CLIENT_MAC CLIENT_IP NO_MAC SERVER_IP "padding"));

	(void)state;
	assert_int_equal(s->verdict, VERDICT_DONE);
	assert_says(s, "\"op\":\"request\",\"sender_mac\":\"02:11:00:00:00:01\","
		       "\"sender_ip\":\"192.0.2.10\",\"target_mac\":\"00:00:00:00:00:00\","
		       "\"target_ip\":\"192.0.2.1\"}");
	session_free(s);
}

static void
a_reply_is_no_announcement_for_somebody_else(void **state)
{
	struct session *s =
	    arp(BYTES(ETHERNET_IPV4 REPLY SERVER_MAC SERVER_IP CLIENT_MAC CLIENT_IP));

	(void)state;
	assert_says(s, "\"op\":\"reply\",\"sender_mac\":\"02:11:00:00:00:02\"");
	assert_says_not(s, "announcement");
	session_free(s);
}

static void
a_request_from_nobody_is_a_probe(void **state)
{
	struct session *s =
	    arp(BYTES(ETHERNET_IPV4 REQUEST CLIENT_MAC NO_IP NO_MAC CLIENT_IP));

	(void)state;
	assert_says(s, "\"sender_ip\":\"0.0.0.0\"");
	assert_says(s, "\"probe\":true");
	assert_says_not(s, "announcement");
	session_free(s);
}

static void
sender_and_target_alike_is_an_announcement(void **state)
{
	struct session *asked =
	    arp(BYTES(ETHERNET_IPV4 REQUEST CLIENT_MAC CLIENT_IP NO_MAC CLIENT_IP));
	struct session *told =
	    arp(BYTES(ETHERNET_IPV4 REPLY CLIENT_MAC CLIENT_IP CLIENT_MAC CLIENT_IP));

	(void)state;
	assert_says(asked, "\"announcement\":true");
	assert_says(told, "\"announcement\":true");
	assert_says_not(asked, "probe");
	session_free(asked);
	session_free(told);
}

static void
another_operation_is_told_by_its_number(void **state)
{
	struct session *s =
	    arp(BYTES(ETHERNET_IPV4 "\xaa\xaa" CLIENT_MAC CLIENT_IP NO_MAC SERVER_IP));

	(void)state;
	assert_says(s, "\"op\":43690,");
	session_free(s);
}

static void
hardware_addresses_of_another_size_are_no_mac(void **state)
{
	struct session *s =
	    arp(BYTES("\0\7\x08\0\1\4" REQUEST "\1" CLIENT_IP "\0" SERVER_IP));

	(void)state;
	assert_says(s, "\"sender_ip\":\"192.0.2.10\",\"target_ip\":\"192.0.2.1\"");
	assert_says_not(s, "mac");
	session_free(s);
}

static void
of_atm_only_the_operation_is_told(void **state)
{
	struct session *whole = arp(BYTES("\0\x13\x08\0\x42\0" REQUEST "\4\0\0\4"
					  "\1\2" CLIENT_IP SERVER_IP));
	struct session *cut = arp(BYTES("\0\x13\x08\0\x42\0" REQUEST "\4\0\0\4"
					"\1\2" CLIENT_IP));

	(void)state;
	assert_says(whole, "\"op\":\"request\"}");
	assert_int_equal(cut->verdict, VERDICT_BROKEN);
	session_free(whole);
	session_free(cut);
}

static void
a_message_shorter_than_its_sizes_say_is_broken(void **state)
{
	struct session *s =
	    arp(BYTES(ETHERNET_IPV4 REQUEST CLIENT_MAC CLIENT_IP NO_MAC "\xc0"));

	(void)state;
	assert_int_equal(s->verdict, VERDICT_BROKEN);
	assert_string_equal(session_events(s), "");
	session_free(s);
}

static void
no_cut_is_read_past_its_end(void **state)
{
	struct chunk like = { .transport = "ethernet", .is_datagram = true };

	(void)state;
	session_every_cut(&dissector_arp, &like, SIDE_CLIENT,
	    BYTES(ETHERNET_IPV4 REQUEST CLIENT_MAC CLIENT_IP NO_MAC SERVER_IP));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_names_who_asks_and_who_is_asked_for),
		cmocka_unit_test(a_reply_is_no_announcement_for_somebody_else),
		cmocka_unit_test(a_request_from_nobody_is_a_probe),
		cmocka_unit_test(sender_and_target_alike_is_an_announcement),
		cmocka_unit_test(another_operation_is_told_by_its_number),
		cmocka_unit_test(hardware_addresses_of_another_size_are_no_mac),
		cmocka_unit_test(of_atm_only_the_operation_is_told),
		cmocka_unit_test(a_message_shorter_than_its_sizes_say_is_broken),
		cmocka_unit_test(no_cut_is_read_past_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
