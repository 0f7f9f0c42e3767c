/* SPDX-License-Identifier: BSD-2-Clause */
/* Frames of pipes, compressed files and interfaces, which cannot be read there again: the
 * last GiB of them in a file without a name that only we may read. */
#ifndef CAPTURE_SPOOL_H
#define CAPTURE_SPOOL_H

#include "base/buffer.h"
#include "capture/capture.h"

struct spool;

/* In TMPDIR, or else /var/tmp or /tmp.  NULL when none of them takes it: then *err is
 * -errno and *error says it in words.  `size` in bytes; 0 chooses 1 GiB. */
struct spool *spool_open(uint64_t size, struct capture_error *error, int *err);
void spool_close(struct spool *); /* spool_close(NULL) does nothing */

/* False when the frame could not be kept.  *offset: where spool_fetch finds it. */
bool spool_put(struct spool *, const struct frame *frame, uint64_t *offset);
/* False when the frame at this offset has been overwritten.  Its bytes are in `room`. */
bool spool_fetch(struct spool *, uint64_t offset, struct buffer *room, struct frame *frame);
/* What lies before it has been overwritten. */
uint64_t spool_begin(const struct spool *);

#endif
