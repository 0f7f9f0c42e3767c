/* SPDX-License-Identifier: BSD-2-Clause */
#include "export/html-text.h"

void
html_add_safe(struct buffer *out, struct bytes safe)
{
	static const char *const escapes[256] = {
		['&'] = "&amp;",
		['<'] = "&lt;",
		['>'] = "&gt;",
		['"'] = "&quot;",
		['\''] = "&#39;",
	};

	for (size_t i = 0; i < safe.len; i++) {
		const char *escape = escapes[safe.at[i]];

		if (escape != NULL)
			buffer_add_string(out, escape);
		else
			buffer_add_char(out, (char)safe.at[i]);
	}
}

void
html_add_text(struct buffer *out, struct bytes wire)
{
	struct buffer safe = { 0 };

	line_add_text(&safe, wire);
	html_add_safe(out, buffer_bytes(&safe));
	buffer_clear(&safe);
}

void
html_add_cut(struct buffer *out, struct bytes wire, int columns)
{
	struct buffer safe = { 0 };

	line_add_cut(&safe, wire, columns);
	html_add_safe(out, buffer_bytes(&safe));
	buffer_clear(&safe);
}

void
html_add_frames(struct buffer *out, const struct frame_list *frames, enum inputs inputs)
{
	if (frames->count == 0)
		return;
	buffer_add_string(out, " <span class=frames>");
	line_add_frames(out, frames, inputs);
	buffer_add_string(out, "</span>");
}

void
html_add_certainty(struct buffer *out, const struct statement *is)
{
	const char *word = certainty_word(is->certainty);

	if (is->certainty == CERTAINTY_SEEN)
		return;
	buffer_printf(out, " <span class=\"sure %s\">%s</span>", word, word);
	if (is->reason.len == 0)
		return;
	buffer_add_string(out, " <span class=reason>");
	html_add_text(out, is->reason);
	buffer_add_string(out, "</span>");
}

void
html_add_left_out(struct buffer *out, uint32_t count, const char *what)
{
	if (count > 0)
		buffer_printf(out,
		    "<p class=more>%u more %s%s not in this file, for the sake of its "
		    "size: -T json has them all.</p>",
		    (unsigned)count, what, count == 1 ? " is" : "s are");
}
