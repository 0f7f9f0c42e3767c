/* SPDX-License-Identifier: BSD-2-Clause */
/* Header fields, the same for every version of HTTP: lists of struct pair. */
#ifndef DISSECTORS_HTTP_FIELD_H
#define DISSECTORS_HTTP_FIELD_H

#include "event/event.h"

/* The value of the first field of this name; empty where there is none. */
struct bytes http_field(struct list fields, struct bytes name);

/* "text/html" of "text/html; charset=utf-8" */
struct bytes http_mime(struct list fields);

/* Does an answer agree to compress the messages of a WebSocket (RFC 7692)? */
bool http_agrees_on_deflate(struct list fields);

#endif
