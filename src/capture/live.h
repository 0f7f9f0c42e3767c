/* SPDX-License-Identifier: BSD-2-Clause */
/* One interface, captured by libpcap.
 * Opening needs privileges, reading does not.  live_stop may be called from a signal
 * handler or another thread, everything else from one thread at a time. */
#ifndef CAPTURE_LIVE_H
#define CAPTURE_LIVE_H

#include <stdio.h>

#include "capture/capture.h"

struct live;

/* NULL when it cannot be opened: then *err is -errno and *error says it in words. */
struct live *live_open(const struct live_options *, struct capture_error *error, int *err);

/* Fills all of *frame but `input`, `number` and `offset`, which are the caller's.  Never
 * waits for long: CAPTURE_WAIT after a fraction of a second without a frame, CAPTURE_END
 * after live_stop, CAPTURE_DAMAGED when the interface has gone.  One that is only down may
 * come back and is waited for. */
enum capture_next live_next(
    struct live *, struct frame *frame, struct capture_error *error);
void live_stop(struct live *);
/* Waiting ends, too, when this can be read. */
void live_wake_on(struct live *, int fd);

/* What the kernel and the interface dropped since the capture began. */
void live_drops(struct live *, uint64_t *kernel, uint64_t *interface);
uint16_t live_link_type(const struct live *);
void live_close(struct live *); /* live_close(NULL) does nothing */

/* The interfaces that can be captured, one a line, as tcpdump -D lists them. */
int live_list(FILE *out, struct capture_error *error);

#endif
