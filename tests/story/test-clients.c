/* SPDX-License-Identifier: BSD-2-Clause */
/* Who is a client, and how it joined. */
#include "tests/story/telling.h"

static const struct story_receiver nobody;

static const struct client *
first_client(const struct telling *t)
{
	return TAILQ_FIRST(story_clients(t->story));
}

static void
a_client_is_named_by_its_mac_and_by_what_it_told_dhcp(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	char text[ADDRESS_TEXT_SIZE];

	(void)state;
	tell_dora(&t);
	assert_int_equal(t.client, 1);
	assert_true(first_client(&t)->has_mac);
	assert_true(bytes_equal(first_client(&t)->name, BYTES("minji-laptop")));
	assert_string_equal(
	    address_text(client_address_now(first_client(&t)), text), LAPTOP);
	story_free(t.story);
}

static void
the_four_messages_of_dhcp_are_one_lease(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	const struct lease *lease;

	(void)state;
	tell_dora(&t);
	lease = TAILQ_FIRST(&first_client(&t)->leases);
	assert_int_equal(lease->kind, LEASE_DORA);
	assert_int_equal(lease->discover.number, 1);
	assert_int_equal(lease->offer.number, 3);
	assert_int_equal(lease->request.number, 4);
	assert_int_equal(lease->ack.number, 5);
	assert_int_equal(lease->lease_s, 3600);
	assert_int_equal(lease->xid, 0x3370825e);
	assert_null(TAILQ_NEXT(lease, entry));
	story_free(t.story);
}

static void
the_servers_question_before_the_offer_is_its_probe(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	const struct lease *lease;

	(void)state;
	tell_dora(&t);
	lease = TAILQ_FIRST(&first_client(&t)->leases);
	assert_string_equal(lease->server_probe.how, "arp");
	assert_int_equal(lease->server_probe.frames.count, 1);
	assert_int_equal(lease->server_probe.frames.items[0].number, 2);
	assert_false(lease->server_probe.answered);
	story_free(t.story);
}

static void
the_clients_probes_and_announcement_belong_to_its_lease(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	const struct lease *lease;

	(void)state;
	tell_dora(&t);
	tell_arp(&t, "request", LAPTOP_MAC, "0.0.0.0", LAPTOP);
	tell_wait(&t, 1000);
	tell_arp(&t, "request", LAPTOP_MAC, "0.0.0.0", LAPTOP);
	tell_wait(&t, 1000);
	tell_arp(&t, "request", LAPTOP_MAC, LAPTOP, LAPTOP);
	lease = TAILQ_FIRST(&first_client(&t)->leases);
	assert_int_equal(lease->client_probe.frames.count, 2);
	assert_false(lease->client_probe.answered);
	assert_int_equal(lease->announcement.frames.count, 1);
	story_free(t.story);
}

static void
a_probe_that_another_machine_answers_is_answered(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	const struct lease *lease;

	(void)state;
	tell_dora(&t);
	tell_arp(&t, "request", LAPTOP_MAC, "0.0.0.0", LAPTOP);
	tell_arp(&t, "reply", GATEWAY_MAC, LAPTOP, "0.0.0.0");
	lease = TAILQ_FIRST(&first_client(&t)->leases);
	assert_true(lease->client_probe.answered);
	assert_string_equal(
	    TAILQ_FIRST(story_findings(t.story))->kind, "duplicate_address");
	story_free(t.story);
}

static void
a_second_server_that_offers_is_told_apart(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	const struct lease *lease;

	(void)state;
	tell_dhcp(&t, "discover", NULL);
	tell_dhcp(&t, "offer", "192.168.50.66");
	tell_dhcp(&t, "offer", DHCP_SERVER);
	tell_dhcp(&t, "request", DHCP_SERVER);
	tell_dhcp(&t, "ack", DHCP_SERVER);
	lease = TAILQ_FIRST(&first_client(&t)->leases);
	assert_int_equal(lease->offer_count, 2);
	assert_true(lease_offer_is_other(lease, &lease->offers[0]));
	assert_false(lease_offer_is_other(lease, &lease->offers[1]));
	assert_int_equal(lease->offer.number, 3);
	assert_string_equal(
	    TAILQ_FIRST(story_findings(t.story))->kind, "second_dhcp_server");
	story_free(t.story);
}

static void
a_request_for_an_address_in_use_is_a_renewal(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	const struct lease *lease;

	(void)state;
	tell_dora(&t);
	tell_wait(&t, 1800000);
	tell_dhcp(&t, "request", NULL);
	lease = TAILQ_LAST(&first_client(&t)->leases, lease_list);
	assert_int_equal(lease->kind, LEASE_RENEW);
	assert_false(lease->is_over);
	story_free(t.story);
}

static void
a_release_ends_the_address(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	const struct client *client;

	(void)state;
	tell_dora(&t);
	tell_dhcp(&t, "release", DHCP_SERVER);
	client = first_client(&t);
	assert_int_equal(TAILQ_LAST(&client->leases, lease_list)->kind, LEASE_RELEASE);
	assert_int_not_equal(client->addresses[0].until_ns, 0);
	assert_null(client_lease_at(client, t.at_ns));
	story_free(t.story);
}

static void
an_answer_by_arp_makes_a_neighbour_with_both_frames(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	const struct neighbour *neighbour;

	(void)state;
	tell_dora(&t);
	tell_gateway(&t);
	neighbour = TAILQ_FIRST(&first_client(&t)->neighbours);
	assert_true(mac_equal(neighbour->mac, mac_of(bytes_of(GATEWAY_MAC, 6))));
	assert_int_equal(neighbour->is.certainty, CERTAINTY_SEEN);
	assert_int_equal(neighbour->is.frames.count, 2);
	assert_true(first_client(&t)->has_gateway_mac);
	story_free(t.story);
}

