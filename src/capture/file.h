/* SPDX-License-Identifier: BSD-2-Clause */
/* One saved capture, of whatever format, plain or compressed, on disk or from a pipe. */
#ifndef CAPTURE_FILE_H
#define CAPTURE_FILE_H

#include <stdatomic.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "capture/format.h"

struct file;

/* NULL when it is no capture that can be read: then *err is -errno and *error says why.
 * One that breaks off within its header is opened: file_next says so.  Waits for the first
 * bytes of a pipe until *stopped. */
struct file *file_open(const char *name, const atomic_bool *stopped,
    const struct extras_sink *extras, struct capture_error *error, int *err);
void file_close(struct file *); /* file_close(NULL) does nothing */

/* Waiting for a pipe ends, too, when this can be read. */
void file_wake_on(struct file *, int fd);
/* Fills all of *frame but `input`.  After END and DAMAGED there is only END. */
enum capture_next file_next(
    struct file *, struct frame *frame, struct capture_error *error);

/* Gives all secrets now, ahead of the first frame, where that can be done: true for a
 * plain pcapng on disk.  Reading gives them (again) to the sink of file_open. */
bool file_walk_secrets(struct file *, const struct extras_sink *extras);

/* False where frames cannot be read once more: a pipe, compressed data.  To be called ahead
 * of the first frame. */
bool file_keep(struct file *);
/* Frame `number`, which began at `offset`, once more: all of *frame but `input`, its bytes
 * in `room`.  False where it is not there any more. */
bool file_fetch(const struct file *, uint64_t offset, uint32_t number, struct buffer *room,
    struct frame *frame);

/* Of its first interface; false while that is not known. */
bool file_link_type(const struct file *, uint16_t *link_type);
/* Is it a file on disk, and this one? */
bool file_is(const struct file *, const struct stat *other);
uint64_t file_read_bytes(const struct file *);
uint64_t file_size(const struct file *); /* 0: not known */

#endif
