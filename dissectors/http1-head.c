/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissectors/http1-head.h"

enum {
	METHOD_MIN = 3,
	METHOD_MAX = 24,
	VERSION_SIZE = 8 /* "HTTP/1.1" */,
	FIELDS_FIRST = 32
};

static bool
is_digit(uint8_t byte)
{
	return byte >= '0' && byte <= '9';
}

/* Methods are registered in capitals, some with hyphens or underscores. */
static bool
is_method_byte(uint8_t byte)
{
	return (byte >= 'A' && byte <= 'Z') || byte == '-' || byte == '_' || is_digit(byte);
}

/* "HTTP/1." and a digit, as much of it as is there. */
static enum claim
version_claim(struct bytes bytes)
{
	static const char version[] = "HTTP/1.";
	size_t len = MIN(bytes.len, sizeof(version) - 1);

	if (len > 0 && memcmp(bytes.at, version, len) != 0)
		return CLAIM_NO;
	if (bytes.len < VERSION_SIZE)
		return CLAIM_MORE;
	return is_digit(bytes.at[VERSION_SIZE - 1]) ? CLAIM_YES : CLAIM_NO;
}

/* Behind the version: " 200", then a blank or the line's end. */
static enum claim
status_claim(struct bytes bytes)
{
	if (bytes.len > 0 && bytes.at[0] != ' ')
		return CLAIM_NO;
	for (size_t i = 1; i < 4 && i < bytes.len; i++)
		if (!is_digit(bytes.at[i]))
			return CLAIM_NO;
	if (bytes.len < 5)
		return CLAIM_MORE;
	return strchr(" \r\n", bytes.at[4]) != NULL && bytes.at[4] != '\0' &&
		       bytes.at[1] != '0'
		   ? CLAIM_YES
		   : CLAIM_NO;
}

static struct bytes
line_trim(struct bytes line)
{
	if (line.len > 0 && line.at[line.len - 1] == '\r')
		line.len--;
	return bytes_trim(line);
}

/* "METHOD target HTTP/1.1": the version at the end of the line decides. */
static enum claim
request_claim(struct bytes bytes)
{
	struct bytes line = bytes_first(bytes, bytes_index(bytes, '\n'));
	size_t method = 0;

	while (method < line.len && is_method_byte(line.at[method]))
		method++;
	if (method > METHOD_MAX || (method == 0 && bytes.len > 0))
		return CLAIM_NO;
	if (method < line.len && (line.at[method] != ' ' || method < METHOD_MIN))
		return CLAIM_NO;
	if (line.len == bytes.len)
		return bytes.len < HTTP1_LINE_MAX ? CLAIM_MORE : CLAIM_NO;
	line = line_trim(line);
	if (line.len < method + 2 + VERSION_SIZE ||
	    line.at[line.len - VERSION_SIZE - 1] != ' ')
		return CLAIM_NO;
	return version_claim(bytes_from(line, line.len - VERSION_SIZE));
}

enum claim
http1_claim(struct bytes bytes)
{
	enum claim claim = version_claim(bytes);

	if (claim == CLAIM_YES)
		return status_claim(bytes_from(bytes, VERSION_SIZE));
	if (claim == CLAIM_MORE)
		return CLAIM_MORE;
	return request_claim(bytes);
}

bool
http1_has_target(struct bytes bytes)
{
	struct bytes target = bytes_from(bytes, bytes_index(bytes, ' ') + 1);

	return bytes_start_with(target, BYTES("/")) ||
	       bytes_start_with(target, BYTES("http://"));
}

size_t
http1_lines_size(struct bytes bytes, size_t *scanned)
{
	while (*scanned < bytes.len) {
		struct bytes rest = bytes_from(bytes, *scanned);
		size_t len = bytes_index(rest, '\n');

		if (len == rest.len)
			return 0;
		*scanned += len + 1;
		if (len == 0 || (len == 1 && rest.at[0] == '\r'))
			return *scanned;
	}
	return 0;
}

/* The next line, and `lines` behind it. */
static struct bytes
next_line(struct bytes *lines)
{
	size_t len = bytes_index(*lines, '\n');
	struct bytes line = bytes_first(*lines, len);

	*lines = bytes_from(*lines, len + 1);
	return line;
}

static bool
is_folded(struct bytes lines)
{
	return lines.len > 0 && (lines.at[0] == ' ' || lines.at[0] == '\t');
}

/* A value that goes on in the next lines (RFC 9112 5.2), joined by one space. */
static struct bytes
unfold(struct arena *arena, struct bytes value, struct bytes *lines)
{
	struct bytes behind = *lines;
	size_t len = value.len;
	uint8_t *text;

	while (is_folded(behind))
		next_line(&behind);
	text = arena_alloc(arena, value.len + lines->len - behind.len + 1);
	if (len > 0)
		memcpy(text, value.at, len);
	while (is_folded(*lines)) {
		struct bytes more = line_trim(next_line(lines));

		if (more.len == 0)
			continue;
		if (len > 0)
			text[len++] = ' ';
		memcpy(text + len, more.at, more.len);
		len += more.len;
	}
	return bytes_of(text, len);
}

struct list
http1_fields_read(struct arena *arena, struct bytes lines)
{
	size_t room = FIELDS_FIRST, count = 0;
	struct pair *fields = arena_array(arena, room, sizeof(*fields));

	while (lines.len > 0) {
		struct bytes line = line_trim(next_line(&lines));
		size_t colon = bytes_index(line, ':');
		struct pair field = { bytes_first(line, colon),
			bytes_trim(bytes_from(line, colon + 1)) };

		if (is_folded(lines))
			field.value = unfold(arena, field.value, &lines);
		if (colon == line.len)
			continue;
		if (count == room) {
			struct pair *more = arena_array(arena, room * 2, sizeof(*fields));

			memcpy(more, fields, room * sizeof(*fields));
			fields = more;
			room *= 2;
		}
		fields[count++] = field;
	}
	return LIST_OF(fields, count);
}

static void
read_status_line(struct http1_head *head, struct bytes line)
{
	struct cursor in = cursor_of(bytes_from(line, VERSION_SIZE + 1));

	head->version = bytes_first(bytes_from(line, VERSION_SIZE - 3), 3);
	for (int i = 0; i < 3; i++)
		head->status = head->status * 10 + (unsigned)(cursor_u8(&in) - '0');
	head->reason = bytes_trim(cursor_rest(&in));
}

static void
read_request_line(struct http1_head *head, struct bytes line)
{
	size_t method = bytes_index(line, ' ');
	struct bytes rest = bytes_from(line, method);

	head->is_request = true;
	head->method = bytes_first(line, method);
	head->version = bytes_from(line, line.len - 3);
	head->target = bytes_trim(bytes_first(rest, rest.len - VERSION_SIZE));
}

struct http1_head
http1_head_read(struct arena *arena, struct bytes bytes)
{
	struct http1_head head = { 0 };
	struct bytes line = line_trim(next_line(&bytes));

	if (version_claim(line) == CLAIM_YES)
		read_status_line(&head, line);
	else
		read_request_line(&head, line);
	head.fields = http1_fields_read(arena, bytes);
	return head;
}
