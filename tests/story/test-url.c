/* SPDX-License-Identifier: BSD-2-Clause */
/* The parts of URLs, and what relative ones mean. */
#include "story/url.h"
#include "tests/test.h"

static const struct resolving {
	const char *base, *to, *whole;
} resolvings[] = {
	{ "http://a.test/b/c?q#f", "d", "http://a.test/b/d" },
	{ "http://a.test/b/c?q=/x/y", "d?e", "http://a.test/b/d?e" },
	{ "http://a.test/b/c", "./d", "http://a.test/b/d" },
	{ "http://a.test/b/c", "../d", "http://a.test/d" },
	{ "http://a.test/b/c", "../../../d", "http://a.test/d" },
	{ "http://a.test/b/c", ".", "http://a.test/b/" },
	{ "http://a.test/b/c/", "..", "http://a.test/b/" },
	{ "http://a.test/b/c", "/d/../e#f", "http://a.test/e" },
	{ "http://a.test/b/c?q", "?p", "http://a.test/b/c?p" },
	{ "http://a.test/b/c?q", "#f", "http://a.test/b/c?q" },
	{ "http://a.test/b/c?q", "", "http://a.test/b/c?q" },
	{ "https://a.test:8443/b", "//c.test/d", "https://c.test/d" },
	{ "https://a.test/b", "http://c.test", "http://c.test/" },
	{ "https://a.test", "d", "https://a.test/d" },
	{ "https://a.test/", "mailto:me@a.test", "mailto:me@a.test" },
	{ "nonsense", "d", "d" },
};

static void
a_reference_means_what_the_rfc_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(resolvings); i++) {
		struct buffer out = { 0 };

		url_resolve(&out, bytes_of_string(resolvings[i].base),
		    bytes_of_string(resolvings[i].to));
		assert_int_equal(out.len, strlen(resolvings[i].whole));
		assert_memory_equal(out.at, resolvings[i].whole, out.len);
		buffer_clear(&out);
	}
}

static void
a_referer_cut_short_is_an_origin(void **state)
{
	(void)state;
	assert_true(url_is_origin(BYTES("https://a.test/")));
	assert_true(url_is_origin(BYTES("https://a.test:8443")));
	assert_false(url_is_origin(BYTES("https://a.test/b")));
	assert_false(url_is_origin(BYTES("https://a.test/?b")));
	assert_int_equal(url_origin(BYTES("https://a.test:8443/b")).len, 19);
	assert_int_equal(url_origin(BYTES("mailto:me")).len, 0);
	assert_int_equal(url_folder(BYTES("https://a.test/b/c?d/e")).len, 17);
	assert_int_equal(url_folder(BYTES("https://a.test/b?d/e")).len, 0);
	assert_int_equal(url_folder(BYTES("nonsense")).len, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reference_means_what_the_rfc_says),
		cmocka_unit_test(a_referer_cut_short_is_an_origin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
