/* SPDX-License-Identifier: BSD-2-Clause */
/* A frame once more: nothing of it was kept but where it lies, so the frames of its flow up
 * to it are fetched again and go through a second analysis, which is watched.  What comes
 * out is for people: the tree of its fields with the bytes of each, or what both sides of
 * its connection said. */
#ifndef REPLAY_H
#define REPLAY_H

#include "replay-source.h"
#include "view/detail.h"
#include "view/follow.h"

struct replay;

/* Makes `detail` anew, which has to stay for as long as the replay does.  The bytes of its
 * headers and of texts are known at once.  NULL where the frame is gone: then it is empty.
 */
struct replay *replay_new(const struct replay_source *, struct frame_ref, struct detail *);
/* Some milliseconds of looking which bytes the other fields come from.  False: no more will
 * be known. */
bool replay_go_on(struct replay *);
void replay_free(struct replay *); /* replay_free(NULL) does nothing */

/* Makes `follow` anew.  False where the frame is of no connection: then it is empty. */
bool replay_follow(const struct replay_source *, struct frame_ref, struct follow *);

#endif
