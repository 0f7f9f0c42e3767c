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
