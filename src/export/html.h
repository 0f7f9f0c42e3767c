/* SPDX-License-Identifier: BSD-2-Clause */
/* The story as one HTML file that needs nothing else: no script, no network, one style
 * sheet of its own, and a policy that lets nothing else pass. */
#ifndef EXPORT_HTML_H
#define EXPORT_HTML_H

#include "export/json.h"
#include "view/selection.h"

/* A story that was kept whole (STORY_KEEP_ALL), after story_end. */
void story_to_html(
    struct buffer *, const struct story *, struct story_captures, const struct selection *);

#endif
