/* SPDX-License-Identifier: BSD-2-Clause */
/* How far reading has come, as one line on a terminal's standard error. */
#ifndef PROGRESS_H
#define PROGRESS_H

#include "base/bytes.h"

/* All-zero shows nothing. */
struct progress {
	bool is_wanted;
	bool is_shown;
	uint64_t began_ns, shown_ns;
	uint64_t frames; /* since it began */
};

/* Wanted where standard error is a terminal. */
void progress_begin(struct progress *);
/* A frame was read; `read_bytes` of `size` (0: not known) are behind it. */
void progress_frame(struct progress *, uint64_t read_bytes, uint64_t size);
/* Clears the line, before something else is written to the terminal. */
void progress_hide(struct progress *);

#endif
