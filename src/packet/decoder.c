/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "base/die.h"
#include "packet/defragment.h"
#include "packet/layer.h"

/* Deep enough for tunnels in tunnels and for a long chain of IPv6 options; a frame that
 * consists of nothing but headers ends here. */
enum { LAYERS_MAX = 64 };

struct decoder {
	struct defragmenter *defragmenter;
};

struct decoder *
decoder_new(void)
{
	struct decoder *decoder = alloc_zeroed(1, sizeof(*decoder));

	decoder->defragmenter = defragmenter_new();
	return decoder;
}

void
decoder_free(struct decoder *decoder)
{
	if (decoder == NULL)
		return;
	defragmenter_free(decoder->defragmenter);
	free(decoder);
}

uint64_t
decoder_fragments_dropped(const struct decoder *decoder)
{
	return defragmenter_dropped(decoder->defragmenter);
}

/* In pieces that compilers turn into a few wide stores: for the whole struct they start a
 * string instruction, which took a quarter of the time of decoding a frame. */
static void
packet_clear(struct packet *packet)
{
	enum {
		TCP = offsetof(struct packet, tcp),
		NETWORK = offsetof(struct packet, network)
	};
	uint8_t *at = (uint8_t *)packet;

	memset(at, 0, TCP);
	memset(at + TCP, 0, NETWORK - TCP);
	memset(at + NETWORK, 0, sizeof(*packet) - NETWORK);
}

void
packet_decode(struct decoder *decoder, const struct frame *frame, struct packet *packet)
{
	struct walk w = {
		.defragmenter = decoder->defragmenter,
		.frame = frame,
		.packet = packet,
		.in = cursor_of(frame->captured),
	};
	struct layer layer = link_layer(frame->link_type);

	if (frame->wire_len > frame->captured.len)
		w.missing = frame->wire_len - frame->captured.len;
	packet_clear(packet);
	for (int depth = 0; layer.read != NULL; depth++) {
		if (depth == LAYERS_MAX) {
			walk_malformed(&w, "packet", "there are too many layers");
			return;
		}
		layer = layer.read(&w);
	}
}
