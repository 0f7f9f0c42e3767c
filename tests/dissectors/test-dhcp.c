/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/dissectors/sink.h"
#include "tests/test.h"

extern const struct dissector dissector_dhcp, dissector_dhcpv6;

#define NO_IP "\0\0\0\0"
#define MAC "\2\x11\0\0\0\1"
#define PAD_10 "\0\0\0\0\0\0\0\0\0\0"
#define ZEROS_16 PAD_10 "\0\0\0\0\0\0"
#define ZEROS_64 ZEROS_16 ZEROS_16 ZEROS_16 ZEROS_16
#define HEADER(yiaddr) "\1\1\6\0\0\0\x65\xd8" NO_IP NO_IP yiaddr NO_IP NO_IP MAC PAD_10
#define MAGIC "\x63\x82\x53\x63"
#define BOOT ZEROS_64 ZEROS_64 ZEROS_64
#define DISCOVER "\x35\1\1"
#define ACK "\x35\1\5"
#define END "\xff"

static struct session *
dhcp(struct bytes message)
{
	struct session *session = session_new(&dissector_dhcp);

	session_datagram(session, SIDE_CLIENT, message);
	return session;
}

static void
a_discover_tells_who_asks(void **state)
{
	struct session *s =
	    dhcp(BYTES(HEADER(NO_IP) BOOT MAGIC DISCOVER "\x0c\6laptop"
							 "\x32\4\xc0\0\2\x0a" END));

	(void)state;
	assert_int_equal(s->verdict, VERDICT_DONE);
	assert_says(s,
	    "\"type\":\"discover\",\"xid\":\"000065d8\","
	    "\"client_mac\":\"02:11:00:00:00:01\",\"requested_ip\":\"192.0.2.10\","
	    "\"hostname\":\"laptop\"}");
	session_free(s);
}

static void
an_ack_tells_what_it_configures(void **state)
{
	struct session *s = dhcp(
	    BYTES(HEADER("\xc0\0\2\x0a") BOOT MAGIC ACK "\x36\4\xc0\0\2\1\x33\4\0\0\x0e\x10"
							"\1\4\xff\xff\xff\0\3\4\xc0\0\2\1"
							"\6\x08\xc0\0\2\2\xc0\0\2\3"
							"\x0f\x08lan.test" END));

	(void)state;
	assert_says(s,
	    "\"yiaddr\":\"192.0.2.10\",\"server_id\":\"192.0.2.1\",\"lease\":3600,"
	    "\"subnet_mask\":\"255.255.255.0\",\"routers\":[\"192.0.2.1\"],"
	    "\"dns\":[\"192.0.2.2\",\"192.0.2.3\"],\"domain\":\"lan.test\"}");
	session_free(s);
}

static void
a_message_without_option_53_is_no_event(void **state)
{
	struct session *s = dhcp(BYTES(HEADER(NO_IP) BOOT MAGIC "\x0c\6laptop" END));

	(void)state;
	assert_int_equal(s->verdict, VERDICT_DONE);
	assert_string_equal(session_events(s), "");
	session_free(s);
}

static void
without_the_magic_number_it_is_not_dhcp(void **state)
{
	struct session *s = dhcp(BYTES(HEADER(NO_IP) BOOT "\0\0\0\0" DISCOVER END));

	(void)state;
	assert_int_equal(s->verdict, VERDICT_OTHER);
	session_free(s);
}

static void
an_option_in_pieces_is_one(void **state)
{
	struct session *s =
	    dhcp(BYTES(HEADER(NO_IP) BOOT MAGIC ACK "\x0f\4lan.\6\4\xc0\0\2\2"
						    "\x0f\4test\6\4\xc0\0\2\3" END));

	(void)state;
	assert_says(s, "\"dns\":[\"192.0.2.2\",\"192.0.2.3\"],\"domain\":\"lan.test\"}");
	session_free(s);
}

static void
an_overload_lends_boot_file_then_server_name(void **state)
{
	struct session *s =
	    dhcp(BYTES(HEADER(NO_IP) "\x0f\4test\xff\0\0\0\0\0\0\0\0\0" /* name: 64 */
		ZEROS_16 ZEROS_16 ZEROS_16 "\x0f\4lan.\x35\1\2\xff\0\0\0\0\0\0" /* file */
		ZEROS_16 ZEROS_64 ZEROS_16 ZEROS_16 MAGIC "\x34\1\3" END));

	(void)state;
	assert_says(s, "\"type\":\"offer\"");
	assert_says(s, "\"domain\":\"lan.test\"}");
	session_free(s);
}

static void
a_boot_file_that_is_not_lent_holds_no_options(void **state)
{
	struct session *s = dhcp(BYTES(
	    HEADER(NO_IP) ZEROS_64 "\x0f\4lan.\x35\1\2\xff\0\0\0\0\0\0" ZEROS_16 ZEROS_64
		ZEROS_16 ZEROS_16 MAGIC DISCOVER END));

	(void)state;
	assert_says(s, "\"type\":\"discover\"");
	assert_says_not(s, "domain");
	session_free(s);
}

static void
a_final_nul_is_no_part_of_a_name(void **state)
{
	struct session *s =
	    dhcp(BYTES(HEADER(NO_IP) BOOT MAGIC DISCOVER "\x0c\7laptop\0" END));

	(void)state;
	assert_says(s, "\"hostname\":\"laptop\"}");
	session_free(s);
}

