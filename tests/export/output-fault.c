/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/export/output-fault.h"

#include <jansson.h>
#include <stdio.h>

#include "base/text.h"
#include "tests/export/har-rules.h"

static const char *
text_fault(struct bytes text, char fault[OUTPUT_FAULT_SIZE])
{
	for (size_t at = 0; at < text.len;) {
		size_t from = at;
		bool valid = true;
		uint32_t code_point = text_code_point(text, &at, &valid);

		if (valid && (code_point == '\n' || !text_is_control(code_point)))
			continue;
		snprintf(fault, OUTPUT_FAULT_SIZE, "U+%04X at byte %zu",
		    (unsigned)code_point, from);
		return fault;
	}
	return NULL;
}

static const char *
json_fault(struct bytes text, bool is_har, char fault[OUTPUT_FAULT_SIZE])
{
	json_error_t error;
	json_t *value = json_loadb((const char *)text.at, text.len,
	    JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
	const char *answer = NULL;

	if (value == NULL) {
		snprintf(fault, OUTPUT_FAULT_SIZE, "no JSON: %s", error.text);
		return fault;
	}
	if (is_har)
		answer = har_fault(value, fault);
	json_decref(value);
	return answer;
}

static const char *
json_lines_fault(struct bytes text, char fault[OUTPUT_FAULT_SIZE])
{
	while (text.len > 0) {
		size_t len = bytes_index(text, '\n');

		if (json_fault(bytes_first(text, len), false, fault) != NULL)
			return fault;
		text = bytes_from(text, len + 1);
	}
	return NULL;
}

/* Goes past one cell; false where it is a formula, or does not end where it has to. */
static bool
take_cell(struct bytes *text)
{
	bool is_quoted = text->len > 0 && text->at[0] == '"';

	if (is_quoted)
		*text = bytes_from(*text, 1);
	if (text->len > 0 && strchr("=+-@", text->at[0]) != NULL)
		return false;
	for (; text->len > 0; *text = bytes_from(*text, 1)) {
		uint8_t c = text->at[0];

		if (!is_quoted && c == '"')
			return false;
		if (!is_quoted && (c == ',' || c == '\n'))
			return true;
		if (!is_quoted || c != '"')
			continue;
		*text = bytes_from(*text, 1);
		if (text->len == 0 || text->at[0] != '"')
			return text->len > 0;
	}
	return false;
}

static const char *
csv_fault(struct bytes text, char fault[OUTPUT_FAULT_SIZE])
{
	int columns = 0;
	int cells = 0;

	for (int row = 0; text.len > 0; row += cells == 0) {
		bool is_cell = take_cell(&text);

		if (is_cell && text.at[0] != ',' && text.at[0] != '\n')
			is_cell = false;
		cells++;
		if (is_cell && text.at[0] == '\n') {
			if (columns == 0)
				columns = cells;
			is_cell = cells == columns;
			cells = 0;
		}
		if (!is_cell) {
			snprintf(fault, OUTPUT_FAULT_SIZE, "row %d is none", row);
			return fault;
		}
		text = bytes_from(text, 1);
	}
	return NULL;
}

const char *
output_fault(const char *format, struct bytes text, char fault[OUTPUT_FAULT_SIZE])
{
	static const char *const lines[] = { "events", "pages" };

	if (text_fault(text, fault) != NULL)
		return fault;
	for (size_t i = 0; i < COUNT_OF(lines); i++)
		if (strcmp(format, lines[i]) == 0)
			return json_lines_fault(text, fault);
	if (strcmp(format, "json") == 0 || strcmp(format, "har") == 0)
		return json_fault(text, format[0] == 'h', fault);
	return strcmp(format, "csv") == 0 ? csv_fault(text, fault) : NULL;
}
