/* SPDX-License-Identifier: BSD-2-Clause */
/* Giving up what only opening needed, for good. */
#ifndef CAPTURE_PRIVILEGES_H
#define CAPTURE_PRIVILEGES_H

#include "capture/capture.h"

/* To be called when devices and files are open, before the first frame is read and before
 * there are threads.
 *
 * As root: becomes `user`, with that user's group and no others.  NULL chooses the user
 * who called sudo, or else "nobody"; "root" stays root.  In any case gives up all
 * capabilities and bars set-user-ID programs from giving new ones, then checks that
 * there is no way back.  0, or -errno and *error says it in words. */
int privileges_drop(const char *user, struct capture_error *error);

#endif
