/* SPDX-License-Identifier: BSD-2-Clause */
/* The story as one HTML file: whatever packets say, it stays text. */
#include "export/html.h"
#include "tests/story/telling.h"

#define HOSTILE "</title><script>alert(1)</script>\"'&\033[31m\xe2\x80\xae\xff<b onclick=x>"

static const struct story_receiver nobody;
static const struct story_capture capture = { .file = "<i>\"x\".pcap",
	.link = "EN10MB",
	.frames = 20,
	.bytes = 2000,
	.damaged = true };

static struct buffer
document_of(struct telling *telling)
{
	struct buffer out = { 0 };

	story_end(telling->story);
	story_to_html(&out, telling->story, (struct story_captures){ &capture, 1 },
	    &(struct selection){ 0 });
	buffer_add_char(&out, '\0');
	story_free(telling->story);
	return out;
}

static struct buffer
document_of_a_first_visit(void)
{
	struct telling telling = a_first_visit();

	return document_of(&telling);
}

/* Every text that a packet can bring into it. */
static struct buffer
document_of_hostile_names(void)
{
	struct telling telling = tell_begin(STORY_KEEP_ALL, nobody);
	struct asking asking = { "GET" HOSTILE, "http://" HOSTILE "/" HOSTILE, HOSTILE,
		"/" HOSTILE, { { "Referer", HOSTILE }, { "User-Agent", HOSTILE } }, LAPTOP,
		WEB };

	tell_dora(&telling);
	tell_gateway(&telling);
	tell_lookup(&telling, HOSTILE, WEB);
	tell_connect(&telling, WEB, 443);
	tell_tls(&telling, WEB, HOSTILE);
	tell_certificate(&telling, WEB, HOSTILE);
	tell_connect(&telling, WEB, 80);
	tell_request(&telling, telling.flow, asking);
	tell_response(&telling, telling.flow, 302, "text/" HOSTILE, "http://" HOSTILE);
	tell_body(&telling, telling.flow, 10, true);
	return document_of(&telling);
}

static bool
document_has(const struct buffer *document, const char *part)
{
	return strstr((const char *)document->at, part) != NULL;
}

/* The name of the tag at `at`, behind its "<" or "</"; empty where it is none of ours. */
static const char *
tag_at(const char *at)
{
	static const char *const tags[] = { "a", "b", "body", "circle", "dd", "defs",
		"details", "div", "dl", "dt", "footer", "g", "h1", "h2", "h3", "head",
		"header", "html", "i", "li", "line", "meta", "nav", "ol", "p", "path",
		"pattern", "rect", "section", "small", "span", "style", "summary", "svg",
		"table", "tbody", "td", "text", "th", "thead", "time", "title", "tr",
		"tspan", "ul", "use" };
	size_t len = strcspn(at, " >/\n");

	for (size_t i = 0; i < COUNT_OF(tags); i++)
		if (strlen(tags[i]) == len && strncmp(tags[i], at, len) == 0)
			return tags[i];
	return "";
}

static bool
tag_has_no_end(const char *tag)
{
	return strcmp(tag, "meta") == 0;
}

/* Every tag is one that the program writes, and each that begins ends. */
static void
assert_well_formed(const struct buffer *document)
{
	const char *open[64];
	size_t depth = 0;
	const char *at = (const char *)document->at + strlen("<!DOCTYPE html>");

	for (at = strchr(at, '<'); at != NULL; at = strchr(at + 1, '<')) {
		bool is_end = at[1] == '/';
		const char *tag = tag_at(at + (is_end ? 2 : 1));
		const char *end = strchr(at, '>');

		if (tag[0] == '\0' || end == NULL)
			fail_msg("no tag of ours: %.60s", at);
		if (is_end && (depth == 0 || strcmp(open[--depth], tag) != 0))
			fail_msg("%s is not open at %.60s", tag, at);
		if (is_end || end[-1] == '/' || tag_has_no_end(tag))
			continue;
		assert_true(depth < COUNT_OF(open));
		open[depth++] = tag;
	}
	assert_int_equal(depth, 0);
}

static void
every_tag_that_begins_ends(void **state)
{
	struct buffer document = document_of_a_first_visit();

	(void)state;
	assert_well_formed(&document);
	buffer_clear(&document);
}

static void
whatever_packets_say_stays_text(void **state)
{
	struct buffer document = document_of_hostile_names();

	(void)state;
	assert_well_formed(&document);
	assert_false(document_has(&document, "<script"));
	assert_false(document_has(&document, "<b onclick"));
	assert_false(document_has(&document, "\033"));
	assert_false(document_has(&document, "\xe2\x80\xae"));
	assert_false(document_has(&document, "\xff"));
	assert_true(document_has(&document, "&lt;script&gt;alert(1)"));
	buffer_clear(&document);
}

static void
nothing_but_its_own_style_sheet_may_pass(void **state)
{
	struct buffer document = document_of_a_first_visit();

	(void)state;
	assert_true(document_has(&document,
	    "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; "
	    "style-src 'sha256-"));
	assert_false(document_has(&document, " style="));
	assert_false(document_has(&document, "src="));
	assert_false(document_has(&document, "@import"));
	buffer_clear(&document);
}

/* So none of them leads out of the file. */
static void
every_link_begins_with_a_hash(void **state)
{
	struct buffer document = document_of_hostile_names();

	(void)state;
	for (const char *at = strstr((const char *)document.at, "href="); at != NULL;
	     at = strstr(at + 1, "href="))
		assert_true(strncmp(at, "href=\"#", 7) == 0);
	buffer_clear(&document);
}

static void
the_page_has_its_steps_its_waterfall_and_its_messages(void **state)
{
	static const char *const parts[] = { "id=page-1", ">Waterfall<", ">What happened<",
		">Messages<", "ended early or is damaged", "DNS Lookup",
		"ClientHello for www.youtube.test", "<a href=\"#page-1\">" };
	struct buffer document = document_of_a_first_visit();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		if (!document_has(&document, parts[i]))
			fail_msg("no %s", parts[i]);
	buffer_clear(&document);
}

static void
a_capture_of_nothing_is_a_document_too(void **state)
{
	struct telling telling = tell_begin(STORY_KEEP_ALL, nobody);
	struct buffer document = document_of(&telling);

	(void)state;
	assert_well_formed(&document);
	assert_true(document_has(&document, "No client was heard"));
	buffer_clear(&document);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_tag_that_begins_ends),
		cmocka_unit_test(whatever_packets_say_stays_text),
		cmocka_unit_test(nothing_but_its_own_style_sheet_may_pass),
		cmocka_unit_test(every_link_begins_with_a_hash),
		cmocka_unit_test(the_page_has_its_steps_its_waterfall_and_its_messages),
		cmocka_unit_test(a_capture_of_nothing_is_a_document_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
