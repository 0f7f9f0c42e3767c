/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include "capture/fault.h"
#include "capture/format.h"

enum { PLACE_SIZE = 32 };

/* "frame 17", or where there is no frame yet. */
static const char *
place_text(uint32_t number, char text[PLACE_SIZE])
{
	if (number == 0)
		return "the file header";
	snprintf(text, PLACE_SIZE, "frame %" PRIu32, number);
	return text;
}

/* What was not lost, where there is any. */
static const char *
before_text(uint32_t number)
{
	return number > 1 ? "; what comes before was read" : "";
}

enum capture_next
format_short(const struct source *s, enum source_answer answer, uint32_t number,
    struct capture_error *fault)
{
	char place[PLACE_SIZE];

	switch (answer) {
	case SOURCE_READY: return CAPTURE_FRAME;
	case SOURCE_WAIT: return CAPTURE_WAIT;
	case SOURCE_BROKEN:
		fault_set(fault, 0, "%s; stopped before %s", s->fault.text,
		    place_text(number, place));
		return CAPTURE_DAMAGED;
	case SOURCE_END: break;
	}
	if (source_left(s) == 0)
		return CAPTURE_END;
	fault_set(fault, 0, "cut short at byte %" PRIu64 ", in %s%s",
	    s->offset + source_left(s), place_text(number, place), before_text(number));
	return CAPTURE_DAMAGED;
}

enum capture_next
format_damaged(
    const struct source *s, const char *what, uint32_t number, struct capture_error *fault)
{
	char place[PLACE_SIZE];

	fault_set(fault, 0, "damaged at byte %" PRIu64 ", %s: %s%s", s->offset,
	    place_text(number, place), what, before_text(number));
	return CAPTURE_DAMAGED;
}
