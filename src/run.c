/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "analysis.h"
#include "base/clock.h"
#include "base/die.h"
#include "capture/live.h"
#include "export/export.h"
#include "intake.h"
#include "page-capture.h"
#include "progress.h"
#include "run.h"

/* Set by SIGINT and SIGTERM: the one thing a handler may touch. */
static volatile sig_atomic_t stop_is_asked;

struct run {
	const struct options *options;
	const struct format *format;
	struct intake intake;
	struct analysis *analysis;
	struct report report;
	struct progress progress;
	enum exit_status status;
	int frames_fd; /* -T pcap: the output once more */
};

static void
run_stop(int signal_number)
{
	(void)signal_number;
	stop_is_asked = 1;
}

static void
run_catch_signals(void)
{
	struct sigaction stop = { .sa_handler = run_stop };
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	sigaction(SIGINT, &stop, NULL);
	sigaction(SIGTERM, &stop, NULL);
	sigaction(SIGPIPE, &ignore, NULL); /* writing says EPIPE instead */
}

/* The first thing that goes wrong decides the exit status. */
static void
run_fail(struct run *run, enum exit_status status, const char *text)
{
	progress_hide(&run->progress);
	fprintf(stderr, "webflow: %s\n", text);
	if (run->status == EXIT_DONE)
		run->status = status;
}

static void
run_event(void *receiver, const struct event *event)
{
	struct run *run = receiver;

	progress_hide(&run->progress);
	run->format->event(&run->report, event);
}

static void
run_page(void *receiver, const struct story *story, const struct page *page)
{
	struct run *run = receiver;

	if (!selection_has_page(&run->report.selection, page))
		return;
	run->report.pages_told++;
	if (run->format->page == NULL)
		return;
	progress_hide(&run->progress);
	run->format->page(&run->report, story, page);
}

static void
run_connection(
    void *receiver, const struct story *story, const struct connection *connection)
{
	struct run *run = receiver;

	if (!selection_has_connection(&run->report.selection, connection))
		return;
	progress_hide(&run->progress);
	run->format->connection(&run->report, story, connection);
}

static void
run_open_output(struct run *run)
{
	const struct options *options = run->options;
	int err;

	if (options->write_path != NULL && strcmp(options->write_path, "-") == 0 &&
	    options->output_path == NULL)
		die(EXIT_USAGE,
		    "-w -: the frames take standard output; name -o FILE for the rest "
		    "(see webflow --help)");
	err = output_open(&run->report.output, options->output_path, run->format->kind);
	if (err < 0)
		die(EXIT_CANNOT, "%s: cannot be written: %s", options->output_path,
		    strerror(-err));
	if (run->format->keep_frames && isatty(run->report.output.fd))
		die(EXIT_USAGE,
		    "-T %s: is nothing for a terminal; name -o FILE (see webflow --help)",
		    run->format->name);
	if (run->format->keep_frames)
		run->frames_fd = fcntl(run->report.output.fd, F_DUPFD_CLOEXEC, 0);
	run->report.output.flush_lines = options->flush_lines ||
					 isatty(run->report.output.fd) ||
					 options->interface != NULL;
	run->report.events.several_inputs = options->file_count > 1;
	run->report.events.secrets = options->show_secrets ? SECRETS_SHOWN : SECRETS_MASKED;
	run->report.has_colours =
	    colour_wanted(options->colours, isatty(run->report.output.fd));
	run->report.selection.page = options->page;
	for (size_t i = 0; i < options->client_count; i++)
		selection_add_client(&run->report.selection, options->clients[i]);
}

static void
run_read_key_logs(void *receiver)
{
	struct run *run = receiver;

	intake_read_key_logs(&run->intake);
}

static void
run_open_analysis(struct run *run)
{
	struct analysis_options options = {
		.hash_key = hash_key_random(),
		.keep = run->format->keep,
		.keep_headers = run->format->keep_headers,
		.several_inputs = run->options->file_count > 1,
		.keep_flow_frames = run->format->keep_frames,
		.receiver = run,
		.more_secrets =
		    intake_bring_secrets(&run->intake) ? run_read_key_logs : NULL,
		.event = run->format->event == NULL ? NULL : run_event,
		.page = run_page,
		.connection = run->format->connection == NULL ? NULL : run_connection,
	};

	run->analysis = analysis_new(&options);
	intake_open_secrets(&run->intake, run->analysis);
}

static void
run_show_progress(struct run *run, uint32_t input)
{
	const struct capture_input *from = capture_input(run->intake.capture, input);

	progress_frame(&run->progress, from->read_bytes, from->size);
}

