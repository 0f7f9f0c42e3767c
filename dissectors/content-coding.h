/* SPDX-License-Identifier: BSD-2-Clause */
/* Content codings (RFC 9110 8.4.1): how a body was compressed.  A coding whose library is
 * not there is one that is not known. */
#ifndef DISSECTORS_CONTENT_CODING_H
#define DISSECTORS_CONTENT_CODING_H

#include "base/buffer.h"

struct content_coding;

enum { CONTENT_CODINGS_MAX = 2 /* of one body, in the order in which they were applied */ };

struct content_codings {
	const struct content_coding *list[CONTENT_CODINGS_MAX];
	int count;
	bool is_known; /* all of them */
};

/* Of the value of Content-Encoding; an empty one says that there are none. */
struct content_codings content_codings_read(struct bytes value);

/* Adds to `out` what `coded` was, or its beginning: never more than `limit` bytes, nor many
 * times more than `coded` has.  True: that was all of it. */
bool content_decode(const struct content_codings *codings, struct bytes coded,
    struct buffer *out, size_t limit);

#endif
