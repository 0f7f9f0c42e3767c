/* SPDX-License-Identifier: BSD-2-Clause */
/* Captures, taken apart into stories.
 * A story is what one client of one capture did: how it joined (DHCP, ARP), what it asked
 * DNS, and its whole TCP connections of one kind, in the order of time.
 * A story borrows its bytes from the capture, which must outlive it. */
#ifndef BENCH_LOAD_STORY_H
#define BENCH_LOAD_STORY_H

#include "load-flow.h"

struct story {
	struct frame *frames;
	size_t frame_count;
	uint64_t size; /* bytes in a pcap file */
	uint32_t flow_count;
	uint32_t tcp_count;
};

struct stories {
	struct story *list;
	size_t count;
};

/* Adds the capture's stories with connections of `kind`, leaving out connections whose
 * frames are larger than mean_max in the mean.  Says on standard error what it took and
 * left, when report is set. */
enum story_report { STORY_QUIET, STORY_REPORT };
void stories_add(struct stories *, struct capture *, enum flow_kind kind, uint64_t mean_max,
    enum story_report report);
void stories_clear(struct stories *);

#endif
