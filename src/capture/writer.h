/* SPDX-License-Identifier: BSD-2-Clause */
/* Frames and secrets written as pcapng: one section, an interface for each input and link
 * type, times in nanoseconds.  Errors are kept: writer_error says the first. */
#ifndef CAPTURE_WRITER_H
#define CAPTURE_WRITER_H

#include "capture/capture.h"

struct writer;

/* `path` "-" is standard output.  NULL when it cannot be opened. */
struct writer *writer_open(const char *path, struct capture_error *error, int *err);
/* `input_name` names the interface the first time. */
void writer_frame(struct writer *, const struct frame *, const char *input_name);
void writer_secrets(struct writer *, uint32_t type, struct bytes data);
void writer_flush(struct writer *);
int writer_error(const struct writer *); /* 0 or -errno */
/* Flushes and closes; 0, or -errno when not everything could be written. */
int writer_close(struct writer *, struct capture_error *error);

#endif
