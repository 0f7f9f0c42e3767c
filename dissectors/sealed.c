/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissectors/sealed.h"
#include "base/clock.h"
#include "event/sealed.h"

/* A server that goes on sending is told of so often. */
#define TELL_NS (20 * NS_PER_MS)
/* The first flight of a server holds tickets and settings, no answer: as long as it is no
 * larger than those are, and nothing follows later. */
#define FLIGHT_NS (10 * NS_PER_MS)

/* An answer of one message is a head alone: two are told. */
enum { FLIGHT_MAX = 800, ANSWER_TOLD = 2 };

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
	sealed->to_tell = ANSWER_TOLD;
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
	if (sealed->to_tell == 0 &&
	    clock_between(sealed->told_ns, chunk->at_ns) < TELL_NS) {
		sealed->last_ns = chunk->at_ns;
		return;
	}
	event = (struct event_sealed){
		.head = event_head(EVENT_SEALED, chunk),
		.size = size,
		.bytes = sealed->bytes,
		.last_ns = sealed->last_ns,
	};
	if (sealed->to_tell > 0)
		sealed->to_tell--;
	sealed->told_ns = sealed->last_ns = chunk->at_ns;
	sealed->bytes = 0;
	sink_event(sink, &event.head);
}
