/* SPDX-License-Identifier: BSD-2-Clause */
/* sequenceDiagram / participant ID as NAME / ID->>ID: TEXT */
#include "export/mermaid.h"
#include "base/text.h"
#include "view/ladder.h"
#include "view/line.h"

enum { ARROWS_MAX = 500, TEXT_COLUMNS = 80 };

/* Mermaid gives many signs a meaning, and has a number for each: #35; is "#".  What stays
 * as it is cannot end a line, a text or the block around it. */
static void
add_text(struct buffer *out, struct bytes safe)
{
	static const char plain[] = " .,/?=_()+-";

	for (size_t i = 0; i < safe.len; i++) {
		uint8_t c = safe.at[i];
		bool is_word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
			       (c >= 'A' && c <= 'Z') || c >= 0x80;

		if (is_word || memchr(plain, c, sizeof(plain) - 1) != NULL)
			buffer_add_char(out, (char)c);
		else
			buffer_printf(out, "#%u;", c);
	}
}

static void
add_cut(struct buffer *out, struct bytes wire)
{
	struct buffer safe = { 0 };

	line_add_cut(&safe, wire, TEXT_COLUMNS);
	add_text(out, buffer_bytes(&safe));
	buffer_clear(&safe);
}

static void
add_party(struct buffer *out, const struct ladder_party *party, uint32_t number)
{
	char text[ADDRESS_TEXT_SIZE];
	const char *before = "";

	buffer_printf(out, "    participant p%u as ", (unsigned)number);
	if (party->name.len > 0) {
		add_cut(out, party->name);
		before = "<br/>";
	}
	for (int role = 0; role < ROLE_COUNT; role++) {
		if ((party->roles & 1U << role) == 0)
			continue;
		buffer_printf(out, "%s%s", before, party_role_words((enum party_role)role));
		before = ", ";
	}
	if (party->address.family != 0) {
		buffer_add_string(out, "<br/>");
		add_text(out, bytes_of_string(address_text(party->address, text)));
	}
	buffer_add_char(out, '\n');
}

/* "-)" is an open arrow, "-x" one that is lost, dashed where nobody saw it. */
static void
add_arrow(struct buffer *out, const struct ladder_arrow *arrow)
{
	const struct message *message = arrow->message;
	const char *shaft = message->is_lost                       ? "-x"
			    : message->certainty != CERTAINTY_SEEN ? "-->>"
								   : "->>";

	buffer_printf(
	    out, "    p%u%sp%u: ", (unsigned)arrow->from, shaft, (unsigned)arrow->to);
	add_cut(out, arrow->label);
	if (message->tries > 1)
		buffer_printf(out, ", sent %u times", (unsigned)message->tries);
	if (arrow->when.len > 0) {
		buffer_add_string(out, " (");
		add_text(out, arrow->when);
		buffer_add_char(out, ')');
	}
	buffer_add_char(out, '\n');
}

void
page_to_mermaid(struct buffer *out, const struct page *page)
{
	struct ladder ladder = ladder_of(page, ARROWS_MAX);

	if (ladder.arrow_count > 0) {
		buffer_printf(
		    out, "## Page %u\n\n```mermaid\nsequenceDiagram\n", (unsigned)page->id);
		for (uint32_t i = 0; i < ladder.party_count; i++)
			add_party(out, &ladder.parties[i], i);
		buffer_add_string(out, "    note over p0: ");
		add_cut(out, page->url);
		buffer_add_char(out, '\n');
		for (uint32_t i = 0; i < ladder.arrow_count; i++)
			add_arrow(out, &ladder.arrows[i]);
		if (ladder.left_out > 0)
			buffer_printf(out, "    note over p0: %u more steps\n",
			    (unsigned)ladder.left_out);
		buffer_add_string(out, "```\n\n");
	}
	ladder_clear(&ladder);
}
