/* SPDX-License-Identifier: BSD-2-Clause */
/* One frame as a capture holds it: what src/capture gives and src/packet takes. */
#ifndef BASE_FRAME_H
#define BASE_FRAME_H

#include "base/bytes.h"

struct frame {
	uint32_t input;        /* number of the file or interface it came from, from 0 */
	uint32_t number;       /* within its input, from 1, as Wireshark counts */
	uint64_t at_ns;        /* since the epoch */
	uint16_t link_type;    /* LINKTYPE_ of https://www.tcpdump.org/linktypes.html */
	uint32_t wire_len;     /* bytes it had on the wire; at least captured.len */
	struct bytes captured; /* borrowed: good until the next frame is read */
	uint64_t offset;       /* of its record in the (unpacked) file */
};

#endif
