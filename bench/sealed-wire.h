/* SPDX-License-Identifier: BSD-2-Clause */
/* One client, one server, and the capture that is written of what they send.
 * Whether writing failed is known when the file is closed. */
#ifndef BENCH_SEALED_WIRE_H
#define BENCH_SEALED_WIRE_H

#include <stdio.h>

#include "base/buffer.h"
#include "event/event.h"

enum wire_flag { WIRE_FIN = 0x01, WIRE_SYN = 0x02, WIRE_PUSH = 0x08, WIRE_ACK = 0x10 };

struct wire {
	FILE *file;
	uint64_t at_us;
	uint32_t sequence[2];
	uint32_t unacknowledged; /* segments or datagrams, by the client */
	struct buffer pending;   /* of the server's stream, no full segment yet */
	uint64_t frames, bytes;
};

void wire_begin(struct wire *, FILE *);
void wire_clear(struct wire *);
void wire_segment(struct wire *, enum side, uint8_t flags, struct bytes);
/* The server's stream goes out in full segments, the client acknowledges. */
void wire_stream(struct wire *, struct bytes);
/* ... and what is left in one that is not full. */
void wire_flush(struct wire *);
void wire_datagram(struct wire *, enum side, struct bytes);

static inline void
put_number(struct buffer *out, uint64_t value, size_t size)
{
	while (size-- > 0)
		buffer_add_char(out, (char)(value >> (8 * size)));
}

/* Leaves room for the length of what follows; put_close fills it in. */
static inline size_t
put_open(struct buffer *out, size_t size)
{
	put_number(out, 0, size);
	return out->len;
}

static inline void
put_close(struct buffer *out, size_t place, size_t size)
{
	size_t len = out->len - place;

	for (size_t i = 0; i < size; i++, len >>= 8)
		out->at[place - 1 - i] = (uint8_t)len;
}

#endif
