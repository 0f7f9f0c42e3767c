/* SPDX-License-Identifier: BSD-2-Clause */
/* Where a request goes: to a live page, to a new one, or to none. */
#ifndef STORY_PLACE_REQUEST_H
#define STORY_PLACE_REQUEST_H

#include "event/http.h"
#include "story/page.h"
#include "story/tables.h"

/* A request was sent. */
void page_place_request(
    struct story *, struct request *, const struct list *headers, uint64_t at_ns);
/* It stays open, and its page does not wait for it. */
void page_place_stream(struct request *);
/* The head of its response came. */
void page_place_response(struct story *, struct request *, uint64_t at_ns);
/* The body of the response of a request that is on a page. */
void page_place_body(struct story *, struct request *, const struct event_http_body *);

#endif
