/* SPDX-License-Identifier: BSD-2-Clause */
/* HTML: elements' src, href (not those to go to), poster and srcset; style attributes and
 * elements.  CSS: url(...) and @import. */
#include "dissectors/links.h"

struct links {
	struct arena *arena;
	struct bytes *items; /* NULL: none yet */
	size_t count;
};

struct attribute {
	struct bytes name, value;
};

static bool
is_blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static struct bytes
strip(struct bytes text)
{
	while (text.len > 0 && is_blank(text.at[0]))
		text = bytes_from(text, 1);
	while (text.len > 0 && is_blank(text.at[text.len - 1]))
		text.len--;
	return text;
}

static bool
starts_with_nocase(struct bytes text, struct bytes start)
{
	return bytes_equal_nocase(bytes_first(text, start.len), start);
}

/* Where `part` stands first; text.len where it does not. */
static size_t
find(struct bytes text, struct bytes part)
{
	const uint8_t *found =
	    text.len == 0 ? NULL : memmem(text.at, text.len, part.at, part.len);

	return found == NULL ? text.len : (size_t)(found - text.at);
}

/* With every "&amp;" the "&" that it means; of all references only this one is usual. */
static struct bytes
unescape(struct arena *arena, struct bytes text)
{
	struct bytes copy = arena_copy(arena, text);
	uint8_t *to;
	size_t len = 0;

	if (find(text, BYTES("&amp;")) == text.len)
		return copy;
	to = arena_alloc(arena, text.len);
	for (size_t i = 0; i < text.len; i++) {
		to[len++] = text.at[i];
		if (bytes_start_with(bytes_from(text, i), BYTES("&amp;")))
			i += sizeof("amp;") - 1;
	}
	return bytes_of(to, len);
}

static void
links_add(struct links *links, struct bytes link)
{
	link = strip(link);
	if (link.len == 0 || link.len > LINK_SIZE_MAX || link.at[0] == '#' ||
	    starts_with_nocase(link, BYTES("data:")) || links->count == LINKS_MAX)
		return;
	if (links->items == NULL)
		links->items = arena_array(links->arena, LINKS_MAX, sizeof(*links->items));
	links->items[links->count++] = unescape(links->arena, link);
}

/* Takes a string off the front of `in`, which begins with its quote. */
static struct bytes
take_quoted(struct cursor *in)
{
	uint8_t quote = cursor_u8(in);
	struct bytes rest = cursor_rest(in);
	size_t size = bytes_index(rest, quote);

	cursor_take(in, MIN(size + 1, rest.len));
	return bytes_first(rest, size);
}

static bool
is_quote(const struct cursor *in)
{
	return cursor_left(in) > 0 && (in->at[0] == '"' || in->at[0] == '\'');
}

static void
pass_blanks(struct cursor *in)
{
	while (cursor_left(in) > 0 && is_blank(in->at[0]))
		cursor_u8(in);
}

/* Behind "url(". */
static void
css_url(struct links *links, struct cursor *in)
{
	struct bytes rest;
	size_t size;

	pass_blanks(in);
	if (is_quote(in)) {
		links_add(links, take_quoted(in));
		return;
	}
	rest = cursor_rest(in);
	size = bytes_index(rest, ')');
	cursor_take(in, size);
	links_add(links, bytes_first(rest, size));
}

/* At a byte with which something begins that counts. */
static void
css_item(struct links *links, struct cursor *in)
{
	struct bytes rest = cursor_rest(in);

	if (bytes_start_with(rest, BYTES("/*"))) {
		size_t end = find(bytes_from(rest, 2), BYTES("*/"));

		cursor_take(in, MIN(end + 4, rest.len));
	} else if (starts_with_nocase(rest, BYTES("url("))) {
		cursor_take(in, sizeof("url(") - 1);
		css_url(links, in);
	} else if (starts_with_nocase(rest, BYTES("@import"))) {
		cursor_take(in, sizeof("@import") - 1);
		pass_blanks(in);
		if (is_quote(in))
			links_add(links, take_quoted(in));
	} else {
		cursor_u8(in);
	}
}

static void
css_scan(struct links *links, struct bytes text)
{
	struct cursor in = cursor_of(text);

	while (cursor_left(&in) > 0 && links->count < LINKS_MAX) {
		uint8_t c = in.at[0];

		if (c == '/' || c == 'u' || c == 'U' || c == '@')
			css_item(links, &in);
		else
			cursor_u8(&in);
	}
}

/* "a.png 1x, b.png 2x" */
static void
srcset_scan(struct links *links, struct bytes value)
{
	struct cursor in = cursor_of(value);

	while (cursor_left(&in) > 0) {
		struct bytes rest, link;
		size_t size = 0;

		pass_blanks(&in);
		rest = cursor_rest(&in);
		while (size < rest.len && !is_blank(rest.at[size]))
			size++;
		link = cursor_bytes(&in, size);
		rest = cursor_rest(&in);
		if (link.len > 0 && link.at[link.len - 1] == ',')
			link.len--;
		else
			cursor_take(&in, bytes_first(rest, bytes_index(rest, ',') + 1).len);
		links_add(links, link);
	}
}

