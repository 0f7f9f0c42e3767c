/* SPDX-License-Identifier: BSD-2-Clause */
#include <netinet/in.h>

#include "base/clock.h"
#include "base/json.h"
#include "flow/flow.h"
#include "tests/test.h"

/* A client (10.0.0.1:40000) and a server (10.0.0.2:80), and what was said of them. */
struct talk {
	struct flows *flows;
	struct buffer events; /* JSON, a line each */
	uint32_t frames;
	uint64_t now_ns;
	uint16_t client_port, server_port;
};

/* Shorter than the field's names, for tables of segments. */
enum { S = TCP_SYN, A = TCP_ACK, F = TCP_FIN, R = TCP_RST, SA = S | A, FA = F | A };

static void
talk_take(void *receiver, struct event *event)
{
	struct talk *talk = receiver;
	struct json json = json_to(&talk->events);

	event_to_json(&json, event, (struct event_output){ false, SECRETS_SHOWN });
	buffer_add_char(&talk->events, '\n');
}

static struct talk *
talk_new_limited(uint32_t flow_count, uint64_t buffered_bytes)
{
	static struct talk talk;
	struct flow_limits limits = { flow_count, buffered_bytes, false, { 1, 2 }, false };
	struct flow_receiver receiver = { .receiver = &talk, .emit = talk_take };

	talk = (struct talk){ .now_ns = NS_PER_S, .client_port = 40000, .server_port = 80 };
	talk.flows = flows_new(&limits, &receiver);
	return &talk;
}

static struct talk *
talk_new(void)
{
	return talk_new_limited(0, 0);
}

static void
talk_end(struct talk *talk)
{
	flows_free(talk->flows);
	buffer_clear(&talk->events);
}

/* One segment, 1 ms after the one before; `payload_len` may be more than there is. */
static void
talk_segment(struct talk *talk, enum side side, uint8_t flags, uint32_t seq, uint32_t ack,
    struct bytes payload, size_t payload_len)
{
	uint8_t header[20] = { [12] = 0x50, [13] = flags };
	struct address client = address_of_u32(0x0a000001);
	struct address server = address_of_u32(0x0a000002);
	bool from_client = side == SIDE_CLIENT;
	struct frame frame = { .number = ++talk->frames,
		.at_ns = talk->now_ns += NS_PER_MS };
	struct packet packet = {
		.kind = PACKET_TCP,
		.src = from_client ? client : server,
		.dst = from_client ? server : client,
		.sport = from_client ? talk->client_port : talk->server_port,
		.dport = from_client ? talk->server_port : talk->client_port,
		.protocol = IPPROTO_TCP,
		.ttl = 64,
		.tcp = { .seq = seq, .ack = ack, .window = 1000, .flags = flags },
		.payload = payload,
		.payload_len = payload_len,
	};

	for (int i = 0; i < 4; i++) {
		header[4 + i] = (uint8_t)(seq >> (24 - 8 * i));
		header[8 + i] = (uint8_t)(ack >> (24 - 8 * i));
	}
	packet.tcp.header = bytes_of(header, sizeof(header));
	flows_packet(talk->flows, &frame, &packet);
}

static void
client(struct talk *talk, uint8_t flags, uint32_t seq, uint32_t ack, const char *payload)
{
	talk_segment(
	    talk, SIDE_CLIENT, flags, seq, ack, bytes_of_string(payload), strlen(payload));
}

static void
server(struct talk *talk, uint8_t flags, uint32_t seq, uint32_t ack, const char *payload)
{
	talk_segment(
	    talk, SIDE_SERVER, flags, seq, ack, bytes_of_string(payload), strlen(payload));
}

static void
shake_hands(struct talk *talk, uint32_t client_isn, uint32_t server_isn)
{
	client(talk, S, client_isn, 0, "");
	server(talk, SA, server_isn, client_isn + 1, "");
	client(talk, A, client_isn + 1, server_isn + 1, "");
}

static bool
was_said(struct talk *talk, const char *text)
{
	return memmem(talk->events.at, talk->events.len, text, strlen(text)) != NULL;
}

