/* SPDX-License-Identifier: BSD-2-Clause */
/* A request with its response. */
#ifndef STORY_REQUEST_H
#define STORY_REQUEST_H

#include "base/arena.h"
#include "story/lists.h"
#include "story/statement.h"

/* What the headers of an answer say, together. */
enum answer_has {
	ANSWER_CODED = 1,     /* Content-Encoding */
	ANSWER_FRESH = 2,     /* a time for which it may be kept */
	ANSWER_VALIDATOR = 4, /* by which it can be asked whether it is still good */
	ANSWER_NO_STORE = 8
};

/* How much of a document's URL those it asks are told in Referer (Referrer-Policy). */
enum tells { TELLS_ALL, TELLS_ORIGIN, TELLS_NOTHING };

struct request {
	TAILQ_ENTRY(request) entry;         /* of its page, or of those of no page */
	TAILQ_ENTRY(request) of_connection; /* while it is open */
	uint32_t id;                        /* from 1, unique in the story */
	struct statement is;
	struct bytes method, url, version, host, mime;
	struct bytes target; /* path and query, as sent */
	uint64_t status;     /* 0: no response was seen */
	struct bytes status_reason;
	const char *role;                                  /* "document", "style", ... */
	struct request *initiator;                         /* NULL: not known */
	struct connection *connection;                     /* NULL once that was let go */
	struct page *page;                                 /* NULL: of none */
	uint64_t start_ns, sent_ns, first_byte_ns, end_ns; /* 0: not seen */
	uint64_t bytes; /* of the response's body, as transferred */
	struct maybe decoded_bytes;
	uint64_t request_bytes; /* of the request's body */
	struct bytes request_mime;
	struct frame_ref frame, response_frame, end_frame;
	struct bytes referer, user_agent, location, server, accept;
	struct list request_headers, response_headers; /* story_options.keep_headers */
	bool takes_coding;                             /* it sent Accept-Encoding */
	enum answer_has answer_has;                    /* of its response */
	const char *pattern;                           /* "sse", "json", ...; NULL */
	struct maybe grpc_status;                      /* a call of gRPC ended so */
	bool is_over;            /* response complete, or it never will be */
	bool is_cut;             /* the response ended before its end */
	const char *reset_by;    /* "client", "server": who gave it up; NULL: nobody did */
	const char *reset_error; /* its name; NULL: not known */

	/* For the correlator. */
	struct maybe stream;
	struct arena own; /* all of it, this record too, lies there */
	uint32_t step;    /* of its page: the response, or else the request */
	uint64_t url_hash, referer_hash; /* 0: there is none */
	uint64_t folder_hash;            /* of the URL up to the last "/" of its path */
	bool is_navigation;
	bool is_call;        /* of gRPC, as programs make them: no page asked */
	bool referer_is_cut; /* Referer says where it came from, and not from what page */
	bool is_of_origin;   /* Sec-Fetch-Site: a page from there asked for it */
	bool says_purpose;   /* Sec-Fetch-Dest: whether it is for a frame is no question */
	enum tells tells;
	bool is_download; /* its answer is a file to keep (Content-Disposition) */
	bool is_aside;  /* fetched for later, or told and not asked: nothing waits for it */
	bool is_stream; /* an event stream or a poll: its page does not wait for it */
};

/* Nothing may list it any more. */
void request_free(struct request *);

#endif
