/* SPDX-License-Identifier: BSD-2-Clause */
/* Somebody who watches a stack at work: which bytes come to each layer, and which of them
 * each dissector reads.  Nobody does so but for the detail of a frame, so all that it costs
 * otherwise is the look whether there is one. */
#ifndef FLOW_TRACE_H
#define FLOW_TRACE_H

#include "dissectors/dissector.h"

/* Each but `begin` and `opened` may be NULL. */
struct trace {
	void *receiver;
	/* Bytes, a gap or the end come to this layer, what it will skip included; `depth`
	 * counts the layers below it. */
	void (*feed)(void *receiver, const void *layer, int depth, const struct chunk *,
	    struct bytes);
	/* A dissector is about to read `in`: an event that is told before `end` comes from
	 * it, or from a call within.  Other bytes, as many, may be put in its place. */
	void (*begin)(void *receiver, const void *layer, const struct dissector *,
	    const struct chunk *, struct cursor *in);
	/* `in` is what it has left. */
	void (*end)(void *receiver, const struct cursor *in);
	/* The dissector that is reading has opened what was encrypted.  Other bytes, as
	 * many, may take their place; theirs is the length that counts. */
	struct bytes (*opened)(void *receiver, struct bytes plain);
};

#endif
