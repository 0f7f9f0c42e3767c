/* SPDX-License-Identifier: BSD-2-Clause */
/* Names for what a connection carries, by nDPI: by host name where a dissector of ours has
 * read one, by the first packets where none of ours recognised them.
 *
 * Make a struct applications before the sandbox closes: starting nDPI takes 20 ms and
 * opens files.  Words handed out are good until applications_free.  Built without nDPI all
 * of this is there and knows nothing; every function takes NULL for struct applications
 * then, and at any other time. */
#ifndef FLOW_APPLICATION_H
#define FLOW_APPLICATION_H

#include "base/bytes.h"

struct applications;

struct application_names {
	const char *application; /* "YouTube" */
	const char *category;    /* "Media"; NULL: none */
};

enum { APPLICATION_RISKS_MAX = 63 };

struct application_answer {
	struct application_names names;
	size_t risk_count;
	const char *risks[APPLICATION_RISKS_MAX]; /* for people: "Unsafe Protocol" */
};

enum application_state {
	APPLICATION_UNDECIDED, /* show it the next packet */
	APPLICATION_KNOWN,     /* the answer was filled, the guess is over */
	APPLICATION_UNKNOWN,   /* nobody knows, the guess is over */
};

/* A connection that nDPI is looking at: a ticket, copied freely and freed by nobody.
 * All-zero is none.  There is room for a few thousand; when it runs out, the one without a
 * packet for longest is let go, and its owner hears APPLICATION_UNKNOWN. */
struct application_guess {
	uint32_t slot;
	uint32_t serial;
};

enum { APPLICATION_GUESSES_MAX = 4096 };

/* NULL where nDPI was left out or does not start. */
struct applications *applications_new(void);
void applications_free(struct applications *);

bool application_by_host(
    struct applications *, struct bytes host, struct application_names *names);

/* For a TCP or UDP connection (IPPROTO_): for others there is no guess. */
struct application_guess application_guess_new(
    struct applications *, uint8_t transport_protocol);
/* `network` is a packet of that connection from its IP header on.  Packets without
 * payload, fragments and cut headers are passed over. */
enum application_state application_guess_packet(struct applications *,
    struct application_guess, struct bytes network, uint64_t at_ns,
    struct application_answer *answer);
/* The connection is over: what is known by now, or can be guessed.  Never UNDECIDED. */
enum application_state application_guess_end(
    struct applications *, struct application_guess, struct application_answer *answer);

/* Of nDPI; NULL where it was left out. */
const char *applications_version(void);
/* Guesses let go for want of room. */
uint64_t applications_evicted(const struct applications *);

#endif
