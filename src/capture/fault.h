/* SPDX-License-Identifier: BSD-2-Clause */
/* Putting into words what went wrong with an input. */
#ifndef CAPTURE_FAULT_H
#define CAPTURE_FAULT_H

#include "capture/capture.h"

/* Longer text is cut; a name goes in as "%.*s" of FAULT_NAME_MAX to leave room for why. */
enum { FAULT_NAME_MAX = 256 };

/* Answers `err`, so that a failing function ends in one line. */
int fault_set(struct capture_error *error, int err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* "NAME: " in front of what `inner` says; answers `err` too. */
int fault_name(struct capture_error *error, int err, const char *name,
    const struct capture_error *inner);

#endif
