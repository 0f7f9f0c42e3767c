/* SPDX-License-Identifier: BSD-2-Clause */
/* Requests, responses and bodies, the same for every version (RFC 9110). */
#ifndef EVENT_HTTP_H
#define EVENT_HTTP_H

#include "event/event.h"

struct event_http_request {
	struct event head;
	struct bytes version;
	struct bytes method;
	struct bytes target;
	struct bytes host;
	struct bytes url;
	struct maybe stream;
	struct list headers;
	uint64_t began_ns; /* its first byte was captured */
};

struct event_http_response {
	struct event head;
	struct bytes version;
	uint64_t status;
	struct bytes reason;
	struct maybe stream;
	struct bytes url;
	struct maybe request_frame;
	struct list headers;
	struct maybe ttfb;
	uint64_t began_ns; /* its first byte was captured */
};

/* Stated once for each message, empty bodies too */
struct event_http_body {
	struct event head;
	const char *direction;
	struct bytes url;
	struct maybe stream;
	uint64_t bytes;
	struct maybe decoded_bytes;
	bool complete;
	struct bytes mime;
	struct maybe duration;
	struct list trailers;
	uint32_t head_frame; /* frame of the head that it belongs to */
	/* For the correlator, of bodies that are read, as far as that goes: */
	struct list links; /* struct bytes: what it names that is to be fetched */
	bool is_graphql;   /* it asks for a GraphQL query */
	bool has_password; /* it is a form with such a field */
};

/* A stream was given up (RST_STREAM; RESET_STREAM or STOP_SENDING) while something of the
 * exchange was still to come */
struct event_http_reset {
	struct event head;
	struct bytes version;
	struct maybe stream;
	struct bytes url;
	struct maybe request_frame;
	const char *by;
	struct maybe error;
	const char *error_name;
};

/* HTTP/2's frame; the field of a response is one of its headers */
struct event_http_alt_svc {
	struct event head;
	struct bytes origin; /* or a URL of it */
	struct bytes value;
};

/* One a frame, when all of it has come */
struct event_websocket {
	struct event head;
	struct bytes url;
	uint64_t opcode;
	bool fin;
	uint64_t bytes;
	const char *direction;
	bool is_compressed;     /* RFC 7692; for the correlator, as the next */
	uint32_t request_frame; /* 0: not seen */
};

/* An event of an event stream, when it is dispatched */
struct event_sse {
	struct event head;
	struct bytes url;
	struct bytes type;
	uint64_t bytes;
	uint32_t request_frame; /* for the correlator; 0: not seen */
};

/* A call of gRPC, when its response is over */
struct event_grpc {
	struct event head;
	struct bytes service;
	struct bytes method;
	struct maybe status;
	uint64_t stream;     /* for the correlator, as the next */
	uint32_t head_frame; /* frame of the request's head; 0: not seen */
};

#endif
