/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissectors/sealed.h"
#include "base/clock.h"
#include "event/sealed.h"

/* A server that goes on sending is told of so often. */
#define TELL_NS (50 * NS_PER_MS)
/* The first flight of a server holds tickets and settings, no answer: as long as it is no
 * larger than those are, and nothing follows later. */
#define FLIGHT_NS (10 * NS_PER_MS)

enum { FLIGHT_MAX = 800 };

void
sealed_ask(
    struct sealed *sealed, struct sink *sink, const struct chunk *chunk, uint64_t size)
{
	struct event_sealed event = {
		.head = event_head(EVENT_SEALED, chunk),
		.size = size,
		.is_first = !sealed->has_asked,
	};

	sealed->has_asked = true;
	sealed->is_asked = true;
	sink_event(sink, &event.head);
}

static bool
flight_is_over(struct sealed *sealed, uint64_t at_ns)
{
	if (sealed->first_ns == 0)
		sealed->first_ns = at_ns;
	return sealed->bytes > FLIGHT_MAX ||
	       clock_between(sealed->first_ns, at_ns) > FLIGHT_NS;
}

void
sealed_answer(
    struct sealed *sealed, struct sink *sink, const struct chunk *chunk, uint64_t size)
{
	struct event_sealed event;

	sealed->bytes += size;
	if (!sealed->has_answered && !flight_is_over(sealed, chunk->at_ns))
		return;
	sealed->has_answered = true;
	if (!sealed->is_asked && clock_between(sealed->told_ns, chunk->at_ns) < TELL_NS) {
		sealed->last_ns = chunk->at_ns;
		return;
	}
	event = (struct event_sealed){
		.head = event_head(EVENT_SEALED, chunk),
		.size = size,
		.bytes = sealed->bytes,
		.last_ns = sealed->last_ns,
	};
	sealed->is_asked = false;
	sealed->told_ns = sealed->last_ns = chunk->at_ns;
	sealed->bytes = 0;
	sink_event(sink, &event.head);
}
