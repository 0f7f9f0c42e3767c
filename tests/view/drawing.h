/* SPDX-License-Identifier: BSD-2-Clause */
/* Drawings as text files: what is drawn is compared with tests/view/drawings/NAME.txt. */
#ifndef TESTS_VIEW_DRAWING_H
#define TESTS_VIEW_DRAWING_H

#include "tests/test.h"
#include "view/grid.h"

/* With `DRAWINGS_UPDATE=1` in the environment the file is written instead. */
void assert_drawn(const struct grid *, const char *name);

#endif
