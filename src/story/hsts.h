/* SPDX-License-Identifier: BSD-2-Clause */
/* Which hosts a client knows to be for https alone (HSTS, RFC 6797), and which it was asked
 * for over http before. */
#ifndef STORY_HSTS_H
#define STORY_HSTS_H

#include "story/statement.h"

enum { HSTS_MAX = 64 };

struct hsts_host {
	struct bytes host;
	bool was_http;          /* it was asked over http and sent the client to https */
	bool with_subdomains;   /* of its header */
	uint64_t until_ns;      /* 0: it sent no header */
	struct frame_ref frame; /* of the first response with the header */
};

struct hsts {
	struct hsts_host *items; /* the newest last */
	uint32_t count;
};

/* The header of a response that came over TLS; empty does nothing. */
void hsts_learn(struct hsts *, struct bytes host, struct bytes value, const struct event *);
/* The host answered over http and sent the client to https. */
void hsts_learn_http(struct hsts *, struct bytes host);
/* What makes the client go to this host over https; NULL: nothing that is known. */
const struct hsts_host *hsts_find(const struct hsts *, struct bytes host, uint64_t at_ns);
/* Was it ever asked over http? */
bool hsts_was_http(const struct hsts *, struct bytes host);
void hsts_clear(struct hsts *);

#endif
