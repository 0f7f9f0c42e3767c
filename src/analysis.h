/* SPDX-License-Identifier: BSD-2-Clause */
/* The rooms joined: a frame goes in, and what its packets say comes out.
 * Everything that one analysis knows is in its struct: several may run side by side. */
#ifndef ANALYSIS_H
#define ANALYSIS_H

#include "base/frame.h"
#include "event/flow-frames.h"
#include "flow/flow.h"
#include "story/story.h"

struct analysis;

struct analysis_options {
	struct hash_key hash_key;
	/* Secrets may come while frames do, so what is encrypted waits a while: called
	 * where some are wanted, and may call analysis_add_secrets.  NULL: they are all
	 * there. */
	void (*more_secrets)(void *receiver);
	bool without_ndpi;
	bool several_inputs; /* frames come from several places */
	bool without_story;  /* dissection alone: events have no client */
	enum story_keep keep;
	bool keep_headers;     /* in the story's requests */
	bool keep_flow_frames; /* which frames each flow had */
	/* Each may be NULL; what they are handed is borrowed. */
	void *receiver;
	void (*event)(void *receiver, const struct event *);
	void (*page)(void *receiver, const struct story *, const struct page *);
	void (*connection)(void *receiver, const struct story *, const struct connection *);
	void (*page_begun)(void *receiver, const struct page *);
	void (*page_gone)(void *receiver, const struct page *);
};

/* What was let go or could not be read, for -v. */
struct analysis_counts {
	uint64_t frames, events;
	struct flow_counts flows;
	uint64_t fragments_dropped;
	uint64_t frames_unknown; /* of a link type that is not known */
};

struct analysis *analysis_new(const struct analysis_options *);
void analysis_free(struct analysis *);

/* TLS secrets in NSS key log format. */
void analysis_add_secrets(struct analysis *, struct bytes key_log);
void analysis_frame(struct analysis *, const struct frame *);
/* The capture is over: ends what is open. */
void analysis_end(struct analysis *);

/* Of a story that keeps pages: makes the steps of one anew, after the end. */
void analysis_settle_page(struct analysis *, const struct page *told);
/* A page that is not over, as story_page_so_far has it. */
const struct page *analysis_page_so_far(
    struct analysis *, const struct page *live, struct arena *arena);
/* Of a story that keeps pages: one that was told is not wanted any more. */
void analysis_let_page_go(struct analysis *, const struct page *told);
/* NULL where there is none. */
const struct story *analysis_story(const struct analysis *);
const struct flow_frames *analysis_flow_frames(const struct analysis *);
/* The secrets of the session with this client random; NULL: none are known. */
const struct tls_secrets *analysis_find_secrets(
    const struct analysis *, struct bytes client_random);
struct analysis_counts analysis_counts(const struct analysis *);

#endif
