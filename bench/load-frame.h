/* SPDX-License-Identifier: BSD-2-Clause */
/* One frame that can be sent again by somebody else.
 * Reading its headers finds the places that belong to the sender (MACs, the LAN's prefix,
 * the client's port, sequence numbers); writing it fills these in and mends the checksums.
 * Ethernet with IPv4, IPv6 or ARP only.  The bytes are borrowed; nothing here fails. */
#ifndef BENCH_LOAD_FRAME_H
#define BENCH_LOAD_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RECORD_SIZE = 16 /* of a pcap file, before each frame */ };

enum frame_kind { FRAME_OTHER, FRAME_BROKEN, FRAME_ARP, FRAME_DHCP, FRAME_DNS, FRAME_TCP };

enum { TCP_FIN = 0x01, TCP_SYN = 0x02, TCP_RST = 0x04, TCP_PSH = 0x08, TCP_ACK = 0x10 };

struct address {
	uint8_t bytes[16]; /* IPv4 as ::ffff:a.b.c.d */
};

/* Bytes only, so that two of them can be compared as memory. */
struct end {
	struct address address;
	uint8_t port[2];
};

struct headers {
	enum frame_kind kind;
	uint16_t network;   /* where the IP or ARP header begins */
	uint16_t transport; /* where the TCP or UDP header begins; 0 when there is none */
	uint16_t payload;
	uint16_t payload_size;
	struct end source;
	struct end target;
	uint8_t tcp_flags;
	uint32_t tcp_sequence;
	uint32_t tcp_acknowledged;
};

/* The one who was recorded. */
struct client {
	struct address address;
	uint8_t mac[6];
};

/* The one who sends it this time: a household of its own, on its n-th visit. */
struct sender {
	uint32_t house;
	uint32_t visit;
	uint32_t port_base;
};

enum patch_kind {
	PATCH_MAC,
	PATCH_LAN4,
	PATCH_LAN6,
	PATCH_PORT,
	PATCH_CLIENT_SEQUENCE,
	PATCH_SERVER_SEQUENCE,
};

struct patch {
	uint16_t at;
	uint16_t kind;
};

/* Enough for TCP with four SACK blocks, and for DHCP with an address in every option. */
enum { PATCHES_MAX = 24 };

struct frame {
	int64_t at_us; /* since the story began */
	const uint8_t *bytes;
	uint32_t size;
	uint32_t number; /* in its capture: settles the order of equal times */
	uint32_t flow;   /* the number of its flow within the story */
	struct headers headers;
	int patch_count;
	struct patch patches[PATCHES_MAX];
};

void headers_read(struct headers *, const uint8_t *bytes, size_t size);
bool headers_mention(
    const struct headers *, const uint8_t *bytes, size_t size, const struct client *);
void frame_find_patches(struct frame *, const struct client *);
/* Writes frame->size bytes. */
void frame_write(const struct frame *, const struct sender *, uint8_t *out);
/* A TCP segment after the example of a captured one: its addresses and ports, no options.
 */
struct segment {
	uint8_t flags;
	uint32_t sequence;
	uint32_t acknowledged;
	const uint8_t *payload;
	size_t payload_size;
};

enum { SEGMENT_HEAD_MAX = 14 + 60 + 20 };
/* Answers how much it wrote: at most SEGMENT_HEAD_MAX and the payload. */
size_t segment_write(
    const struct segment *, const struct headers *like, const uint8_t *bytes, uint8_t *out);
void tcp_move(
    struct headers *, uint8_t *bytes, uint32_t sequence_by, uint32_t acknowledged_by);
/* The same numbers give the same number, on every machine. */
uint32_t mix(uint32_t a, uint32_t b);

#endif
