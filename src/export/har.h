/* SPDX-License-Identifier: BSD-2-Clause */
/* The pages and requests of a story as HTTP Archive 1.2, which browsers' developer tools
 * and HAR viewers open.  Keys of our own begin with an underscore. */
#ifndef EXPORT_HAR_H
#define EXPORT_HAR_H

#include "view/selection.h"

/* What is selected of a story that was kept whole, with headers, after story_end; one
 * line, and its end. */
void story_to_har(
    struct buffer *, const struct story *, const struct selection *, enum secrets);

#endif
