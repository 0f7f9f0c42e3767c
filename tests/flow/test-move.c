/* SPDX-License-Identifier: BSD-2-Clause */
/* Connections over QUIC as flows: they go on from elsewhere, and wait for secrets. */
#include <netinet/in.h>

#include "base/clock.h"
#include "base/json.h"
#include "flow/flow.h"
#include "tests/dissectors/quic-talk.h"
#include "tests/test.h"

enum { SERVER = 0x0a000002, CLIENT = 0x0a000001, ELSEWHERE = 0x0a000009 };

struct end {
	uint32_t address;
	uint16_t port;
};

/* Sealed packets, and the flows that they are given to. */
struct journey {
	struct talk *talk;
	struct flows *flows;
	struct buffer events;
	struct secrets_wait wait;
	uint64_t now_ns;
	uint32_t frame;
};

static void
take_event(void *receiver, struct event *event)
{
	struct journey *journey = receiver;
	struct json json = json_to(&journey->events);

	event_to_json(&json, event, (struct event_output){ false, SECRETS_SHOWN });
	buffer_add_char(&journey->events, '\n');
}

static const struct tls_secrets *
find_secrets(void *receiver, struct bytes client_random)
{
	const struct journey *journey = receiver;

	(void)client_random;
	return journey->talk->knows_secrets ? &journey->talk->secrets : NULL;
}

static void
send_packet(
    struct journey *journey, enum side side, struct end client, struct bytes payload)
{
	bool from_client = side == SIDE_CLIENT;
	struct frame frame = { .number = ++journey->frame, .at_ns = journey->now_ns };
	struct address ends[2] = { address_of_u32(client.address), address_of_u32(SERVER) };
	struct packet packet = {
		.kind = PACKET_UDP,
		.src = ends[!from_client],
		.dst = ends[from_client],
		.sport = from_client ? client.port : 443,
		.dport = from_client ? 443 : client.port,
		.protocol = IPPROTO_UDP,
		.payload = payload,
		.payload_len = payload.len,
	};

	journey->now_ns += NS_PER_MS;
	flows_packet(journey->flows, &frame, &packet);
}

static void
say(struct journey *journey, enum side side, struct end client, enum quic_level level,
    struct bytes frames)
{
	send_packet(journey, side, client, talk_seal(journey->talk, side, level, frames));
}

static const struct end home = { CLIENT, 50000 };

/* Secrets may come while packets do, or (`is_live` false) are all there. */
static void
journey_begin_as(struct journey *journey, bool is_live)
{
	struct flow_limits limits = { .hash_key = { 1, 2 } };
	struct flow_receiver receiver = {
		.receiver = journey,
		.emit = take_event,
		.secrets = find_secrets,
	};

	*journey = (struct journey){ .talk = talk_new(0x00000001), .now_ns = NS_PER_S };
	journey->talk->knows_secrets = !is_live;
	receiver.wait = is_live ? &journey->wait : NULL;
	journey->flows = flows_new(&limits, &receiver);
	say(journey, SIDE_CLIENT, home, QUIC_INITIAL,
	    talk_crypto(journey->talk, 0, talk_hello(journey->talk, "h3")));
	say(journey, SIDE_SERVER, home, QUIC_INITIAL, BYTES("\x01"));
}

static void
journey_begin(struct journey *journey)
{
	journey_begin_as(journey, false);
}

/* How often the events say so, all of them told. */
static int
said(struct journey *journey, const char *text)
{
	const char *at;
	int count = 0;

	buffer_reserve(&journey->events, 1);
	journey->events.at[journey->events.len] = '\0';
	for (at = (const char *)journey->events.at; (at = strstr(at, text)) != NULL; at++)
		count++;
	return count;
}

static void
journey_end(struct journey *journey)
{
	talk_free(journey->talk);
	flows_free(journey->flows);
	buffer_clear(&journey->events);
}

/* HEADERS of a request without anything dynamic. */
static struct bytes
request(struct journey *journey, uint64_t stream)
{
	return talk_stream(journey->talk, stream, 0,
	    BYTES("\x01\x0d\0\0\xd1\xd7\x50\x07h3.test\xc1"), true);
}

