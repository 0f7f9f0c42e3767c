/* SPDX-License-Identifier: BSD-2-Clause */
/* Requests of an HTTP/1 connection that wait for their responses, which come in the same
 * order (RFC 9112 9.3.2).  All-zero is an empty queue; it owns what it holds. */
#ifndef DISSECTORS_HTTP1_QUEUE_H
#define DISSECTORS_HTTP1_QUEUE_H

#include "base/buffer.h"

struct http1_exchange {
	struct buffer url;
	uint32_t frame;  /* of the request's head */
	uint64_t end_ns; /* of the request's last byte, body included */
	bool has_ended;
	bool is_head;    /* HEAD: the response has no body */
	bool is_connect; /* CONNECT: success makes it a tunnel */
	bool asks_name;  /* it held a message of DNS (RFC 8484) */
};

struct http1_queue {
	struct http1_exchange *slots; /* a ring; their buffers are used again */
	size_t slot_count;
	uint64_t first, end; /* numbers of the oldest and of the next one */
	bool was_early;      /* a response came, and its request may be still to come */
	bool is_doubtful;    /* responses are missing: which is next is not known */
};

/* A new request; good until the queue is used again. */
struct http1_exchange *http1_queue_add(struct http1_queue *queue);
/* NULL where it is no longer there. */
struct http1_exchange *http1_queue_find(struct http1_queue *queue, uint64_t number);
/* The request that the next response answers; NULL where it was not seen. */
struct http1_exchange *http1_queue_first(struct http1_queue *queue);
/* The final response has come. */
void http1_queue_drop_first(struct http1_queue *queue);
/* Is the last request a CONNECT without an answer yet? */
bool http1_queue_ends_in_connect(struct http1_queue *queue);
/* Responses are missing. */
void http1_queue_doubt(struct http1_queue *queue);
void http1_queue_clear(struct http1_queue *queue);

#endif
