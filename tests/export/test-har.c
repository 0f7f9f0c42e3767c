/* SPDX-License-Identifier: BSD-2-Clause */
/* The story as an HTTP Archive. */
#include <netinet/in.h>

#include "export/har.h"
#include "tests/story/telling.h"

static const struct story_receiver nobody;
static const struct selection everything;

static struct buffer
archive_of(struct telling *t, enum secrets secrets)
{
	struct buffer out = { 0 };

	story_end(t->story);
	story_to_har(&out, t->story, &everything, secrets);
	buffer_add_char(&out, '\0');
	story_free(t->story);
	return out;
}

static void
assert_has(const struct buffer *archive, const char *part)
{
	if (strstr((const char *)archive->at, part) == NULL)
		fail_msg("no %s in %s", part, (const char *)archive->at);
}

static void
assert_has_not(const struct buffer *archive, const char *part)
{
	if (strstr((const char *)archive->at, part) != NULL)
		fail_msg("%s in %s", part, (const char *)archive->at);
}

/* A look-up, a connection of its own and a page on it. */
static struct telling
tell_first_visit(void)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);

	tell_lookup(&t, "www.naver.test", WEB);
	tell_connect(&t, WEB, 80);
	tell_get(&t, t.flow, "http://www.naver.test/", "www.naver.test", NULL);
	return t;
}

/* A page by this request, which is not answered. */
static struct telling
tell_asking(struct asking asking)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);

	tell_connect(&t, WEB, 80);
	tell_request(&t, t.flow, asking);
	return t;
}

static void
tell_answer_with(struct telling *t, const char *name, const char *value)
{
	struct pair pair = { bytes_of_string(name), bytes_of_string(value) };
	struct event_http_response e = {
		.head = { .kind = EVENT_HTTP_RESPONSE,
		    .side = SIDE_SERVER,
		    .frame = ++t->frame,
		    .at_ns = t->at_ns,
		    .flow = { IPPROTO_TCP, t->flow } },
		.status = 200,
		.reason = BYTES("OK"),
		.headers = LIST_OF(&pair, 1),
	};

	story_add_event(t->story, &e.head);
}

