/* SPDX-License-Identifier: BSD-2-Clause */
/* Plays stories into a pcap file, many at a time, until the file is large enough.
 * A fixed number of places; each is taken in turn by two households, which come back, so
 * that a longer load has no more clients than a short one.  What a place plays next is
 * chosen by the weight of the frames so far: see struct score. */
#ifndef BENCH_LOAD_PLAYER_H
#define BENCH_LOAD_PLAYER_H

#include "load-story.h"

struct score {
	const struct stories *heavy; /* played while frames are lighter than mean_size */
	const struct stories *light; /* played while they are not */
	uint64_t mean_size;
	uint64_t size; /* bytes of the file; the last stories are played to their end */
	uint32_t place_count;
};

struct played {
	uint64_t size;
	uint64_t frame_count;
	uint64_t tcp_count;
	uint64_t visit_count;
	uint64_t client_count;
	int64_t length_us;
};

/* 0 or -errno.  At least one of heavy and light must hold a story. */
int play(const struct score *, int fd, struct played *);

#endif
