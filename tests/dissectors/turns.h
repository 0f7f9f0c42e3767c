/* SPDX-License-Identifier: BSD-2-Clause */
/* Conversations over a stream: what comes out must not depend on how the bytes were cut
 * into segments. */
#ifndef TESTS_DISSECTORS_TURNS_H
#define TESTS_DISSECTORS_TURNS_H

#include "tests/dissectors/sink.h"

/* Bytes that one side sends before the other goes on. */
struct turn {
	enum side side;
	struct bytes bytes;
};

/* A session that has had all turns, each in one segment. */
struct session *turns_played(
    const struct dissector *, const struct turn *turns, size_t turn_count);

/* Plays the turns whole, in single bytes, and with each turn cut in two at every place:
 * the events have to be the same, but for the frames and times in them. */
void assert_same_however_cut(
    const struct dissector *, const struct turn *turns, size_t turn_count);

/* Every beginning of every turn behind whole turns before it, with the sides' ends. */
void turns_every_cut(const struct dissector *, const struct turn *turns, size_t turn_count);

#endif
