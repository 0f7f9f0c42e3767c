/* SPDX-License-Identifier: BSD-2-Clause */
/* What is said where nobody can read it. */
#ifndef STORY_SEALED_EVENTS_H
#define STORY_SEALED_EVENTS_H

#include "event/event.h"
#include "story/connection.h"
#include "story/tables.h"

void story_sealed(struct story *, struct connection *, const struct event *);

#endif
