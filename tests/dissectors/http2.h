/* SPDX-License-Identifier: BSD-2-Clause */
/* HTTP/2 conversations to test with: frames made by hand, header blocks by nghttp2. */
#ifndef TESTS_DISSECTORS_HTTP2_H
#define TESTS_DISSECTORS_HTTP2_H

#include "dissectors/http2-frame.h"
#include "tests/dissectors/turns.h"

extern const struct dissector dissector_http2;

#define PREFACE_TEXT "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

#define GET_FIELDS                                                                         \
	":method: GET\n:scheme: https\n:authority: h.test\n:path: /a\naccept: */*\n"

enum { TALK_TURNS_MAX = 100 };

/* Each frame is a turn of its own. */
struct talk {
	struct nghttp2_hd_deflater *deflaters[2];
	struct turn turns[TALK_TURNS_MAX];
	size_t turn_count;
};

/* A conversation in which both sides have said that they speak HTTP/2: two turns. */
struct talk *talk_new(void);
void talk_free(struct talk *);

/* The header is that of a payload of `size`, whatever the payload's size is. */
void talk_frame_of_size(struct talk *, enum side, enum http2_type, int flags,
    uint32_t stream, uint32_t size, struct bytes payload);
void talk_frame(struct talk *, enum side, enum http2_type, int flags, uint32_t stream,
    struct bytes payload);

/* Header fields as a block, "name: value" in lines; good until the next one is made. */
struct bytes talk_block(struct talk *, enum side, const char *fields);
/* HEADERS with END_HEADERS beside `flags`. */
void talk_headers(struct talk *, enum side, int flags, uint32_t stream, const char *fields);
/* A request without a body. */
void talk_get(struct talk *, uint32_t stream);

/* A session that has had all turns. */
struct session *talk_played(const struct talk *);

#endif
