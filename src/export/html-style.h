/* SPDX-License-Identifier: BSD-2-Clause */
/* html.css, as the build put it into the program. */
#ifndef EXPORT_HTML_STYLE_H
#define EXPORT_HTML_STYLE_H

#include <stddef.h>

extern const char *const html_style[]; /* its lines; NULL behind the last */
extern const char html_style_hash[];   /* "sha256-...", of all of them */

#endif