static size_t
times_said(struct talk *talk, const char *text)
{
	struct bytes rest = buffer_bytes(&talk->events);
	size_t count = 0;

	for (;;) {
		const uint8_t *found = memmem(rest.at, rest.len, text, strlen(text));

		if (found == NULL)
			return count;
		count++;
		rest = bytes_from(rest, (size_t)(found - rest.at) + 1);
	}
}

static const char request[] = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";
enum { REQUEST_LEN = sizeof(request) - 1 };

static void
a_handshake_tells_both_numbers_and_the_round_trip(void **state)
{
	struct talk *talk = talk_new();

	(void)state;
	shake_hands(talk, 100, 900);
	assert_true(was_said(talk, "\"event\":\"tcp.syn\",\"frame\":1"));
	assert_true(was_said(talk, "\"event\":\"tcp.syn_ack\",\"frame\":2"));
	assert_true(was_said(talk, "\"isn_client\":100,\"isn_server\":900,"
				   "\"syn_rtt\":0.001000000,\"ack_rtt\":0.001000000,"
				   "\"rtt\":0.002000000"));
	assert_true(was_said(talk, "\"client\":\"SYN-SENT\",\"server\":\"LISTEN\""));
	assert_true(was_said(talk, "\"client\":\"SYN-SENT\",\"server\":\"SYN-RECEIVED\""));
	assert_true(
	    was_said(talk, "\"client\":\"ESTABLISHED\",\"server\":\"ESTABLISHED\""));
	talk_end(talk);
}

static void
a_close_by_fin_goes_through_the_states(void **state)
{
	struct talk *talk = talk_new();

	(void)state;
	shake_hands(talk, 100, 900);
	client(talk, FA, 101, 901, "");
	server(talk, A, 901, 102, "");
	server(talk, FA, 901, 102, "");
	client(talk, A, 102, 902, "");
	assert_true(was_said(talk, "\"client\":\"FIN-WAIT-1\",\"server\":\"ESTABLISHED\""));
	assert_true(was_said(talk, "\"client\":\"FIN-WAIT-2\",\"server\":\"CLOSE-WAIT\""));
	assert_true(was_said(talk, "\"client\":\"FIN-WAIT-2\",\"server\":\"LAST-ACK\""));
	assert_true(was_said(talk, "\"client\":\"TIME-WAIT\",\"server\":\"CLOSED\""));
	assert_true(was_said(talk, "\"how\":\"fin\",\"by\":\"10.0.0.1\""));
	talk_end(talk);
}

static void
both_ends_may_close_at_once(void **state)
{
	struct talk *talk = talk_new();

	(void)state;
	shake_hands(talk, 100, 900);
	client(talk, FA, 101, 901, "");
	server(talk, FA, 901, 101, "");
	client(talk, A, 102, 902, "");
	assert_true(was_said(talk, "\"client\":\"CLOSING\""));
	server(talk, A, 902, 102, "");
	assert_true(was_said(talk, "\"client\":\"TIME-WAIT\",\"server\":\"TIME-WAIT\""));
	assert_true(was_said(talk, "\"how\":\"fin\""));
	talk_end(talk);
}

static void
a_reset_answer_to_a_syn_is_a_refusal(void **state)
{
	struct talk *talk = talk_new();

	(void)state;
	client(talk, S, 100, 0, "");
	server(talk, R | A, 0, 101, "");
	assert_true(was_said(talk, "\"event\":\"tcp.refused\",\"frame\":2"));
	assert_true(was_said(talk, "\"how\":\"rst\",\"by\":\"10.0.0.2\""));
	talk_end(talk);
}

static void
a_repeated_syn_is_marked(void **state)
{
	struct talk *talk = talk_new();

	(void)state;
	client(talk, S, 100, 0, "");
	client(talk, S, 100, 0, "");
	assert_int_equal(times_said(talk, "\"event\":\"tcp.syn\""), 2);
	assert_int_equal(times_said(talk, "\"retransmission\":true"), 1);
	talk_end(talk);
}

