/* SPDX-License-Identifier: BSD-2-Clause */
#include "page-save.h"

#include <stdlib.h>
#include <unistd.h>

#include "export/export.h"
#include "page-capture.h"

static const struct page *
page_find(const struct story *story, uint32_t id)
{
	const struct page *page;

	TAILQ_FOREACH (page, story_pages(story), entry)
		if (page->id == id)
			return page;
	return NULL;
}

/* As run.c does with a whole story, for one page of it. */
static void
write_page(struct report *report, const struct format *format, const struct story *story)
{
	const struct page *page = page_find(story, report->selection.page);

	if (format->begin != NULL)
		format->begin(report);
	if (format->page != NULL && page != NULL)
		format->page(report, story, page);
	if (format->end != NULL)
		format->end(report, story);
}

int
page_save(const struct page_save *save, int fd_taken)
{
	const struct format *format = format_find(save->format);
	const struct story *story = analysis_story(save->analysis);
	struct story_capture *captures = intake_list(save->intake);
	struct report report = {
		.output = { .name = save->name, .fd = fd_taken, .keeper = -1 },
		.selection = { .page = save->page },
		.captures = { captures, capture_input_count(save->intake->capture) },
	};
	int err;

	report.events.several_inputs = save->intake->options->file_count > 1;
	report.events.secrets =
	    save->intake->options->show_secrets ? SECRETS_SHOWN : SECRETS_MASKED;
	if (format->keep_frames)
		err = page_capture_write(save->intake->capture, story, &report.selection,
		    analysis_flow_frames(save->analysis), fd_taken)
			  .error;
	else {
		write_page(&report, format, story);
		err = output_close(&report.output);
	}
	free(captures);
	return err;
}