/* Takes what comes before a blank, "=" or ">". */
static struct bytes
take_name(struct cursor *in)
{
	const uint8_t *start = in->at;

	while (cursor_left(in) > 0 && in->at[0] != '=' && in->at[0] != '>' &&
	       !is_blank(in->at[0]))
		cursor_u8(in);
	return bytes_of(start, (size_t)(in->at - start));
}

/* Behind "=". */
static struct bytes
take_value(struct cursor *in)
{
	const uint8_t *start;

	pass_blanks(in);
	if (is_quote(in))
		return take_quoted(in);
	start = in->at;
	while (cursor_left(in) > 0 && in->at[0] != '>' && !is_blank(in->at[0]))
		cursor_u8(in);
	return bytes_of(start, (size_t)(in->at - start));
}

/* The next attribute; false at the tag's end, which is taken. */
static bool
take_attribute(struct cursor *in, struct attribute *attribute)
{
	while (cursor_left(in) > 0 && (is_blank(in->at[0]) || in->at[0] == '/'))
		cursor_u8(in);
	*attribute = (struct attribute){ .name = take_name(in) };
	pass_blanks(in);
	if (cursor_left(in) == 0)
		return false;
	if (in->at[0] == '=') {
		cursor_u8(in);
		attribute->value = take_value(in);
	} else if (in->at[0] == '>' && attribute->name.len == 0) {
		cursor_u8(in);
		return false;
	}
	return true;
}

static void
attribute_scan(struct links *links, struct bytes element, const struct attribute *attribute)
{
	static const struct {
		const char *name;
		void (*scan)(struct links *, struct bytes value);
	} kinds[] = {
		{ "src", links_add },
		{ "href", links_add },
		{ "poster", links_add },
		{ "srcset", srcset_scan },
		{ "imagesrcset", srcset_scan },
		{ "style", css_scan },
	};
	bool is_for_going = bytes_equal_nocase(element, BYTES("a")) ||
			    bytes_equal_nocase(element, BYTES("area")) ||
			    bytes_equal_nocase(element, BYTES("base"));

	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (bytes_equal_nocase(attribute->name, bytes_of_string(kinds[i].name)) &&
		    !(is_for_going && kinds[i].scan == links_add))
			kinds[i].scan(links, attribute->value);
}

/* What stands in an element that holds no markup, up to its end tag. */
static struct bytes
take_raw(struct cursor *in, struct bytes element)
{
	struct bytes rest = cursor_rest(in);
	size_t size = 0;

	while (size < rest.len) {
		size += find(bytes_from(rest, size), BYTES("</"));
		if (starts_with_nocase(bytes_from(rest, size + 2), element))
			break;
		size = MIN(size + 2, rest.len);
	}
	return cursor_bytes(in, size);
}

/* Behind "<". */
static void
tag_scan(struct links *links, struct cursor *in)
{
	const uint8_t *start = in->at;
	struct attribute attribute;
	struct bytes element;

	while (cursor_left(in) > 0 && in->at[0] != '>' && in->at[0] != '/' &&
	       !is_blank(in->at[0]))
		cursor_u8(in);
	element = bytes_of(start, (size_t)(in->at - start));
	/* Most have no attributes. */
	if (cursor_left(in) > 0 && in->at[0] == '>')
		cursor_u8(in);
	else
		while (take_attribute(in, &attribute))
			attribute_scan(links, element, &attribute);
	if (bytes_equal_nocase(element, BYTES("style")))
		css_scan(links, take_raw(in, element));
	else if (bytes_equal_nocase(element, BYTES("script")))
		take_raw(in, element);
}

/* What begins at "<": a comment, a tag, or nothing that counts. */
static void
markup_scan(struct links *links, struct cursor *in)
{
	struct bytes rest = cursor_rest(in);
	uint8_t next = rest.len > 1 ? rest.at[1] : 0;

	if (bytes_start_with(rest, BYTES("<!--"))) {
		cursor_take(in, MIN(find(rest, BYTES("-->")) + 3, rest.len));
		return;
	}
	cursor_u8(in);
	if ((next | 0x20) >= 'a' && (next | 0x20) <= 'z')
		tag_scan(links, in);
}

/* Passes over text, and over the tags of which there are most: "</", and "<p>" and the
 * like. False where nothing else comes. */
static bool
take_text(struct cursor *in)
{
	const uint8_t *at = in->at;

	while (at < in->end) {
		at = memchr(at, '<', (size_t)(in->end - at));
		if (at == NULL)
			return false;
		if (in->end - at < 3 || (at[1] != '/' && at[2] != '>')) {
			in->at = at;
			return true;
		}
		at += at[1] == '/' ? 2 : 3;
	}
	return false;
}

static void
html_scan(struct links *links, struct bytes text)
{
	struct cursor in = cursor_of(text);

	while (links->count < LINKS_MAX && take_text(&in))
		markup_scan(links, &in);
}

static struct list
links_list(const struct links *links)
{
	return LIST_OF(links->items, links->count);
}

struct list
links_of_html(struct arena *arena, struct bytes text)
{
	struct links links = { .arena = arena };

	html_scan(&links, text);
	return links_list(&links);
}

struct list
links_of_css(struct arena *arena, struct bytes text)
{
	struct links links = { .arena = arena };

	css_scan(&links, text);
	return links_list(&links);
}
