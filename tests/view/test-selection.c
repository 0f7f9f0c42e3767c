/* SPDX-License-Identifier: BSD-2-Clause */
/* Which pages --client and --page choose. */
#include "tests/story/telling.h"
#include "view/selection.h"

#define PHONE "192.168.50.77"

static const struct story_receiver nobody;

/* The laptop's page is the first, the phone's the second. */
static struct telling
two_pages_of_two_clients(void)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);

	tell_dora(&t);
	tell_lookup(&t, "a.test", WEB);
	tell_connect(&t, WEB, 80);
	tell_get(&t, t.flow, "http://a.test/", "a.test", NULL);
	tell_connect_as(&t, (struct connecting){ .client = PHONE,
				.server = CDN,
				.port = 80,
				.client_ttl = 64,
				.server_ttl = 60 });
	tell_request(&t, t.flow,
	    (struct asking){ .method = "GET",
		.url = "http://b.test/",
		.host = "b.test",
		.headers = { { "Accept", "text/html" } },
		.client = PHONE,
		.server = CDN });
	story_end(t.story);
	return t;
}

static void
assert_pages(
    const struct telling *t, const struct selection *selection, bool first, bool second)
{
	assert_int_equal(selection_has_page(selection, told_page(t, 1)), first);
	assert_int_equal(selection_has_page(selection, told_page(t, 2)), second);
}

static void
assert_who(const char *who, bool first, bool second)
{
	struct telling t = two_pages_of_two_clients();
	struct selection selection = { 0 };

	selection_add_client(&selection, who);
	assert_pages(&t, &selection, first, second);
	selection_clear(&selection);
	story_free(t.story);
}

static void
assert_fault(struct selection selection, const char *who, const char *says)
{
	struct telling t = two_pages_of_two_clients();
	struct buffer fault = { 0 };

	if (who != NULL)
		selection_add_client(&selection, who);
	assert_true(selection_fault(&selection, t.story, 0, &fault));
	assert_text(buffer_bytes(&fault), says);
	buffer_clear(&fault);
	selection_clear(&selection);
	story_free(t.story);
}

static void
nothing_chosen_is_everything(void **state)
{
	struct telling t = two_pages_of_two_clients();
	struct selection selection = { 0 };

	(void)state;
	assert_true(selection_is_all(&selection));
	assert_pages(&t, &selection, true, true);
	story_free(t.story);
}

static void
a_client_is_named_by_its_mac(void **state)
{
	(void)state;
	assert_who("02:11:00:00:00:01", true, false);
	assert_who("02-11-00-00-00-01", true, false);
	assert_who("02:11:00:00:00:09", false, false);
}

static void
a_client_is_named_by_an_address(void **state)
{
	(void)state;
	assert_who(LAPTOP, true, false);
	assert_who(PHONE, false, true);
}

static void
a_client_is_named_by_its_host_name_in_any_case(void **state)
{
	(void)state;
	assert_who("Minji-Laptop", true, false);
	assert_who("minji", false, false);
}

static void
of_several_clients_any_is_told(void **state)
{
	struct telling t = two_pages_of_two_clients();
	struct selection selection = { 0 };

	(void)state;
	selection_add_client(&selection, LAPTOP);
	selection_add_client(&selection, PHONE);
	assert_pages(&t, &selection, true, true);
	selection_clear(&selection);
	story_free(t.story);
}

static void
a_page_brings_its_connections_and_look_ups_alone(void **state)
{
	struct telling t = two_pages_of_two_clients();
	const struct connection *first = TAILQ_FIRST(story_connections(t.story));
	const struct lookup *lookup = TAILQ_FIRST(story_lookups(t.story));
	struct selection one = { .page = 1 };
	struct selection two = { .page = 2 };

	(void)state;
	assert_true(selection_has_connection(&one, first));
	assert_false(selection_has_connection(&two, first));
	assert_true(selection_has_lookup(&one, t.story, lookup));
	assert_false(selection_has_lookup(&two, t.story, lookup));
	story_free(t.story);
}

static void
who_names_no_client_hears_which_there_are(void **state)
{
	(void)state;
	assert_fault((struct selection){ 0 }, "no\x1b[body",
	    "--client no\\u001b[body: no such client: there is minji-laptop, " PHONE);
}

static void
who_names_no_page_hears_which_there_are(void **state)
{
	(void)state;
	assert_fault((struct selection){ .page = 3 }, NULL,
	    "--page 3: no such page: there are pages 1 to 2");
	assert_fault((struct selection){ .page = 1 }, PHONE,
	    "--page 1: is a page of another client than --client names");
}

static void
a_mac_address_is_read_whole_or_not_at_all(void **state)
{
	struct mac mac;

	(void)state;
	assert_true(mac_parse("aA:bb:0c:dd:EE:ff", &mac));
	assert_memory_equal(mac.octets, "\xaa\xbb\x0c\xdd\xee\xff", 6);
	assert_false(mac_parse("", &mac));
	assert_false(mac_parse("aa:bb:cc:dd:ee", &mac));
	assert_false(mac_parse("aa:bb:cc:dd:ee:f", &mac));
	assert_false(mac_parse("aa:bb:cc:dd:ee:ff:00", &mac));
	assert_false(mac_parse("ga:bb:cc:dd:ee:ff", &mac));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_chosen_is_everything),
		cmocka_unit_test(a_client_is_named_by_its_mac),
		cmocka_unit_test(a_client_is_named_by_an_address),
		cmocka_unit_test(a_client_is_named_by_its_host_name_in_any_case),
		cmocka_unit_test(of_several_clients_any_is_told),
		cmocka_unit_test(a_page_brings_its_connections_and_look_ups_alone),
		cmocka_unit_test(who_names_no_client_hears_which_there_are),
		cmocka_unit_test(who_names_no_page_hears_which_there_are),
		cmocka_unit_test(a_mac_address_is_read_whole_or_not_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
