/* SPDX-License-Identifier: BSD-2-Clause */
/* Heads of HTTP/1 messages (RFC 9112 2.1): a start line, fields, an empty line.
 * Lines may end in a bare LF.  What is read points into the head, except folded values,
 * which live in the arena. */
#ifndef DISSECTORS_HTTP1_HEAD_H
#define DISSECTORS_HTTP1_HEAD_H

#include "dissectors/dissector.h"
#include "dissectors/http-field.h"

enum { HTTP1_LINE_MAX = 16 * 1024, HTTP1_HEAD_MAX = 64 * 1024 };

struct http1_head {
	bool is_request;
	struct bytes version; /* "1.1" */
	struct bytes method;
	struct bytes target;
	unsigned status;
	struct bytes reason;
	struct list fields; /* struct pair */
};

/* Does a message begin here? */
enum claim http1_claim(struct bytes bytes);

/* Of what may be a request line: does a path or an URL follow the method? */
bool http1_has_target(struct bytes bytes);

/* Where the lines that begin here are over, behind their empty line; 0 where it has not
 * come.  *scanned: how far they have been looked at, 0 at first. */
size_t http1_lines_size(struct bytes bytes, size_t *scanned);

struct http1_head http1_head_read(struct arena *arena, struct bytes head);
struct list http1_fields_read(struct arena *arena, struct bytes lines);

#endif
