/* SPDX-License-Identifier: BSD-2-Clause */
/* What a client does on connections that stay closed, as far as it tells navigations from
 * the rest: for each host how it is used, and the requests that may ask for a page and are
 * not decided yet.  A visit belongs to its client; a request that waits holds its
 * connection.  All-zero is a visit of which nothing is known. */
#ifndef STORY_VISIT_H
#define STORY_VISIT_H

#include "story/client.h"
#include "story/connection.h"

enum { VISIT_HOSTS = 32, VISIT_ASKS = 16, VISIT_PARTS = 8 };

/* What requests to a host were like, so far. */
struct visit_sizes {
	uint64_t least;
	uint64_t part_max;     /* the largest that was no navigation */
	uint64_t document_min; /* the smallest that asked for a page; 0: none did yet */
	uint32_t count;
};

/* Header fields are sent in full, or as numbers where the same was sent before: the sizes
 * of the ones say nothing about the others. */
enum visit_way { VISIT_SHORT, VISIT_WHOLE, VISIT_WAYS };

/* How the client uses a host. */
struct visit_host {
	uint64_t hash;                    /* of its name; 0: none */
	uint64_t asked_ns;                /* the last request */
	uint64_t data_ns;                 /* the last that came from it */
	uint32_t part_sizes[VISIT_PARTS]; /* of the last that asked for no page, a ring */
	uint32_t part_next;
	struct visit_sizes sizes[VISIT_WAYS];
	uint32_t ask_count;
	uint32_t document_count; /* requests for pages */
	uint32_t part_count;     /* requests since it was asked for a page */
	bool is_door;            /* a page was asked of it */
};

/* A request that may ask for a page. */
struct ask {
	struct connection *connection; /* NULL: this place is free */
	uint64_t host_hash;
	uint64_t answered_ns; /* 0: not yet */
	uint64_t data_ns;     /* what came last */
	uint64_t answer_size; /* up to the first that followed */
	uint64_t idle_ns;     /* before it, nothing had come from its host for so long */
	uint32_t message_count;
	uint32_t own_followers, other_followers; /* requests that came behind the answer */
	TAILQ_ENTRY(ask) entry;                  /* of the story, while it waits */
	struct bytes host;
	struct lookup *lookup; /* a fresh question for its name, held; NULL */
	struct frame_ref frame;
	uint64_t start_ns;    /* of what began with it: the question, or itself */
	uint64_t at_ns;       /* its first message */
	uint64_t message_ns;  /* its last message */
	uint64_t size;        /* of its largest message */
	uint64_t check_ns;    /* when it is looked at again */
	uint64_t quiet_ns;    /* before it, its host was silent for so long */
	uint64_t interval_ns; /* ... and nothing went there; 0: nothing had */
	uint64_t still_ns;    /* ... nothing came for its client */
	uint64_t unasked_ns;  /* ... its client asked for nothing */
	uint32_t asks_before, documents_before; /* requests to the host, and for pages */
	struct visit_sizes before;              /* how large those before it were */
	uint32_t repeats;               /* of the last parts, those as large as it */
	int points;                     /* of the grounds that were there from the start */
	uint64_t first_size, last_size; /* of its first and last */
	uint32_t answer_count;          /* messages of the answer, of the first two */
	uint32_t part_count;            /* requests to the host since its last document */
	uint32_t hop_count; /* requests that a status of HTTP sent the browser on with */
	enum visit_way way;
	bool is_at_door;    /* pages were asked of this host before */
	bool is_new_host;   /* nothing was asked of this host before */
	bool is_named;      /* its name was asked for just before */
	bool is_redirected; /* it follows a small answer by itself */
	bool names_it;      /* a follower carries more than its like did: a new Referer */
};

struct visit {
	uint32_t ask_end;             /* no place from here on is taken */
	uint64_t hashes[VISIT_HOSTS]; /* of the hosts, to look through them */
	struct ask asks[VISIT_ASKS];
	uint64_t asked_ns; /* the client's last message */
	struct visit_host hosts[VISIT_HOSTS];
};

/* The client's; made where it has none. */
struct visit *visit_get(struct client *);
/* Its record of a host, made anew in the place of the one that is silent longest. */
struct visit_host *visit_host_get(struct visit *, uint64_t hash);
/* A free place; NULL where too many wait. */
struct ask *visit_ask_new(struct visit *);
void visit_ask_free(struct visit *, struct ask *);

#endif
