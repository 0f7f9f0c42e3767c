/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/messages.h"
#include "tests/story/telling.h"

static const struct story_receiver nobody;

static struct messages
messages_told(const struct page *page, enum step_kind kind)
{
	struct messages messages = { 0 };

	for (uint32_t i = 0; i < page->step_count; i++)
		if (page->steps[i].kind == kind)
			messages_of_step(&messages, page, &page->steps[i]);
	return messages;
}

static void
assert_message(const struct messages *messages, uint32_t index, enum party_role from,
    enum party_role to, const char *label)
{
	const struct message *message = &messages->items[index];

	assert_true(index < messages->count);
	assert_int_equal(message->from.role, from);
	assert_int_equal(message->to.role, to);
	assert_text(message->label, label);
}

static void
a_lease_is_the_four_messages_of_dhcp_and_the_servers_question(void **state)
{
	struct telling telling = a_first_visit();
	struct messages messages;

	(void)state;
	story_end(telling.story);
	messages = messages_told(told_page(&telling, 1), STEP_JOIN);
	assert_message(&messages, 0, ROLE_CLIENT, ROLE_EVERYONE, "DHCP DISCOVER");
	assert_message(&messages, 1, ROLE_DHCP_SERVER, ROLE_EVERYONE,
	    "ARP who has " LAPTOP "? Nobody answers");
	assert_message(&messages, 2, ROLE_DHCP_SERVER, ROLE_CLIENT, "DHCP OFFER " LAPTOP);
	assert_message(&messages, 3, ROLE_CLIENT, ROLE_EVERYONE, "DHCP REQUEST");
	assert_int_equal(messages.items[4].to.role, ROLE_CLIENT);
	for (uint32_t i = 0; i < messages.count; i++) {
		assert_int_equal(messages.items[i].frames.count, 1);
		assert_int_not_equal(messages.items[i].at_ns, 0);
	}
	messages_clear(&messages);
	story_free(telling.story);
}

static void
a_connection_begins_with_the_numbers_of_its_handshake(void **state)
{
	struct telling telling = a_first_visit();
	struct messages messages;
	const struct connection *connection;
	char label[80];

	(void)state;
	story_end(telling.story);
	messages = messages_told(told_page(&telling, 1), STEP_CONNECT);
	connection = told_step(told_page(&telling, 1), STEP_CONNECT)->connection;
	assert_int_equal(messages.count, 3);
	snprintf(label, sizeof(label), "SYN to port 443, seq %llu",
	    (unsigned long long)connection->isn_client.value);
	assert_message(&messages, 0, ROLE_CLIENT, ROLE_SERVER, label);
	snprintf(label, sizeof(label), "SYN, ACK, seq %llu, ack %llu",
	    (unsigned long long)connection->isn_server.value,
	    (unsigned long long)connection->isn_client.value + 1);
	assert_message(&messages, 1, ROLE_SERVER, ROLE_CLIENT, label);
	assert_true(messages.items[0].at_ns < messages.items[1].at_ns);
	assert_true(messages.items[1].at_ns <= messages.items[2].at_ns);
	messages_clear(&messages);
	story_free(telling.story);
}

static void
hellos_are_the_messages_of_tls(void **state)
{
	struct telling telling = a_first_visit();
	struct messages messages;

	(void)state;
	story_end(telling.story);
	messages = messages_told(told_page(&telling, 1), STEP_SECURE);
	assert_message(
	    &messages, 0, ROLE_CLIENT, ROLE_SERVER, "ClientHello for www.youtube.test");
	assert_int_equal(messages.items[1].kind, EVENT_TLS_SERVER_HELLO);
	assert_int_equal(messages.items[1].from.role, ROLE_SERVER);
	messages_clear(&messages);
	story_free(telling.story);
}