static void
a_syn_with_another_number_begins_another_connection(void **state)
{
	struct talk *talk = talk_new();

	(void)state;
	shake_hands(talk, 100, 900);
	shake_hands(talk, 5000, 7000);
	assert_int_equal(times_said(talk, "\"event\":\"flow.begin\""), 2);
	assert_true(was_said(talk, "\"flow\":\"tcp:1\""));
	assert_int_equal(times_said(talk, "\"event\":\"tcp.established\""), 2);
	talk_end(talk);
}

static void
two_syns_that_cross_open_one_connection(void **state)
{
	struct talk *talk = talk_new();

	(void)state;
	client(talk, S, 100, 0, "");
	server(talk, S, 900, 0, "");
	assert_int_equal(times_said(talk, "\"event\":\"flow.begin\""), 1);
	assert_true(
	    was_said(talk, "\"client\":\"SYN-RECEIVED\",\"server\":\"SYN-RECEIVED\""));
	talk_end(talk);
}

static void
a_request_is_read_whatever_the_order_of_its_segments(void **state)
{
	struct talk *talk = talk_new();

	(void)state;
	shake_hands(talk, 100, 900);
	talk_segment(talk, SIDE_CLIENT, A, 101 + 20, 901,
	    bytes_from(bytes_of_string(request), 20), REQUEST_LEN - 20);
	talk_segment(
	    talk, SIDE_CLIENT, A, 101, 901, bytes_first(bytes_of_string(request), 20), 20);
	assert_true(was_said(talk, "\"event\":\"http.request\",\"frame\":5"));
	assert_true(was_said(talk, "\"url\":\"http://a.test/\""));
	talk_end(talk);
}

static void
sequence_numbers_may_wrap(void **state)
{
	struct talk *talk = talk_new();

	(void)state;
	shake_hands(talk, 0xfffffff0, 0xfffffffe);
	talk_segment(talk, SIDE_CLIENT, A, 0xfffffff1, 0xffffffff,
	    bytes_first(bytes_of_string(request), 20), 20);
	talk_segment(talk, SIDE_CLIENT, A, 0xfffffff1 + 20, 0xffffffff,
	    bytes_from(bytes_of_string(request), 20), REQUEST_LEN - 20);
	assert_true(was_said(talk, "\"event\":\"http.request\",\"frame\":5"));
	talk_end(talk);
}

static void
data_on_a_syn_count(void **state)
{
	struct talk *talk = talk_new();

	(void)state;
	client(talk, S, 100, 0, request);
	assert_true(was_said(talk, "\"event\":\"http.request\",\"frame\":1"));
	talk_end(talk);
}

static void
a_retransmission_tells_its_delay_and_kind(void **state)
{
	struct talk *talk = talk_new();

	(void)state;
	shake_hands(talk, 100, 900);
	client(talk, A, 101, 901, request);
	client(talk, A, 101, 901, request);
	assert_true(was_said(talk, "\"event\":\"tcp.retransmission\",\"frame\":5"));
	assert_true(was_said(talk, "\"delay\":0.001000000,\"kind\":\"timeout\""));
	assert_int_equal(times_said(talk, "\"event\":\"http.request\""), 1);
	server(talk, A, 901, 101 + REQUEST_LEN, "");
	client(talk, A, 101, 901, request);
	assert_true(was_said(talk, "\"kind\":\"spurious\""));
	talk_end(talk);
}

static void
a_probe_that_keeps_alive_is_no_retransmission(void **state)
{
	struct talk *talk = talk_new();

	(void)state;
	shake_hands(talk, 100, 900);
	client(talk, A, 101, 901, request);
	server(talk, A, 901, 101 + REQUEST_LEN, "");
	client(talk, A, 100 + REQUEST_LEN, 901, "\n");
	assert_false(was_said(talk, "tcp.retransmission"));
	talk_end(talk);
}

