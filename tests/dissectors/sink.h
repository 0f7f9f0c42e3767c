/* SPDX-License-Identifier: BSD-2-Clause */
/* One dissector on one flow, without the stack below it: what the tests of dissectors
 * share.
 *
 * A session keeps what src/flow would keep: the dissector's state, the bytes that wait
 * for more, the skips.  Whatever the dissector says is written down.  Each call below is
 * one frame: the first is number 1, and frame n is captured n milliseconds after the
 * epoch.  Bytes are handed over flush against a page that cannot be read. */
#ifndef TESTS_DISSECTORS_SINK_H
#define TESTS_DISSECTORS_SINK_H

#include "base/buffer.h"
#include "dissectors/dissector.h"

struct session_side {
	struct buffer waiting; /* that VERDICT_MORE left */
	struct buffer inner;   /* all bytes handed on by sink_inner */
	const char *inner_name;
	int inner_calls;
	uint64_t inner_stream; /* the last one */
	uint64_t inner_lost;   /* bytes, by sink_inner_gap */
	uint64_t skip;         /* still to go by */
	uint64_t skip_lost;
	uint64_t skipped; /* asked for, in all */
	bool has_skipped; /* a skip has come to its end, and nobody was told */
	bool is_broken;   /* VERDICT_BROKEN: passed over up to the next gap */
};

struct session {
	struct sink sink; /* first: the sink's calls find the session through it */
	const struct dissector *dissector;
	void *state;
	struct arena scratch;
	struct buffer events; /* JSON, one a line, without the common keys' addresses */
	struct chunk chunk;   /* of the call at hand: set addresses, ports, transport */
	struct session_side sides[2];
	enum verdict verdict;  /* the last one */
	int calls;             /* of the dissector */
	bool tells_sealed;     /* events of closed encryption are written down, too */
	struct flow_ref about; /* what find_flow answers */
	struct buffer asked;   /* what find_flow was asked, one a line */
	const struct tls_secrets *secrets; /* what sink_secrets answers */
};

/* A session over "udp" where the dissector has UDP ports, else over "tcp". */
struct session *session_new(const struct dissector *);
void session_free(struct session *);

/* One datagram, or one segment's bytes, of a side.  What a dissector leaves of either is
 * handed over again, as the next message. */
enum verdict session_datagram(struct session *, enum side, struct bytes);
/* A datagram whose end was not captured. */
enum verdict session_cut_datagram(struct session *, enum side, struct bytes);
enum verdict session_bytes(struct session *, enum side, struct bytes);
/* The same bytes, each in a segment of its own. */
enum verdict session_single_bytes(struct session *, enum side, struct bytes);
enum verdict session_gap(struct session *, enum side, uint64_t size);
enum verdict session_end(struct session *, enum side);

/* All events up to now as lines of JSON, ended by a NUL. */
const char *session_events(struct session *);
/* How many events of this kind ("dns") there were. */
int session_count(struct session *, const char *kind);
/* Fail the test, and show the events, unless `json` stands in them, or nowhere there. */
void assert_says(struct session *, const char *json);
void assert_says_not(struct session *, const char *json);
/* The session forgets its events, but nothing of what the dissector knows. */
void session_forget_events(struct session *);

/* Hands over every beginning of a message, whole by its own account and cut off, each to
 * a flow of its own; for streams, also with the end behind it.  What comes out does not
 * matter, as long as nothing reads past the end.  `like` gives addresses and ports. */
void session_every_cut(
    const struct dissector *, const struct chunk *like, enum side, struct bytes);

#endif
