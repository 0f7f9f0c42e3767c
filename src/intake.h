/* SPDX-License-Identifier: BSD-2-Clause */
/* What a run reads: the captures and key logs that the command line names, and the fence
 * that goes up when they are open.  All of it ends the program where it cannot be had. */
#ifndef INTAKE_H
#define INTAKE_H

#include "analysis.h"
#include "capture/capture.h"
#include "capture/sandbox.h"
#include "export/json.h"
#include "keylog-file.h"
#include "options.h"

struct intake {
	const struct options *options;
	struct capture *capture;
	struct analysis *analysis;    /* that secrets go to; borrowed */
	struct keylog_file *key_logs; /* as many as the options name */
	bool follows_key_logs;        /* while frames come */
	uint64_t frames;              /* given */
	uint64_t began_ns;            /* of the capture, for -a */
};

enum frames_kept { FRAMES_PASS, FRAMES_KEPT /* they can be fetched again */ };

void intake_open(struct intake *, const struct options *, enum frames_kept);
/* May secrets come while frames do?  Then the analysis is to ask intake_read_key_logs. */
bool intake_bring_secrets(const struct intake *);
/* Hands over all secrets that there are now. */
void intake_open_secrets(struct intake *, struct analysis *);
/* What was added to the key logs meanwhile. */
void intake_read_key_logs(struct intake *);
/* Everything is open: from here on the program can only read, compute and write. */
void intake_fence(const struct intake *, enum sandbox_needs more);
/* As capture_next, up to the limits of -c and -a.  A live capture runs by the clock on the
 * wall, a saved one by its own. */
enum capture_next intake_next(
    struct intake *, struct frame *frame, struct capture_error *error);
/* For the story's "captures"; to be freed. */
struct story_capture *intake_list(const struct intake *);
/* On standard error: what an interface dropped, and what there was no room for. */
void intake_tell_counts(const struct intake *);
/* That frames were copied to `path`; NULL: they were not. */
void intake_tell_raw(const struct intake *, const char *path);
void intake_clear(struct intake *);

#endif
