/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include "view/since.h"

static void
text_after(uint64_t ns, char text[SINCE_TEXT_SIZE])
{
	uint64_t tenths = ns / (NS_PER_MS / 10);

	if (ns < 10 * NS_PER_S)
		snprintf(text, SINCE_TEXT_SIZE, "+%llu.%llu ms",
		    (unsigned long long)(tenths / 10), (unsigned long long)(tenths % 10));
	else
		snprintf(text, SINCE_TEXT_SIZE, "+%llu.%03llu s",
		    (unsigned long long)(ns / NS_PER_S),
		    (unsigned long long)(ns % NS_PER_S / NS_PER_MS));
}

const char *
since_text(uint64_t start_ns, uint64_t at_ns, char text[SINCE_TEXT_SIZE])
{
	char duration[CLOCK_TEXT_SIZE];

	text[0] = '\0';
	if (at_ns != 0 && at_ns < start_ns) {
		clock_duration(start_ns - at_ns, duration);
		snprintf(text, SINCE_TEXT_SIZE, "%s before", duration);
	} else if (at_ns != 0) {
		text_after(at_ns - start_ns, text);
	}
	return text;
}

/* "2026-11-25T22:27:00.123456Z": the time of the day alone. */
static void
add_time_of_day(struct buffer *out, uint64_t at_ns)
{
	char text[CLOCK_TEXT_SIZE];
	struct bytes date = bytes_of_string(clock_date(at_ns, 6, text));
	struct bytes time = bytes_from(date, bytes_index(date, 'T') + 1);

	buffer_add(out, bytes_first(time, bytes_index(time, 'Z')));
}

void
since_add(struct buffer *out, enum time_mode mode, uint64_t start_ns, uint64_t previous_ns,
    uint64_t at_ns)
{
	char text[SINCE_TEXT_SIZE];

	if (at_ns == 0)
		return;
	if (mode == TIME_CLOCK) {
		add_time_of_day(out, at_ns);
		return;
	}
	if (mode == TIME_SINCE_PREVIOUS && previous_ns != 0)
		start_ns = previous_ns;
	buffer_add_string(out, since_text(start_ns, at_ns, text));
}
