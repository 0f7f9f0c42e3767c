/* SPDX-License-Identifier: BSD-2-Clause */
/* The messages of pages as sequence diagrams that Markdown shows (Mermaid). */
#ifndef EXPORT_MERMAID_H
#define EXPORT_MERMAID_H

#include "story/page.h"

/* A heading and a diagram; nothing where the page has no messages. */
void page_to_mermaid(struct buffer *, const struct page *);

#endif
