/* SPDX-License-Identifier: BSD-2-Clause */
/* When something happened, told from the start of its page. */
#ifndef VIEW_SINCE_H
#define VIEW_SINCE_H

#include "base/clock.h"

enum { SINCE_TEXT_SIZE = CLOCK_TEXT_SIZE + 16 };

/* "+1.5 ms", from ten seconds on "+12.345 s"; "12.3 s before"; "" where `at_ns` is 0. */
const char *since_text(uint64_t start_ns, uint64_t at_ns, char text[SINCE_TEXT_SIZE]);

#endif
