/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/json.h"
#include "flow/stack.h"
#include "tests/test.h"

/* A stack on a TCP flow, and what was said. */
struct talk {
	struct stack stack;
	struct stack_receiver receiver;
	struct arena scratch;
	struct recycler memory;
	struct buffer events;
	uint32_t frames;
};

static void
talk_take(void *owner, struct event *event)
{
	struct talk *talk = owner;
	struct json json = json_to(&talk->events);

	event_to_json(&json, event, (struct event_output){ false, SECRETS_SHOWN });
	buffer_add_char(&talk->events, '\n');
}

static struct flow_ref
talk_find_flow(void *owner, uint8_t protocol, struct address src, uint16_t sport,
    struct address dst, uint16_t dport)
{
	(void)owner;
	(void)src;
	(void)sport;
	(void)dst;
	(void)dport;
	return (struct flow_ref){ protocol, 0 };
}

static const struct tls_secrets *
talk_secrets(void *owner, struct bytes client_random)
{
	(void)owner;
	(void)client_random;
	return NULL;
}

static struct talk *
talk_new(void)
{
	static struct talk talk;

	talk = (struct talk){ 0 };
	talk.receiver = (struct stack_receiver){
		.owner = &talk,
		.event = talk_take,
		.find_flow = talk_find_flow,
		.secrets = talk_secrets,
		.scratch = &talk.scratch,
		.memory = &talk.memory,
	};
	return &talk;
}

static void
talk_end(struct talk *talk)
{
	stack_clear(&talk->stack, &talk->receiver);
	recycler_clear(&talk->memory);
	arena_clear(&talk->scratch);
	buffer_clear(&talk->events);
}

static struct chunk
talk_chunk(struct talk *talk, enum side side, enum chunk_what what)
{
	talk->frames++;
	return (struct chunk){ .what = what,
		.side = side,
		.frame = talk->frames,
		.at_ns = talk->frames * UINT64_C(1000000),
		.transport = "tcp",
		.src_port = side == SIDE_CLIENT ? 40000 : 8000,
		.dst_port = side == SIDE_CLIENT ? 8000 : 40000 };
}

static void
say_bytes(struct talk *talk, enum side side, struct bytes bytes)
{
	struct chunk chunk = talk_chunk(talk, side, CHUNK_BYTES);

	stack_feed(&talk->stack, &talk->receiver, &chunk, bytes);
}

static void
say(struct talk *talk, enum side side, const char *text)
{
	say_bytes(talk, side, bytes_of_string(text));
}

static void
lose(struct talk *talk, enum side side, uint64_t size)
{
	struct chunk chunk = talk_chunk(talk, side, CHUNK_GAP);

	chunk.gap_size = size;
	stack_feed(&talk->stack, &talk->receiver, &chunk, (struct bytes){ NULL, 0 });
}

static void
end(struct talk *talk, enum side side)
{
	struct chunk chunk = talk_chunk(talk, side, CHUNK_END);

	stack_feed(&talk->stack, &talk->receiver, &chunk, (struct bytes){ NULL, 0 });
}

static bool
was_said(struct talk *talk, const char *text)
{
	return memmem(talk->events.at, talk->events.len, text, strlen(text)) != NULL;
}

static void
a_protocol_is_told_by_its_bytes_on_any_port(void **state)
{
	struct talk *talk = talk_new();

	(void)state;
	say(talk, SIDE_CLIENT, "GET / HTTP/1.1\r\n\r\n");
	assert_true(was_said(talk, "\"event\":\"http.request\",\"frame\":1"));
	talk_end(talk);
}

static void
too_few_bytes_to_tell_wait_for_more(void **state)
{
	struct talk *talk = talk_new();

	(void)state;
	say(talk, SIDE_CLIENT, "G");
	say(talk, SIDE_CLIENT, "E");
	say(talk, SIDE_CLIENT, "T / HTTP/1.1\r\n\r\n");
	assert_true(was_said(talk, "\"event\":\"http.request\",\"frame\":3"));
	talk_end(talk);
}

static void
bytes_nobody_claims_are_passed_over_until_somebody_does(void **state)
{
	struct talk *talk = talk_new();

	(void)state;
	say(talk, SIDE_CLIENT, "something else altogether");
	say(talk, SIDE_CLIENT, "GET / HTTP/1.1\r\n\r\n");
	assert_true(was_said(talk, "\"event\":\"http.request\",\"frame\":2"));
	talk_end(talk);
}

