/* SPDX-License-Identifier: BSD-2-Clause */
/* Frames, secrets, names and comments written as pcapng: an interface for each input and
 * link type, times in nanoseconds, a new section where a comment on one comes.  Errors are
 * kept: writer_error says the first. */
#ifndef CAPTURE_WRITER_H
#define CAPTURE_WRITER_H

#include "base/buffer.h"
#include "capture/capture.h"

struct writer;

/* `path` "-" is standard output.  NULL when it cannot be opened. */
struct writer *writer_open(const char *path, struct capture_error *error, int *err);
/* Onto what is open already; `name` is for messages. */
struct writer *writer_to(int fd_taken, const char *name);
/* `input_name` names the interface the first time, and must then live as long as the
 * writer.  `comments` was filled by writer_add_comment. */
void writer_frame(
    struct writer *, const struct frame *, const char *input_name, struct bytes comments);
void writer_add_comment(struct buffer *comments, struct bytes text);
void writer_secrets(struct writer *, uint32_t type, struct bytes data);
void writer_name(struct writer *, struct address address, struct bytes name);
/* On what begins now, and on the interface of frames to come; texts are less than 64 KiB.
 */
void writer_section_comment(struct writer *, struct bytes text);
void writer_interface_comment(struct writer *, uint32_t input, uint16_t link_type,
    const char *input_name, struct bytes text);
void writer_flush(struct writer *);
int writer_error(const struct writer *); /* 0 or -errno */
/* Flushes and closes; 0, or -errno when not everything could be written. */
int writer_close(struct writer *, struct capture_error *error);

#endif
