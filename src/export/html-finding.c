/* SPDX-License-Identifier: BSD-2-Clause */
#include "export/html-parts.h"

static void
add_finding(struct html *html, const struct finding *finding)
{
	static const struct {
		const char *class, *word;
	} severities[] = {
		[SEVERITY_INFO] = { "note", "Note" },
		[SEVERITY_WARNING] = { "warn", "Warning" },
		[SEVERITY_PROBLEM] = { "bad", "Problem" },
	};
	struct buffer *out = html->out;

	buffer_printf(out, "<li class=%s><b>%s</b>: ", severities[finding->severity].class,
	    severities[finding->severity].word);
	html_add_text(out, finding->text);
	html_add_frames(out, &finding->frames, html->inputs);
	if (finding->advice.len > 0) {
		buffer_add_string(out, "<p>");
		html_add_text(out, finding->advice);
		buffer_add_string(out, "</p>");
	}
	buffer_add_string(out, "</li>\n");
}

/* The list that this finding is on, opened with the first. */
static void
add_to_list(struct html *html, const struct finding *finding, bool *has_begun)
{
	if (html->lines == 0)
		return;
	html->lines--;
	if (!*has_begun)
		buffer_add_string(html->out, "<ul class=findings>\n");
	*has_begun = true;
	add_finding(html, finding);
}

void
html_add_page_findings(struct html *html, const struct page *page)
{
	const struct finding *finding;
	bool has_begun = false;

	TAILQ_FOREACH (finding, &page->findings, of_page) {
		add_to_list(html, finding, &has_begun);
	}
	if (has_begun)
		buffer_add_string(html->out, "</ul>\n");
}

void
html_add_other_findings(struct html *html)
{
	const struct finding *finding;
	bool has_begun = false;

	TAILQ_FOREACH (finding, story_findings(html->story), entry) {
		if (finding->page == 0)
			add_to_list(html, finding, &has_begun);
	}
	if (has_begun)
		buffer_add_string(html->out, "</ul>\n");
}
