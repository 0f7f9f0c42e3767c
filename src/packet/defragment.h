/* SPDX-License-Identifier: BSD-2-Clause */
/* Fragments of IP packets, put together (RFC 791 3.2, RFC 8200 4.5).
 * Kept for 30 s of capture time, 1024 packets and 16 MiB at most, the oldest going first.
 * Where fragments of one packet overlap, IPv4 believes the first that came, and an IPv6
 * packet is given up whole (RFC 5722). */
#ifndef PACKET_DEFRAGMENT_H
#define PACKET_DEFRAGMENT_H

#include "base/address.h"

struct fragment_key {
	struct address src, dst;
	uint8_t protocol;
	uint8_t zero; /* leaves no hole: keys are hashed and compared as bytes */
	uint32_t id;
	uint32_t input;
};

struct fragment {
	struct fragment_key key;
	uint64_t at_ns;
	size_t offset; /* of data in the whole packet's */
	bool has_more;
	struct bytes header; /* what each fragment repeats before the data */
	struct bytes data;
	uint8_t next;   /* the protocol of the whole packet's data */
	size_t next_at; /* IPv6: which octet of `header` is to name it */
};

/* Headers of the first fragment and the data of all; the caller may write to it. */
struct whole_packet {
	uint8_t *at;
	size_t len;
	size_t header_len;
	uint8_t next;
	size_t next_at;
};

struct defragmenter;

struct defragmenter *defragmenter_new(void);
void defragmenter_free(struct defragmenter *);

/* NULL, or why no packet can have such a fragment. */
const char *fragment_wrong(const struct fragment *);

/* True where this was the last piece missing: then `whole` is good until the next is.
 * The fragment is borrowed. */
bool defragmenter_add(
    struct defragmenter *, const struct fragment *, struct whole_packet *whole);
/* Counts a fragment that cannot be kept. */
void defragmenter_give_up(struct defragmenter *);
/* Fragments of packets that never became whole, those that still wait among them. */
uint64_t defragmenter_dropped(const struct defragmenter *);

#endif
