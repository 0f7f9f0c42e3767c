/* SPDX-License-Identifier: BSD-2-Clause */
/* A pcap filter expression (pcap-filter(7)), for frames of any link type. */
#ifndef CAPTURE_FILTER_H
#define CAPTURE_FILTER_H

#include "capture/capture.h"

struct filter;

/* NULL when the expression is wrong for one of `link_types`: *error says how.  It is
 * compiled for them and for the usual ones at once, while names of hosts, services and
 * protocols can still be looked up. */
struct filter *filter_new(const char *expression, const uint16_t *link_types, size_t count,
    struct capture_error *error);
void filter_free(struct filter *); /* filter_free(NULL) does nothing */

/* Frames whose link type knows nothing of what the expression asks do not match. */
bool filter_match(struct filter *, const struct frame *frame);

#endif
