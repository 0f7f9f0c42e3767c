/* SPDX-License-Identifier: BSD-2-Clause */
#include <wchar.h>

#include "base/text.h"

/* RFC 3629 section 4: how many bytes follow the first, and the least code point that
 * needs so many. */
static int
utf8_more(uint8_t first, uint32_t *code_point, uint32_t *least)
{
	if (first >= 0xc2 && first <= 0xdf) {
		*code_point = first & 0x1f;
		*least = 0x80;
		return 1;
	}
	if (first >= 0xe0 && first <= 0xef) {
		*code_point = first & 0x0f;
		*least = 0x800;
		return 2;
	}
	if (first >= 0xf0 && first <= 0xf4) {
		*code_point = first & 0x07;
		*least = 0x10000;
		return 3;
	}
	return -1;
}

uint32_t
text_code_point(struct bytes text, size_t *at, bool *valid)
{
	uint8_t first = text.at[(*at)++];
	uint32_t code_point = first;
	uint32_t least = 0;
	int more;

	*valid = true;
	if (first < 0x80)
		return first;
	more = utf8_more(first, &code_point, &least);
	*valid = more > 0 && *at + (size_t)more <= text.len;
	for (int i = 0; *valid && i < more; i++) {
		uint8_t next = text.at[*at + (size_t)i];

		*valid = (next & 0xc0) == 0x80;
		code_point = code_point << 6 | (next & 0x3f);
	}
	if (*valid)
		*valid = code_point >= least && code_point <= 0x10ffff &&
			 (code_point < 0xd800 || code_point > 0xdfff);
	if (!*valid)
		return UTF8_INVALID;
	*at += (size_t)more;
	return code_point;
}

bool
text_is_control(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{ 0x00, 0x1f }, { 0x7f, 0x9f },         /* C0, DEL, C1 */
		{ 0x061c, 0x061c },                     /* Arabic letter mark */
		{ 0x200e, 0x200f }, { 0x2028, 0x202e }, /* marks, separators, embeddings */
		{ 0x2066, 0x2069 }, { 0xfff9, 0xfffb }, /* isolates, annotations */
	};

	for (size_t i = 0; i < COUNT_OF(ranges); i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return true;
	return false;
}

void
text_add_code_point(struct buffer *out, uint32_t c)
{
	if (c < 0x80) {
		buffer_add_char(out, (char)c);
	} else if (c < 0x800) {
		buffer_add_char(out, (char)(0xc0 | c >> 6));
		buffer_add_char(out, (char)(0x80 | (c & 0x3f)));
	} else if (c < 0x10000) {
		buffer_add_char(out, (char)(0xe0 | c >> 12));
		buffer_add_char(out, (char)(0x80 | (c >> 6 & 0x3f)));
		buffer_add_char(out, (char)(0x80 | (c & 0x3f)));
	} else {
		buffer_add_char(out, (char)(0xf0 | c >> 18));
		buffer_add_char(out, (char)(0x80 | (c >> 12 & 0x3f)));
		buffer_add_char(out, (char)(0x80 | (c >> 6 & 0x3f)));
		buffer_add_char(out, (char)(0x80 | (c & 0x3f)));
	}
}

/* How many bytes from `at` on are printable ASCII that needs no care. */
static size_t
text_plain_run(struct bytes wire, size_t at)
{
	size_t end = at;

	while (end < wire.len && wire.at[end] >= 0x20 && wire.at[end] < 0x7f &&
	       wire.at[end] != '"' && wire.at[end] != '\\')
		end++;
	return end - at;
}

static void
text_add_escaped(struct buffer *out, struct bytes wire, bool json)
{
	for (size_t at = 0; at < wire.len;) {
		size_t run = text_plain_run(wire, at);
		uint32_t c;
		bool valid;

		buffer_add(out, (struct bytes){ wire.at + at, run });
		at += run;
		if (at >= wire.len)
			return;
		c = text_code_point(wire, &at, &valid);
		if (text_is_control(c))
			buffer_printf(out, "\\u%04x", (unsigned)c);
		else if (json && (c == '"' || c == '\\'))
			buffer_printf(out, "\\%c", (char)c);
		else
			text_add_code_point(out, c);
	}
}

void
text_add_safe(struct buffer *out, struct bytes wire)
{
	text_add_escaped(out, wire, false);
}

void
text_add_json(struct buffer *out, struct bytes wire)
{
	text_add_escaped(out, wire, true);
}

void
text_add_hex(struct buffer *out, struct bytes bytes)
{
	static const char digits[] = "0123456789abcdef";

	buffer_reserve(out, bytes.len * 2);
	for (size_t i = 0; i < bytes.len; i++) {
		buffer_add_char(out, digits[bytes.at[i] >> 4]);
		buffer_add_char(out, digits[bytes.at[i] & 15]);
	}
}

bool
text_has(struct bytes text, struct bytes part)
{
	for (size_t i = 0; part.len > 0 && i + part.len <= text.len; i++)
		if (strncasecmp(
			(const char *)text.at + i, (const char *)part.at, part.len) == 0)
			return true;
	return false;
}

int
text_width(struct bytes text)
{
	int width = 0;
	bool valid;

	for (size_t at = 0; at < text.len;) {
		uint32_t c;
		int columns;

		if (text.at[at] < 0x80) { /* the common one */
			width++;
			at++;
			continue;
		}
		c = text_code_point(text, &at, &valid);
		columns = wcwidth((wchar_t)c);
		width += columns < 0 ? 1 : columns;
	}
	return width;
}

void
text_add_size(struct buffer *out, uint64_t size)
{
	static const char *const units[] = { "B", "kB", "MB", "GB", "TB", "PB", "EB" };
	uint64_t unit = 1;
	size_t i = 0;

	while (size / unit >= 1000 && i + 1 < COUNT_OF(units)) {
		unit *= 1000;
		i++;
	}
	if (unit == 1 || size / unit >= 100)
		buffer_printf(out, "%llu %s", (unsigned long long)(size / unit), units[i]);
	else
		buffer_printf(out, "%llu.%llu %s", (unsigned long long)(size / unit),
		    (unsigned long long)(size % unit / (unit / 10)), units[i]);
}
