/* SPDX-License-Identifier: BSD-2-Clause */
/* A run that a person watches: the rooms joined for the terminal interface, as run.h joins
 * them for formats. */
#ifndef WATCH_H
#define WATCH_H

#include "base/die.h"
#include "options.h"

/* Was no format or output asked for, and is there a terminal that it can be shown on? */
bool watch_is_wanted(const struct options *);
enum exit_status watch(const struct options *);

#endif
