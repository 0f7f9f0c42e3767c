/* SPDX-License-Identifier: BSD-2-Clause */
/* A connection that belongs to no page, as one line: what it carries, who with, how much
 * and how it ended.  Of one that was closed after its page, how it ended. */
#ifndef VIEW_CONNECTION_LINE_H
#define VIEW_CONNECTION_LINE_H

#include "story/page.h"
#include "view/line.h"

/* Not where it only carried names (those are told as such) or nothing was seen of it; one
 * of a page only where it was closed. */
bool connection_is_worth_a_line(const struct connection *connection);
/* Safe, without the line's end. */
void connection_line_add(
    struct buffer *out, const struct connection *connection, enum inputs inputs);
/* "YouTube (Media)"; nothing where it is not known. */
void connection_add_application(struct buffer *out, const struct connection *connection);

#endif
