/* SPDX-License-Identifier: BSD-2-Clause */
/* What is inside of QUIC's packets, which no mutation of sealed bytes would reach: each
 * part of the input becomes the frames of a packet, or the next bytes of a stream, and is
 * sealed on the way.  A part: what to do with it, its size, its bytes. */
#include "tests/dissectors/quic-talk.h"

enum {
	FROM_SERVER = 0x01,
	AS_STREAM = 0x02,
	IS_LAST = 0x04,
	AT_HANDSHAKE = 0x08,
	STREAM_SHIFT = 4, /* sixteen streams, of all kinds */
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct bytes
part_of_stream(struct talk *talk, uint64_t *offset, uint8_t bits, struct bytes part)
{
	uint64_t at = *offset;

	*offset += part.len;
	return talk_stream(talk, bits >> STREAM_SHIFT, at, part, (bits & IS_LAST) != 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct talk *talk = talk_new(0x00000001);
	struct cursor in = cursor_of(bytes_of(data, size));
	uint64_t offsets[2][16] = { 0 };

	talk_greet(talk);
	while (cursor_left(&in) >= 2) {
		uint8_t bits = cursor_u8(&in);
		enum side side = bits & FROM_SERVER ? SIDE_SERVER : SIDE_CLIENT;
		struct bytes part =
		    cursor_bytes(&in, MIN((size_t)cursor_u8(&in), cursor_left(&in)));

		if ((bits & AS_STREAM) != 0)
			part = part_of_stream(
			    talk, &offsets[side][bits >> STREAM_SHIFT], bits, part);
		talk_send(talk, side,
		    bits & AT_HANDSHAKE ? QUIC_HANDSHAKE : QUIC_APPLICATION, part);
	}
	talk_fall_silent(talk);
	talk_free(talk);
	return 0;
}
