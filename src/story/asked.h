/* SPDX-License-Identifier: BSD-2-Clause */
/* What was asked of the link lately, and answered: ARP, neighbor discovery and ping.  The
 * newest questions are kept, whoever asked; all-zero is a valid empty ring. */
#ifndef STORY_ASKED_H
#define STORY_ASKED_H

#include "story/statement.h"

/* Somebody asked the link about an address: an ARP or neighbor request, or a ping. */
struct asked {
	const char *how; /* "arp", "ndp", "ping"; NULL: a free place */
	struct address by, about;
	struct mac by_mac;
	struct frame_ref frame;
	uint64_t at_ns;
	bool is_answered;
	struct mac answer_mac;
	struct frame_ref answer;
	uint64_t answer_ns;
};

enum { ASKED_MAX = 128 };

struct asked_ring {
	struct asked items[ASKED_MAX];
	uint32_t next;
};

/* The oldest is `index` 0; a free place has no `how`. */
const struct asked *asked_at(const struct asked_ring *, uint32_t index);
void asked_add(struct asked_ring *, const char *how, struct address by, struct mac by_mac,
    struct address about, const struct event *);
/* The newest question about this address, by `by` where that is known, that an answer may
 * still come for; NULL: none. */
const struct asked *asked_about(
    struct asked_ring *, struct address about, struct address by, uint64_t at_ns);
/* Ties an answer to the newest question about this address, by `by` where that is known;
 * the question, answered before or now, or NULL. */
struct asked *asked_answer(struct asked_ring *, struct address about, struct address by,
    struct mac, const struct event *);

#endif
