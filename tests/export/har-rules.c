/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/export/har-rules.h"

#include <arpa/inet.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/bytes.h"

enum kind { TEXT, DATE, NUMBER, SIZE, COUNT, FLAG, OBJECT, LIST };

/* A member of an object: SIZE and COUNT are whole numbers, SIZE may be -1. */
struct member {
	const char *key;
	enum kind kind;
	bool is_required;
};

/* What was wrong first. */
struct judge {
	char *fault;
	bool is_wrong;
};

static void judge_wrong(struct judge *, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void
judge_wrong(struct judge *judge, const char *format, ...)
{
	va_list args;

	if (judge->is_wrong)
		return;
	va_start(args, format);
	vsnprintf(judge->fault, HAR_FAULT_SIZE, format, args);
	va_end(args);
	judge->is_wrong = true;
}

/* 2026-11-25T22:27:00.123456Z */
static bool
is_date(const char *text)
{
	static const char form[] = "0000-00-00T00:00:00.";
	size_t i = 0;

	for (; form[i] != '\0'; i++)
		if (form[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
			return false;
	for (; text[i] >= '0' && text[i] <= '9'; i++)
		;
	return strcmp(text + i, "Z") == 0;
}

static bool
is_of_kind(const json_t *value, enum kind kind)
{
	switch (kind) {
	case TEXT: return json_is_string(value);
	case DATE: return json_is_string(value) && is_date(json_string_value(value));
	case NUMBER: return json_is_number(value);
	case SIZE: return json_is_integer(value) && json_integer_value(value) >= -1;
	case COUNT: return json_is_integer(value) && json_integer_value(value) >= 0;
	case FLAG: return json_is_boolean(value);
	case OBJECT: return json_is_object(value);
	case LIST: return json_is_array(value);
	}
	return false;
}

static const struct member *
member_find(const struct member *members, const char *key)
{
	for (; members->key != NULL; members++)
		if (strcmp(members->key, key) == 0)
			return members;
	return NULL;
}

/* All that has to be there is there, all that is there may be; keys of one's own begin with
 * an underscore. */
static void
judge_members(
    struct judge *judge, const char *what, json_t *object, const struct member *members)
{
	const char *key;
	json_t *value;

	if (!json_is_object(object)) {
		judge_wrong(judge, "%s is no object", what);
		return;
	}
	for (const struct member *m = members; m->key != NULL; m++)
		if (m->is_required && json_object_get(object, m->key) == NULL)
			judge_wrong(judge, "%s has no %s", what, m->key);
	json_object_foreach(object, key, value)
	{
		const struct member *member = member_find(members, key);

		if (key[0] == '_')
			continue;
		if (member == NULL)
			judge_wrong(judge, "%s has %s", what, key);
		else if (!is_of_kind(value, member->kind))
			judge_wrong(judge, "%s: %s is of another kind", what, key);
	}
}

static void
judge_each(
    struct judge *judge, const char *what, json_t *list, const struct member *members)
{
	json_t *item;
	size_t i;

	json_array_foreach(list, i, item) judge_members(judge, what, item, members);
}

static double
number_of(json_t *object, const char *key)
{
	return json_number_value(json_object_get(object, key));
}

static const char *
text_of(json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text == NULL ? "" : text;
}

static const struct member pairs[] = { { "name", TEXT, true }, { "value", TEXT, true },
	{ "comment", TEXT, false }, { 0 } };

static const struct member cookies[] = { { "name", TEXT, true }, { "value", TEXT, true },
	{ "path", TEXT, false }, { "domain", TEXT, false }, { "expires", DATE, false },
	{ "httpOnly", FLAG, false }, { "secure", FLAG, false }, { 0 } };

/* Pages ------------------------------------------------------------------------ */

static bool
is_duration_or_unknown(json_t *value)
{
	return value == NULL || json_number_value(value) >= 0 ||
	       json_number_value(value) == -1;
}

static void
judge_page(struct judge *judge, json_t *page)
{
	static const struct member members[] = { { "startedDateTime", DATE, true },
		{ "id", TEXT, true }, { "title", TEXT, true },
		{ "pageTimings", OBJECT, true }, { "comment", TEXT, false }, { 0 } };
	static const struct member timings[] = { { "onContentLoad", NUMBER, false },
		{ "onLoad", NUMBER, false }, { 0 } };
	json_t *of_page = json_object_get(page, "pageTimings");

	judge_members(judge, "a page", page, members);
	judge_members(judge, "pageTimings", of_page, timings);
	if (!is_duration_or_unknown(json_object_get(of_page, "onLoad")) ||
	    !is_duration_or_unknown(json_object_get(of_page, "onContentLoad")))
		judge_wrong(judge, "a page was loaded before it began");
}

static json_t *
page_find(json_t *log, const char *id)
{
	json_t *page;
	size_t i;

	json_array_foreach(json_object_get(log, "pages"), i, page)
	{
		if (strcmp(text_of(page, "id"), id) == 0)
			return page;
	}
	return NULL;
}

static void
judge_pages(struct judge *judge, json_t *log)
{
	json_t *pages = json_object_get(log, "pages");
	json_t *page;
	size_t i;

	json_array_foreach(pages, i, page)
	{
		judge_page(judge, page);
		if (page_find(log, text_of(page, "id")) != page)
			judge_wrong(judge, "two pages are %s", text_of(page, "id"));
	}
	if (json_array_size(json_object_get(log, "entries")) > 0 &&
	    json_array_size(pages) == 0)
		judge_wrong(judge, "there are entries, and no page");
}

/* Entries ---------------------------------------------------------------------- */

static void
judge_request(struct judge *judge, json_t *request)
{
	static const struct member members[] = { { "method", TEXT, true },
		{ "url", TEXT, true }, { "httpVersion", TEXT, true },
		{ "cookies", LIST, true }, { "headers", LIST, true },
		{ "queryString", LIST, true }, { "postData", OBJECT, false },
		{ "headersSize", SIZE, true }, { "bodySize", SIZE, true }, { 0 } };
	static const struct member post[] = { { "mimeType", TEXT, true },
		{ "text", TEXT, false }, { "params", LIST, false },
		{ "comment", TEXT, false }, { 0 } };
	json_t *data = json_object_get(request, "postData");

	judge_members(judge, "a request", request, members);
	judge_each(judge, "a cookie", json_object_get(request, "cookies"), cookies);
	judge_each(judge, "a header", json_object_get(request, "headers"), pairs);
	judge_each(judge, "a parameter", json_object_get(request, "queryString"), pairs);
	if (data == NULL)
		return;
	judge_members(judge, "postData", data, post);
	if (json_object_get(data, "text") != NULL &&
	    json_object_get(data, "params") != NULL)
		judge_wrong(judge, "postData has text and params");
}

static void
judge_content(struct judge *judge, json_t *response)
{
	static const struct member members[] = { { "size", COUNT, true },
		{ "compression", NUMBER, false }, { "mimeType", TEXT, true },
		{ "text", TEXT, false }, { "encoding", TEXT, false },
		{ "comment", TEXT, false }, { 0 } };
	json_t *content = json_object_get(response, "content");
	json_t *compression = json_object_get(content, "compression");
	double body = number_of(response, "bodySize");

	judge_members(judge, "content", content, members);
	if (compression != NULL && body >= 0 &&
	    number_of(content, "size") - body != json_number_value(compression))
		judge_wrong(judge, "compression is not the difference of the sizes");
}

static void
judge_response(struct judge *judge, json_t *response)
{
	static const struct member members[] = { { "status", COUNT, true },
		{ "statusText", TEXT, true }, { "httpVersion", TEXT, true },
		{ "cookies", LIST, true }, { "headers", LIST, true },
		{ "content", OBJECT, true }, { "redirectURL", TEXT, true },
		{ "headersSize", SIZE, true }, { "bodySize", SIZE, true }, { 0 } };

	judge_members(judge, "a response", response, members);
	judge_each(judge, "a cookie", json_object_get(response, "cookies"), cookies);
	judge_each(judge, "a header", json_object_get(response, "headers"), pairs);
	judge_content(judge, response);
}

/* Unknown phases are -1, of those that may be; the known ones make up the time. */
static void
judge_timings(struct judge *judge, json_t *entry)
{
	static const struct member members[] = { { "blocked", NUMBER, false },
		{ "dns", NUMBER, false }, { "connect", NUMBER, false },
		{ "send", NUMBER, true }, { "wait", NUMBER, true },
		{ "receive", NUMBER, true }, { "ssl", NUMBER, false }, { 0 } };
	static const char *const summed[] = { "blocked", "dns", "connect", "send", "wait",
		"receive" };
	json_t *timings = json_object_get(entry, "timings");
	double sum = 0;

	judge_members(judge, "timings", timings, members);
	for (size_t i = 0; i < COUNT_OF(summed); i++) {
		double phase = number_of(timings, summed[i]);

		if (phase < 0 && (phase != -1 || i > 2))
			judge_wrong(judge, "%s took %f ms", summed[i], phase);
		sum += MAX(phase, 0);
	}
	if (number_of(timings, "ssl") > MAX(number_of(timings, "connect"), 0))
		judge_wrong(judge, "ssl is not within connect");
	if (fabs(sum - number_of(entry, "time")) > 0.0005)
		judge_wrong(judge, "the phases take %f ms, and the entry %f", sum,
		    number_of(entry, "time"));
}

static void
judge_entry(struct judge *judge, json_t *log, json_t *entry)
{
	static const struct member members[] = { { "pageref", TEXT, false },
		{ "startedDateTime", DATE, true }, { "time", NUMBER, true },
		{ "request", OBJECT, true }, { "response", OBJECT, true },
		{ "cache", OBJECT, true }, { "timings", OBJECT, true },
		{ "serverIPAddress", TEXT, false }, { "connection", TEXT, false }, { 0 } };
	json_t *page = json_object_get(entry, "pageref");
	json_t *server = json_object_get(entry, "serverIPAddress");
	uint8_t octets[16];

	judge_members(judge, "an entry", entry, members);
	judge_request(judge, json_object_get(entry, "request"));
	judge_response(judge, json_object_get(entry, "response"));
	judge_timings(judge, entry);
	if (page != NULL && page_find(log, json_string_value(page)) == NULL)
		judge_wrong(judge, "an entry is of a page that is not there");
	if (server != NULL && inet_pton(AF_INET, json_string_value(server), octets) != 1 &&
	    inet_pton(AF_INET6, json_string_value(server), octets) != 1)
		judge_wrong(judge, "serverIPAddress is no address");
}

static void
judge_entries(struct judge *judge, json_t *log)
{
	const char *before = "";
	json_t *entry;
	size_t i;

	json_array_foreach(json_object_get(log, "entries"), i, entry)
	{
		const char *start = text_of(entry, "startedDateTime");

		judge_entry(judge, log, entry);
		if (strcmp(start, before) < 0)
			judge_wrong(judge, "the entries are not in order");
		before = start;
	}
}

const char *
har_fault(json_t *archive, char fault[HAR_FAULT_SIZE])
{
	static const struct member outside[] = { { "log", OBJECT, true }, { 0 } };
	static const struct member members[] = { { "version", TEXT, true },
		{ "creator", OBJECT, true }, { "browser", OBJECT, false },
		{ "pages", LIST, true }, { "entries", LIST, true },
		{ "comment", TEXT, false }, { 0 } };
	static const struct member creator[] = { { "name", TEXT, true },
		{ "version", TEXT, true }, { "comment", TEXT, false }, { 0 } };
	struct judge judge = { fault, false };
	json_t *log = json_object_get(archive, "log");

	judge_members(&judge, "the archive", archive, outside);
	judge_members(&judge, "the log", log, members);
	judge_members(&judge, "the creator", json_object_get(log, "creator"), creator);
	if (strcmp(text_of(log, "version"), "1.2") != 0)
		judge_wrong(&judge, "the version is not 1.2");
	judge_pages(&judge, log);
	judge_entries(&judge, log);
	return judge.is_wrong ? fault : NULL;
}
