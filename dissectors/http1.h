/* SPDX-License-Identifier: BSD-2-Clause */
/* What the files of the HTTP/1 dissector share: http1.c follows the bytes,
 * http1-message.c tells what they say, http1-head.c reads heads, http1-queue.c keeps the
 * requests that wait for their responses. */
#ifndef DISSECTORS_HTTP1_H
#define DISSECTORS_HTTP1_H

#include "dissectors/http1-head.h"
#include "dissectors/http1-queue.h"

enum { HTTP1_PORT = 80 };

/* Long enough for what comes up to a connection's end; sums of it do not overflow soon. */
#define HTTP1_ENDLESS (UINT64_C(1) << 60)

enum http1_phase {
	HTTP1_HEAD,
	HTTP1_BODY,       /* being skipped */
	HTTP1_CHUNK_SIZE, /* its data, where there are any, have been skipped */
	HTTP1_TRAILERS,
	HTTP1_LOST, /* a start line is looked for */
};

/* A body that is on its way. */
struct http1_body {
	bool is_request;
	uint64_t number; /* of its exchange, for a request */
	uint32_t head_frame;
	uint64_t began_ns; /* first byte of its head */
	uint64_t size;     /* up to where it is skipped */
	bool is_endless;   /* up to the connection's end */
	bool has_loss;
	struct buffer url;
	struct buffer mime;
};

struct http1_side {
	enum http1_phase phase;
	size_t scanned; /* of the lines that wait for their end */
	bool has_begun; /* a head, at ... */
	uint64_t began_ns;
	struct http1_body body;
};

struct http1 {
	struct http1_side sides[2];
	struct http1_queue queue;
	bool is_ours;      /* a message was read */
	const char *inner; /* after an upgrade; NULL before */
	struct buffer upgrade_url;
	struct origin upgrade; /* its request; frame 0: not known, or no upgrade */
};

/* One call of the dissector. */
struct http1_call {
	struct http1 *http1;
	struct http1_side *side;
	struct sink *sink;
	const struct chunk *chunk;
};

extern const struct list http1_no_trailers;

/* Chunked (not known), a length, nothing, or everything up to the connection's end
 * (RFC 9112 6.3).  `behind`: the bytes that follow the head. */
struct maybe http1_response_length(
    const struct http1_head *, const struct http1_exchange *, struct bytes behind);

void http1_request_tell(const struct http1_call *, const struct http1_head *);
void http1_response_tell(const struct http1_call *, const struct http1_head *);

/* Keeps what a body's event will need of its head. */
void http1_body_prepare(
    struct http1_side *, const struct chunk *, const struct http1_head *, struct bytes url);
/* Sets out for the body's end; an empty one is over at once. */
void http1_body_begin(const struct http1_call *, struct maybe length);
/* The body is over, and the next message may come. */
void http1_body_tell(const struct http1_call *, struct list trailers);

#endif
