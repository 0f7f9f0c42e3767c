/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/heard.h"
#include "base/clock.h"

/* The clocks of one link's captures may differ so much; what is later is said again. */
#define MOMENT_NS (500 * NS_PER_MS)

bool
heard_elsewhere(struct heard_ring *ring, uint64_t message, const struct event *event)
{
	uint64_t input = UINT64_C(1) << (event->input % 64);
	struct heard *heard;

	for (uint32_t i = 0; i < HEARD_MAX; i++) {
		heard = &ring->items[i];
		if (heard->message != message || heard->inputs == 0 ||
		    (heard->inputs & input) != 0 ||
		    clock_between(heard->at_ns, event->at_ns) > MOMENT_NS)
			continue;
		heard->inputs |= input;
		return true;
	}
	heard = &ring->items[ring->next++ % HEARD_MAX];
	ring->next %= HEARD_MAX;
	*heard = (struct heard){ message, input, event->at_ns };
	return false;
}
