/* SPDX-License-Identifier: BSD-2-Clause */
/* Ordered bytes from segments that come in any order: TCP's, QUIC's CRYPTO and STREAM.
 * A segment is an offset from the stream's start and bytes.  In-order bytes pass through
 * without a copy; only what comes early is kept, and the first copy of a byte wins.
 * All-zero is a valid empty reassembly.
 *
 *	struct bytes ready = reassembly_add(r, offset, segment, lost, arrival);
 *	... deliver ready ...
 *	while ((kept = reassembly_take(r)) != NULL) {
 *		... deliver kept->bytes, then a gap of kept->lost bytes ...
 *		reassembly_release(kept);
 *	} */
#ifndef BASE_REASSEMBLY_H
#define BASE_REASSEMBLY_H

#include "base/bytes.h"

/* The packet that brought a segment. */
struct arrival {
	uint64_t at_ns;
	uint32_t frame;
};

/* What came early, in order of offset. */
struct segment {
	struct segment *next;
	uint64_t offset;
	struct bytes bytes;
	uint64_t lost; /* bytes behind them that the frame had and the capture cut off */
	struct arrival arrival;
	uint8_t memory[];
};

struct reassembly {
	uint64_t next_offset; /* of the byte that is waited for */
	struct segment *kept;
	struct segment *last; /* of those kept */
	size_t kept_bytes;
	size_t kept_count;
};

/* Takes in `bytes` and `lost` more that the capture does not hold.  Gives the part of
 * `bytes` that is in order now; the rest is kept or was there before. */
struct bytes reassembly_add(struct reassembly *r, uint64_t offset, struct bytes bytes,
    uint64_t lost, struct arrival arrival);

/* The kept segment that is in order now, NULL where there is none.  The
 * caller releases it. */
struct segment *reassembly_take(struct reassembly *r);
void reassembly_release(struct segment *);

/* How many bytes are missing before the first kept segment; 0 where none is kept. */
uint64_t reassembly_gap(const struct reassembly *r);
/* Gives those bytes up: the first kept segment is in order now. */
void reassembly_pass_gap(struct reassembly *r);
/* Is every byte of this range there already, delivered or kept? */
bool reassembly_has(const struct reassembly *r, uint64_t offset, uint64_t len);
void reassembly_clear(struct reassembly *r);

/* The usual case, cheap enough for every packet: nothing kept, the next bytes, all
 * captured. */
static inline bool
reassembly_is_next(const struct reassembly *r, uint64_t offset, uint64_t lost)
{
	return r->kept == NULL && offset == r->next_offset && lost == 0;
}

#endif