static void
an_option_longer_than_the_message_breaks_it_off(void **state)
{
	struct session *s = dhcp(BYTES(HEADER(NO_IP) BOOT MAGIC DISCOVER "\x0c\x14laptop"));

	(void)state;
	assert_int_equal(s->verdict, VERDICT_BROKEN);
	assert_says(s, "\"type\":\"discover\"");
	assert_says_not(s, "hostname");
	session_free(s);
}

static void
options_may_lack_their_end(void **state)
{
	struct session *s = dhcp(BYTES(HEADER(NO_IP) BOOT MAGIC DISCOVER "\0\0\0"));

	(void)state;
	assert_int_equal(s->verdict, VERDICT_DONE);
	assert_says(s, "\"type\":\"discover\"");
	session_free(s);
}

/* -- DHCPv6 -- */

#define XID "\x11\x22\x33"
#define ADDRESS_1 "\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1"
#define ADDRESS_2 "\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\2"
#define LIFETIMES "\0\0\0\1\0\0\0\2"
#define IA_ADDRESS(address) "\0\5\0\x18" address LIFETIMES
#define IA_NA "\0\3\0\x28\0\0\0\1\0\0\0\0\0\0\0\0" IA_ADDRESS(ADDRESS_1)
#define IA_TA "\0\4\0\x20\0\0\0\2" IA_ADDRESS(ADDRESS_2)
#define CLIENT_ID "\0\1\0\4\0\3\0\1"
#define DNS "\0\x17\0\x20" ADDRESS_1 ADDRESS_2

static struct session *
dhcpv6(struct bytes message)
{
	struct session *session = session_new(&dissector_dhcpv6);

	session_datagram(session, SIDE_CLIENT, message);
	return session;
}

static void
addresses_are_found_inside_their_associations(void **state)
{
	struct session *s = dhcpv6(BYTES("\7" XID CLIENT_ID IA_NA IA_TA DNS));

	(void)state;
	assert_int_equal(s->verdict, VERDICT_DONE);
	assert_says(s, "\"type\":\"reply\",\"xid\":\"112233\","
		       "\"addresses\":[\"2001:db8::1\",\"2001:db8::2\"],"
		       "\"dns\":[\"2001:db8::1\",\"2001:db8::2\"]}");
	session_free(s);
}

static void
of_a_relay_only_the_outer_message_is_told(void **state)
{
	struct session *s = dhcpv6(BYTES("\x0c\0" ADDRESS_1 ADDRESS_2 "\0\x09\0\4\1" XID));

	(void)state;
	assert_says(s, "\"type\":\"relay_forward\"}");
	session_free(s);
}

static void
a_type_without_a_name_is_not_mine(void **state)
{
	struct session *s = dhcpv6(BYTES("\x63" XID));

	(void)state;
	assert_int_equal(s->verdict, VERDICT_OTHER);
	session_free(s);
}

static void
an_option_of_dhcpv6_that_breaks_off_keeps_what_stood_before(void **state)
{
	struct session *s = dhcpv6(BYTES("\1" XID IA_NA "\0\x17\0\x20" ADDRESS_1));

	(void)state;
	assert_int_equal(s->verdict, VERDICT_BROKEN);
	assert_says(s, "\"type\":\"solicit\"");
	assert_says(s, "\"addresses\":[\"2001:db8::1\"]}");
	session_free(s);
}

static void
no_cut_is_read_past_its_end(void **state)
{
	struct chunk like = { .transport = "udp", .is_datagram = true };

	(void)state;
	session_every_cut(&dissector_dhcp, &like, SIDE_CLIENT,
	    BYTES(
		HEADER(NO_IP) BOOT MAGIC ACK "\x0f\4lan.\6\4\xc0\0\2\2\x34\1\3"
					     "\x0f\4test\6\4\xc0\0\2\3\x33\4\0\0\1\0" END));
	session_every_cut(&dissector_dhcpv6, &like, SIDE_CLIENT,
	    BYTES("\7" XID CLIENT_ID IA_NA IA_TA DNS));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_discover_tells_who_asks),
		cmocka_unit_test(an_ack_tells_what_it_configures),
		cmocka_unit_test(a_message_without_option_53_is_no_event),
		cmocka_unit_test(without_the_magic_number_it_is_not_dhcp),
		cmocka_unit_test(an_option_in_pieces_is_one),
		cmocka_unit_test(an_overload_lends_boot_file_then_server_name),
		cmocka_unit_test(a_boot_file_that_is_not_lent_holds_no_options),
		cmocka_unit_test(a_final_nul_is_no_part_of_a_name),
		cmocka_unit_test(an_option_longer_than_the_message_breaks_it_off),
		cmocka_unit_test(options_may_lack_their_end),
		cmocka_unit_test(addresses_are_found_inside_their_associations),
		cmocka_unit_test(of_a_relay_only_the_outer_message_is_told),
		cmocka_unit_test(a_type_without_a_name_is_not_mine),
		cmocka_unit_test(
		    an_option_of_dhcpv6_that_breaks_off_keeps_what_stood_before),
		cmocka_unit_test(no_cut_is_read_past_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
