/* SPDX-License-Identifier: BSD-2-Clause */
/* Which bytes does a field come from?  No dissector says so: it reads as it likes, into
 * numbers and words.  So each byte is changed in turn, and the run repeated: the fields
 * that are other ones then come from it.  What changes the message as a whole, as lengths
 * do, tells nothing.  There is a limit to it; what is not known is not lit. */
#ifndef REPLAY_PROBE_H
#define REPLAY_PROBE_H

#include "replay-record.h"

struct probe;

/* Borrows both. */
struct probe *probe_new(struct record *, const struct play *);
void probe_free(struct probe *); /* probe_free(NULL) does nothing */
/* A few milliseconds of it: lines of the record's events that have no spans get theirs.
 * False: that was all. */
bool probe_go_on(struct probe *);

#endif
