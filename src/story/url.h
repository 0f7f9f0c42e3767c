/* SPDX-License-Identifier: BSD-2-Clause */
/* The parts of a URL that the story asks for.  Each is a piece of what it is given; empty
 * where there is no such part. */
#ifndef STORY_URL_H
#define STORY_URL_H

#include "base/arena.h"

/* Without the port, and without the brackets of IPv6. */
struct bytes host_of_authority(struct bytes authority);
/* The part between "//" and what follows it. */
struct bytes url_authority(struct bytes url);
struct bytes url_host(struct bytes url);
/* "https://host/", with the port where it is not the usual one of the scheme. */
struct bytes url_of_host(
    struct arena *, const char *scheme, uint16_t port, uint16_t usual, struct bytes host);

#endif
