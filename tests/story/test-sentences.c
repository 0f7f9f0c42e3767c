/* SPDX-License-Identifier: BSD-2-Clause */
/* Sentences that no page of the other tests needs, from records made by hand. */
#include "story/sentence.h"
#include "story/story.h"
#include "tests/test.h"

static const struct address server = { 4, { 192, 0, 2, 1 } };
static const struct address given = { 4, { 192, 0, 2, 10 } };

static void
assert_sentence(const struct step *step, const char *expected)
{
	struct client client = { .name = BYTES("laptop") };
	struct page page = { .client = &client };
	struct buffer out = { 0 };

	step_text(&out, &page, step);
	buffer_add_char(&out, '\0');
	assert_string_equal((const char *)out.at, expected);
	buffer_clear(&out);
}

static void
assert_lease(const struct lease *lease, const char *expected)
{
	struct step step = { .kind = STEP_JOIN, .lease = lease };

	assert_sentence(&step, expected);
}

static void
each_kind_of_dhcp_transaction_has_its_sentence(void **state)
{
	struct lease lease = { .kind = LEASE_NAK, .server = server, .requested = given };

	(void)state;
	assert_lease(&lease,
	    "192.0.2.1 refused laptop the address 192.0.2.10: it has to begin anew");
	lease = (struct lease){ .kind = LEASE_RELEASE, .server = server, .address = given };
	assert_lease(&lease, "laptop gave the address 192.0.2.10 back to 192.0.2.1");
	lease = (struct lease){ .kind = LEASE_DECLINE, .address = given };
	assert_lease(
	    &lease, "laptop declined the address 192.0.2.10: somebody else uses it");
	lease = (struct lease){ .kind = LEASE_DORA, .tries = 3 };
	assert_lease(
	    &lease, "laptop looked for a DHCP server, and none answered, asked 4 times");
	lease = (struct lease){ .kind = LEASE_DORA,
		.offer_count = 1,
		.offers = (struct offer[]){ { .server = server, .address = given } } };
	assert_lease(
	    &lease, "laptop was offered 192.0.2.10 by 192.0.2.1, and nothing came of it");
	lease = (struct lease){ .kind = LEASE_REBIND, .requested = given };
	assert_lease(
	    &lease, "laptop asked to keep the address 192.0.2.10, and no server answered");
	lease = (struct lease){ .kind = LEASE_INFORM, .server = server, .ack = { 0, 2 } };
	assert_lease(
	    &lease, "laptop has an address and asked for the rest; 192.0.2.1 answered");
}

static void
the_probes_of_both_ends_are_told_with_the_lease(void **state)
{
	struct lease lease = { .kind = LEASE_DORA,
		.server = server,
		.address = given,
		.ack = { 0, 9 },
		.is.frames = { 2, { { 0, 1 }, { 0, 9 } } },
		.server_probe = { .how = "ping", .frames = { 1, { { 0, 2 } } } },
		.client_probe = {
		    .how = "arp", .answered = true, .frames = { 1, { { 0, 10 } } } } };
	struct frame_list frames = lease_frames(&lease);

	(void)state;
	assert_lease(&lease,
	    "192.0.2.1 gave laptop the address 192.0.2.10; the server asked by ping first "
	    "whether it is free: nobody has it; laptop asked by ARP, too: somebody has it");
	assert_int_equal(frames.count, 4);
	assert_int_equal(frames.items[1].number, 2);
	assert_int_equal(frames.items[3].number, 10);
}

static void
beyond_a_translator_a_connection_has_other_ends(void **state)
{
	struct connection connection = {
		.outcome = CONNECTION_OPEN,
		.transport = "tcp",
		.established_ns = 1,
		.client_port = 40000,
		.server_address = server,
		.server_port = 80,
		.leaves_as = { given, 5000 },
	};
	struct step step = { .kind = STEP_CONNECT, .connection = &connection };

	(void)state;
	assert_sentence(&step,
	    "laptop connected from port 40000 (it leaves as 192.0.2.10:5000) to "
	    "192.0.2.1:80; the sides count their bytes from 0 and 0");
	connection.leaves_as = (struct endpoint){ 0 };
	connection.arrives_at = (struct endpoint){ given, 8080 };
	assert_sentence(&step,
	    "laptop connected from port 40000 to 192.0.2.1:80 (it arrives at "
	    "192.0.2.10:8080); the sides count their bytes from 0 and 0");
}

static void
a_resolver_is_told_with_whom_it_asked(void **state)
{
	struct walk_step last = { .server = given,
		.role = WALK_AUTHORITATIVE,
		.zone = BYTES("a.test"),
		.asked = BYTES("www.a.test"),
		.type = BYTES("A"),
		.answer = "answer" };
	struct walk_step first = { .next = &last,
		.server = server,
		.role = WALK_TLD,
		.zone = BYTES("test"),
		.asked = BYTES("a.test"),
		.type = BYTES("A"),
		.answer = "referral",
		.leads_to = BYTES("a.test") };
	struct address address = server;
	struct lookup lookup = { .name = BYTES("www.a.test"),
		.end_ns = 1,
		.resolver = server,
		.addresses = &address,
		.address_count = 1,
		.walk = { .steps = &first, .step_count = 2 } };
	struct step step = { .kind = STEP_NAME, .lookup = &lookup };

	(void)state;
	assert_sentence(&step,
	    "www.a.test is 192.0.2.1, said 192.0.2.1; to find that out it asked 192.0.2.1 "
	    "of test for a.test A (a referral to a.test), 192.0.2.10 of a.test for "
	    "www.a.test A (the answer); whom to ask first it knew from its cache");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_of_dhcp_transaction_has_its_sentence),
		cmocka_unit_test(the_probes_of_both_ends_are_told_with_the_lease),
		cmocka_unit_test(beyond_a_translator_a_connection_has_other_ends),
		cmocka_unit_test(a_resolver_is_told_with_whom_it_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
