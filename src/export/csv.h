/* SPDX-License-Identifier: BSD-2-Clause */
/* A row for each request, as comma-separated values (RFC 4180, lines ending in LF).
 * Spreadsheets take a cell that begins with = + - or @ for a formula: an apostrophe in
 * front makes it text. */
#ifndef EXPORT_CSV_H
#define EXPORT_CSV_H

#include "view/selection.h"

/* What is selected of a story that was kept whole, after story_end, below a row of the
 * columns' names. */
void story_to_csv(struct buffer *, const struct story *, const struct selection *);

#endif
