/* SPDX-License-Identifier: BSD-2-Clause */
/* A QUIC connection for tests and fuzz targets: packets are sealed with the keys that
 * their ends would have, and go through the layers as captured datagrams do.
 *
 * Each datagram is one frame: the first is number 1, and frame n is captured n
 * milliseconds after the epoch.  Needs OpenSSL. */
#ifndef TESTS_DISSECTORS_QUIC_TALK_H
#define TESTS_DISSECTORS_QUIC_TALK_H

#include "dissectors/quic-record.h"
#include "flow/stack.h"

struct talk {
	struct stack stack;
	struct stack_receiver receiver;
	struct arena scratch;
	struct buffer events; /* JSON, one a line, with a NUL behind */
	uint32_t frames;
	const struct quic_version *version;
	struct quic_cid dcid; /* that the Initial keys come from */
	struct quic_cid ids[2];
	struct tls_secrets secrets;
	bool knows_secrets;
	uint64_t numbers[2][QUIC_LEVELS];
	int updates[2];     /* of the 1-RTT keys, by side */
	bool is_cut;        /* of the next datagram the end was not captured */
	uint64_t silent_ns; /* between the last datagram and the end */
};

/* The secrets are known unless somebody sets knows_secrets to false. */
struct talk *talk_new(uint32_t version);
void talk_free(struct talk *);

/* One packet of a side, with these frames in it, padded where that has to be. */
struct bytes talk_seal(struct talk *, enum side, enum quic_level, struct bytes frames);
void talk_datagram(struct talk *, enum side, struct bytes);
/* A datagram with that one packet. */
void talk_send(struct talk *, enum side, enum quic_level, struct bytes frames);

/* Nothing more is captured: what happens when the flow is let go. */
void talk_fall_silent(struct talk *);

/* CRYPTO and STREAM frames; they lie in the talk's arena until the next datagram. */
struct bytes talk_crypto(struct talk *, uint64_t offset, struct bytes);
struct bytes talk_stream(
    struct talk *, uint64_t id, uint64_t offset, struct bytes, bool is_last);
/* A ClientHello for "h3.test" with this protocol in its ALPN. */
struct bytes talk_hello(struct talk *, const char *protocol);
/* The hello with "h3", sent in one Initial packet. */
void talk_greet(struct talk *);

const char *talk_events(struct talk *);
int talk_count(struct talk *, const char *text);

#endif