/* Reads frames to the end, the limits, or a signal. */
static void
run_read(struct run *run)
{
	struct capture_error error;
	struct frame frame;

	while (!stop_is_asked) {
		enum capture_next next = intake_next(&run->intake, &frame, &error);

		if (next == CAPTURE_END)
			return;
		if (next == CAPTURE_DAMAGED)
			run_fail(run, EXIT_DAMAGED, error.text);
		if (next != CAPTURE_FRAME)
			continue;
		analysis_frame(run->analysis, &frame);
		if (run->progress.is_wanted)
			run_show_progress(run, frame.input);
		if (run->report.output.error < 0)
			return;
	}
}

/* A capture of which nothing could be taken apart has no story. */
static void
run_check_link_types(struct run *run)
{
	struct analysis_counts counts = analysis_counts(run->analysis);
	const struct capture_input *input = capture_input(run->intake.capture, 0);
	char text[CAPTURE_ERROR_SIZE];

	if (counts.frames == 0 || counts.frames_unknown < counts.frames)
		return;
	snprintf(text, sizeof(text),
	    "%s: frames of link type %u (%s) cannot be taken apart: capture on another "
	    "interface",
	    input->name, (unsigned)input->link_type, capture_link_name(input->link_type));
	run_fail(run, EXIT_CANNOT, text);
}

/* What was asked for may be nowhere in the capture: then nothing is told. */
static void
run_check_selection(struct run *run)
{
	struct buffer fault = { 0 };
	bool is_empty = selection_fault(&run->report.selection,
	    analysis_story(run->analysis), run->report.pages_told, &fault);

	if (is_empty) {
		buffer_add_char(&fault, '\0');
		run_fail(run, EXIT_CANNOT, (const char *)fault.at);
		output_discard(&run->report.output);
	}
	buffer_clear(&fault);
}

/* -T pcap */
static void
run_write_frames(struct run *run)
{
	struct output *output = &run->report.output;
	struct page_capture written = page_capture_write(run->intake.capture,
	    analysis_story(run->analysis), &run->report.selection,
	    analysis_flow_frames(run->analysis), run->frames_fd);

	output->error = written.error;
	if (written.frames_gone > 0 && !run->options->quiet)
		fprintf(stderr,
		    "webflow: %llu frames of the pages have left the spool and are "
		    "missing\n",
		    (unsigned long long)written.frames_gone);
}

static void
run_tell_raw(const struct run *run)
{
	const char *path = run->options->write_path;

	if (run->format->keep_frames)
		path = run->report.output.name;
	if (run->status == EXIT_DONE)
		intake_tell_raw(&run->intake, path);
}

static void
run_finish(struct run *run)
{
	struct story_capture *captures;
	struct capture_error error;
	char text[CAPTURE_ERROR_SIZE];
	int err;

	analysis_end(run->analysis);
	progress_hide(&run->progress);
	captures = intake_list(&run->intake);
	run->report.captures =
	    (struct story_captures){ captures, capture_input_count(run->intake.capture) };
	if (run->format->end != NULL)
		run->format->end(&run->report, analysis_story(run->analysis));
	run_check_selection(run);
	if (run->format->keep_frames && !run->report.output.is_discarded)
		run_write_frames(run);
	err = output_close(&run->report.output);
	if (err < 0) {
		snprintf(text, sizeof(text), "%s: cannot be written: %s",
		    run->report.output.name, strerror(-err));
		run_fail(run, EXIT_CANNOT, text);
	}
	if (capture_write_end(run->intake.capture, &error) < 0)
		run_fail(run, EXIT_CANNOT, error.text);
	run_check_link_types(run);
	run_tell_raw(run);
	intake_tell_counts(&run->intake);
	free(captures);
}

static void
run_clear(struct run *run)
{
	selection_clear(&run->report.selection);
	analysis_free(run->analysis);
	intake_clear(&run->intake);
}

enum exit_status
run(const struct options *options)
{
	struct run run = { .options = options };

	run.format = format_find(options->format == NULL ? "text" : options->format);
	run_catch_signals();
	intake_open(
	    &run.intake, options, run.format->keep_frames ? FRAMES_KEPT : FRAMES_PASS);
	run_open_output(&run);
	run_open_analysis(&run);
	intake_fence(&run.intake, SANDBOX_READS);
	if (!options->quiet)
		progress_begin(&run.progress);
	if (run.format->begin != NULL)
		run.format->begin(&run.report);
	run_read(&run);
	run_finish(&run);
	run_clear(&run);
	return run.status;
}
