/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "story/lease.h"

const char *
lease_kind_word(enum lease_kind kind)
{
	static const char *const words[LEASE_KIND_COUNT] = { "dora", "init_reboot", "renew",
		"rebind", "nak", "decline", "release", "inform" };

	return words[kind];
}

bool
lease_offer_is_other(const struct lease *lease, const struct offer *offer)
{
	return !frame_equal(lease->offer, offer->frame);
}

static int
frame_compare(const void *a, const void *b)
{
	const struct frame_ref *left = a, *right = b;

	if (left->input != right->input)
		return left->input < right->input ? -1 : 1;
	return left->number < right->number ? -1 : left->number > right->number;
}

struct frame_list
lease_frames(const struct lease *lease)
{
	struct frame_list frames = lease->is.frames;

	frame_list_add_all(&frames, &lease->server_probe.frames);
	frame_list_add_all(&frames, &lease->client_probe.frames);
	frame_list_add_all(&frames, &lease->announcement.frames);
	qsort(frames.items, frames.count, sizeof(frames.items[0]), frame_compare);
	return frames;
}
