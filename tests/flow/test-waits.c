/* SPDX-License-Identifier: BSD-2-Clause */
#include <netinet/in.h>

#include "base/clock.h"
#include "flow/flow.h"
#include "tests/test.h"

/* A datagram of a client (10.0.0.1:40000) or its server (10.0.0.2). */
struct talk {
	struct flows *flows;
	uint64_t now_ns;
	uint16_t server_port;
};

#define QUESTION                                                                           \
	BYTES("\0\1\1\0\0\1\0\0\0\0\0\0\1"                                                 \
	      "a\4test\0\0\1\0\1")
#define ANSWER                                                                             \
	BYTES("\0\1\x81\x80\0\1\0\1\0\0\0\0\1"                                             \
	      "a\4test\0\0\1\0\1\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4\xc0\0\2\1")

static void
forget(void *receiver, struct event *event)
{
	(void)receiver;
	(void)event;
}

static struct talk
talk_new(uint16_t server_port)
{
	struct flow_limits limits = { 0, 0, false, { 1, 2 }, false };
	struct flow_receiver receiver = { .emit = forget };

	return (struct talk){ flows_new(&limits, &receiver), NS_PER_S, server_port };
}

static void
talk_say(struct talk *talk, enum side side, struct bytes payload)
{
	struct address client = address_of_u32(0x0a000001);
	struct address server = address_of_u32(0x0a000002);
	bool from_client = side == SIDE_CLIENT;
	struct frame frame = { .number = 1, .at_ns = talk->now_ns };
	struct packet packet = {
		.kind = PACKET_UDP,
		.src = from_client ? client : server,
		.dst = from_client ? server : client,
		.sport = from_client ? 40000 : talk->server_port,
		.dport = from_client ? talk->server_port : 40000,
		.protocol = IPPROTO_UDP,
		.payload = payload,
		.payload_len = payload.len,
	};

	flows_packet(talk->flows, &frame, &packet);
}

/* How many flows there were. */
static uint64_t
talk_end(struct talk *talk)
{
	uint64_t flows = flows_counts(talk->flows).flows;

	flows_free(talk->flows);
	return flows;
}

static void
a_question_that_has_its_answer_is_over_soon(void **state)
{
	struct talk talk = talk_new(53);

	(void)state;
	talk_say(&talk, SIDE_CLIENT, QUESTION);
	talk_say(&talk, SIDE_SERVER, ANSWER);
	talk.now_ns += 6 * NS_PER_S;
	talk_say(&talk, SIDE_CLIENT, QUESTION);
	assert_int_equal(talk_end(&talk), 2);
}

static void
a_question_without_an_answer_is_waited_on(void **state)
{
	struct talk talk = talk_new(53);

	(void)state;
	talk_say(&talk, SIDE_CLIENT, QUESTION);
	talk_say(&talk, SIDE_SERVER, ANSWER);
	talk_say(&talk, SIDE_CLIENT, QUESTION);
	talk.now_ns += 30 * NS_PER_S;
	talk_say(&talk, SIDE_SERVER, ANSWER);
	assert_int_equal(talk_end(&talk), 1);
}

static void
what_is_no_question_and_answer_is_waited_on(void **state)
{
	struct talk talk = talk_new(4500);

	(void)state;
	talk_say(&talk, SIDE_CLIENT, BYTES("hello"));
	talk_say(&talk, SIDE_SERVER, BYTES("hello"));
	talk.now_ns += 30 * NS_PER_S;
	talk_say(&talk, SIDE_CLIENT, BYTES("hello"));
	assert_int_equal(talk_end(&talk), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_question_that_has_its_answer_is_over_soon),
		cmocka_unit_test(a_question_without_an_answer_is_waited_on),
		cmocka_unit_test(what_is_no_question_and_answer_is_waited_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
