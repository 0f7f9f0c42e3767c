/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "progress.h"

/* The clock is looked at once in so many frames, the line drawn five times a second. */
enum { FRAMES_BETWEEN = 4096 };
static const uint64_t interval_ns = 200 * NS_PER_MS;

void
progress_begin(struct progress *progress)
{
	*progress = (struct progress){ .is_wanted = isatty(STDERR_FILENO) != 0 };
	progress->began_ns = clock_now();
	progress->shown_ns = progress->began_ns;
}

static void
progress_show(
    struct progress *progress, uint64_t read_bytes, uint64_t size, uint64_t now_ns)
{
	uint64_t ms = clock_between(progress->began_ns, now_ns) / NS_PER_MS;
	struct buffer line = { 0 };

	text_add_size(&line, read_bytes);
	if (size > 0)
		buffer_printf(
		    &line, " read, %u %%", (unsigned)(MIN(read_bytes, size) * 100 / size));
	buffer_printf(&line, ", %llu frames, %llu a second",
	    (unsigned long long)progress->frames,
	    (unsigned long long)(progress->frames * 1000 / MAX(ms, (uint64_t)1)));
	fprintf(stderr, "\r\033[K%.*s", (int)line.len, (const char *)line.at);
	fflush(stderr);
	buffer_clear(&line);
	progress->is_shown = true;
	progress->shown_ns = now_ns;
}

void
progress_frame(struct progress *progress, uint64_t read_bytes, uint64_t size)
{
	uint64_t now_ns;

	progress->frames++;
	if (!progress->is_wanted || progress->frames % FRAMES_BETWEEN != 0)
		return;
	now_ns = clock_now();
	if (clock_between(progress->shown_ns, now_ns) >= interval_ns)
		progress_show(progress, read_bytes, size, now_ns);
}

void
progress_hide(struct progress *progress)
{
	if (!progress->is_shown)
		return;
	fputs("\r\033[K", stderr);
	fflush(stderr);
	progress->is_shown = false;
}
