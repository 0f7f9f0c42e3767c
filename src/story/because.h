/* SPDX-License-Identifier: BSD-2-Clause */
/* Why a client went to QUIC, where an earlier answer told it that it may. */
#ifndef STORY_BECAUSE_H
#define STORY_BECAUSE_H

#include "story/connection.h"

/* Sets connection->because of one over QUIC whose host is known by now. */
void because_of_offer(struct connection *);

#endif
