/* SPDX-License-Identifier: BSD-2-Clause */
/* Requests that a side gives up: RST_STREAM in HTTP/2, RESET_STREAM or STOP_SENDING below
 * HTTP/3. */
#ifndef DISSECTORS_HTTP_RESET_H
#define DISSECTORS_HTTP_RESET_H

#include "dissectors/http-message.h"

/* Told once, where the request is known and something of the exchange was still to come;
 * before what is cut off by it. */
void http_reset_tell(const struct http_call *, struct reset);

#endif
