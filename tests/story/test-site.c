/* SPDX-License-Identifier: BSD-2-Clause */
/* Which names one owner registered. */
#include "config.h"

#include "story/site.h"
#include "tests/test.h"

static void
a_site_is_what_somebody_registered(void **state)
{
	static const struct {
		const char *host, *site;
	} sites[] = {
		{ "www.shop.test", "shop.test" },
		{ "shop.test", "shop.test" },
		{ "a.b.c.shop.test", "shop.test" },
		{ "www.portal.co.kr", "portal.co.kr" },
		{ "WWW.Shop.COM", "Shop.COM" },
		{ "localhost", "localhost" },
		{ "192.0.2.1", "192.0.2.1" },
		{ "2001:db8::1", "2001:db8::1" },
		{ "", "" },
#ifdef HAVE_PSL
		{ "one.github.io", "one.github.io" },
		{ "github.io", "github.io" },
#endif
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(sites); i++) {
		struct bytes site = host_site(bytes_of_string(sites[i].host));

		assert_int_equal(site.len, strlen(sites[i].site));
		assert_memory_equal(site.at, sites[i].site, site.len);
	}
}

static void
names_of_one_owner_are_one_site(void **state)
{
	(void)state;
	assert_true(host_same_site(BYTES("img.shop.test"), BYTES("WWW.SHOP.test")));
	assert_true(host_same_site(BYTES("a.portal.co.kr"), BYTES("portal.co.kr")));
	assert_false(host_same_site(BYTES("a.co.kr"), BYTES("b.co.kr")));
	assert_false(host_same_site(BYTES("shop.test"), BYTES("shop.example")));
	assert_false(host_same_site(BYTES("10.0.2.1"), BYTES("192.0.2.1")));
#ifdef HAVE_PSL
	assert_false(host_same_site(BYTES("one.github.io"), BYTES("two.github.io")));
#endif
}

static void
a_front_door_is_where_a_site_is_visited(void **state)
{
	(void)state;
	assert_true(host_is_front_door(BYTES("shop.test")));
	assert_true(host_is_front_door(BYTES("www.shop.test")));
	assert_true(host_is_front_door(BYTES("m.shop.test")));
	assert_false(host_is_front_door(BYTES("img.shop.test")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_site_is_what_somebody_registered),
		cmocka_unit_test(names_of_one_owner_are_one_site),
		cmocka_unit_test(a_front_door_is_where_a_site_is_visited),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