static void
a_name_is_a_question_and_its_answer(void **state)
{
	struct telling telling = a_first_visit();
	struct messages messages;

	(void)state;
	story_end(telling.story);
	messages = messages_told(told_page(&telling, 1), STEP_NAME);
	assert_message(&messages, 0, ROLE_CLIENT, ROLE_RESOLVER, "DNS A? www.youtube.test");
	assert_message(&messages, 1, ROLE_RESOLVER, ROLE_CLIENT, "DNS A " WEB);
	assert_false(messages.items[0].is_lost);
	messages_clear(&messages);
	story_free(telling.story);
}

static void
a_question_that_nobody_answers_is_lost(void **state)
{
	struct lookup lookup = { .name = BYTES("www.example.test"),
		.type = BYTES("A"),
		.resolver = { 4, { 192, 0, 2, 1 } },
		.start_ns = 1,
		.tries = 2 };
	struct step step = { .kind = STEP_NAME, .lookup = &lookup };
	struct client client = { .name = BYTES("laptop") };
	struct page page = { .client = &client, .steps = &step, .step_count = 1 };
	struct messages messages = messages_told(&page, STEP_NAME);

	(void)state;
	assert_int_equal(messages.count, 1);
	assert_true(messages.items[0].is_lost);
	assert_int_equal(messages.items[0].tries, 2);
	messages_clear(&messages);
}

static void
an_answer_is_a_record_only_where_one_of_its_type_came(void **state)
{
	struct bytes alias = BYTES("cdn.example.test");
	struct lookup lookup = { .name = BYTES("img.example.test"),
		.type = BYTES("HTTPS"),
		.chain = &alias,
		.chain_count = 1,
		.ttl = maybe_of(300),
		.start_ns = 1,
		.end_ns = 2 };
	struct step step = { .kind = STEP_NAME, .lookup = &lookup };
	struct client client = { .name = BYTES("laptop") };
	struct page page = { .client = &client, .steps = &step, .step_count = 1 };
	struct messages messages = messages_told(&page, STEP_NAME);

	(void)state;
	assert_text(
	    messages.items[1].label, "DNS CNAME cdn.example.test, no record of type HTTPS");
	messages_clear(&messages);
}

/* Frames 7 and 8 are the FINs, frame 9 acknowledges the second. */
static struct connection
a_connection_that_its_client_closed(void)
{
	return (struct connection){ .transport = "tcp",
		.client_address = address_of_u32(1),
		.closed_by = address_of_u32(1),
		.closed_how = "fin",
		.closing_ns = 70,
		.fins = { [SIDE_CLIENT] = { 70, { 0, 7 } },
		    [SIDE_SERVER] = { 80, { 0, 8 } } },
		.closed_ns = 90,
		.closed_frame = { 0, 9 } };
}

static void
an_end_is_the_fin_of_each_side_and_the_last_acknowledgement(void **state)
{
	struct connection connection = a_connection_that_its_client_closed();
	struct step step = { .kind = STEP_CLOSE, .connection = &connection };
	struct client client = { .name = BYTES("laptop") };
	struct page page = { .client = &client, .steps = &step, .step_count = 1 };
	struct messages messages = messages_told(&page, STEP_CLOSE);

	(void)state;
	assert_int_equal(messages.count, 3);
	assert_message(&messages, 0, ROLE_CLIENT, ROLE_SERVER, "FIN");
	assert_message(&messages, 1, ROLE_SERVER, ROLE_CLIENT, "FIN, ACK");
	assert_message(&messages, 2, ROLE_CLIENT, ROLE_SERVER, "ACK");
	for (uint32_t i = 0; i < 3; i++)
		assert_int_equal(messages.items[i].frames.items[0].number, 7 + i);
	messages_clear(&messages);
}

static void
a_reset_after_a_fin_is_its_senders(void **state)
{
	struct connection connection = a_connection_that_its_client_closed();
	struct step step = { .kind = STEP_CLOSE, .connection = &connection };
	struct client client = { .name = BYTES("laptop") };
	struct page page = { .client = &client, .steps = &step, .step_count = 1 };
	struct messages messages;

	(void)state;
	connection.closed_how = "rst";
	connection.fins[SIDE_CLIENT] = (struct connection_fin){ 0 };
	messages = messages_told(&page, STEP_CLOSE);
	assert_int_equal(messages.count, 2);
	assert_message(&messages, 0, ROLE_SERVER, ROLE_CLIENT, "FIN");
	assert_message(&messages, 1, ROLE_CLIENT, ROLE_SERVER, "RST");
	messages_clear(&messages);
}

