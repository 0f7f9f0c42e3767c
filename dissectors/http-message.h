/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages of HTTP/2 and HTTP/3 (RFC 9113 8, RFC 9114 4): lists of fields become events.
 *
 * An exchange is what one stream carries: a request and its response, each a head, a body,
 * perhaps trailers.  Whoever follows the streams keeps an exchange
 * for each; all-zero is one of which nothing was seen, and it owns what it holds. */
#ifndef DISSECTORS_HTTP_MESSAGE_H
#define DISSECTORS_HTTP_MESSAGE_H

#include "dissectors/body.h"

enum http_pseudo {
	HTTP_METHOD,
	HTTP_SCHEME,
	HTTP_AUTHORITY,
	HTTP_PATH,
	HTTP_PROTOCOL, /* of an extended CONNECT, RFC 8441 */
	HTTP_STATUS,
	HTTP_PSEUDO_COUNT
};

/* A field section on its way, in the sink's scratch arena.  All-zero is an empty one. */
struct http_fields {
	struct bytes pseudo[HTTP_PSEUDO_COUNT]; /* empty where it is not there */
	struct pair *pairs;                     /* the others, in order */
	size_t count, room;
	size_t size;       /* as RFC 9113 6.5.2 counts it */
	bool is_too_large; /* what went past the limit was left out */
};

/* Copies name and value. */
void http_fields_add(
    struct arena *arena, struct http_fields *fields, struct bytes name, struct bytes value);

/* One side's message. */
struct http_message {
	bool has_head;  /* the final one, after those of 1xx */
	bool has_ended; /* complete or not */
	bool has_loss;  /* bytes of its body may be missing */
	uint32_t head_frame;
	uint64_t began_ns; /* first byte of the head */
	uint64_t end_ns;   /* last byte of the message */
	uint64_t size;     /* of the body, as transferred */
	struct buffer mime;
	struct arena trailer_memory;
	struct list trailers;
	struct body content;
	const char *inner; /* the dissector that wants to read the body; NULL: nobody */
};

struct http_exchange {
	struct http_message sides[2];
	struct buffer url;
	bool asks_websocket; /* RFC 8441 */
	bool is_deflated;    /* ... and its messages may be compressed */
	bool is_grpc;
	bool is_reset; /* it was told that a side gave it up */
	struct maybe grpc_status;
};

/* What happens on a stream.  The chunk's side is the one that sends. */
struct http_call {
	struct http_exchange *exchange;
	struct sink *sink;
	const struct chunk *chunk;
	struct bytes version; /* "2", "3" */
	uint64_t stream;
	uint64_t began_ns; /* when the first byte of the fields was captured */
	struct body_room *bodies;
};

/* A field section has come: the client's first one is the request, the server's is a
 * response (1xx ones come before it), what follows are trailers. */
void http_fields_tell(const struct http_call *call, const struct http_fields *fields);

/* The server promises to answer this request of its own (on the promised stream). */
void http_promise_tell(const struct http_call *call, const struct http_fields *fields);

/* Does anybody want the bytes of this body? */
bool http_body_is_wanted(const struct http_message *message);
/* Bytes of the chunk's side's body: so many that nobody wants; those that somebody does;
 * so many that are missing, or GAP_UNKNOWN. */
void http_body_add(const struct http_call *call, uint64_t size);
void http_body_read(const struct http_call *call, struct bytes bytes);
void http_body_lose(const struct http_call *call, uint64_t gap_size);

/* This side's message is over: complete, or cut off.  Only the first end counts. */
void http_message_end(const struct http_call *call, enum side side, bool is_complete);

/* What led to the bytes that are handed on; good as long as the exchange is. */
struct origin http_exchange_origin(const struct http_exchange *exchange);
/* The request was told elsewhere, and is over (RFC 7540 3.2). */
void http_exchange_open(struct http_exchange *exchange, const struct origin *origin);

/* Both sides are over. */
bool http_exchange_is_over(const struct http_exchange *exchange);
void http_exchange_clear(struct http_exchange *exchange);

#endif
