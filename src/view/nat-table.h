/* SPDX-License-Identifier: BSD-2-Clause */
/* The translation table, where inputs from both sides of a translator show one. */
#ifndef VIEW_NAT_TABLE_H
#define VIEW_NAT_TABLE_H

#include "base/buffer.h"
#include "story/story.h"

/* Lines, each with its end; nothing where nothing was translated. */
void nat_table_add(struct buffer *, const struct story *);

#endif
