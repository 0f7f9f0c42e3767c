/* SPDX-License-Identifier: BSD-2-Clause */
/* What recorded connections lack for a load: an end, and length. */
#ifndef BENCH_LOAD_EXTEND_H
#define BENCH_LOAD_EXTEND_H

#include "load-flow.h"

/* Resets the connections still open when the capture ends: they would pile up in a load. */
void capture_end_flows(struct capture *);
/* Lets each TLS connection ask for a few things more before it is closed, in records that
 * nobody can read. */
void capture_lengthen_tls(struct capture *);

#endif
