/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/export/samples.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis.h"
#include "capture/capture.h"

static void
take_secrets(void *receiver, struct bytes key_log)
{
	analysis_add_secrets(receiver, key_log);
}

static void
sample_read(const char *path, sample_taker *take)
{
	struct analysis_options options = { .keep = STORY_KEEP_ALL, .keep_headers = true };
	struct capture *capture = capture_new();
	struct analysis *analysis = analysis_new(&options);
	struct capture_error error;
	struct frame frame;

	if (capture_add_file(capture, path, &error) < 0) {
		fprintf(stderr, "%s\n", error.text);
		exit(1);
	}
	capture_secrets(capture, take_secrets, analysis);
	while (capture_next(capture, &frame, &error) == CAPTURE_FRAME)
		analysis_frame(analysis, &frame);
	analysis_end(analysis);
	take(path, analysis_story(analysis));
	analysis_free(analysis);
	capture_free(capture);
}

int
samples_each(sample_taker *take)
{
	const char *top = getenv("srcdir");
	char pattern[4096];
	glob_t found;
	int count = 0;

	snprintf(pattern, sizeof(pattern), "%s/captures/*.pcapng", top == NULL ? "." : top);
	if (glob(pattern, 0, NULL, &found) != 0)
		return 0;
	for (; (size_t)count < found.gl_pathc; count++)
		sample_read(found.gl_pathv[count], take);
	globfree(&found);
	return count;
}
