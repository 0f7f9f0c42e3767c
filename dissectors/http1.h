/* SPDX-License-Identifier: BSD-2-Clause */
/* What the files of the HTTP/1 dissector share: http1.c follows the bytes,
 * http1-message.c tells what they say, http1-body.c goes through bodies, http1-head.c reads
 * heads, http1-queue.c keeps the requests that wait for their responses. */
#ifndef DISSECTORS_HTTP1_H
#define DISSECTORS_HTTP1_H

#include "dissectors/body.h"
#include "dissectors/http1-head.h"
#include "dissectors/http1-queue.h"

enum { HTTP1_PORT = 80 };

/* Long enough for what comes up to a connection's end; sums of it do not overflow soon. */
#define HTTP1_ENDLESS (UINT64_C(1) << 60)

enum http1_phase {
	HTTP1_HEAD,
	HTTP1_BODY,       /* being skipped */
	HTTP1_DATA,       /* of a body or a chunk, being read */
	HTTP1_CHUNK_SIZE, /* its data, where there are any, have been skipped */
	HTTP1_TRAILERS,
	HTTP1_LOST, /* a start line is looked for */
};

/* A body that is on its way. */
struct http1_body {
	bool is_request;
	uint64_t number; /* of its exchange */
	uint32_t head_frame;
	uint64_t began_ns; /* first byte of its head */
	uint64_t size;     /* up to where it is skipped or read */
	uint64_t left;     /* of that, in phase DATA */
	bool is_chunked;
	bool is_endless; /* up to the connection's end */
	bool has_loss;
	struct buffer url;
	struct buffer mime;
	struct body content;
	const char *inner;     /* the dissector that wants it; NULL: nobody */
	uint64_t inner_stream; /* as which it is handed on */
	bool ends_both;        /* ... and the other side of that has nothing to say */
	struct origin request; /* ... and is told of this, but for the url */
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
	struct body_room bodies;
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

/* As which stream names asked in this exchange are handed on. */
uint64_t http1_dns_stream(uint64_t number);

/* Keeps what a body's event will need of its head, and of the request that it answers
 * (NULL: it was not seen, or this is the request). */
void http1_body_prepare(const struct http1_call *, const struct http1_head *,
    struct bytes url, struct http1_exchange *request);
/* Sets out for the body's end; an empty one is over at once.  Not known: chunked. */
void http1_body_begin(const struct http1_call *, struct maybe length);
/* A chunk of this size begins. */
void http1_chunk_begin(const struct http1_call *, uint64_t size);
/* In phase DATA: the next bytes, or a gap.  False: it reaches beyond the data. */
enum verdict http1_data_dissect(const struct http1_call *, struct cursor *in);
bool http1_data_gap(const struct http1_call *);
/* The body is over, and the next message may come. */
void http1_body_tell(const struct http1_call *, struct list trailers);
void http1_body_clear(struct http1_body *);

#endif
