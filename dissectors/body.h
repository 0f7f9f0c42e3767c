/* SPDX-License-Identifier: BSD-2-Clause */
/* What bodies say: their decoded size, what they name that a browser would fetch, whether
 * they ask for a GraphQL query.  Only HTML, CSS, JSON and forms are read, the first 256 KiB
 * of them as transferred and as decoded; for all others this costs nothing.
 *
 * The bytes are gathered while they come and decoded once at the end.  All-zero is a body
 * that nobody reads. */
#ifndef DISSECTORS_BODY_H
#define DISSECTORS_BODY_H

#include "dissectors/content-coding.h"
#include "dissectors/dissector.h"

struct event_http_body;

/* What the bodies of one connection hold together, which has a limit: a hostile peer lets
 * many wait for their end. */
struct body_room {
	size_t held;
};

enum body_kind { BODY_OTHER, BODY_HTML, BODY_CSS, BODY_JSON, BODY_FORM };

struct body {
	enum body_kind kind;
	enum side side; /* that sends it */
	struct content_codings codings;
	bool is_read; /* more bytes are wanted */
	bool is_cut;  /* not all bytes were read, or some are missing */
	struct buffer bytes;
	struct body_room *room; /* outlives the body */
};

/* A body begins, after its head; what the struct held before is given back. */
void body_begin(
    struct body *body, struct list headers, enum side side, struct body_room *room);

/* It is said to have so many bytes. */
void body_expect(struct body *body, uint64_t size);
/* The next bytes of a body that wants them. */
void body_add(struct body *body, struct bytes bytes);
/* Bytes of it are missing: what follows is of no use. */
void body_lose(struct body *body);

/* The body is over: adds what it says to its event, which has its size, and whether it is
 * complete.  Gives the bytes back. */
void body_end(struct body *body, struct arena *arena, struct event_http_body *event);
void body_clear(struct body *body);

#endif
