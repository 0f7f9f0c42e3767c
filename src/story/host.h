/* SPDX-License-Identifier: BSD-2-Clause */
/* Host names: whose page they are, and which are nobody's. */
#ifndef STORY_HOST_H
#define STORY_HOST_H

#include "base/bytes.h"

/* An IP address in place of a name: its last label is a number (as the URL Standard has
 * it), or it has colons. */
bool host_is_address(struct bytes host);
/* Browsers and systems ask it of their own accord: no person typed it. */
bool host_is_chatter(struct bytes host);
/* A path that is asked for to see whether there is a way out, whatever the host. */
bool target_is_probe(struct bytes target);
/* A public name server that answers over HTTPS, TLS or QUIC. */
bool host_is_resolver(struct bytes host);

#endif
