/* SPDX-License-Identifier: BSD-2-Clause */
/* One run of the program: opens what the command line names, fences itself off, reads,
 * analyses and prints. */
#ifndef RUN_H
#define RUN_H

#include "base/die.h"
#include "options.h"

/* Says on standard error what went wrong, one line each.  Ends the program only before the
 * first frame. */
enum exit_status run(const struct options *);

#endif
