/* SPDX-License-Identifier: BSD-2-Clause */
#include "event/http.h"
#include "event/tables.h"

static const struct field http_request_fields_rows[] = {
	FIELD(struct event_http_request, version, FIELD_TEXT, "1.0, 1.1, 2 or 3"),
	FIELD(struct event_http_request, method, FIELD_TEXT, "the method"),
	FIELD(struct event_http_request, target, FIELD_TEXT, "the request target as sent"),
	FIELD(struct event_http_request, host, FIELD_TEXT, "Host or :authority"),
	FIELD(struct event_http_request, url, FIELD_TEXT,
	    "absolute URL; absent for CONNECT and *"),
	FIELD(
	    struct event_http_request, stream, FIELD_MAYBE, "stream of HTTP/2 and HTTP/3"),
	FIELD_ITEMS(struct event_http_request, headers, FIELD_PAIR,
	    "header fields in order, [name, value]"),
};

const struct field_table http_request_fields =
    FIELD_TABLE(http_request_fields_rows, struct event_http_request);

static const struct field http_response_fields_rows[] = {
	FIELD(struct event_http_response, version, FIELD_TEXT, "1.0, 1.1, 2 or 3"),
	FIELD(struct event_http_response, status, FIELD_NUMBER, "status code"),
	FIELD(struct event_http_response, reason, FIELD_TEXT, "reason phrase"),
	FIELD(
	    struct event_http_response, stream, FIELD_MAYBE, "stream of HTTP/2 and HTTP/3"),
	FIELD(struct event_http_response, url, FIELD_TEXT, "URL of its request"),
	FIELD(
	    struct event_http_response, request_frame, FIELD_MAYBE, "frame of its request"),
	FIELD_ITEMS(struct event_http_response, headers, FIELD_PAIR,
	    "header fields in order, [name, value]"),
	FIELD(struct event_http_response, ttfb, FIELD_SECONDS,
	    "seconds from the request's last byte to the response's first"),
};

const struct field_table http_response_fields =
    FIELD_TABLE(http_response_fields_rows, struct event_http_response);

static const struct field http_body_fields_rows[] = {
	FIELD(struct event_http_body, direction, FIELD_WORD, "request or response"),
	FIELD(struct event_http_body, url, FIELD_TEXT, "URL of the request"),
	FIELD(struct event_http_body, stream, FIELD_MAYBE, "stream of HTTP/2 and HTTP/3"),
	FIELD(struct event_http_body, bytes, FIELD_NUMBER, "bytes as transferred"),
	FIELD(struct event_http_body, decoded_bytes, FIELD_MAYBE,
	    "bytes after content decoding"),
	FIELD(struct event_http_body, complete, FIELD_FLAG, "all of it came"),
	FIELD(struct event_http_body, mime, FIELD_TEXT, "media type"),
	FIELD(struct event_http_body, duration, FIELD_SECONDS,
	    "seconds from the head's first byte to the body's last"),
	FIELD_ITEMS(struct event_http_body, trailers, FIELD_PAIR,
	    "trailer fields in order, [name, value]"),
};

const struct field_table http_body_fields =
    FIELD_TABLE(http_body_fields_rows, struct event_http_body);

static const struct field http_reset_fields_rows[] = {
	FIELD(struct event_http_reset, version, FIELD_TEXT, "2 or 3"),
	FIELD(struct event_http_reset, stream, FIELD_MAYBE, "stream of HTTP/2 and HTTP/3"),
	FIELD(struct event_http_reset, url, FIELD_TEXT, "URL of the request"),
	FIELD(struct event_http_reset, request_frame, FIELD_MAYBE, "frame of the request"),
	FIELD(struct event_http_reset, by, FIELD_WORD, "client or server: who gave it up"),
	FIELD(struct event_http_reset, error, FIELD_MAYBE, "error code"),
	FIELD(struct event_http_reset, error_name, FIELD_WORD,
	    "its name in RFC 9113 7 or RFC 9114 8.1"),
};

const struct field_table http_reset_fields =
    FIELD_TABLE(http_reset_fields_rows, struct event_http_reset);

static const struct field http_alt_svc_fields_rows[] = {
	FIELD(struct event_http_alt_svc, origin, FIELD_TEXT,
	    "whose services they are: an origin, or the URL of the stream's request"),
	FIELD(struct event_http_alt_svc, value, FIELD_TEXT, "as in the field Alt-Svc"),
};

const struct field_table http_alt_svc_fields =
    FIELD_TABLE(http_alt_svc_fields_rows, struct event_http_alt_svc);

static const struct field websocket_fields_rows[] = {
	FIELD(struct event_websocket, url, FIELD_TEXT, "URL of the request that led to it"),
	FIELD(struct event_websocket, opcode, FIELD_NUMBER,
	    "0 goes on, 1 text, 2 binary, 8 close, 9 ping, 10 pong"),
	FIELD(struct event_websocket, fin, FIELD_FLAG, "the last frame of its message"),
	FIELD(struct event_websocket, bytes, FIELD_NUMBER,
	    "bytes of its payload as transferred"),
	FIELD(struct event_websocket, direction, FIELD_WORD,
	    "sent or received by the client"),
};

const struct field_table websocket_fields =
    FIELD_TABLE(websocket_fields_rows, struct event_websocket);

static const struct field sse_fields_rows[] = {
	FIELD(struct event_sse, url, FIELD_TEXT, "URL of the event stream"),
	FIELD(struct event_sse, type, FIELD_TEXT, "the event's type"),
	FIELD(struct event_sse, bytes, FIELD_NUMBER, "bytes of its data"),
};

const struct field_table sse_fields = FIELD_TABLE(sse_fields_rows, struct event_sse);

static const struct field grpc_fields_rows[] = {
	FIELD(struct event_grpc, service, FIELD_TEXT, "package and service"),
	FIELD(struct event_grpc, method, FIELD_TEXT, "method of the service"),
	FIELD(struct event_grpc, status, FIELD_MAYBE, "grpc-status; 0 is success"),
};

const struct field_table grpc_fields = FIELD_TABLE(grpc_fields_rows, struct event_grpc);
