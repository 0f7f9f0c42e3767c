/* SPDX-License-Identifier: BSD-2-Clause */
/* Connections on which names are asked where nobody else can read them: DNS over TLS
 * (RFC 7858), HTTPS (RFC 8484) and QUIC (RFC 9250).  Told by port, protocol, the path, or a
 * resolver that is known to answer so. */
#ifndef STORY_NAME_CHANNEL_H
#define STORY_NAME_CHANNEL_H

#include "event/tls.h"
#include "story/connection.h"
#include "story/request.h"

/* What the hello says of the connection; sets connection->names_over. */
void name_channel_of_hello(struct connection *, const struct event_tls_client_hello *);
/* Does this request ask for a name? */
bool name_channel_of_request(struct request *, const struct list *headers);
/* Why no question was seen for the name of this connection's server. */
struct bytes name_channel_reason(struct arena *, const struct connection *);
/* "DNS over TLS", ... of what names_over says. */
const char *name_channel_words(const char *names_over);

#endif
