/* SPDX-License-Identifier: BSD-2-Clause */
/* What the files of the HTTP/3 dissector share: http3.c follows the streams,
 * http3-section.c keeps the field sections that wait for QPACK's table, http3-stream.c
 * finds the streams, http3-qpack.c reads them. */
#ifndef DISSECTORS_HTTP3_RECORD_H
#define DISSECTORS_HTTP3_RECORD_H

#include "dissectors/http3-qpack.h"

/* What a stream is for: request streams go both ways, the others say it themselves. */
enum http3_kind {
	HTTP3_UNKNOWN,
	HTTP3_REQUEST,
	HTTP3_CONTROL,
	HTTP3_ENCODER,
	HTTP3_PASSED_OVER, /* decoder, push, and what others may have thought of */
};

/* One direction of a stream. */
struct http3_half {
	bool has_begun; /* a frame, its first byte at ... */
	uint64_t began_ns;
	uint64_t data_left; /* of DATA that somebody wants to read */
	bool is_lost;       /* bytes are missing: where a frame begins is not known */
	bool is_over;
};

struct http3_stream {
	struct http3_stream *next;
	uint64_t id;
	enum http3_kind kind;
	struct http3_half halves[2];
	struct http_exchange exchange;
};

/* One side's field sections. */
struct http3_side {
	bool has_settings;   /* it has said how large a table it keeps */
	struct qpack *table; /* of what this side sends; NULL before the other's settings */
	struct buffer instructions; /* that came before them */
	bool is_damaged;            /* instructions are missing */
};

/* What waits for the table: a section, or (size 0) the message's end. */
struct http3_waiting {
	struct http3_waiting *next;
	uint64_t stream;
	enum side side;
	bool is_end, is_complete;
	uint64_t needed; /* inserts */
	uint32_t frame;
	uint64_t at_ns, began_ns;
	size_t size;
	uint8_t bytes[];
};

struct http3 {
	struct http3_stream *streams; /* the one used last is first */
	struct http3_side sides[2];
	struct body_room bodies;
	struct qpack *no_table; /* for sections that do without */
	struct http3_waiting *waiting;
	size_t waiting_count, waiting_bytes;
};

/* One call of the dissector. */
struct http3_call {
	struct http3 *http3;
	struct sink *sink;
	const struct chunk *chunk;
	struct http3_stream *stream;
	struct http3_half *half;
};

#endif
