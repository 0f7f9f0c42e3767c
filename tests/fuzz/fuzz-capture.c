/* SPDX-License-Identifier: BSD-2-Clause */
/* A whole capture file, through every room of the house to its story as JSON and text, and
 * written anew. */
#include <sys/mman.h>
#include <unistd.h>

#include "analysis.h"
#include "base/json.h"
#include "capture/capture.h"
#include "export/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
take_event(void *receiver, const struct event *event)
{
	struct buffer text = { 0 };
	struct json json = json_to(&text);

	(void)receiver;
	event_to_json(&json, event, (struct event_output){ true, SECRETS_MASKED });
	buffer_clear(&text);
}

static void
read_all(struct capture *capture, struct analysis *analysis)
{
	struct capture_error error;
	struct frame frame;
	enum capture_next next;

	while ((next = capture_next(capture, &frame, &error)) != CAPTURE_END)
		if (next == CAPTURE_FRAME)
			analysis_frame(analysis, &frame);
	analysis_end(analysis);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct analysis_options options = {
		.without_ndpi =
		    true, /* it has fuzzers of its own, and takes 20 ms to start */
		.keep = STORY_KEEP_ALL,
		.event = take_event,
	};
	struct capture *capture = capture_new();
	struct analysis *analysis = analysis_new(&options);
	struct capture_error error;
	char path[64];
	int fd = memfd_create("capture", 0);

	if (fd >= 0 && write(fd, data, size) == (ssize_t)size) {
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
		if (capture_add_file(capture, path, &error) == 0 &&
		    capture_write_to(capture, "/dev/null", &error) == 0)
			read_all(capture, analysis);
	}
	if (fd >= 0)
		close(fd);
	analysis_free(analysis);
	capture_free(capture);
	return 0;
}
