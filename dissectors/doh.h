/* SPDX-License-Identifier: BSD-2-Clause */
/* Names asked over HTTPS (RFC 8484): a message of DNS is the body of a POST, or stands in
 * the target of a GET, "/dns-query?dns=" and base64url without padding; the answer is a
 * body. */
#ifndef DISSECTORS_DOH_H
#define DISSECTORS_DOH_H

#include "base/arena.h"
#include "event/event.h"

/* The message in the target of a request; empty where there is none.  It lies in the arena.
 */
struct bytes doh_question(
    struct arena *, struct bytes method, struct bytes target, struct list headers);

#endif
