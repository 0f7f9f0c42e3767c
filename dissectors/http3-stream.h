/* SPDX-License-Identifier: BSD-2-Clause */
/* The streams of one HTTP/3 connection; the layer below bounds how many there are at a
 * time. */
#ifndef DISSECTORS_HTTP3_STREAM_H
#define DISSECTORS_HTTP3_STREAM_H

#include "dissectors/http3-record.h"

/* NULL where there is none of this id. */
struct http3_stream *http3_stream_find(const struct http3 *, uint64_t id);
/* A new one where there is none. */
struct http3_stream *http3_stream_get(struct http3 *, uint64_t id);
/* Frees the stream where both sides are over and nothing of it waits. */
void http3_stream_settle(struct http3 *, uint64_t id);

#endif
