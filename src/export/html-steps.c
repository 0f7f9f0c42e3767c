/* SPDX-License-Identifier: BSD-2-Clause */
#include "export/html-parts.h"
#include "story/sentence.h"
#include "view/connection-line.h"
#include "view/since.h"
#include "view/step-line.h"

static void
add_sentence(struct html *html, const struct page *page, const struct step *step)
{
	struct buffer sentence = { 0 };

	step_text(&sentence, page, step);
	html_add_text(html->out, buffer_bytes(&sentence));
	sentence.len = 0;
	if (step->kind == STEP_CONNECT && step->connection->application.len > 0) {
		buffer_add_string(&sentence, "; carries ");
		connection_add_application(&sentence, step->connection);
	}
	html_add_safe(html->out, buffer_bytes(&sentence));
	buffer_clear(&sentence);
}

void
html_add_step(
    struct html *html, const struct page *page, const struct step *step, uint64_t start_ns)
{
	struct buffer *out = html->out;
	char text[SINCE_TEXT_SIZE];

	buffer_printf(
	    out, "<li><time>%s</time>", since_text(start_ns, step->start_ns, text));
	buffer_printf(out,
	    "<svg class=\"dot c-%s\" viewBox=\"0 0 12 12\"><circle cx=\"6\" cy=\"6\" "
	    "r=\"6\"/></svg><div><span class=\"kind c-%s\">%s</span>",
	    step_kind_word(step->kind), step_kind_word(step->kind),
	    step_line_kind(step->kind));
	add_sentence(html, page, step);
	html_add_certainty(out, &step->is);
	html_add_frames(out, &step->is.frames, html->inputs);
	buffer_add_string(out, "</div></li>\n");
}

void
html_add_steps(struct html *html, const struct page *page)
{
	uint32_t most = MIN(html->steps, (uint32_t)HTML_PAGE_STEPS_MAX);
	uint32_t count = MIN(page->step_count, most);

	if (page->step_count == 0)
		return;
	buffer_printf(html->out,
	    "<details class=part open><summary>What happened<small>%u step%s</small>"
	    "</summary><div class=body><ol class=steps>\n",
	    (unsigned)page->step_count, page->step_count == 1 ? "" : "s");
	for (uint32_t i = 0; i < count; i++)
		html_add_step(html, page, &page->steps[i], page->start_ns);
	html->steps -= count;
	buffer_add_string(html->out, "</ol>");
	html_add_left_out(html->out, page->step_count - count, "step");
	buffer_add_string(html->out, "</div></details>\n");
}
