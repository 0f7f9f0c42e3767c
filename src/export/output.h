/* SPDX-License-Identifier: BSD-2-Clause */
/* Where what webflow prints goes: standard output or a file, buffered.
 * Lines are appended.  A document is written beside its file, which takes the name only
 * when it is whole: by a second process that keeps the right to, for privileges are dropped
 * and the file system is fenced off meanwhile. */
#ifndef EXPORT_OUTPUT_H
#define EXPORT_OUTPUT_H

#include "base/buffer.h"

enum output_kind { OUTPUT_LINES, OUTPUT_DOCUMENT };

struct output {
	const char *name; /* for messages */
	int fd;
	int keeper; /* socket to the process that renames; -1: there is none */
	int error;  /* the first that writing met, as -errno; nothing is written after it */
	bool flush_lines;
	bool is_discarded;
	struct buffer pending;
};

/* `path` NULL or "-" is standard output.  To be called before privileges are dropped and
 * before there are threads.  0 or -errno. */
int output_open(struct output *output, const char *path, enum output_kind kind);
/* Where to write: a line or record, then output_end_line. */
struct buffer *output_buffer(struct output *output);
/* A line or record is whole: written now where each is to be, or where enough waits. */
void output_end_line(struct output *output);
/* Nothing more is written, and a document never gets its name; output_close is to follow.
 */
void output_discard(struct output *output);
/* Writes all, gives a whole document its name, and closes.  0 or the first -errno. */
int output_close(struct output *output);

#endif
