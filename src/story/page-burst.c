/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/page-burst.h"
#include "base/clock.h"

/* Longer than a browser takes for a script or a style sheet before it asks for what they
 * name. */
#define PAUSE_NS (250 * NS_PER_MS)

/* Behind a pause: an answer that took its time is larger than a message of a stream. */
enum { LATE_MIN = 1000 };

/* Is an answer still to come? */
static bool
burst_waits(const struct page_burst *burst)
{
	return burst->asked_ns > burst->data_ns;
}

bool
page_burst_is_on(const struct page *page, uint64_t at_ns)
{
	const struct page_burst *burst = &page->burst;

	return !burst->is_over && burst->asked_ns != 0 &&
	       (burst_waits(burst) || clock_between(burst->data_ns, at_ns) <= PAUSE_NS);
}

bool
page_burst_ask(struct page *page, uint64_t at_ns, uint32_t count)
{
	struct page_burst *burst = &page->burst;

	if (burst->is_over)
		return false;
	if (burst->data_ns != 0 && !burst_waits(burst)) {
		if (clock_between(burst->data_ns, at_ns) > PAUSE_NS) {
			burst->is_over = true;
			return false;
		}
		burst->tail_ns = burst->data_ns;
		burst->tail_count = 0;
	}
	if (burst->first_ns == 0)
		burst->first_ns = at_ns;
	burst->tail_count += count;
	burst->asked_ns = at_ns;
	return true;
}

void
page_burst_data(struct page *page, uint64_t at_ns, uint64_t size, bool asked)
{
	struct page_burst *burst = &page->burst;

	if (burst->is_over || burst->asked_ns == 0 || at_ns < burst->data_ns)
		return;
	if (!asked && !burst_waits(burst) && size < LATE_MIN &&
	    clock_between(burst->data_ns, at_ns) > PAUSE_NS)
		return;
	burst->data_ns = at_ns;
}

/* One more request at the very end is for the page's icon, which nothing waits for. */
uint64_t
page_burst_end(const struct page *page)
{
	const struct page_burst *burst = &page->burst;

	return burst->tail_ns != 0 && burst->tail_count == 1 ? burst->tail_ns
							     : burst->data_ns;
}
