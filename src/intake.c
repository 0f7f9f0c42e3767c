/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/die.h"
#include "capture/privileges.h"
#include "intake.h"

void
intake_open(struct intake *intake, const struct options *options, enum frames_kept kept)
{
	struct live_options live = {
		.interface = options->interface,
		.snap_len = options->snap_len,
		.buffer_kib = options->buffer_kib,
		.promiscuous = !options->not_promiscuous,
	};
	struct capture_error error;
	int err = 0;

	*intake = (struct intake){ .options = options, .capture = capture_new() };
	for (size_t i = 0; err == 0 && i < options->file_count; i++)
		err = capture_add_file(intake->capture, options->files[i], &error);
	if (err == 0 && options->interface != NULL)
		err = capture_add_live(intake->capture, &live, &error);
	if (err == 0 && options->filter != NULL &&
	    capture_set_filter(intake->capture, options->filter, &error) < 0)
		die(EXIT_USAGE, "%s", error.text);
	if (err == 0 && kept == FRAMES_KEPT)
		err = capture_keep(intake->capture, &error);
	if (err == 0 && options->write_path != NULL)
		err = capture_write_to(intake->capture, options->write_path, &error);
	if (err < 0)
		die(EXIT_CANNOT, "%s", error.text);
}

/* A pipe may bring secrets itself, in a pcapng's blocks. */
bool
intake_bring_secrets(const struct intake *intake)
{
	for (size_t i = 0; i < capture_input_count(intake->capture); i++) {
		const struct capture_input *input = capture_input(intake->capture, i);

		if (input->is_live ? intake->options->key_log_count > 0 : input->size == 0)
			return true;
	}
	return false;
}

static void
intake_take_secrets(void *receiver, struct bytes key_log)
{
	struct intake *intake = receiver;

	analysis_add_secrets(intake->analysis, key_log);
}

static void
open_key_log(struct intake *intake, size_t i)
{
	const char *path = intake->options->key_logs[i];
	struct keylog_file *file = &intake->key_logs[i];
	int err = keylog_file_open(file, path);

	if (err == 0)
		err = keylog_file_read(file, intake_take_secrets, intake);
	if (err < 0)
		die(EXIT_CANNOT, "%s: key log cannot be read: %s", path, strerror(-err));
	if (!intake->follows_key_logs)
		keylog_file_close(file, intake_take_secrets, intake);
}

void
intake_open_secrets(struct intake *intake, struct analysis *analysis)
{
	size_t count = intake->options->key_log_count;

	intake->analysis = analysis;
	intake->follows_key_logs = intake_bring_secrets(intake);
	intake->key_logs = alloc_zeroed(count, sizeof(*intake->key_logs));
	for (size_t i = 0; i < count; i++)
		open_key_log(intake, i);
	capture_secrets(intake->capture, intake_take_secrets, intake);
}

void
intake_read_key_logs(struct intake *intake)
{
	for (size_t i = 0; i < intake->options->key_log_count; i++)
		keylog_file_read(&intake->key_logs[i], intake_take_secrets, intake);
}

void
intake_fence(const struct intake *intake, enum sandbox_needs more)
{
	const struct options *options = intake->options;
	struct sandbox_options fence = {
		.needs = options->interface != NULL ? SANDBOX_LIVE | more : more,
	};
	struct capture_error error;

	if (privileges_drop(options->user, &error) < 0)
		die(EXIT_CANNOT, "%s", error.text);
	if (!options->no_sandbox && sandbox_enter(&fence, &error) < 0)
		die(EXIT_CANNOT, "%s (--no-sandbox reads without the fence)", error.text);
}

/* Has the capture lasted as long as -a lets it? */
static bool
is_long_enough(struct intake *intake, uint64_t now_ns)
{
	if (intake->began_ns == 0)
		intake->began_ns = now_ns;
	return clock_between(intake->began_ns, now_ns) >= intake->options->duration_ns;
}

enum capture_next
intake_next(struct intake *intake, struct frame *frame, struct capture_error *error)
{
	const struct options *options = intake->options;
	enum capture_next next;

	if (options->frame_limit != 0 && intake->frames >= options->frame_limit)
		return CAPTURE_END;
	next = capture_next(intake->capture, frame, error);
	if (options->duration_ns != 0 && next != CAPTURE_DAMAGED && next != CAPTURE_END) {
		bool is_live = options->interface != NULL;

		if ((is_live || next == CAPTURE_FRAME) &&
		    is_long_enough(intake, is_live ? clock_now() : frame->at_ns))
			return CAPTURE_END;
	}
	intake->frames += next == CAPTURE_FRAME;
	return next;
}

struct story_capture *
intake_list(const struct intake *intake)
{
	size_t count = capture_input_count(intake->capture);
	struct story_capture *captures = alloc_zeroed(count, sizeof(*captures));

	for (size_t i = 0; i < count; i++) {
		const struct capture_input *input = capture_input(intake->capture, i);

		captures[i] = (struct story_capture){
			.file = input->name,
			.link = capture_link_name(input->link_type),
			.frames = input->frames,
			.bytes = input->bytes,
			.first_ns = input->first_ns,
			.last_ns = input->last_ns,
			.damaged = input->damaged,
		};
	}
	return captures;
}

void
intake_tell_counts(const struct intake *intake)
{
	struct analysis_counts counts = analysis_counts(intake->analysis);
	bool is_live = intake->options->interface != NULL;

	for (size_t i = 0; is_live && i < capture_input_count(intake->capture); i++) {
		const struct capture_input *input = capture_input(intake->capture, i);

		fprintf(stderr,
		    "webflow: %s: %llu frames captured, %llu dropped by the kernel, "
		    "%llu by the interface\n",
		    input->name, (unsigned long long)input->frames,
		    (unsigned long long)input->kernel_dropped,
		    (unsigned long long)input->interface_dropped);
	}
	if (!intake->options->quiet &&
	    (counts.flows.flows_evicted > 0 || counts.flows.bytes_dropped > 0))
		fprintf(stderr,
		    "webflow: for want of room %llu connections and %llu bytes were let "
		    "go\n",
		    (unsigned long long)counts.flows.flows_evicted,
		    (unsigned long long)counts.flows.bytes_dropped);
	if (intake->options->verbose)
		fprintf(stderr,
		    "webflow: %llu frames, %llu events, %llu connections, "
		    "%llu fragments without the rest\n",
		    (unsigned long long)counts.frames, (unsigned long long)counts.events,
		    (unsigned long long)counts.flows.flows,
		    (unsigned long long)counts.fragments_dropped);
}

/* Masking covers what is told, and not what is copied. */
void
intake_tell_raw(const struct intake *intake, const char *path)
{
	if (path != NULL && !intake->options->quiet)
		fprintf(stderr,
		    "webflow: %s holds raw packets: nothing in them is masked\n",
		    strcmp(path, "-") == 0 ? "standard output" : path);
}

void
intake_clear(struct intake *intake)
{
	for (size_t i = 0; intake->follows_key_logs && i < intake->options->key_log_count;
	     i++)
		keylog_file_close(&intake->key_logs[i], intake_take_secrets, intake);
	free(intake->key_logs);
	capture_free(intake->capture);
	*intake = (struct intake){ 0 };
}
