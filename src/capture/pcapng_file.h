/* SPDX-License-Identifier: BSD-2-Clause */
/* pcapng, draft-ietf-opsawg-pcapng: blocks of type, total length, body, total length.
 * A section header begins a section with its own byte order and interfaces; an interface
 * gives the frames that name it their link type and the meaning of their times. */
#ifndef CAPTURE_PCAPNG_FILE_H
#define CAPTURE_PCAPNG_FILE_H

#include "capture/format.h"

extern const struct format format_pcapng;

/* Gives the secrets blocks of a plain regular file to `extras`, by a walk over its block
 * headers that leaves the reading position alone.  Ends where the file is damaged: reading
 * it says so later. */
void pcapng_walk_secrets(int fd, uint64_t start, const struct extras_sink *extras);

#endif
