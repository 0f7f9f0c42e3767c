/* SPDX-License-Identifier: BSD-2-Clause */
/* What the system says of its network interfaces. */
#ifndef CAPTURE_INTERFACE_H
#define CAPTURE_INTERFACE_H

#include <stdint.h>

enum { INTERFACE_COUNTERS = 2 };

/* Frames that the interface dropped before anybody saw them, counted from the opening on.
 */
struct interface_drops {
	int fds[INTERFACE_COUNTERS]; /* -1: has none, like "any" */
	uint64_t before;
	uint64_t counted; /* the last answer, which stays when the interface goes */
};

struct interface_drops interface_drops_open(const char *interface);
uint64_t interface_drops_count(struct interface_drops *drops);
void interface_drops_close(struct interface_drops *drops);

#endif