static void
what_is_skipped_ends_with_a_call_in_its_last_frame(void **state)
{
	struct talk *talk = talk_new();

	(void)state;
	say(talk, SIDE_SERVER, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nab");
	assert_false(was_said(talk, "http.body"));
	say(talk, SIDE_SERVER, "cd");
	say(talk, SIDE_SERVER, "ef");
	assert_true(was_said(talk, "\"event\":\"http.body\",\"frame\":3"));
	assert_true(was_said(talk, "\"bytes\":6,\"decoded_bytes\":6,\"complete\":true"));
	talk_end(talk);
}

static void
a_gap_within_what_is_skipped_is_counted(void **state)
{
	struct talk *talk = talk_new();

	(void)state;
	say(talk, SIDE_SERVER, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab");
	lose(talk, SIDE_SERVER, 6);
	say(talk, SIDE_SERVER, "ijHTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n");
	assert_true(was_said(talk, "\"bytes\":10,\"decoded_bytes\":10,\"duration\""));
	assert_false(was_said(talk, "\"bytes\":10,\"decoded_bytes\":10,\"complete\":true"));
	assert_true(was_said(talk, "\"status\":404"));
	talk_end(talk);
}

static void
the_end_cuts_off_what_is_skipped(void **state)
{
	struct talk *talk = talk_new();

	(void)state;
	say(talk, SIDE_SERVER, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab");
	end(talk, SIDE_SERVER);
	assert_true(was_said(talk, "\"event\":\"http.body\",\"frame\":2"));
	assert_true(was_said(talk, "\"bytes\":2"));
	talk_end(talk);
}

static void
after_connect_the_bytes_inside_tell_what_they_are(void **state)
{
	struct talk *talk = talk_new();

	(void)state;
	say(talk, SIDE_CLIENT, "CONNECT a.test:80 HTTP/1.1\r\n\r\n");
	say(talk, SIDE_SERVER, "HTTP/1.1 200 OK\r\n\r\n");
	say(talk, SIDE_CLIENT, "GET /inner HTTP/1.1\r\nHost: a.test\r\n\r\n");
	assert_true(was_said(talk, "\"target\":\"/inner\""));
	talk_end(talk);
}

#define UPGRADE(name)                                                                      \
	"GET /a HTTP/1.1\r\nHost: a.test\r\nConnection: Upgrade\r\nUpgrade: " name         \
	"\r\n\r\n"

static void
after_an_upgrade_the_request_is_answered_inside(void **state)
{
	struct talk *talk = talk_new();

	(void)state;
	say(talk, SIDE_CLIENT, UPGRADE("h2c"));
	say(talk, SIDE_SERVER, "HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\n\r\n");
	say_bytes(talk, SIDE_CLIENT, BYTES("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
	say_bytes(talk, SIDE_SERVER, BYTES("\0\0\0\4\0\0\0\0\0\0\0\1\1\5\0\0\0\1\x88"));
	assert_true(was_said(talk, "\"version\":\"2\",\"status\":200,\"stream\":1,"
				   "\"url\":\"http://a.test/a\",\"request_frame\":1,"));
	talk_end(talk);
}

static void
a_gap_inside_is_told_by_the_layer_around_it(void **state)
{
	struct talk *talk = talk_new();

	(void)state;
	say(talk, SIDE_CLIENT, UPGRADE("h2c"));
	say(talk, SIDE_SERVER, "HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\n\r\n");
	say_bytes(talk, SIDE_SERVER, BYTES("\0\0\0\4\0\0\0\0\0\0\0\1\1\4\0\0\0\1\x88"));
	say_bytes(talk, SIDE_SERVER,
	    BYTES("\0\0\4\0\1\0\0\0\1"
		  "ab"));
	lose(talk, SIDE_SERVER, 2);
	assert_true(
	    was_said(talk, "\"stream\":1,\"bytes\":4,\"decoded_bytes\":4,\"duration\""));
	talk_end(talk);
}

#define EVENTS                                                                             \
	"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 9\r\n\r\n"  \
	"data: a\n\n"

static void
a_stream_that_is_over_may_be_used_again(void **state)
{
	struct talk *talk = talk_new();

	(void)state;
	say(talk, SIDE_CLIENT, "GET /1 HTTP/1.1\r\nHost: a.test\r\n\r\n");
	say(talk, SIDE_SERVER, EVENTS);
	say(talk, SIDE_CLIENT, "GET /2 HTTP/1.1\r\nHost: a.test\r\n\r\n");
	say(talk, SIDE_SERVER, EVENTS);
	assert_true(
	    was_said(talk, "\"url\":\"http://a.test/1\",\"type\":\"message\",\"bytes\":1"));
	assert_true(
	    was_said(talk, "\"url\":\"http://a.test/2\",\"type\":\"message\",\"bytes\":1"));
	talk_end(talk);
}

static void
a_message_that_never_ends_is_given_up(void **state)
{
	struct talk *talk = talk_new();
	char line[1025];

	(void)state;
	memset(line, 'a', sizeof(line) - 1);
	line[sizeof(line) - 1] = '\0';
	say(talk, SIDE_CLIENT, "GET / HTTP/1.1\r\nA: ");
	for (int i = 0; i < 1000; i++)
		say(talk, SIDE_CLIENT, line);
	assert_true(talk->stack.base.sides[SIDE_CLIENT].waiting.size < 1024 * 1024);
	talk_end(talk);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_protocol_is_told_by_its_bytes_on_any_port),
		cmocka_unit_test(too_few_bytes_to_tell_wait_for_more),
		cmocka_unit_test(bytes_nobody_claims_are_passed_over_until_somebody_does),
		cmocka_unit_test(what_is_skipped_ends_with_a_call_in_its_last_frame),
		cmocka_unit_test(a_gap_within_what_is_skipped_is_counted),
		cmocka_unit_test(the_end_cuts_off_what_is_skipped),
		cmocka_unit_test(after_connect_the_bytes_inside_tell_what_they_are),
		cmocka_unit_test(after_an_upgrade_the_request_is_answered_inside),
		cmocka_unit_test(a_gap_inside_is_told_by_the_layer_around_it),
		cmocka_unit_test(a_stream_that_is_over_may_be_used_again),
		cmocka_unit_test(a_message_that_never_ends_is_given_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
