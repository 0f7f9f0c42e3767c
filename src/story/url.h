/* SPDX-License-Identifier: BSD-2-Clause */
/* The parts of a URL that the story asks for.  Each is a piece of what it is given; empty
 * where there is no such part. */
#ifndef STORY_URL_H
#define STORY_URL_H

#include "base/arena.h"
#include "base/buffer.h"

/* Without the port, and without the brackets of IPv6. */
struct bytes host_of_authority(struct bytes authority);
/* The part between "//" and what follows it. */
struct bytes url_authority(struct bytes url);
struct bytes url_host(struct bytes url);
/* "https://host/", with the port where it is not the usual one of the scheme. */
struct bytes url_of_host(
    struct arena *, const char *scheme, uint16_t port, uint16_t usual, struct bytes host);
struct bytes url_without_fragment(struct bytes url);
/* "https://host:port": the scheme and the authority. */
struct bytes url_origin(struct bytes url);
/* All up to the last "/" of the path; empty where that is its first. */
struct bytes url_folder(struct bytes url);
/* It says where, and nothing of what: a Referer that was cut short. */
bool url_is_origin(struct bytes url);

/* Appends what `to`, which may be relative, means in a document at `base` (RFC 3986 5.2),
 * without its fragment; no more than 4096 bytes of either. */
void url_resolve(struct buffer *, struct bytes base, struct bytes to);

#endif
