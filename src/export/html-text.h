/* SPDX-License-Identifier: BSD-2-Clause */
/* Text inside an HTML document.  Nothing that came off the wire goes into the document but
 * through here: as the content of an element, never as a name, an address or a style. */
#ifndef EXPORT_HTML_TEXT_H
#define EXPORT_HTML_TEXT_H

#include "base/buffer.h"
#include "view/line.h"

/* Made safe, what is too long shortened, and escaped. */
void html_add_text(struct buffer *out, struct bytes wire);
/* The same, cut to so many columns. */
void html_add_cut(struct buffer *out, struct bytes wire, int columns);
/* Escaped: what a view has made safe already. */
void html_add_safe(struct buffer *out, struct bytes safe);
/* "<span class=frames>frames 3 5–8</span>" behind a blank; nothing without frames. */
void html_add_frames(struct buffer *out, const struct frame_list *, enum inputs);
/* A mark for what is not simply seen, with the reason where there is one. */
void html_add_certainty(struct buffer *out, const struct statement *);
/* "12 more steps are not in this file, ..."; nothing where nothing is left out. */
void html_add_left_out(struct buffer *out, uint32_t count, const char *what);

#endif
