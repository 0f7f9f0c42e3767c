/* SPDX-License-Identifier: BSD-2-Clause */
#include <langinfo.h>
#include <sys/ioctl.h>

#include "base/json.h"
#include "export/csv.h"
#include "export/export.h"
#include "export/har.h"
#include "export/html.h"
#include "export/mermaid.h"
#include "view/drawn.h"

/* Columns of the terminal that is written to; 0 where it is none. */
static int
report_columns(const struct report *report)
{
	struct winsize size;

	return ioctl(report->output.fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

static void
text_begin(struct report *report)
{
	struct narrative_options options = {
		.inputs = report->events.several_inputs ? INPUTS_SEVERAL : INPUTS_ONE,
		.columns = report_columns(report),
		.selection = &report->selection,
	};

	report->narrative = narrative_new(&options);
}

static void
text_page(struct report *report, const struct story *story, const struct page *page)
{
	narrative_page(report->narrative, output_buffer(&report->output), story, page);
	output_end_line(&report->output);
}

static void
text_connection(
    struct report *report, const struct story *story, const struct connection *connection)
{
	narrative_connection(
	    report->narrative, output_buffer(&report->output), story, connection);
	output_end_line(&report->output);
}

static void
text_end(struct report *report, const struct story *story)
{
	narrative_end(report->narrative, output_buffer(&report->output), story);
	narrative_free(report->narrative);
}

static void
summary_format_begin(struct report *report)
{
	report->summary = summary_new();
	summary_begin(report->summary, output_buffer(&report->output));
	output_end_line(&report->output);
}

static void
summary_format_page(
    struct report *report, const struct story *story, const struct page *page)
{
	(void)story;
	summary_page(report->summary, output_buffer(&report->output), page);
	output_end_line(&report->output);
}

static void
summary_format_connection(
    struct report *report, const struct story *story, const struct connection *connection)
{
	(void)story;
	summary_connection(report->summary, connection);
}

static void
summary_format_end(struct report *report, const struct story *story)
{
	(void)story;
	summary_end(report->summary, output_buffer(&report->output));
	summary_free(report->summary);
}

static void
json_end(struct report *report, const struct story *story)
{
	story_to_json(
	    output_buffer(&report->output), story, report->captures, &report->selection);
}

static void
har_end(struct report *report, const struct story *story)
{
	story_to_har(output_buffer(&report->output), story, &report->selection,
	    report->events.secrets);
}

static void
csv_end(struct report *report, const struct story *story)
{
	story_to_csv(output_buffer(&report->output), story, &report->selection);
}

static struct drawn_options
report_drawn(const struct report *report)
{
	bool is_unicode = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;

	return (struct drawn_options){
		.inputs = report->events.several_inputs ? INPUTS_SEVERAL : INPUTS_ONE,
		.charset = is_unicode ? CHARSET_UNICODE : CHARSET_ASCII,
		.columns = report_columns(report),
		.has_colours = report->has_colours,
	};
}

static void
flow_page(struct report *report, const struct story *story, const struct page *page)
{
	(void)story;
	drawn_flow(
	    output_buffer(&report->output), page, &report->told, report_drawn(report));
	output_end_line(&report->output);
}

static void
flow_end(struct report *report, const struct story *story)
{
	(void)story;
	told_clear(&report->told);
}

static void
waterfall_page(struct report *report, const struct story *story, const struct page *page)
{
	(void)story;
	drawn_waterfall(output_buffer(&report->output), page, report_drawn(report));
	output_end_line(&report->output);
}

static void
mermaid_page(struct report *report, const struct story *story, const struct page *page)
{
	(void)story;
	page_to_mermaid(output_buffer(&report->output), page);
	output_end_line(&report->output);
}

static void
html_end(struct report *report, const struct story *story)
{
	story_to_html(
	    output_buffer(&report->output), story, report->captures, &report->selection);
}

static void
pages_page(struct report *report, const struct story *story, const struct page *page)
{
	(void)story;
	page_to_json_line(
	    output_buffer(&report->output), page, report->events.several_inputs);
	output_end_line(&report->output);
}

static void
events_event(struct report *report, const struct event *event)
{
	struct buffer *out = output_buffer(&report->output);
	struct json json = json_to(out);

	event_to_json(&json, event, report->events);
	buffer_add_char(out, '\n');
	output_end_line(&report->output);
}

const struct format formats[] = {
	{
	    .name = "text",
	    .meaning = "the story in sentences (without -T, but on a terminal)",
	    .kind = OUTPUT_LINES,
	    .keep = STORY_KEEP_LIVE,
	    .begin = text_begin,
	    .page = text_page,
	    .connection = text_connection,
	    .end = text_end,
	},
	{
	    .name = "summary",
	    .meaning = "one line per page, and one per application",
	    .kind = OUTPUT_LINES,
	    .keep = STORY_KEEP_LIVE,
	    .begin = summary_format_begin,
	    .page = summary_format_page,
	    .connection = summary_format_connection,
	    .end = summary_format_end,
	},
	{
	    .name = "flow",
	    .meaning = "a ladder per page: participants as columns, messages as arrows",
	    .kind = OUTPUT_LINES,
	    .keep = STORY_KEEP_LIVE,
	    .page = flow_page,
	    .end = flow_end,
	},
	{
	    .name = "waterfall",
	    .meaning = "requests and connections of each page as bars over time",
	    .kind = OUTPUT_LINES,
	    .keep = STORY_KEEP_LIVE,
	    .page = waterfall_page,
	},
	{
	    .name = "json",
	    .meaning = "the whole story, one document",
	    .kind = OUTPUT_DOCUMENT,
	    .keep = STORY_KEEP_ALL,
	    .end = json_end,
	},
	{
	    .name = "pages",
	    .meaning = "one page a line as soon as it is over, as JSON",
	    .kind = OUTPUT_LINES,
	    .keep = STORY_KEEP_LIVE,
	    .page = pages_page,
	},
	{
	    .name = "har",
	    .meaning = "HTTP Archive 1.2, for browsers' tools and HAR viewers",
	    .kind = OUTPUT_DOCUMENT,
	    .keep = STORY_KEEP_ALL,
	    .keep_headers = true,
	    .end = har_end,
	},
	{
	    .name = "html",
	    .meaning = "one file for a browser: pages, waterfalls, steps and messages",
	    .kind = OUTPUT_DOCUMENT,
	    .keep = STORY_KEEP_ALL,
	    .end = html_end,
	},
	{
	    .name = "mermaid",
	    .meaning = "the messages of each page as a sequence diagram for Markdown",
	    .kind = OUTPUT_DOCUMENT,
	    .keep = STORY_KEEP_LIVE,
	    .page = mermaid_page,
	},
	{
	    .name = "csv",
	    .meaning = "one request a line, for spreadsheets",
	    .kind = OUTPUT_DOCUMENT,
	    .keep = STORY_KEEP_ALL,
	    .end = csv_end,
	},
	{
	    .name = "pcap",
	    .meaning = "the frames of the pages, as pcapng with comments",
	    .kind = OUTPUT_DOCUMENT,
	    .keep = STORY_KEEP_ALL,
	    .keep_frames = true,
	},
	{
	    .name = "events",
	    .meaning = "every protocol event, one JSON object a line",
	    .kind = OUTPUT_LINES,
	    .keep = STORY_KEEP_LIVE,
	    .tells_no_pages = true,
	    .event = events_event,
	},
};

const size_t format_count = COUNT_OF(formats);

const struct format *
format_find(const char *name)
{
	for (size_t i = 0; i < format_count; i++)
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	return NULL;
}
