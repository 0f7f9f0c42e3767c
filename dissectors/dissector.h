/* SPDX-License-Identifier: BSD-2-Clause */
/* What a dissector is: a pure reader of one protocol's bytes.
 *
 * It is given its own state for this flow, a chunk, a cursor over the bytes and a sink.
 * It states events, asks to skip, or hands on what was inside by name.  It does not print,
 * correlate, log, keep pointers into packets or call another protocol; src/flow/stack does.
 */
#ifndef DISSECTORS_DISSECTOR_H
#define DISSECTORS_DISSECTOR_H

#include "base/arena.h"
#include "base/cursor.h"
#include "base/secrets.h"
#include "event/event.h"

enum verdict {
	VERDICT_DONE, /* a message was read; what is left in `in` is the next one */
	VERDICT_MORE, /* nothing taken: call again, with these bytes, when there are more */
	VERDICT_OTHER, /* not mine: nothing taken, somebody else may try */
	VERDICT_BROKEN /* mine, but it cannot be: told as a warning.  A datagram ends here.
			  On a stream the rest of this side's bytes up to the next gap is
			  passed over */
};

/* Do the first bytes of a flow look like this protocol? */
enum claim { CLAIM_NO, CLAIM_YES, CLAIM_MORE /* too few bytes to tell */ };

enum chunk_what {
	CHUNK_BYTES, /* bytes; none where a skip has just come to its end */
	CHUNK_GAP,   /* gap_size bytes were not captured; `in` is empty */
	CHUNK_END,   /* this side will send nothing more; `in` holds what waited for more */
};

/* The request that led to what is handed on: an upgrade, an event stream. */
struct origin {
	struct bytes url; /* empty: not known */
	uint32_t frame;   /* of its head */
	uint64_t end_ns;  /* its last byte */
	bool is_deflated; /* permessage-deflate was agreed on, RFC 7692 */
};

/* A stream was given up before its end. */
struct reset {
	enum side by;
	uint64_t error; /* of the protocol on the stream */
};

/* A gap of which nobody knows how large it is. */
#define GAP_UNKNOWN UINT64_MAX

/* What arrived: bytes of one side of one stream, a hole in them, or their end.  Time and
 * frame are those of the packet that is being handled, which brought the last byte. */
struct chunk {
	enum chunk_what what;
	enum side side;
	uint64_t stream; /* within the connection, where there are several; else 0 */
	uint64_t at_ns;
	uint32_t frame;
	uint64_t gap_size;
	/* Of a skip that has ended or was cut off by CHUNK_END: bytes of it that were never
	 * captured, and bytes of it that did not come. */
	uint64_t skip_lost;
	uint64_t skip_left;
	uint64_t silent_ns; /* of the end of a connection over datagrams: since it spoke */
	const char *transport; /* the layer below: "udp", "tcp", "tls", "ip", "ethernet" */
	bool is_datagram;      /* the bytes are one whole message, perhaps cut off */
	bool is_cut;           /* ... whose end the capture does not hold */
	uint16_t src_port, dst_port;
	struct address src, dst;
	const struct origin *origin; /* with bytes that a request led to; else NULL */
	const struct reset *reset;   /* with a gap: the stream was given up; else NULL */
};

/* What one dissector hands on to the next: bytes of one side of one stream, a gap in them,
 * or their end. */
struct inner {
	const char *name; /* of who is to read it; "": let the bytes themselves tell */
	uint64_t stream;
	enum side side;
	enum chunk_what what;
	struct bytes bytes;
	uint64_t gap_size;
	const struct origin *origin;
	/* Of what was kept and is handed on late: the frame that brought it, and its time;
	 * 0: the frame at hand. */
	uint32_t frame;
	uint64_t at_ns;
	const struct reset *reset; /* with a gap: the stream was given up; else NULL */
};

/* Where a dissector's results go.  The calls below are the whole interface; the members
 * are for those who make a sink (the stack, the tests, the fuzz targets). */
struct sink {
	struct arena *scratch; /* good until the frame has been handled */
	void (*event)(struct sink *, struct event *);
	void (*skip)(struct sink *, uint64_t size);
	void (*inner)(struct sink *, const struct inner *);
	struct flow_ref (*find_flow)(struct sink *, uint8_t protocol, struct address src,
	    uint16_t sport, struct address dst, uint16_t dport);
	const struct tls_secrets *(*secrets)(struct sink *, struct bytes client_random);
	void (*id)(struct sink *, enum side, struct bytes id);
	void (*wake)(struct sink *);
	struct bytes (*opened)(struct sink *, struct bytes plain);
	struct secrets_wait *wait; /* NULL: secrets that are not there do not come later */
	/* What is handed on now had to wait, and came with this chunk; else NULL. */
	const struct chunk *late;
};

/* States an event, which the sink borrows and completes (addresses, ports, flow). */
static inline void
sink_event(struct sink *sink, struct event *event)
{
	sink->event(sink, event);
}

