/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/dissectors/sink.h"
#include "tests/test.h"

extern const struct dissector dissector_tcp;

#define PORTS "\xc3\x50\0\x50"
#define ISN "\x79\xa9\x6a\x20"
#define OTHER_ISN "\x79\xa9\x6a\x21"
#define NO_ACK "\0\0\0\0"
#define WINDOW "\x20\0"
#define SYN_BARE "\x50\2" WINDOW "\0\0\0\0"
#define MSS "\2\4\5\xb4"
#define SCALE "\3\3\7"
#define SACK "\4\2"
/* Twelve bytes of options. */
#define SYN_OPTIONS "\x80\2" WINDOW "\0\0\0\0" MSS "\1" SCALE SACK "\1\1"

static struct session *
tcp(void)
{
	return session_new(&dissector_tcp);
}

static void
a_syn_tells_its_number_and_options(void **state)
{
	struct session *s = tcp();

	(void)state;
	session_datagram(s, SIDE_CLIENT, BYTES(PORTS ISN NO_ACK SYN_OPTIONS));
	assert_says(s,
	    "\"event\":\"tcp.syn\",\"frame\":1,\"time\":0.001000000,\"isn\":2041145888,"
	    "\"mss\":1460,\"window\":8192,\"window_scale\":7,\"sack\":true}");
	session_free(s);
}

static void
a_syn_ack_tells_what_it_acknowledges(void **state)
{
	struct session *s = tcp();

	(void)state;
	session_datagram(s, SIDE_SERVER,
	    BYTES("\0\x50\xc3\x50" OTHER_ISN "\x79\xa9\x6a\x21"
		  "\x60\x12" WINDOW "\0\0\0\0" MSS));
	assert_says(s, "\"event\":\"tcp.syn_ack\"");
	assert_says(s, "\"isn\":2041145889,\"ack\":2041145889,\"mss\":1460");
	session_free(s);
}

static void
a_syn_seen_before_is_a_retransmission(void **state)
{
	struct session *s = tcp();

	(void)state;
	session_datagram(s, SIDE_CLIENT, BYTES(PORTS ISN NO_ACK SYN_BARE));
	session_datagram(s, SIDE_CLIENT, BYTES(PORTS OTHER_ISN NO_ACK SYN_BARE));
	session_datagram(s, SIDE_SERVER, BYTES(PORTS ISN NO_ACK SYN_BARE));
	assert_says_not(s, "retransmission");
	session_datagram(s, SIDE_CLIENT, BYTES(PORTS ISN NO_ACK SYN_BARE));
	assert_says(s, "\"retransmission\":true");
	session_free(s);
}

static void
many_different_syns_are_not_taken_for_each_other(void **state)
{
	struct session *s = tcp();
	uint8_t syn[] = PORTS ISN NO_ACK SYN_BARE;

	(void)state;
	for (int i = 0; i < 100; i++) {
		syn[5] = (uint8_t)i;
		session_datagram(s, SIDE_CLIENT, bytes_of(syn, sizeof(syn) - 1));
	}
	assert_int_equal(session_count(s, "tcp.syn"), 100);
	assert_says_not(s, "retransmission");
	session_datagram(s, SIDE_CLIENT, bytes_of(syn, sizeof(syn) - 1));
	assert_says(s, "\"retransmission\":true");
	session_free(s);
}

static void
an_option_that_cannot_be_ends_the_options(void **state)
{
	struct session *s = tcp();

	(void)state;
	session_datagram(s, SIDE_CLIENT,
	    BYTES(PORTS ISN NO_ACK "\x80\2" WINDOW "\0\0\0\0" MSS "\3\1\0\0" SACK "\1\1"));
	assert_int_equal(s->verdict, VERDICT_DONE);
	assert_says(s, "\"mss\":1460");
	assert_says_not(s, "sack");
	session_free(s);
}

static void
bytes_behind_the_header_are_no_options(void **state)
{
	struct session *s = tcp();

	(void)state;
	session_datagram(s, SIDE_CLIENT, BYTES(PORTS ISN NO_ACK SYN_BARE MSS));
	assert_says_not(s, "mss");
	session_free(s);
}

static void
a_header_size_below_twenty_is_broken(void **state)
{
	struct session *s = tcp();

	(void)state;
	session_datagram(
	    s, SIDE_CLIENT, BYTES(PORTS ISN NO_ACK "\x40\2" WINDOW "\0\0\0\0"));
	assert_int_equal(s->verdict, VERDICT_BROKEN);
	session_free(s);
}

static void
a_reset_opens_nothing(void **state)
{
	struct session *s = tcp();

	(void)state;
	session_datagram(
	    s, SIDE_CLIENT, BYTES(PORTS ISN NO_ACK "\x50\6" WINDOW "\0\0\0\0"));
	session_datagram(
	    s, SIDE_CLIENT, BYTES(PORTS ISN NO_ACK "\x50\x10" WINDOW "\0\0\0\0"));
	assert_int_equal(s->verdict, VERDICT_OTHER);
	assert_string_equal(session_events(s), "");
	session_free(s);
}

static void
no_cut_is_read_past_its_end(void **state)
{
	struct chunk like = { .transport = "ip", .is_datagram = true };

	(void)state;
	session_every_cut(
	    &dissector_tcp, &like, SIDE_CLIENT, BYTES(PORTS ISN NO_ACK SYN_OPTIONS));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_syn_tells_its_number_and_options),
		cmocka_unit_test(a_syn_ack_tells_what_it_acknowledges),
		cmocka_unit_test(a_syn_seen_before_is_a_retransmission),
		cmocka_unit_test(many_different_syns_are_not_taken_for_each_other),
		cmocka_unit_test(an_option_that_cannot_be_ends_the_options),
		cmocka_unit_test(bytes_behind_the_header_are_no_options),
		cmocka_unit_test(a_header_size_below_twenty_is_broken),
		cmocka_unit_test(a_reset_opens_nothing),
		cmocka_unit_test(no_cut_is_read_past_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