static void
the_log_has_its_version_its_creator_and_its_lists(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	struct buffer archive = archive_of(&t, SECRETS_MASKED);

	(void)state;
	assert_has(&archive, "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":");
	assert_has(&archive, "\"pages\":[],\"entries\":[]}}\n");
	buffer_clear(&archive);
}

static void
a_page_tells_when_it_began_and_whose_it_was(void **state)
{
	struct telling t = tell_first_visit();
	struct buffer archive = archive_of(&t, SECRETS_MASKED);

	(void)state;
	assert_has(&archive,
	    "{\"startedDateTime\":\"1970-01-01T00:16:40.000000Z\",\"id\":\"page_1\","
	    "\"title\":\"http://www.naver.test/\",");
	assert_has(&archive, "\"onContentLoad\":-1,\"onLoad\":");
	assert_has(&archive, "\"_client\":\"192.168.50.101\",");
	buffer_clear(&archive);
}

static void
a_page_lists_every_url_of_its_redirects_once(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	struct buffer archive;

	(void)state;
	tell_connect(&t, WEB, 80);
	tell_request(&t, t.flow,
	    (struct asking){ .method = "GET",
		.url = "http://a.test/",
		.host = "a.test",
		.headers = { { "Accept", "text/html" } } });
	tell_response(&t, t.flow, 302, "text/html", "/b");
	tell_body(&t, t.flow, 0, true);
	tell_get(&t, t.flow, "http://a.test/b", "a.test", NULL);
	archive = archive_of(&t, SECRETS_MASKED);
	assert_has(&archive, "\"_urls\":[\"http://a.test/\",\"http://a.test/b\"]");
	assert_has(&archive, "\"redirectURL\":\"/b\"");
	buffer_clear(&archive);
}

static void
a_page_that_sent_no_request_has_no_entry(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	struct buffer archive;

	(void)state;
	tell_connect(&t, WEB, 443);
	tell_tls(&t, WEB, "www.youtube.test");
	archive = archive_of(&t, SECRETS_MASKED);
	assert_has(&archive, "\"title\":\"https://www.youtube.test/\"");
	assert_has(&archive, "\"entries\":[]");
	buffer_clear(&archive);
}

static void
an_entry_names_its_page_its_server_and_its_connection(void **state)
{
	struct telling t = tell_first_visit();
	struct buffer archive = archive_of(&t, SECRETS_MASKED);

	(void)state;
	assert_has(&archive, "{\"pageref\":\"page_1\",\"startedDateTime\":\"1970-");
	assert_has(&archive, "\"serverIPAddress\":\"198.51.100.80\",\"connection\":\"1\"}");
	buffer_clear(&archive);
}

static void
a_request_of_no_page_has_no_pageref(void **state)
{
	struct telling t = tell_asking((struct asking){
	    .method = "POST", .url = "http://a.test/api", .host = "a.test" });
	struct buffer archive = archive_of(&t, SECRETS_MASKED);

	(void)state;
	assert_has(&archive, "\"entries\":[{\"startedDateTime\":");
	assert_has(&archive, "\"title\":\"requests of no page\"");
	buffer_clear(&archive);
}

static void
a_request_has_all_that_har_asks_for(void **state)
{
	struct telling t = tell_first_visit();
	struct buffer archive = archive_of(&t, SECRETS_MASKED);

	(void)state;
	assert_has(&archive,
	    "\"request\":{\"method\":\"GET\",\"url\":\"http://www.naver.test/\","
	    "\"httpVersion\":\"HTTP/1.1\",\"cookies\":[],"
	    "\"headers\":[{\"name\":\"Accept\",\"value\":\"text/html,*/*\"}],"
	    "\"queryString\":[],\"headersSize\":-1,\"bodySize\":0}");
	assert_has(&archive,
	    "\"response\":{\"status\":200,\"statusText\":\"\",\"httpVersion\":\"HTTP/1.1\","
	    "\"cookies\":[],\"headers\":[{\"name\":\"Content-Type\",\"value\":\"text/html\""
	    "}],\"content\":{\"size\":1000,\"mimeType\":\"text/"
	    "html\"},\"redirectURL\":\"\","
	    "\"headersSize\":-1,\"bodySize\":1000},\"cache\":{}");
	buffer_clear(&archive);
}

static void
the_first_request_of_a_connection_waits_for_name_and_handshakes(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	struct buffer archive;

	(void)state;
	tell_lookup(&t, "www.naver.test", WEB);
	tell_connect(&t, WEB, 443);
	tell_tls(&t, WEB, "www.naver.test");
	tell_wait(&t, 5);
	tell_get(&t, t.flow, "https://www.naver.test/", "www.naver.test", NULL);
	archive = archive_of(&t, SECRETS_MASKED);
	assert_has(&archive, "\"dns\":20.010000,\"connect\":");
	assert_has_not(&archive, "\"connect\":-1");
	assert_has_not(&archive, "\"ssl\":-1");
	buffer_clear(&archive);
}

static void
the_phases_add_up_to_the_time(void **state)
{
	struct telling t = tell_first_visit();
	struct buffer archive = archive_of(&t, SECRETS_MASKED);

	(void)state;
	assert_has(&archive, "\"time\":90.080000,");
	assert_has(&archive,
	    "\"timings\":{\"blocked\":0.030000,\"dns\":20.010000,\"connect\":40.020000,"
	    "\"ssl\":-1,\"send\":0.000000,\"wait\":30.010000,\"receive\":0.010000}");
	buffer_clear(&archive);
}

static void
a_later_request_waits_for_neither(void **state)
{
	struct telling t = tell_first_visit();
	struct buffer archive;

	(void)state;
	tell_get(&t, t.flow, "http://www.naver.test/b", "www.naver.test", NULL);
	archive = archive_of(&t, SECRETS_MASKED);
	assert_has(
	    &archive, "{\"blocked\":-1,\"dns\":-1,\"connect\":-1,\"ssl\":-1,\"send\":0.");
	buffer_clear(&archive);
}

static void
one_look_up_is_waited_for_once(void **state)
{
	struct telling t = tell_first_visit();
	struct buffer archive;

	(void)state;
	tell_connect(&t, WEB, 80);
	tell_get(&t, t.flow, "http://www.naver.test/b", "www.naver.test", NULL);
	archive = archive_of(&t, SECRETS_MASKED);
	assert_has(&archive, "\"dns\":-1,\"connect\":40.020000,");
	buffer_clear(&archive);
}

static void
nobody_waits_for_what_was_opened_long_before(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	struct buffer archive;

	(void)state;
	tell_connect(&t, WEB, 80);
	tell_wait(&t, 2000);
	tell_get(&t, t.flow, "http://www.naver.test/", "www.naver.test", NULL);
	archive = archive_of(&t, SECRETS_MASKED);
	assert_has(&archive, "\"connect\":-1,");
	buffer_clear(&archive);
}

static void
a_request_without_an_answer_has_status_0(void **state)
{
	struct telling t = tell_asking(
	    (struct asking){ .method = "GET", .url = "http://a.test/", .host = "a.test" });
	struct buffer archive = archive_of(&t, SECRETS_MASKED);

	(void)state;
	assert_has(&archive,
	    "\"response\":{\"status\":0,\"statusText\":\"\",\"httpVersion\":\"\","
	    "\"cookies\":[],\"headers\":[],\"content\":{\"size\":0,\"mimeType\":\"\"},"
	    "\"redirectURL\":\"\",\"headersSize\":-1,\"bodySize\":-1}");
	buffer_clear(&archive);
}

static void
parameters_are_listed_as_sent(void **state)
{
	struct telling t = tell_asking((struct asking){ .method = "GET",
	    .url = "http://a.test/?q=a%20b&&x=1=2&y#z=3",
	    .host = "a.test" });
	struct buffer archive = archive_of(&t, SECRETS_MASKED);

	(void)state;
	assert_has(&archive,
	    "\"queryString\":[{\"name\":\"q\",\"value\":\"a%20b\"},"
	    "{\"name\":\"x\",\"value\":\"1=2\"},{\"name\":\"y\",\"value\":\"\"}]");
	buffer_clear(&archive);
}

static struct buffer
archive_with_secrets(enum secrets secrets)
{
	struct telling t = tell_asking((struct asking){ .method = "GET",
	    .url = "http://a.test/",
	    .host = "a.test",
	    .headers = { { "cookie", "sid=S1; S2" }, { "Authorization", "Basic S3" } } });

	tell_answer_with(&t, "Set-Cookie",
	    "sid=S4; Path=/a; Domain=a.test; HttpOnly; Secure; SameSite=Lax");
	return archive_of(&t, secrets);
}

static void
secrets_are_masked(void **state)
{
	static const char *const secrets[] = { "S1", "S2", "S3", "S4" };
	struct buffer archive = archive_with_secrets(SECRETS_MASKED);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(secrets); i++)
		assert_has_not(&archive, secrets[i]);
	assert_has(&archive, "{\"name\":\"sid\",\"value\":\"***\"}");
	assert_has(&archive, "{\"name\":\"Authorization\",\"value\":\"***\"}");
	assert_has(&archive, "{\"name\":\"Set-Cookie\",\"value\":\"***\"}");
	buffer_clear(&archive);
}

