/* SPDX-License-Identifier: BSD-2-Clause */
/* Who somebody is and what a page is, in a few lines above its steps. */
#ifndef VIEW_HEADING_H
#define VIEW_HEADING_H

#include "story/page.h"

/* Its name, else its address, else its MAC; safe. */
void heading_add_who(struct buffer *out, const struct client *client);
/* "minji-laptop (02:11:00:00:00:01, 192.168.50.101)" and the line's end. */
void heading_add_client(struct buffer *out, const struct client *client);
/* Its lease, gateway and resolvers, in a line where any is known.  `lease` may be NULL. */
void heading_add_network(
    struct buffer *out, const struct client *client, const struct lease *lease);
/* The URL, how it came about, and how it ended, with the lines' ends. */
void heading_add_page(struct buffer *out, const struct page *page);
/* "typed", "a link followed", ...; NULL: nobody knows. */
const char *heading_how(const struct page *page);
/* "loaded in 855 ms", "failed: the connection was refused", ... */
void heading_add_outcome(struct buffer *out, const struct page *page);
/* What was asked inside TLS may have ended at any time. */
bool heading_end_is_hidden(const struct page *page);
/* "2026-11-25 22:27:00.123 UTC" */
void heading_add_date(struct buffer *out, uint64_t at_ns);

#endif
