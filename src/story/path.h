/* SPDX-License-Identifier: BSD-2-Clause */
/* What the time of a page consisted of: its critical path in parts, their sums by phase,
 * and the one thing to blame first.  It lies with the steps of its page. */
#ifndef STORY_PATH_H
#define STORY_PATH_H

#include "story/statement.h"

struct request;
struct step;

enum phase {
	PHASE_JOIN,
	PHASE_ARP,
	PHASE_DNS,
	PHASE_CONNECT,
	PHASE_TLS,
	PHASE_WAITING, /* for the first byte of an answer */
	PHASE_RECEIVING,
	PHASE_CLIENT,  /* nothing was under way: the browser itself */
	PHASE_STALLED, /* what was lost on the way was sent again */
	PHASE_COUNT
};

/* "join", "arp", ... */
const char *phase_word(enum phase);

struct path_part {
	enum phase phase;
	uint64_t start_ns, end_ns;
	const struct step *step;       /* NULL: no step fills this time */
	const struct request *request; /* that was waited for or received; or NULL */
};

struct verdict {
	struct bytes text; /* empty: there is none */
	enum phase phase;
	uint64_t blamed_ns;            /* of the page's time */
	struct bytes host;             /* empty: of none */
	const struct request *request; /* NULL: of none */
	struct frame_list frames;
};

/* From the page's start to `end_ns`: when it was loaded, or had failed; 0: neither was
 * seen, and there are no parts. */
struct path {
	uint64_t end_ns;
	uint64_t phases_ns[PHASE_COUNT];
	struct path_part *parts; /* each begins where the one before ends */
	uint32_t count;
	struct verdict verdict;
};

#endif
