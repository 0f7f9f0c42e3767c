/* SPDX-License-Identifier: BSD-2-Clause */
/* Dissection alone: reads a capture and states every event, to nobody. */
#include "analysis.h"
#include "base/die.h"
#include "capture/capture.h"

int
main(int argc, char **argv)
{
	struct analysis_options options = { .without_story = true };
	struct capture *capture = capture_new();
	struct analysis *analysis;
	struct capture_error error;
	struct frame frame;
	enum capture_next next;

	if (argc != 2)
		die(EXIT_USAGE, "usage: dissect-only CAPTURE");
	if (capture_add_file(capture, argv[1], &error) < 0)
		die(EXIT_CANNOT, "%s", error.text);
	options.hash_key = hash_key_random();
	analysis = analysis_new(&options);
	while ((next = capture_next(capture, &frame, &error)) != CAPTURE_END)
		if (next == CAPTURE_FRAME)
			analysis_frame(analysis, &frame);
	analysis_end(analysis);
	printf("%llu events\n", (unsigned long long)analysis_counts(analysis).events);
	analysis_free(analysis);
	capture_free(capture);
	return EXIT_DONE;
}