/* Do not call me for the next `size` bytes of this side, counted from what I leave in `in`;
 * then call me, with an empty chunk if need be.  A gap inside is only counted (skip_lost).
 */
static inline void
sink_skip(struct sink *sink, uint64_t size)
{
	sink->skip(sink, size);
}

/* Here is what was inside.  From the first call with a name on, that dissector gets what is
 * handed on for this stream.  The bytes are good until the call returns. */
static inline void
sink_inner(struct sink *sink, const char *name, uint64_t stream, enum side side,
    struct bytes bytes)
{
	sink->inner(
	    sink, &(struct inner){
		      .name = name, .stream = stream, .side = side, .bytes = bytes });
}

/* The same, with the request that led to it. */
static inline void
sink_inner_of(struct sink *sink, const char *name, uint64_t stream, enum side side,
    struct bytes bytes, const struct origin *origin)
{
	sink->inner(sink, &(struct inner){ .name = name,
			      .stream = stream,
			      .side = side,
			      .bytes = bytes,
			      .origin = origin });
}

/* So many bytes of what was inside are not to be had, which nobody else can tell: what is
 * lost of this layer is not what is lost inside. */
static inline void
sink_inner_gap(
    struct sink *sink, const char *name, uint64_t stream, enum side side, uint64_t size)
{
	sink->inner(sink, &(struct inner){ .name = name,
			      .stream = stream,
			      .side = side,
			      .what = CHUNK_GAP,
			      .gap_size = size });
}

/* This side of the stream is over; the stack tells by itself when the layer below is. */
static inline void
sink_inner_end(struct sink *sink, const char *name, uint64_t stream, enum side side)
{
	sink->inner(
	    sink, &(struct inner){
		      .name = name, .stream = stream, .side = side, .what = CHUNK_END });
}

/* The connection of a packet from src to dst; protocol 0 where there is none. */
static inline struct flow_ref
sink_find_flow(struct sink *sink, uint8_t protocol, struct address src, uint16_t sport,
    struct address dst, uint16_t dport)
{
	return sink->find_flow(sink, protocol, src, sport, dst, dport);
}

/* The secrets of the session with this client random; NULL where there are none (yet).
 * Good until the call of the dissector returns. */
static inline const struct tls_secrets *
sink_secrets(struct sink *sink, struct bytes client_random)
{
	return sink->secrets(sink, client_random);
}

/* This side may be called by this id: datagrams for it that come from elsewhere, or go
 * elsewhere, are of this connection (dissector.find_id). */
static inline void
sink_id(struct sink *sink, enum side side, struct bytes id)
{
	if (sink->id != NULL)
		sink->id(sink, side, id);
}

/* Call me (dissector.wake) in about a second of capture time, whatever comes by then. */
static inline void
sink_wake(struct sink *sink)
{
	if (sink->wake != NULL)
		sink->wake(sink);
}

/* This was encrypted, and has been opened: whoever watches sees it now.  What is to be read
 * in its place: the same, unless somebody tries what would be. */
static inline struct bytes
sink_opened(struct sink *sink, struct bytes plain)
{
	return sink->opened == NULL ? plain : sink->opened(sink, plain);
}

enum { PORTS_MAX = 4 };

struct dissector {
	const char *name;
	/* Ports on which it is tried first, 0 ends the list.  A flow on none of them is
	 * tried by `claims` alone; a dissector with neither is only called by name. */
	uint16_t tcp_ports[PORTS_MAX];
	uint16_t udp_ports[PORTS_MAX];
	enum claim (*claims)(const struct chunk *, struct bytes first);
	size_t state_size; /* zeroed before the first call; 0: the state is NULL */
	bool shares_state; /* one state for all streams of a layer (HTTP/3's QPACK), not one
			      each */
	bool is_exchange;  /* over UDP: a question, its answer, and that is all */
	bool is_connection; /* over UDP: it has an end, and is told of that */
	/* Where in a datagram an id of its receiver stands that sink_id may have told of,
	 * and how long it is; 0: that cannot be told.  Nothing: in this one there is
	 * none. */
	struct bytes (*find_id)(struct bytes datagram, size_t *size);
	void (*clear)(void *state);
	/* As sink_wake asked for, and now and then when it did not; at the chunk's time. */
	void (*wake)(void *state, struct sink *, const struct chunk *);
	enum verdict (*dissect)(
	    void *state, struct sink *, const struct chunk *, struct cursor *in);
};

/* Generated from the list in dissectors/module.am, in its order. */
extern const struct dissector *const dissectors[];
extern const size_t dissector_count;

/* NULL where there is none of that name. */
const struct dissector *dissector_find(const char *name);

/* The head of an event that this chunk brought. */
static inline struct event
event_head(enum event_kind kind, const struct chunk *chunk)
{
	return (struct event){ .kind = kind,
		.frame = chunk->frame,
		.at_ns = chunk->at_ns,
		.side = chunk->side,
		.client = CLIENT_NONE };
}

/* A warning about the message in this chunk. */
void sink_warn(
    struct sink *sink, const struct chunk *chunk, const char *layer, const char *text);

#endif