static void
bytes_the_other_end_has_but_the_capture_has_not_are_a_gap(void **state)
{
	struct talk *talk = talk_new();

	(void)state;
	shake_hands(talk, 100, 900);
	server(talk, A, 901, 401, "");
	for (uint32_t i = 0; i < 3; i++)
		client(talk, A, 401 + i * REQUEST_LEN, 901, request);
	assert_true(was_said(talk, "\"event\":\"tcp.gap\",\"frame\":7"));
	assert_true(was_said(talk, "\"side\":\"client\",\"bytes\":300"));
	assert_true(was_said(talk, "\"event\":\"http.request\",\"frame\":5,"));
	talk_end(talk);
}

static void
a_capture_of_one_side_does_not_wait_for_acknowledgements(void **state)
{
	struct talk *talk = talk_new();

	(void)state;
	client(talk, A, 1000, 1, request);
	for (uint32_t i = 0; i < 16; i++)
		client(talk, A, 5000 + i * REQUEST_LEN, 1, request);
	assert_int_equal(times_said(talk, "\"event\":\"http.request\""), 17);
	assert_int_equal(times_said(talk, "\"event\":\"tcp.gap\""), 1);
	talk_end(talk);
}

static void
a_known_protocol_may_begin_behind_an_unknown_one(void **state)
{
	static const char answer[] = "HTTP/1.1 204 No Content\r\n\r\n";
	struct talk *talk = talk_new();

	(void)state;
	shake_hands(talk, 100, 900);
	/* SOCKS 4; what it says may be the beginning of DNS over TCP */
	talk_segment(talk, SIDE_CLIENT, A, 101, 901, BYTES("\4\1\0\120\300\0\2\1\0"), 9);
	talk_segment(talk, SIDE_SERVER, A, 901, 110, BYTES("\0\132\0\120\300\0\2\1"), 8);
	client(talk, A, 110, 909, request);
	server(talk, A, 909, 110 + REQUEST_LEN, answer);
	assert_true(was_said(talk, "\"event\":\"http.request\""));
	assert_true(was_said(talk, "\"event\":\"http.response\""));
	talk_end(talk);
}

static void
a_capture_may_begin_in_the_middle(void **state)
{
	struct talk *talk = talk_new();

	(void)state;
	server(talk, A, 70000, 200, "the end of some answer");
	client(talk, A, 200, 70022, request);
	assert_true(
	    was_said(talk, "\"event\":\"http.request\",\"frame\":2,\"time\":1.002000000,"
			   "\"src\":\"10.0.0.1\""));
	talk_end(talk);
}

static void
bytes_cut_off_by_the_snap_length_are_told_as_a_gap(void **state)
{
	struct talk *talk = talk_new();

	(void)state;
	shake_hands(talk, 100, 900);
	talk_segment(talk, SIDE_CLIENT, A, 101, 901,
	    bytes_first(bytes_of_string(request), 10), REQUEST_LEN);
	assert_true(was_said(talk, "\"event\":\"tcp.gap\",\"frame\":4"));
	client(talk, A, 101 + REQUEST_LEN, 901, request);
	assert_int_equal(times_said(talk, "\"event\":\"http.request\""), 1);
	talk_end(talk);
}

static void
at_the_end_open_connections_are_told(void **state)
{
	struct talk *talk = talk_new();

	(void)state;
	shake_hands(talk, 100, 900);
	client(talk, A, 101, 901, request);
	flows_end(talk->flows);
	assert_true(was_said(talk, "\"event\":\"tcp.closed\",\"frame\":4"));
	assert_true(was_said(talk, "\"how\":\"capture_end\",\"bytes_client\":32"));
	talk_end(talk);
}

static void
a_connection_silent_for_too_long_is_over(void **state)
{
	struct talk *talk = talk_new();

	(void)state;
	shake_hands(talk, 100, 900);
	talk->now_ns += 3601 * NS_PER_S;
	talk->client_port++;
	client(talk, S, 100, 0, "");
	assert_true(was_said(talk, "\"how\":\"timeout\""));
	talk_end(talk);
}

