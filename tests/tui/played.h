/* SPDX-License-Identifier: BSD-2-Clause */
/* The interface over a capture of the tree, without a terminal: keys in, text out. */
#ifndef TESTS_TUI_PLAYED_H
#define TESTS_TUI_PLAYED_H

#include "analysis.h"
#include "capture/capture.h"
#include "tui/app.h"

struct played {
	struct capture *capture;
	struct analysis *analysis;
	struct app app;
};

/* Reads the capture to its end; to be cleared. */
void played_init(struct played *, const char *capture, enum charset);
void played_clear(struct played *);
/* Characters are themselves, and in angle brackets keys that have none: "jj<enter><f2>". */
void played_keys(struct played *, const char *keys);
/* Every row, behind a sign for what is marked in it: "*" selected, "/" found. */
void played_print(struct played *, int columns, int rows, struct buffer *out);

#endif