static void
secrets_are_shown_to_who_asks(void **state)
{
	struct buffer archive = archive_with_secrets(SECRETS_SHOWN);

	(void)state;
	assert_has(&archive, "\"cookies\":[{\"name\":\"sid\",\"value\":\"S1\"},"
			     "{\"name\":\"\",\"value\":\"S2\"}]");
	assert_has(&archive, "{\"name\":\"Authorization\",\"value\":\"Basic S3\"}");
	buffer_clear(&archive);
}

static void
a_cookie_that_is_set_has_its_attributes(void **state)
{
	struct buffer archive = archive_with_secrets(SECRETS_SHOWN);

	(void)state;
	assert_has(&archive,
	    "\"cookies\":[{\"name\":\"sid\",\"value\":\"S4\",\"path\":\"/a\","
	    "\"domain\":\"a.test\",\"httpOnly\":true,\"secure\":true}]");
	buffer_clear(&archive);
}

static void
names_off_the_wire_cannot_leave_their_strings(void **state)
{
	struct telling t = tell_asking((struct asking){ .method = "GET\"",
	    .url = "http://a.test/\\\"}?\n=\x1b[2J",
	    .host = "a.test",
	    .headers = { { "x\"],", "\xff\x80" }, { "Cookie", ";;=;a=\"" } } });
	struct buffer archive = archive_of(&t, SECRETS_SHOWN);

	(void)state;
	assert_has(&archive, "\"method\":\"GET\\\"\"");
	assert_has(&archive, "\"url\":\"http://a.test/\\\\\\\"}?\\u000a=\\u001b[2J\"");
	assert_has(
	    &archive, "{\"name\":\"x\\\"],\",\"value\":\"\xef\xbf\xbd\xef\xbf\xbd\"}");
	assert_has(&archive, "\"cookies\":[{\"name\":\"a\",\"value\":\"\\\"\"}]");
	buffer_clear(&archive);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_log_has_its_version_its_creator_and_its_lists),
		cmocka_unit_test(a_page_tells_when_it_began_and_whose_it_was),
		cmocka_unit_test(a_page_lists_every_url_of_its_redirects_once),
		cmocka_unit_test(a_page_that_sent_no_request_has_no_entry),
		cmocka_unit_test(an_entry_names_its_page_its_server_and_its_connection),
		cmocka_unit_test(a_request_of_no_page_has_no_pageref),
		cmocka_unit_test(a_request_has_all_that_har_asks_for),
		cmocka_unit_test(
		    the_first_request_of_a_connection_waits_for_name_and_handshakes),
		cmocka_unit_test(the_phases_add_up_to_the_time),
		cmocka_unit_test(a_later_request_waits_for_neither),
		cmocka_unit_test(one_look_up_is_waited_for_once),
		cmocka_unit_test(nobody_waits_for_what_was_opened_long_before),
		cmocka_unit_test(a_request_without_an_answer_has_status_0),
		cmocka_unit_test(parameters_are_listed_as_sent),
		cmocka_unit_test(secrets_are_masked),
		cmocka_unit_test(secrets_are_shown_to_who_asks),
		cmocka_unit_test(a_cookie_that_is_set_has_its_attributes),
		cmocka_unit_test(names_off_the_wire_cannot_leave_their_strings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
