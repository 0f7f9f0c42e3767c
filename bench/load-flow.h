/* SPDX-License-Identifier: BSD-2-Clause */
/* The look-ups and connections of a capture, each with its client and its kind.
 * They borrow the capture's packets: adding to the capture needs capture_reserve first. */
#ifndef BENCH_LOAD_FLOW_H
#define BENCH_LOAD_FLOW_H

#include "load-capture.h"

enum flow_kind {
	FLOW_DNS,
	FLOW_TLS,
	FLOW_HTTP,
	FLOW_OTHER,
	FLOW_HEADLESS,
	FLOW_KIND_COUNT
};

struct flow {
	struct packet **packets;
	size_t count;
	enum flow_kind kind;
	struct client client;
};

struct flows {
	struct flow *list;
	size_t count;
	struct packet **sorted;
};

void flows_init(struct flows *, struct capture *);
void flows_clear(struct flows *);

bool packet_is_from(const struct packet *, const struct client *);
bool flow_is_closed(const struct flow *);
/* Bytes of a frame and its record. */
uint64_t flow_mean(const struct flow *);

#endif