static void
a_connection_goes_on_from_another_port(void **state)
{
	struct journey journey;
	const struct end moved = { CLIENT, 50001 };

	(void)state;
	journey_begin(&journey);
	say(&journey, SIDE_CLIENT, moved, QUIC_APPLICATION, request(&journey, 0));
	say(&journey, SIDE_CLIENT, home, QUIC_APPLICATION, request(&journey, 4));
	assert_int_equal(said(&journey, "\"http.request\""), 2);
	assert_int_equal(said(&journey, "\"flow.begin\""), 1);
	assert_int_equal(said(&journey, "\"flow.moved\""), 1);
	assert_int_equal(said(&journey, "\"sport\":50001,\"dport\":443,\"flow\":\"udp:0\""),
	    3); /* it moved, asked, and had no more to say */
	assert_int_equal(said(&journey, "\"udp:1\""), 0);
	journey_end(&journey);
}

static void
what_comes_back_to_the_new_port_is_of_the_connection(void **state)
{
	struct journey journey;
	const struct end moved = { ELSEWHERE, 50001 };

	(void)state;
	journey_begin(&journey);
	say(&journey, SIDE_CLIENT, moved, QUIC_APPLICATION, BYTES("\x01"));
	say(&journey, SIDE_SERVER, moved, QUIC_APPLICATION, BYTES("\x1d\0\0"));
	assert_int_equal(
	    said(&journey, "\"dst\":\"10.0.0.9\",\"sport\":443,\"dport\":50001,"), 1);
	assert_int_equal(said(&journey, "\"packets_client\":2,\"packets_server\":2,"), 1);
	assert_int_equal(said(&journey, "\"by\":\"10.0.0.2\""), 1);
	journey_end(&journey);
}

static void
without_keys_the_id_tells_it_all_the_same(void **state)
{
	struct journey journey;
	const struct end moved = { CLIENT, 50001 };

	(void)state;
	journey_begin(&journey);
	journey.talk->knows_secrets = false;
	say(&journey, SIDE_CLIENT, moved, QUIC_APPLICATION, BYTES("\x01"));
	assert_int_equal(said(&journey, "\"flow.moved\""), 1);
	flows_end(journey.flows);
	assert_int_equal(said(&journey, "\"packets_client\":2,\"packets_server\":1,"), 1);
	journey_end(&journey);
}

static void
an_id_told_inside_is_found_from_elsewhere(void **state)
{
	struct journey journey;
	const struct end moved = { ELSEWHERE, 40000 };

	(void)state;
	journey_begin(&journey);
	say(&journey, SIDE_SERVER, home, QUIC_APPLICATION,
	    BYTES("\x18\x01\0\x08"
		  "serverid"
		  "0123456789abcdef"));
	memcpy(journey.talk->ids[SIDE_SERVER].at, "serverid", 8);
	say(&journey, SIDE_CLIENT, moved, QUIC_APPLICATION, request(&journey, 0));
	assert_int_equal(said(&journey, "\"http.request\""), 1);
	assert_int_equal(said(&journey, "\"flow.begin\""), 1);
	journey_end(&journey);
}

static void
an_id_between_other_ends_is_another_connections(void **state)
{
	struct journey journey;
	struct bytes packet;

	(void)state;
	journey_begin(&journey);
	packet = talk_seal(journey.talk, SIDE_SERVER, QUIC_APPLICATION, BYTES("\x01"));
	/* Both ends are others: as from the client, with the client's id. */
	send_packet(&journey, SIDE_CLIENT, (struct end){ ELSEWHERE, 50001 }, packet);
	assert_int_equal(said(&journey, "\"flow.moved\""), 0);
	assert_int_equal(said(&journey, "\"flow.begin\""), 2);
	journey_end(&journey);
}

