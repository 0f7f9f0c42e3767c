/* SPDX-License-Identifier: BSD-2-Clause */
/* The correlator: events go in, clients and page loads come out.
 *
 * The story owns every record that is reached from it; all strings in them are as they
 * came off the wire.  A page is told when it is over and then let go, and with it what
 * nobody else holds, unless the story keeps all.  Nothing here fails except for lack of
 * memory. */
#ifndef STORY_STORY_H
#define STORY_STORY_H

#include "story/finding.h"
#include "story/options.h"
#include "story/page.h"

struct story;

struct story *story_new(const struct story_options *);
/* Every event in the order of the capture.  The client's number, or CLIENT_NONE. */
uint32_t story_add_event(struct story *, const struct event *);
/* The capture is over: closes the pages that still live. */
void story_end(struct story *);
/* Of a story that keeps pages and has ended: makes the steps of one that was told anew, now
 * that the ends of its connections are known. */
void story_settle_page(struct story *, const struct page *told);
/* A page that is not over, with its steps so far, as a copy in `arena`: to be looked at
 * before the next event comes, and not after. */
const struct page *story_page_so_far(
    struct story *, const struct page *live, struct arena *arena);
/* Of a story that keeps pages: one that was told is not wanted any more. */
void story_let_page_go(struct story *, const struct page *told);
void story_free(struct story *);

/* What there is now: with STORY_KEEP_ALL all of it, in order of beginning. */
const struct client_list *story_clients(const struct story *);
const struct page_list *story_pages(const struct story *);
const struct connection_list *story_connections(const struct story *);
const struct lookup_list *story_lookups(const struct story *);
const struct request_list *story_other_requests(const struct story *);
const struct finding_list *story_findings(const struct story *);
const struct trail_list *story_trails(const struct story *);
struct story_counts story_counts(const struct story *);

#endif
