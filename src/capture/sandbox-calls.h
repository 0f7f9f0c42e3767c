/* SPDX-License-Identifier: BSD-2-Clause */
/* The half of the sandbox that filters system calls. */
#ifndef CAPTURE_SANDBOX_CALLS_H
#define CAPTURE_SANDBOX_CALLS_H

#include "capture/sandbox.h"

/* 0, or -errno.  Built without libseccomp it does nothing. */
int sandbox_calls_fence(enum sandbox_needs needs, enum sandbox_breach breach);

#endif
