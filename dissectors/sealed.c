/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissectors/sealed.h"
#include "base/clock.h"
#include "event/sealed.h"

/* A server that goes on sending is told of after so long, and ever more seldom. */
#define TELL_NS (20 * NS_PER_MS)
#define TELL_SELDOM_NS (320 * NS_PER_MS)
/* The first flight of a server holds tickets and settings, no answer: as long as it is no
 * larger than those are, and nothing follows later. */
#define FLIGHT_NS (10 * NS_PER_MS)

/* Messages of a client that come together: it is enough to know that they are several. */
#define TOGETHER_NS (15 * NS_PER_MS)

/* A small answer may be a head alone: what follows it is told, too. */
enum { FLIGHT_MAX = 800, SMALL_MAX = 256, ANSWER_TOLD = 2, ASKED_MAX = 3 };

void
sealed_ask(
    struct sealed *sealed, struct sink *sink, const struct chunk *chunk, uint64_t size)
{
	struct event_sealed event = {
		.head = event_head(EVENT_SEALED, chunk),
		.size = size,
		.is_first = !sealed->has_asked,
	};

	if (clock_between(sealed->asked_ns, chunk->at_ns) > TOGETHER_NS)
		sealed->asked = 0;
	sealed->asked_ns = chunk->at_ns;
	if (sealed->asked == ASKED_MAX)
		return;
	sealed->has_asked = true;
	sealed->asked++;
	sealed->to_tell = ANSWER_TOLD;
	sealed->pause_ns = TELL_NS;
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
	sealed->asked = 0;
	if (!sealed->has_answered && !flight_is_over(sealed, chunk->at_ns))
		return;
	sealed->has_answered = true;
	if (sealed->to_tell == 0 &&
	    clock_between(sealed->told_ns, chunk->at_ns) < sealed->pause_ns) {
		sealed->last_ns = chunk->at_ns;
		return;
	}
	event = (struct event_sealed){
		.head = event_head(EVENT_SEALED, chunk),
		.size = size,
		.bytes = sealed->bytes,
		.last_ns = sealed->last_ns,
	};
	if (sealed->to_tell == 0)
		sealed->pause_ns = MIN(sealed->pause_ns * 2, TELL_SELDOM_NS);
	sealed->to_tell = sealed->to_tell == ANSWER_TOLD && sealed->bytes < SMALL_MAX;
	sealed->told_ns = sealed->last_ns = chunk->at_ns;
	sealed->bytes = 0;
	sink_event(sink, &event.head);
}
