/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/buffer.h"
#include "dissectors/links.h"
#include "tests/guard.h"
#include "tests/test.h"

enum language { HTML, CSS };

/* The links of a text that ends flush against a page that cannot be read, one a line. */
static struct buffer
links_of(enum language language, struct bytes text)
{
	struct arena arena = { 0 };
	struct guard guard = guard_new(text.len);
	struct bytes placed = guard_place(&guard, text);
	struct list list =
	    language == HTML ? links_of_html(&arena, placed) : links_of_css(&arena, placed);
	const struct bytes *links = list.items;
	struct buffer lines = { 0 };

	guard_free(&guard);
	for (size_t i = 0; i < list.count; i++) {
		buffer_add(&lines, links[i]);
		buffer_add_char(&lines, '\n');
	}
	arena_clear(&arena);
	return lines;
}

static void
assert_links(enum language language, struct bytes text, const char *expected)
{
	struct buffer lines = links_of(language, text);

	buffer_add_char(&lines, '\0');
	assert_string_equal((const char *)lines.at, expected);
	buffer_clear(&lines);
	for (size_t len = 0; len < text.len; len++) {
		lines = links_of(language, bytes_first(text, len));
		buffer_clear(&lines);
	}
}

static void
elements_name_what_they_are_made_of(void **state)
{
	(void)state;
	assert_links(HTML,
	    BYTES("<!DOCTYPE html><html><head><LINK rel=stylesheet HREF='s.css'>"
		  "<script async src = \"/a.js?x=1&amp;y=2\"></script></head>"
		  "<body><img src=i.png alt=\"a > b\"/><video poster=p.jpg></video>"),
	    "s.css\n/a.js?x=1&y=2\ni.png\np.jpg\n");
}

static void
where_one_may_go_is_no_link(void **state)
{
	(void)state;
	assert_links(HTML,
	    BYTES("<base href=/b/><a class=x href=/next>n</a><area href=/m>"
		  "<img src=#inside><img src='data:image/png;base64,AA'><img src=''>"),
	    "");
}

static void
all_candidates_of_a_set_are_named(void **state)
{
	(void)state;
	assert_links(HTML, BYTES("<img srcset=\"a.png 1x, b.png 2x,c.png\">"),
	    "a.png\nb.png\nc.png\n");
	assert_links(HTML, BYTES("<img srcset=' a.png, b,c.png 2x '>"), "a.png\nb,c.png\n");
}

static void
comments_and_scripts_are_no_markup(void **state)
{
	(void)state;
	assert_links(HTML,
	    BYTES("<!-- <img src=a> --><script>x = '<img src=b>';</script><img src=c>"
		  "<script>if (a</b/) <img src=d>"),
	    "c\n");
}

static void
styles_are_read_in_elements_and_attributes(void **state)
{
	(void)state;
	assert_links(HTML,
	    BYTES("<style>@import 'a.css'; i { background: URL( b.png ) }</style>"
		  "<p style=\"background: url('c.png')\"> url(d.png)"),
	    "a.css\nb.png\nc.png\n");
}

static void
style_sheets_name_imports_and_urls(void **state)
{
	(void)state;
	assert_links(CSS,
	    BYTES("@import \"a.css\" screen; @import url(b.css);/* url(c.css) */"
		  "@font-face{src:url('d.woff2')format('woff2'),url(\"e.woff\")}"
		  ".f{clip-path:url(#g)}.h{background:url(data:image/gif;base64,R0)}"),
	    "a.css\nb.css\nd.woff2\ne.woff\n");
}

static void
there_is_a_limit_to_how_many_are_kept(void **state)
{
	struct buffer text = { 0 };
	struct buffer lines;
	size_t count = 0;

	(void)state;
	for (int i = 0; i < 2 * LINKS_MAX; i++)
		buffer_add(&text, BYTES("<img srcset='a 1x, b 2x, c'>"));
	lines = links_of(HTML, buffer_bytes(&text));
	for (size_t i = 0; i < lines.len; i++)
		count += lines.at[i] == '\n';
	assert_int_equal(count, LINKS_MAX);
	buffer_clear(&lines);
	buffer_clear(&text);
}

static void
a_link_without_an_end_is_none(void **state)
{
	struct buffer text = { 0 };
	struct buffer lines;

	(void)state;
	buffer_add(&text, BYTES("<img src='"));
	for (int i = 0; i < LINK_SIZE_MAX; i++)
		buffer_add(&text, BYTES("aa"));
	lines = links_of(HTML, buffer_bytes(&text));
	assert_int_equal(lines.len, 0);
	buffer_clear(&lines);
	buffer_clear(&text);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(elements_name_what_they_are_made_of),
		cmocka_unit_test(where_one_may_go_is_no_link),
		cmocka_unit_test(all_candidates_of_a_set_are_named),
		cmocka_unit_test(comments_and_scripts_are_no_markup),
		cmocka_unit_test(styles_are_read_in_elements_and_attributes),
		cmocka_unit_test(style_sheets_name_imports_and_urls),
		cmocka_unit_test(there_is_a_limit_to_how_many_are_kept),
		cmocka_unit_test(a_link_without_an_end_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