static void
of_too_many_connections_the_oldest_goes_and_is_counted(void **state)
{
	struct talk *talk = talk_new_limited(3, 0);

	(void)state;
	for (int i = 0; i < 5; i++) {
		talk->client_port++;
		client(talk, S, 100, 0, "");
	}
	assert_int_equal(flows_counts(talk->flows).flows_evicted, 2);
	assert_int_equal(times_said(talk, "\"how\":\"timeout\""), 2);
	talk_end(talk);
}

static void
for_want_of_room_what_waits_longest_is_let_go_and_counted(void **state)
{
	struct talk *talk = talk_new_limited(0, 3 * REQUEST_LEN);

	(void)state;
	for (int i = 0; i < 5; i++) {
		talk->client_port++;
		shake_hands(talk, 100, 900);
		client(talk, A, 101 + 1000, 901, request);
	}
	assert_int_equal(flows_counts(talk->flows).bytes_dropped, 2000);
	assert_int_equal(times_said(talk, "\"event\":\"http.request\""), 2);
	talk_end(talk);
}

static void
stray_packets_after_the_end_belong_to_the_old_connection(void **state)
{
	struct talk *talk = talk_new();

	(void)state;
	shake_hands(talk, 100, 900);
	client(talk, R, 101, 0, "");
	server(talk, A, 901, 101, "late");
	client(talk, R, 101, 0, "");
	assert_int_equal(times_said(talk, "\"event\":\"flow.begin\""), 1);
	assert_int_equal(times_said(talk, "\"event\":\"tcp.closed\""), 1);
	talk_end(talk);
}

static void
in_the_middle_of_a_capture_the_ports_tell_who_the_client_is(void **state)
{
	static const uint16_t ports[][2] = { { 40000, 80 }, { 40000, 8080 },
		{ 2000, 443 } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ports); i++) {
		struct talk *talk = talk_new();

		talk->client_port = ports[i][0];
		talk->server_port = ports[i][1];
		server(talk, A, 100, 200, "abc");
		flows_end(talk->flows);
		assert_true(was_said(talk, "\"bytes_client\":0,\"bytes_server\":3,"));
		talk_end(talk);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_handshake_tells_both_numbers_and_the_round_trip),
		cmocka_unit_test(a_close_by_fin_goes_through_the_states),
		cmocka_unit_test(both_ends_may_close_at_once),
		cmocka_unit_test(a_reset_answer_to_a_syn_is_a_refusal),
		cmocka_unit_test(a_repeated_syn_is_marked),
		cmocka_unit_test(a_syn_with_another_number_begins_another_connection),
		cmocka_unit_test(two_syns_that_cross_open_one_connection),
		cmocka_unit_test(a_request_is_read_whatever_the_order_of_its_segments),
		cmocka_unit_test(sequence_numbers_may_wrap),
		cmocka_unit_test(data_on_a_syn_count),
		cmocka_unit_test(a_retransmission_tells_its_delay_and_kind),
		cmocka_unit_test(a_probe_that_keeps_alive_is_no_retransmission),
		cmocka_unit_test(bytes_the_other_end_has_but_the_capture_has_not_are_a_gap),
		cmocka_unit_test(a_capture_of_one_side_does_not_wait_for_acknowledgements),
		cmocka_unit_test(a_known_protocol_may_begin_behind_an_unknown_one),
		cmocka_unit_test(a_capture_may_begin_in_the_middle),
		cmocka_unit_test(bytes_cut_off_by_the_snap_length_are_told_as_a_gap),
		cmocka_unit_test(at_the_end_open_connections_are_told),
		cmocka_unit_test(a_connection_silent_for_too_long_is_over),
		cmocka_unit_test(of_too_many_connections_the_oldest_goes_and_is_counted),
		cmocka_unit_test(for_want_of_room_what_waits_longest_is_let_go_and_counted),
		cmocka_unit_test(stray_packets_after_the_end_belong_to_the_old_connection),
		cmocka_unit_test(
		    in_the_middle_of_a_capture_the_ports_tell_who_the_client_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