static void
without_arp_the_neighbour_is_inferred_from_where_frames_went(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	const struct neighbour *neighbour;
	char text[ADDRESS_TEXT_SIZE];

	(void)state;
	tell_dora(&t);
	tell_query(&t, "www.youtube.test", "A");
	neighbour = TAILQ_FIRST(&first_client(&t)->neighbours);
	assert_int_equal(neighbour->is.certainty, CERTAINTY_INFERRED);
	assert_true(neighbour->is.reason.len > 0);
	assert_string_equal(address_text(neighbour->address, text), GATEWAY);
	story_free(t.story);
}

static void
arp_before_the_first_packet_of_a_client_is_remembered(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);

	(void)state;
	tell_gateway(&t);
	assert_null(first_client(&t));
	tell_query(&t, "www.youtube.test", "A");
	assert_true(first_client(&t)->has_mac);
	assert_int_equal(first_client(&t)->neighbour_count, 1);
	assert_int_equal(
	    TAILQ_FIRST(&first_client(&t)->neighbours)->is.certainty, CERTAINTY_SEEN);
	story_free(t.story);
}

static void
who_only_answers_is_no_client(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);

	(void)state;
	tell_gateway(&t);
	tell_connect_as(&t, (struct connecting){ "203.0.113.9", WEB, 80, 57, 64 });
	tell_connect_as(&t, (struct connecting){ "203.0.113.10", WEB, 80, 57, 64 });
	assert_int_equal(story_counts(t.story).clients, 2);
	assert_false(first_client(&t)->has_mac);
	story_free(t.story);
}

static void
clients_beyond_the_limit_push_out_the_one_silent_for_longest(void **state)
{
	struct story_options options = { .client_count_max = 10 };
	struct telling t = { .story = story_new(&options), .at_ns = 1000 * NS_PER_S };
	char text[ADDRESS_TEXT_SIZE];
	int count = 0;
	const struct client *client;

	(void)state;
	for (uint32_t i = 0; i < 50; i++) {
		struct address from = address_of_u32(0x0a000000 + i);

		tell_connect_as(
		    &t, (struct connecting){ address_text(from, text), WEB, 22, 57, 64 });
		tell_closed(&t, t.flow, "fin", WEB);
		tell_wait(&t, 2000);
	}
	TAILQ_FOREACH (client, story_clients(t.story), entry) {
		count++;
	}
	assert_int_equal(count, 10);
	assert_int_equal(story_counts(t.story).clients_evicted, 40);
	story_free(t.story);
}

static void
a_name_asked_while_all_others_are_in_use_is_kept(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_LIVE, nobody);
	char address[ADDRESS_TEXT_SIZE], name[32];

	(void)state;
	for (uint32_t i = 0; i < 80; i++) {
		address_text(address_of_u32(0x0a000000 + i), address);
		snprintf(name, sizeof(name), "host%u.test", (unsigned)i);
		tell_lookup(&t, name, address);
		tell_connect(&t, address, 443);
	}
	assert_text(TAILQ_LAST(&first_client(&t)->lookups, lookup_list)->name, name);
	story_free(t.story);
}

static void
a_machine_that_sends_from_both_families_is_one_client(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, (struct story_receiver){ 0 });

	(void)state;
	tell_connect_as(&t, (struct connecting){ LAPTOP, WEB, 443, 64, 62 });
	tell_connect_as(
	    &t, (struct connecting){ "2001:db8::5", "2001:db8:1::80", 443, 64, 62 });
	assert_int_equal(story_counts(t.story).clients, 1);
	story_free(t.story);
}

static void
what_a_router_passes_on_is_not_one_client(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, (struct story_receiver){ 0 });

	(void)state;
	tell_connect_as(&t, (struct connecting){ LAPTOP, WEB, 443, 63, 62 });
	tell_connect_as(
	    &t, (struct connecting){ "2001:db8::5", "2001:db8:1::80", 443, 63, 62 });
	assert_int_equal(story_counts(t.story).clients, 2);
	story_free(t.story);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_machine_that_sends_from_both_families_is_one_client),
		cmocka_unit_test(what_a_router_passes_on_is_not_one_client),
		cmocka_unit_test(a_client_is_named_by_its_mac_and_by_what_it_told_dhcp),
		cmocka_unit_test(the_four_messages_of_dhcp_are_one_lease),
		cmocka_unit_test(the_servers_question_before_the_offer_is_its_probe),
		cmocka_unit_test(the_clients_probes_and_announcement_belong_to_its_lease),
		cmocka_unit_test(a_probe_that_another_machine_answers_is_answered),
		cmocka_unit_test(a_second_server_that_offers_is_told_apart),
		cmocka_unit_test(a_request_for_an_address_in_use_is_a_renewal),
		cmocka_unit_test(a_release_ends_the_address),
		cmocka_unit_test(an_answer_by_arp_makes_a_neighbour_with_both_frames),
		cmocka_unit_test(
		    without_arp_the_neighbour_is_inferred_from_where_frames_went),
		cmocka_unit_test(arp_before_the_first_packet_of_a_client_is_remembered),
		cmocka_unit_test(who_only_answers_is_no_client),
		cmocka_unit_test(
		    clients_beyond_the_limit_push_out_the_one_silent_for_longest),
		cmocka_unit_test(a_name_asked_while_all_others_are_in_use_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
