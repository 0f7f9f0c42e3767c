/* SPDX-License-Identifier: BSD-2-Clause */
/* Every frame of every capture, cut at every length, flush against an unreadable page. */
#include "tests/captures.h"
#include "tests/guard.h"
#include "tests/packet/packet-test.h"

enum { FRAME_MAX = 256 * 1024 };

struct cutter {
	struct decoder *decoder;
	struct guard guard;
	int frame_count;
};

/* Cut off when captured, and then as if the frame had been no longer on the wire. */
static void
cut_everywhere(void *receiver, const struct frame *frame)
{
	struct cutter *cutter = receiver;
	struct packet packet;

	cutter->frame_count++;
	for (size_t len = 0; len <= frame->captured.len; len++) {
		struct frame cut = *frame;

		cut.captured =
		    guard_place(&cutter->guard, bytes_first(frame->captured, len));
		packet_decode(cutter->decoder, &cut, &packet);
		assert_true(packet.payload.len <= packet.payload_len);
		cut.wire_len = (uint32_t)len;
		packet_decode(cutter->decoder, &cut, &packet);
		assert_true(packet.payload.len <= packet.payload_len);
	}
}

static void
no_frame_cut_anywhere_is_read_past_its_end(void **state)
{
	struct cutter cutter = { .decoder = decoder_new(), .guard = guard_new(FRAME_MAX) };

	(void)state;
	int count = captures_each_frame(cut_everywhere, &cutter);

	print_message("%d captures, %d frames\n", count, cutter.frame_count);
	guard_free(&cutter.guard);
	decoder_free(cutter.decoder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_frame_cut_anywhere_is_read_past_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
