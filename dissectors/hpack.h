/* SPDX-License-Identifier: BSD-2-Clause */
/* Header compression of HTTP/2 (RFC 7541), as a reader who cannot ask back sees it: one
 * struct hpack for what one side sends.  All-zero is a new one, which has seen every byte
 * from the beginning; hpack_lose() makes it one that has not. */
#ifndef DISSECTORS_HPACK_H
#define DISSECTORS_HPACK_H

#include "dissectors/http-message.h"

struct hpack {
	struct nghttp2_hd_inflater *inflater; /* NULL: to be made */
	int loss_count; /* how often what was said before is not known */
};

enum hpack_result {
	HPACK_WHOLE,
	HPACK_PARTLY, /* some fields refer to what is not known */
	HPACK_BROKEN, /* the fields before the error were read */
};

/* Reads a whole block into `fields`.  After an error the state counts as lost; where that
 * happens all the time no more is read. */
enum hpack_result hpack_read(struct hpack *hpack, struct arena *arena, struct bytes block,
    struct http_fields *fields);

/* A block was missed: what it added to the table is not known. */
void hpack_lose(struct hpack *hpack);
void hpack_clear(struct hpack *hpack);

#endif
