/* SPDX-License-Identifier: BSD-2-Clause */
#include "view/line.h"
#include "base/text.h"

enum {
	WORD_HEAD = 150, /* columns that stay of a word that is too long */
	WORD_TAIL = 40
};

static const char ellipsis[] = "…";

/* How many bytes of safe text fit into so many columns. */
static size_t
text_fits(struct bytes safe, int columns)
{
	size_t at = 0;
	size_t end = 0;
	int width = 0;
	bool valid;

	while (at < safe.len) {
		text_code_point(safe, &at, &valid);
		width += text_width(bytes_of(safe.at + end, at - end));
		if (width > columns)
			return end;
		end = at;
	}
	return end;
}

/* Where the last so many columns of safe text begin. */
static size_t
text_tail(struct bytes safe, int columns)
{
	size_t start = safe.len;

	while (start > 0) {
		size_t at = start - 1;

		while (at > 0 && (safe.at[at] & 0xc0) == 0x80)
			at--;
		columns -= text_width(bytes_of(safe.at + at, start - at));
		if (columns < 0)
			break;
		start = at;
	}
	return start;
}

static size_t
word_len(struct bytes safe)
{
	return bytes_index(safe, ' ');
}

static void
add_word(struct buffer *out, struct bytes word)
{
	if (word.len <= LINE_WORD_MAX || text_width(word) <= LINE_WORD_MAX) {
		buffer_add(out, word);
		return;
	}
	buffer_add(out, bytes_first(word, text_fits(word, WORD_HEAD)));
	buffer_add_string(out, ellipsis);
	buffer_add(out, bytes_from(word, text_tail(word, WORD_TAIL)));
}

static void
add_words(struct buffer *out, struct bytes safe)
{
	while (safe.len > 0) {
		size_t len = word_len(safe);

		add_word(out, bytes_first(safe, len));
		if (len < safe.len)
			buffer_add_char(out, ' ');
		safe = bytes_from(safe, len + 1);
	}
}

void
line_add_text(struct buffer *out, struct bytes wire)
{
	struct buffer safe = { 0 };
	size_t from = out->len;
	size_t fits;

	if (wire.len <= LINE_WORD_MAX / 6) {
		/* Too short to be too long, even with all of it escaped. */
		text_add_safe(out, wire);
		return;
	}
	text_add_safe(&safe, wire);
	add_words(out, buffer_bytes(&safe));
	buffer_clear(&safe);
	fits = text_fits(bytes_from(buffer_bytes(out), from), LINE_TEXT_MAX);
	if (from + fits == out->len)
		return;
	out->len = from + fits;
	buffer_add_string(out, ellipsis);
}

struct bytes
line_text_copy(struct arena *arena, struct bytes wire)
{
	struct buffer safe = { 0 };
	struct bytes copy;

	line_add_text(&safe, wire);
	copy = arena_copy(arena, buffer_bytes(&safe));
	buffer_clear(&safe);
	return copy;
}

static void
add_blanks(struct buffer *out, int count)
{
	for (int i = 0; i < count; i++)
		buffer_add_char(out, ' ');
}

void
line_add_column(struct buffer *out, struct bytes wire, int columns, enum align align)
{
	struct buffer safe = { 0 };
	int blanks;

	line_add_text(&safe, wire);
	blanks = columns - text_width(buffer_bytes(&safe));
	if (align == ALIGN_RIGHT)
		add_blanks(out, blanks);
	buffer_add(out, buffer_bytes(&safe));
	if (align == ALIGN_LEFT)
		add_blanks(out, blanks);
	buffer_clear(&safe);
}

void
line_add_cut(struct buffer *out, struct bytes wire, int columns)
{
	struct buffer safe = { 0 };
	struct bytes text;

	line_add_text(&safe, wire);
	text = buffer_bytes(&safe);
	if (text_width(text) > columns) {
		buffer_add(out, bytes_first(text, text_fits(text, columns - 1)));
		buffer_add_string(out, ellipsis);
	} else {
		buffer_add(out, text);
	}
	buffer_clear(&safe);
}

void
line_add_cut_column(struct buffer *out, struct bytes wire, int columns)
{
	size_t from = out->len;

	line_add_cut(out, wire, columns);
	add_blanks(out, columns - text_width(bytes_from(buffer_bytes(out), from)));
}

/* How many frames from `at` on follow each other without a hole. */
static uint32_t
frames_run(const struct frame_list *frames, uint32_t at)
{
	const struct frame_ref *items = frames->items;
	uint32_t end = at + 1;

	while (end < frames->count && items[end].input == items[at].input &&
	       items[end].number == items[at].number + (end - at))
		end++;
	return end - at;
}

void
line_add_frames(struct buffer *out, const struct frame_list *frames, enum inputs inputs)
{
	const struct frame_ref *items = frames->items;

	if (frames->count == 0)
		return;
	buffer_add_string(out, frames->count == 1 ? "frame" : "frames");
	for (uint32_t at = 0; at < frames->count;) {
		uint32_t run = frames_run(frames, at);
		uint32_t last = at + run - 1;

		buffer_printf(out, " %u", (unsigned)items[at].number);
		if (run > 2)
			buffer_printf(out, "–%u", (unsigned)items[last].number);
		at = run > 2 ? last + 1 : at + 1;
		if (inputs == INPUTS_SEVERAL &&
		    (at == frames->count || items[at].input != items[at - 1].input))
			buffer_printf(out, " of file %u%s", (unsigned)items[at - 1].input,
			    at == frames->count ? "" : ",");
	}
}

void
line_add_wrapped(struct buffer *out, struct bytes safe, int indent, int columns)
{
	int used = 0;

	if (columns <= indent) {
		buffer_add(out, safe);
		return;
	}
	while (safe.len > 0) {
		size_t len = word_len(safe);
		int width = text_width(bytes_first(safe, len));

		if (len > 0 && used > indent && used + width > columns) {
			while (out->at[out->len - 1] == ' ')
				out->len--;
			buffer_add_char(out, '\n');
			add_blanks(out, indent);
			used = indent;
		}
		buffer_add(out, bytes_first(safe, len));
		used += width;
		if (len < safe.len) {
			buffer_add_char(out, ' ');
			used++;
		}
		safe = bytes_from(safe, len + 1);
	}
}
