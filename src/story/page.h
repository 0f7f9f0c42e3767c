/* SPDX-License-Identifier: BSD-2-Clause */
/* A page load: a URL asked for and all that followed from it.
 * A page owns its steps and requests and holds its connections and look-ups; page_free
 * lets all of them go.
 * Steps are made when the page is over. */
#ifndef STORY_PAGE_H
#define STORY_PAGE_H

#include "base/buffer.h"
#include "story/connection.h"
#include "story/path.h"
#include "story/request.h"

enum step_kind {
	STEP_JOIN,
	STEP_NEXT_HOP,
	STEP_NAME,
	STEP_CONNECT,
	STEP_SECURE,
	STEP_REQUEST,
	STEP_RESPONSE,
	STEP_CLOSE,
	STEP_KIND_COUNT
};

/* "join", "next_hop", ... */
const char *step_kind_word(enum step_kind);

struct step {
	uint32_t id; /* from 1 within the page; page->steps[id - 1] */
	enum step_kind kind;
	struct statement is;
	uint64_t start_ns, end_ns; /* 0: not known */
	uint32_t *needs;           /* ids of steps */
	uint32_t need_count;

	/* Facts of its kind; the others are NULL or 0. */
	const struct lease *lease; /* join; NULL: none was seen */
	/* next_hop: of what, over which neighbour; join without a lease: the router whose
	 * prefix it was, and the address made of it */
	struct address for_address, address;
	bool has_mac;
	struct mac mac;                      /* next_hop */
	const struct lookup *lookup;         /* name; NULL: no question was seen */
	struct bytes name;                   /* name; the host's */
	const struct connection *connection; /* connect, secure, request, close */
	const struct request *request;       /* request, response; NULL: inside TLS */
};

enum failure {
	FAILURE_NONE,
	FAILURE_NO_SUCH_NAME,
	FAILURE_NAME_SERVER_FAILED,
	FAILURE_NO_ANSWER,
	FAILURE_REFUSED,
	FAILURE_UNREACHABLE,
	FAILURE_TIMEOUT,
	FAILURE_TLS_ALERT,
	FAILURE_CERTIFICATE,
	FAILURE_RESET,
	FAILURE_CUT,
	FAILURE_STOPPED,
	FAILURE_COUNT
};

/* "no_such_name", ...; NULL for FAILURE_NONE */
const char *failure_word(enum failure);

struct redirect {
	struct statement is;
	struct bytes url, to;
	uint64_t status;
	const char *why; /* "http", "meta", "script", "hsts" */
	uint64_t at_ns;
};

struct page_host {
	struct bytes name;
	const char *party; /* "first", "third" */
};

/* Has its tab gone on to another page? */
enum page_left {
	PAGE_HERE,
	PAGE_MAYBE_LEFT, /* one of the client's tabs has, and it may have been this one */
	PAGE_LEAVING,    /* the next was asked for; until it is answered this one goes on */
	PAGE_LEFT,
	PAGE_GONE, /* it was loaded again */
};

struct page_url;

/* What is seen of the load of a page that nobody can read; times 0: not yet. */
struct page_burst {
	uint64_t first_ns;          /* the first request */
	uint64_t asked_ns, data_ns; /* the last request, what came last */
	uint64_t tail_ns;    /* what came last when nothing more was to come for a moment */
	uint32_t tail_count; /* requests since then */
	bool is_over;        /* what is asked for now is asked by what was loaded */
};

/* What a page holds while it lives: arrays in its arena. */
struct page {
	/* What is looked at of all live pages of a client, again and again, comes first. */
	TAILQ_ENTRY(page) of_client; /* of those of its client that are not over */
	TAILQ_ENTRY(page) live; /* of the pages that are not over, the stillest first */
	uint64_t start_ns, first_byte_ns; /* 0: not known */
	uint64_t last_ns;                 /* something of it happened */
	struct client *client;
	struct page_burst burst;
	struct connection **connections; /* held */
	uint32_t connection_count;
	uint32_t open_count; /* requests that are not over */
	enum page_left left;
	enum side seen_from; /* SIDE_SERVER: the capture was made at the server */
	bool is_of_tool;     /* of a program that fetches, not of a browser's tab */
	bool is_over;
	bool path_hidden; /* url and final_url end in the host's "/": the path is in TLS */
	uint32_t request_count;
	struct bytes
	    redirect_to; /* where the last answer sent the browser; empty: nowhere */
	struct request *document; /* the last of the chain; NULL inside TLS */
	struct page_host *hosts;  /* the first is the page's own */
	uint32_t host_count;

	uint32_t id;             /* from 1 */
	TAILQ_ENTRY(page) entry; /* of the story */
	struct bytes url, final_url, host;
	uint64_t status;             /* of the final document; 0: not known */
	const char *how;             /* "typed", "link", ... */
	struct statement is;         /* the ground for `how`: always with a reason */
	uint64_t loaded_ns, over_ns; /* 0: not known */
	enum failure failure;
	struct bytes failure_detail;
	struct statement failure_is;
	struct redirect *redirects;
	uint32_t redirect_count;
	struct step *steps;
	uint32_t step_count;
	struct path path; /* made with them */
	struct request_list requests;
	struct lookup **lookups; /* held */
	uint32_t lookup_count;
	struct finding_list findings; /* finding.of_page; the story's */
	uint64_t bytes;               /* of the response bodies of its requests */

	/* For the correlator. */
	struct arena arena;       /* this record lies there, too */
	uint64_t check_ns;        /* when to look whether it is over */
	enum page_left leaves_as; /* what it is when the next has been answered */
	uint32_t left_for;        /* the next; 0: none */
	enum tells tells;         /* of its URL, to whom it asks */
	bool is_read;             /* the body of its document was, so its links are known */
	struct page_url *urls;    /* page-urls.h */
	uint32_t url_slots, url_count;
};

/* The frames that bound a part of its path; none for the browser's own time. */
struct frame_list path_part_frames(const struct path_part *);
/* Nothing came of it, so nothing follows from it. */
bool page_is_dead(const struct page *);
bool page_holds(const struct page *, const struct connection *);

#endif