static void
what_a_resolver_asked_stands_between_question_and_answer(void **state)
{
	struct walk_step root = { .role = WALK_ROOT,
		.server = { 4, { 198, 51, 100, 4 } },
		.asked = BYTES("test"),
		.type = BYTES("A"),
		.answer = "referral",
		.leads_to = BYTES("test"),
		.start_ns = 2,
		.end_ns = 3 };
	struct lookup lookup = { .name = BYTES("www.example.test"),
		.type = BYTES("A"),
		.resolver = { 4, { 192, 0, 2, 1 } },
		.walk.steps = &root,
		.start_ns = 1,
		.end_ns = 4 };
	struct step step = { .kind = STEP_NAME, .lookup = &lookup };
	struct client client = { .name = BYTES("laptop") };
	struct page page = { .client = &client, .steps = &step, .step_count = 1 };
	struct messages messages = messages_told(&page, STEP_NAME);

	(void)state;
	assert_int_equal(messages.count, 4);
	assert_message(&messages, 1, ROLE_RESOLVER, ROLE_ROOT, "DNS A? test");
	assert_message(&messages, 2, ROLE_ROOT, ROLE_RESOLVER, "DNS referral to test");
	assert_int_equal(messages.items[3].to.role, ROLE_CLIENT);
	messages_clear(&messages);
}

static void
a_refused_connection_is_answered_by_a_reset(void **state)
{
	struct telling telling = a_laptop_that_joined();
	struct connecting connecting = { LAPTOP, WEB, 80, 64, 60 };
	struct messages messages;

	(void)state;
	tell_lookup(&telling, "www.example.test", WEB);
	tell_refused(&telling, connecting);
	story_end(telling.story);
	messages = messages_told(told_page(&telling, 1), STEP_CONNECT);
	assert_int_equal(messages.count, 2);
	assert_message(&messages, 1, ROLE_SERVER, ROLE_CLIENT, "RST");
	messages_clear(&messages);
	story_free(telling.story);
}

static void
a_request_and_its_response_go_back_and_forth(void **state)
{
	struct telling telling = tell_begin(STORY_KEEP_ALL, nobody);
	struct messages messages;

	(void)state;
	tell_connect(&telling, WEB, 80);
	tell_get(
	    &telling, telling.flow, "http://www.example.test/", "www.example.test", NULL);
	story_end(telling.story);
	messages = messages_told(told_page(&telling, 1), STEP_REQUEST);
	assert_message(&messages, 0, ROLE_CLIENT, ROLE_SERVER, "GET /");
	assert_text(messages.items[0].to.name, "www.example.test");
	messages_clear(&messages);
	messages = messages_told(told_page(&telling, 1), STEP_RESPONSE);
	assert_int_equal(messages.items[0].from.role, ROLE_SERVER);
	assert_true(bytes_start_with(messages.items[0].label, BYTES("200")));
	messages_clear(&messages);
	story_free(telling.story);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_lease_is_the_four_messages_of_dhcp_and_the_servers_question),
		cmocka_unit_test(a_connection_begins_with_the_numbers_of_its_handshake),
		cmocka_unit_test(hellos_are_the_messages_of_tls),
		cmocka_unit_test(a_name_is_a_question_and_its_answer),
		cmocka_unit_test(a_question_that_nobody_answers_is_lost),
		cmocka_unit_test(an_answer_is_a_record_only_where_one_of_its_type_came),
		cmocka_unit_test(
		    an_end_is_the_fin_of_each_side_and_the_last_acknowledgement),
		cmocka_unit_test(a_reset_after_a_fin_is_its_senders),
		cmocka_unit_test(what_a_resolver_asked_stands_between_question_and_answer),
		cmocka_unit_test(a_refused_connection_is_answered_by_a_reset),
		cmocka_unit_test(a_request_and_its_response_go_back_and_forth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
