/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include "base/clock.h"
#include "view/scale.h"

/* 1, 2 or 5 times a power of ten, so that there are at most so many ticks. */
static uint64_t
tick_step_ns(uint64_t length_ns, uint64_t ticks_max)
{
	static const uint64_t factors[] = { 1, 2, 5 };

	for (uint64_t power_ns = NS_PER_US; power_ns <= UINT64_MAX / 1000; power_ns *= 10)
		for (size_t i = 0; i < COUNT_OF(factors); i++)
			if (length_ns / (power_ns * factors[i]) < ticks_max)
				return power_ns * factors[i];
	return length_ns;
}

/* In seconds where it is long, else in milliseconds; as exact as the ticks are apart. */
static void
set_label(char label[SCALE_LABEL_SIZE], int64_t since_ns, uint64_t step_ns, bool is_long)
{
	uint64_t unit_ns = is_long ? NS_PER_S : NS_PER_MS;
	uint64_t ns = (uint64_t)(since_ns < 0 ? -since_ns : since_ns);
	uint64_t part_ns = unit_ns;
	int decimals = 0;

	while (step_ns % part_ns != 0 && decimals < 6) {
		part_ns /= 10;
		decimals++;
	}
	if (ns == 0)
		snprintf(label, SCALE_LABEL_SIZE, "0");
	else if (decimals == 0)
		snprintf(label, SCALE_LABEL_SIZE, "%s%llu %s", since_ns < 0 ? "-" : "",
		    (unsigned long long)(ns / unit_ns), is_long ? "s" : "ms");
	else
		snprintf(label, SCALE_LABEL_SIZE, "%s%llu.%0*llu %s",
		    since_ns < 0 ? "-" : "", (unsigned long long)(ns / unit_ns), decimals,
		    (unsigned long long)(ns % unit_ns / part_ns), is_long ? "s" : "ms");
}

struct scale
scale_of(uint64_t zero_ns, uint64_t from_ns, uint64_t to_ns, int ticks_max)
{
	struct scale scale = { .from_ns = from_ns, .to_ns = MAX(to_ns, from_ns + 1) };
	uint64_t most = (uint64_t)MAX(MIN(ticks_max, (int)SCALE_TICKS_MAX), 1);
	int64_t step_ns = (int64_t)tick_step_ns(scale.to_ns - from_ns, most);
	int64_t first_ns = (int64_t)(from_ns - zero_ns);
	int64_t last_ns = (int64_t)(scale.to_ns - zero_ns);
	bool is_long = last_ns >= (int64_t)(10 * NS_PER_S);
	int64_t behind_ns = first_ns % step_ns;

	if (behind_ns != 0)
		first_ns += first_ns > 0 ? step_ns - behind_ns : -behind_ns;
	for (int64_t at_ns = first_ns; at_ns < last_ns && scale.tick_count < most;
	     at_ns += step_ns) {
		struct scale_tick *tick = &scale.ticks[scale.tick_count++];

		tick->at_ns = zero_ns + (uint64_t)at_ns;
		set_label(tick->label, at_ns, (uint64_t)step_ns, is_long);
	}
	return scale;
}

uint32_t
scale_place(const struct scale *scale, uint64_t at_ns, uint32_t units)
{
	uint64_t length_ns = scale->to_ns - scale->from_ns;
	uint64_t since_ns = clock_between(scale->from_ns, at_ns);

	if (since_ns >= length_ns)
		return units;
	/* In floating point, for no product of the two has to fit into 64 bits. */
	return (uint32_t)((double)since_ns / (double)length_ns * units + 0.5);
}
