/* SPDX-License-Identifier: BSD-2-Clause */
/* A capture, whole in memory, each packet with its headers read.
 * A capture owns its packets and borrows its name. */
#ifndef BENCH_LOAD_CAPTURE_H
#define BENCH_LOAD_CAPTURE_H

#include "load-frame.h"

struct packet {
	uint32_t number;
	uint32_t size;
	int64_t at_us;
	uint8_t *bytes;
	struct end low; /* the two ends, the smaller first: the same both ways */
	struct end high;
	struct headers headers;
};

struct capture {
	const char *name;
	struct packet *packets;
	size_t count;
	size_t capacity;
	size_t cut_count;   /* frames not whole in the file, left out */
	size_t ended_count; /* connections that capture_end_flows ended */
};

/* Room for so many more packets, which then do not move. */
void capture_reserve(struct capture *, size_t more_count);
void capture_add(struct capture *, int64_t at_us, const uint8_t *bytes, size_t size);
/* False, with the reason on standard error, when the file cannot be used.  Packets that
 * the capture holds only in part are counted and left out. */
bool capture_read(struct capture *, const char *path);
void capture_clear(struct capture *);

/* Memory or the end of the program; NULL for nothing. */
void *memory_resized(void *old_taken, size_t count, size_t size);

#endif