static void
a_path_that_fell_silent_goes_and_the_connection_stays(void **state)
{
	struct journey journey;

	(void)state;
	journey_begin(&journey);
	say(&journey, SIDE_CLIENT, (struct end){ CLIENT, 50001 }, QUIC_APPLICATION,
	    BYTES("\x01"));
	for (int i = 0; i < 4; i++) {
		journey.now_ns += 30 * NS_PER_S;
		say(&journey, SIDE_SERVER, home, QUIC_APPLICATION, BYTES("\x01"));
	}
	assert_int_equal(said(&journey, "\"quic.closed\""), 0);
	journey.now_ns += 100 * NS_PER_S;
	send_packet(&journey, SIDE_CLIENT, (struct end){ CLIENT, 9 }, BYTES("x"));
	assert_int_equal(said(&journey, "\"how\":\"timeout\""), 1);
	journey_end(&journey);
}

static void
a_connection_has_so_many_paths_and_no_more(void **state)
{
	struct journey journey;

	(void)state;
	journey_begin(&journey);
	for (uint16_t port = 1; port < 100; port++)
		say(&journey, SIDE_CLIENT, (struct end){ CLIENT, port }, QUIC_APPLICATION,
		    BYTES("\x01"));
	assert_int_equal(said(&journey, "\"flow.begin\""), 1);
	journey_end(&journey);
}

/* A second goes by, in which another client says something. */
static void
wait_a_second(struct journey *journey)
{
	journey->now_ns += NS_PER_S;
	send_packet(journey, SIDE_CLIENT, (struct end){ ELSEWHERE, 9 }, BYTES("x"));
}

static void
packets_wait_for_their_secrets(void **state)
{
	struct journey journey;

	(void)state;
	journey_begin_as(&journey, true);
	say(&journey, SIDE_CLIENT, home, QUIC_APPLICATION, request(&journey, 0));
	say(&journey, SIDE_CLIENT, home, QUIC_APPLICATION, request(&journey, 4));
	assert_true(journey.wait.held > 0);
	wait_a_second(&journey);
	assert_int_equal(said(&journey, "\"http.request\""), 0);
	journey.talk->knows_secrets = true;
	wait_a_second(&journey);
	wait_a_second(&journey);
	assert_int_equal(said(&journey, "\"http.request\",\"frame\":3,"), 1);
	assert_int_equal(said(&journey, "\"http.request\",\"frame\":4,"), 1);
	assert_int_equal(journey.wait.held, 0);
	journey_end(&journey);
}

static void
packets_wait_for_10_s_and_no_longer(void **state)
{
	struct journey journey;

	(void)state;
	journey_begin_as(&journey, true);
	say(&journey, SIDE_CLIENT, home, QUIC_APPLICATION, request(&journey, 0));
	for (int i = 0; i < 9; i++)
		wait_a_second(&journey);
	assert_true(journey.wait.held > 0);
	for (int i = 0; i < 4; i++)
		wait_a_second(&journey);
	assert_int_equal(journey.wait.held, 0);
	journey_end(&journey);
}

static void
so_many_packets_wait_and_no_more(void **state)
{
	struct journey journey;
	static const uint8_t zeros[1000];

	(void)state;
	journey_begin_as(&journey, true);
	for (int i = 0; i < 1000; i++) {
		say(&journey, SIDE_SERVER, home, QUIC_APPLICATION,
		    bytes_of(zeros, sizeof(zeros)));
		assert_true(journey.wait.held <= 256 * 1024);
	}
	assert_int_equal(journey.wait.held, 0);
	journey_end(&journey);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_connection_goes_on_from_another_port),
		cmocka_unit_test(what_comes_back_to_the_new_port_is_of_the_connection),
		cmocka_unit_test(without_keys_the_id_tells_it_all_the_same),
		cmocka_unit_test(an_id_told_inside_is_found_from_elsewhere),
		cmocka_unit_test(an_id_between_other_ends_is_another_connections),
		cmocka_unit_test(a_path_that_fell_silent_goes_and_the_connection_stays),
		cmocka_unit_test(a_connection_has_so_many_paths_and_no_more),
		cmocka_unit_test(packets_wait_for_their_secrets),
		cmocka_unit_test(packets_wait_for_10_s_and_no_longer),
		cmocka_unit_test(so_many_packets_wait_and_no_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
