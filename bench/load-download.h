/* SPDX-License-Identifier: BSD-2-Clause */
/* Downloads in clear HTTP with large bodies, made up: recorded ones are rarely large.
 * Each is a client of its own that asks DNS, loads a page and then what the page shows. */
#ifndef BENCH_LOAD_DOWNLOAD_H
#define BENCH_LOAD_DOWNLOAD_H

#include "load-capture.h"

void downloads_add(struct capture *);

#endif
