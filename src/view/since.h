/* SPDX-License-Identifier: BSD-2-Clause */
/* When something happened, told from the start of its page or in another way. */
#ifndef VIEW_SINCE_H
#define VIEW_SINCE_H

#include "base/buffer.h"
#include "base/clock.h"

enum { SINCE_TEXT_SIZE = CLOCK_TEXT_SIZE + 16 };

enum time_mode { TIME_SINCE_START, TIME_SINCE_PREVIOUS, TIME_CLOCK, TIME_MODE_COUNT };

/* "+1.5 ms", from ten seconds on "+12.345 s"; "12.3 s before"; "" where `at_ns` is 0. */
const char *since_text(uint64_t start_ns, uint64_t at_ns, char text[SINCE_TEXT_SIZE]);
/* The same, since what came before (previous_ns; 0: nothing did), or the time of the day.
 */
void since_add(struct buffer *, enum time_mode, uint64_t start_ns, uint64_t previous_ns,
    uint64_t at_ns);

#endif
