/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/asked.h"
#include "base/clock.h"

/* An answer comes at once; what comes later answers a later question. */
#define ANSWER_NS (3 * NS_PER_S)

const struct asked *
asked_at(const struct asked_ring *ring, uint32_t index)
{
	return &ring->items[(ring->next + index) % ASKED_MAX];
}

void
asked_add(struct asked_ring *ring, const char *how, struct address by, struct mac by_mac,
    struct address about, const struct event *event)
{
	struct asked *asked = &ring->items[ring->next++ % ASKED_MAX];

	ring->next %= ASKED_MAX;
	*asked = (struct asked){ .how = how,
		.by = by,
		.by_mac = by_mac,
		.about = about,
		.frame = frame_of(event),
		.at_ns = event->at_ns };
}

/* The newest open question about this address, by `by` where that is known. */
static struct asked *
asked_find(struct asked_ring *ring, struct address about, struct address by, uint64_t at_ns)
{
	for (uint32_t i = 1; i <= ASKED_MAX; i++) {
		struct asked *asked =
		    &ring->items[(ring->next + ASKED_MAX - i) % ASKED_MAX];

		if (asked->how != NULL && address_equal(asked->about, about) &&
		    (by.family == 0 || address_equal(asked->by, by)) &&
		    clock_between(asked->at_ns, at_ns) <= ANSWER_NS)
			return asked;
	}
	return NULL;
}

const struct asked *
asked_about(
    struct asked_ring *ring, struct address about, struct address by, uint64_t at_ns)
{
	return asked_find(ring, about, by, at_ns);
}

struct asked *
asked_answer(struct asked_ring *ring, struct address about, struct address by,
    struct mac mac, const struct event *event)
{
	struct asked *asked = asked_find(ring, about, by, event->at_ns);

	if (asked == NULL || asked->is_answered)
		return asked;
	asked->is_answered = true;
	asked->answer_mac = mac;
	asked->answer = frame_of(event);
	asked->answer_ns = event->at_ns;
	return asked;
}
