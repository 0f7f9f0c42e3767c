/* SPDX-License-Identifier: BSD-2-Clause */
/* What is written of the sample captures, read by somebody else's reader. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "export/csv.h"
#include "export/har.h"
#include "export/json.h"
#include "tests/export/har-rules.h"
#include "tests/export/samples.h"
#include "tests/test.h"

static const struct selection everything;

static json_t *
load(const char *name, struct bytes text)
{
	json_error_t error;
	json_t *value =
	    json_loadb((const char *)text.at, text.len, JSON_REJECT_DUPLICATES, &error);

	if (value == NULL)
		fail_msg("%s: %s at byte %d", name, error.text, error.position);
	return value;
}

static json_t *
archive_of(const char *name, const struct story *story)
{
	struct buffer text = { 0 };
	json_t *archive;

	story_to_har(&text, story, &everything, SECRETS_MASKED);
	archive = load(name, buffer_bytes(&text));
	buffer_clear(&text);
	return archive;
}

static void
check_archive(const char *name, const struct story *story)
{
	json_t *archive = archive_of(name, story);
	char fault[HAR_FAULT_SIZE];

	if (har_fault(archive, fault) != NULL)
		fail_msg("%s: %s", name, fault);
	json_decref(archive);
}

static void
every_archive_keeps_the_rules_of_har(void **state)
{
	(void)state;
	assert_true(samples_each(check_archive) > 0);
}

/* Its pages, and only the requests of pages that have one. */
static void
check_archive_pages(const char *name, const struct story *story)
{
	json_t *archive = archive_of(name, story);
	json_t *log = json_object_get(archive, "log");
	json_t *pages = json_object_get(log, "pages");
	const struct page *page;
	size_t i = 0;

	TAILQ_FOREACH (page, story_pages(story), entry) {
		json_t *item = json_array_get(pages, i++);

		assert_true(json_array_size(json_object_get(item, "_urls")) > 0);
		assert_true(json_is_string(json_object_get(item, "_client")));
	}
	json_decref(archive);
}

static void
every_page_says_whose_it_is_and_its_urls(void **state)
{
	(void)state;
	samples_each(check_archive_pages);
}

/* The manual ------------------------------------------------------------------- */

/* webflow-json(5), read once. */
static struct buffer manual;

static void
read_manual(void)
{
	const char *top = getenv("srcdir");
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/man/webflow-json.5", top == NULL ? "." : top);
	file = fopen(path, "r");
	assert_non_null(file);
	for (int c; (c = getc(file)) != EOF;)
		buffer_add_char(&manual, (char)c);
	buffer_add_char(&manual, '\0');
	fclose(file);
}

/* Is the key among the words of this line? */
static bool
line_has(const char *line, size_t len, const char *key)
{
	for (const char *at = line; (at = strstr(at, key)) != NULL && at < line + len; at++)
		if (at[-1] == ' ' && strchr(" \n", at[strlen(key)]) != NULL)
			return true;
	return false;
}

static bool
is_documented(const char *key)
{
	const char *line = (const char *)manual.at;

	while (*line != '\0') {
		size_t len = strcspn(line, "\n");
		bool has_keys =
		    strncmp(line, ".Va ", 4) == 0 || strncmp(line, ".It Va ", 7) == 0;

		if (has_keys && line_has(line, len, key))
			return true;
		line += len + (line[len] == '\n');
	}
	return false;
}

static void
check_keys(const char *name, json_t *value)
{
	const char *key;
	json_t *member;
	size_t i;

	json_object_foreach(value, key, member)
	{
		if (!is_documented(key))
			fail_msg("%s: webflow-json(5) does not tell %s", name, key);
		check_keys(name, member);
	}
	json_array_foreach(value, i, member) check_keys(name, member);
}

static void
check_document(const char *name, const struct story *story)
{
	static const struct story_capture capture = { .file = "a",
		.link = "b",
		.frames = 1,
		.bytes = 1,
		.first_ns = 1,
		.last_ns = 2 };
	struct buffer text = { 0 };
	json_t *document;

	story_to_json(&text, story, (struct story_captures){ &capture, 1 }, &everything);
	document = load(name, buffer_bytes(&text));
	check_keys(name, document);
	json_decref(document);
	buffer_clear(&text);
}

static void
every_key_of_the_document_is_in_the_manual(void **state)
{
	(void)state;
	read_manual();
	assert_true(samples_each(check_document) > 0);
	buffer_clear(&manual);
}

/* Rows ------------------------------------------------------------------------- */

/* RFC 4180: how many cells the row at *text has, and *text behind it. */
static int
take_row(const char **text)
{
	bool is_quoted = false;
	int cells = 1;

	for (; **text != '\0'; (*text)++) {
		if (**text == '"')
			is_quoted = !is_quoted;
		else if (**text == ',' && !is_quoted)
			cells++;
		else if (**text == '\n' && !is_quoted)
			break;
	}
	assert_int_equal(**text, '\n');
	(*text)++;
	return cells;
}

static void
check_rows(const char *name, const struct story *story)
{
	json_t *archive = archive_of(name, story);
	json_t *log = json_object_get(archive, "log");
	size_t entries = json_array_size(json_object_get(log, "entries"));
	struct buffer rows = { 0 };
	const char *text;
	int cells;

	story_to_csv(&rows, story, &everything);
	buffer_add_char(&rows, '\0');
	text = (const char *)rows.at;
	cells = take_row(&text);
	for (size_t i = 0; i < entries; i++)
		assert_int_equal(take_row(&text), cells);
	assert_string_equal(text, "");
	buffer_clear(&rows);
	json_decref(archive);
}

static void
every_entry_is_a_row_of_all_columns(void **state)
{
	(void)state;
	samples_each(check_rows);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_archive_keeps_the_rules_of_har),
		cmocka_unit_test(every_page_says_whose_it_is_and_its_urls),
		cmocka_unit_test(every_key_of_the_document_is_in_the_manual),
		cmocka_unit_test(every_entry_is_a_row_of_all_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
