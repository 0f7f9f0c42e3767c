/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads a key log from a file, in pieces that end with a line's end; also what is added to
 * it later, which browsers do for each connection. */
#ifndef KEYLOG_FILE_H
#define KEYLOG_FILE_H

#include "base/buffer.h"

struct keylog_file {
	int fd;
	struct buffer text; /* the beginning of a line */
};

/* 0 or -errno; then there is nothing to close. */
int keylog_file_open(struct keylog_file *, const char *path);
/* What was added since the last call.  0 or -errno. */
int keylog_file_read(
    struct keylog_file *, void (*take)(void *receiver, struct bytes lines), void *receiver);
/* Hands over a last line that has no end, and closes. */
void keylog_file_close(
    struct keylog_file *, void (*take)(void *receiver, struct bytes lines), void *receiver);

#endif
